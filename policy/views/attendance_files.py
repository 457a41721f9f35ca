"""Importing past attendance: a file, a preview of every line, and one press that confirms it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from policy.attendance_file import Plan, plan_of
from policy.forms.attendance_file import AttendanceFileForm
from policy.models import AttendanceFile
from policy.services import awareness
from policy.views.sessions import SECTION
from portal import clock
from portal.models.appointments import COMMUNICATIONS
from portal.views.forms import show_form
from portal.views.posts import for_posts


@require_http_methods(["GET", "POST"])
@for_posts(*COMMUNICATIONS)
def import_attendance(request: HttpRequest) -> HttpResponse:
    """Take a file and check it; with a fault in it every line is shown, and nothing is kept."""
    posted = request.method == "POST"
    form = AttendanceFileForm(*((request.POST, request.FILES) if posted else ()))
    plan = None
    if form.is_valid():
        file, plan = awareness.preview_file(form.content, by=request.user)
        if file:
            return redirect("awareness:import_check", file.pk)
        form.add_error(form.given, _said(plan))
    return show_form(
        request,
        form,
        "policy/import_attendance.html",
        title="Import past attendance",
        section=SECTION,
        back=reverse("awareness:list"),
        plan=plan,
    )


def _said(plan: Plan) -> str:
    faults = len(plan.faults)
    return f"Nothing was imported: put right the {faults} fault{'' if faults == 1 else 's'} below"


@require_http_methods(["GET", "POST"])
@for_posts(*COMMUNICATIONS)
def check_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What one's own file would do, and the press that does it."""
    file = get_object_or_404(AttendanceFile, pk=pk, uploaded_by=request.user)
    request.back_to = {"back": reverse("awareness:import"), "back_text": "Check the file again"}
    if request.method == "POST":
        recorded = awareness.confirm_file(file, by=request.user)
        messages.success(request, f"{recorded} attendance{'' if recorded == 1 else 's'} recorded.")
        return redirect("awareness:import_check", pk)
    return render(
        request,
        "policy/import_check.html",
        {
            "title": "Imported" if file.confirmed_at else "Check before you import",
            "caption": "Past attendance",
            "section": SECTION,
            "back": reverse("awareness:import"),
            "file": file,
            "plan": plan_of(bytes(file.data), by=request.user, today=clock.today()),
        },
    )
