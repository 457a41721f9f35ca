from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.forms.people import LEAVERS, LeavingForm, PeopleFilter
from portal.models import Appointment, DirectoryLink, Employee, Post
from portal.paging import page_of
from portal.proof import fresh_proof
from portal.services.people import record_leaving
from portal.services.second_factor import reset, second_factor_of
from portal.views.forms import show_form
from portal.views.posts import for_posts
from portal.wording import longdate

ADMINISTRATOR = Post.POLICY_ADMINISTRATOR


@require_GET
@for_posts(ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone in the council's directory: search, and those who leave."""
    filter_form = PeopleFilter(request.GET)
    filter_form.is_valid()
    typed = filter_form.cleaned_data.get("search", "")
    leavers = LEAVERS in filter_form.cleaned_data.get("show", [])
    found = Employee.objects.select_related("service", "line_manager").matching(typed)
    page = page_of(found.leaving() if leavers else found, request.GET, order=("name", "pk"))
    context = {
        "title": "People",
        "page": page,
        "filter_form": filter_form,
        "today": clock.today(),
    }
    return render(request, "portal/people.html", context)


@require_GET
@for_posts(ADMINISTRATOR)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: who they are, and the posts they hold."""
    employee = get_object_or_404(Employee.objects.select_related("service", "line_manager"), pk=pk)
    today = clock.today()
    context = {
        "title": employee.name,
        "employee": employee,
        "has_left": employee.has_left(today),
        "appointments": Appointment.objects.filter(employee=employee).not_ended(today),
        "directory_link": _directory_link(employee),
        "reports": employee.reports.current(today)[:50],
        "second_factor": second_factor_of(employee),
        "back": reverse("people"),
        "back_text": "People",
    }
    return render(request, "portal/person.html", context)


def _directory_link(employee: Employee) -> DirectoryLink | None:
    if settings.DIRECTORY is None:
        return None
    return employee.directory_links.filter(issuer=settings.DIRECTORY.issuer).first()


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(ADMINISTRATOR)
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that someone leaves, after a check of what follows from it."""
    employee = get_object_or_404(Employee, pk=pk)
    form = LeavingForm(request.POST or None, initial={"on": employee.left_on})
    back = reverse("person", args=[pk])
    if not form.is_valid():
        return show_form(
            request,
            form,
            title="Record that someone leaves",
            section="People",
            caption=employee.name,
            back=back,
        )
    on = form.cleaned_data["on"]
    if "checked" not in request.POST:
        return _check(request, employee, on)
    record_leaving(employee, on=on, by=request.user)
    leaves = "has left" if on <= clock.today() else f"leaves on {longdate(on)}"
    messages.success(request, f"It is recorded that {employee.name} {leaves}.")
    return redirect("person", pk)


def _check(request: HttpRequest, employee: Employee, on: date) -> HttpResponse:
    today = clock.today()
    context = {
        "title": "Check before you record it",
        "section": "People",
        "employee": employee,
        "on": on,
        "at_once": on <= today,
        "appointments": Appointment.objects.filter(employee=employee).not_ended(today),
        "back": reverse("person_leaving", args=[employee.pk]),
    }
    return render(request, "portal/leaving_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(ADMINISTRATOR)
@fresh_proof
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the second factor of someone who lost it; nobody does so for themselves (404)."""
    employee = get_object_or_404(Employee.objects.exclude(pk=request.user.pk), pk=pk)
    back = reverse("person", args=[pk])
    request.back_to = {"back": back, "back_text": employee.name}
    if request.method == "POST":
        reset(employee, by=request.user)
        messages.success(
            request, f"The second factor of {employee.name} is reset. We have told them."
        )
        return redirect("person", pk)
    context = {
        "title": f"Reset the second factor of {employee.name}?",
        "section": "People",
        "employee": employee,
        "back": back,
    }
    return render(request, "portal/reset_second_factor.html", context)
