"""A person's record of awareness sessions, and the certificate of each (5.1)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from policy.attendance import counts_until
from policy.models import Attendance
from policy.views.sessions import SECTION
from portal import clock
from portal.models import Employee
from portal.models.appointments import COMMUNICATIONS
from portal.paging import page_of
from portal.views.posts import for_posts


@require_GET
def show_record(request: HttpRequest) -> HttpResponse:
    """Every session that was recorded of the reader, and until when it counts."""
    return _record(request, request.user, title="My record", back=reverse("awareness:list"))


@require_GET
@for_posts(*COMMUNICATIONS)
def show_record_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of anyone, for Communications alone (404 for others)."""
    person = get_object_or_404(Employee, pk=pk)
    return _record(request, person, title=person.name, back=reverse("needs:list"))


def _record(request: HttpRequest, person: Employee, *, title: str, back: str) -> HttpResponse:
    recorded = Attendance.objects.standing().filter(person=person).select_related("session")
    page = page_of(recorded, request.GET, order=("-session__starts_at", "-pk"))
    return render(
        request,
        "policy/record.html",
        {
            "title": title,
            "caption": "Awareness sessions attended",
            "section": SECTION,
            "back": back,
            "page": page,
            "attendances": [(row, counts_until(row)) for row in page],
            "own": person == request.user,
            "today": clock.today(),
        },
    )


@require_GET
def show_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own attendance on one printed page; anyone else's does not exist (404)."""
    attended = Attendance.objects.attended().filter(person=request.user)
    attendance = attended.select_related("session__organiser", "recorded_by", "person__service")
    attendance = attendance.filter(pk=pk).first()
    if attendance is None:
        raise Http404
    return render(
        request,
        "policy/certificate.html",
        {
            "title": "Certificate of attendance",
            "section": SECTION,
            "back": reverse("awareness:record"),
            "attendance": attendance,
            "until": counts_until(attendance),
            "today": clock.today(),
        },
    )
