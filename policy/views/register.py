"""The register of attendance, kept by the organiser or by Communications (5.1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from policy.forms.register import RegisterForm
from policy.models import AwarenessSession
from policy.register import Line, register_of
from policy.services.awareness import check_register_open, check_seen, save_register
from portal import hooks
from portal.models import Employee, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.views.downloads import download
from portal.views.forms import carried, show_form
from portal.wording import longdate

HEADINGS = ("Name", "E-mail", "Service", "Place", "Attendance", "Recorded by", "Recorded at")


@require_http_methods(["GET", "POST"])
def keep_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who was there, and save what is filled in; nobody else knows of this page (404).

    What takes somebody's access away is first shown, with what was filled in, to be confirmed.
    """
    session = get_object_or_404(AwarenessSession.objects.run_by(request.user, request.posts), pk=pk)
    check_register_open(session)
    register = register_of(session)
    data = request.POST if request.method == "POST" else None
    form = RegisterForm(data, register=register, by=request.user)
    about = {
        "caption": f"Awareness session, {longdate(session.starts_at)}",
        "section": "Awareness sessions",
    }
    if form.is_valid() and "change" not in request.POST:
        seen = form.cleaned_data["seen"]
        request.back_to = {"back": request.path, "back_text": "Go back to the register"}
        check_seen(session, seen)
        losses = [] if "confirm" in request.POST else _losses(form, request.posts)
        if losses:
            title = "Check your correction"
            context = about | {"title": title, "losses": losses, "kept": carried(request)}
            return render(request, "policy/register_check.html", context)
        save_register(session, marks=form.marks, by=request.user, seen=seen)
        messages.success(request, "The register is saved.")
        back_to = "awareness:register" if "another" in request.POST else "awareness:detail"
        return redirect(back_to, pk)
    return show_form(
        request,
        form,
        "policy/register.html",
        **about,
        title="Register of attendance",
        back=reverse("awareness:detail", args=[pk]),
        register=register,
        own=request.user in [line.person for line in register.lines],
    )


def _losses(form: RegisterForm, posts: Posts) -> list[tuple[Employee, list[str]]]:
    """Who would lose something by what is filled in, and what."""
    corrected = form.taken_away
    people = {attendance.person_id: attendance.person for attendance in corrected}
    lost = hooks.losses.call(attendances=corrected, posts=posts) if corrected else []
    return [(people[pk], sentences) for each in lost for pk, sentences in each.items()]


@require_GET
def export_register(request: HttpRequest, pk: int) -> HttpResponse:
    """The register as it stands, for those who run the session (404 for others)."""
    session = get_object_or_404(AwarenessSession.objects.run_by(request.user, request.posts), pk=pk)
    register = register_of(session)
    return download(
        request,
        f"the register of session {pk}",
        file=f"register-{pk}",
        headings=HEADINGS,
        rows=[_row(line) for line in register.lines]
        + [_row(Line(person, False, None), place="Waiting list") for person in register.waiting],
        held=request.posts.holds(*COMMUNICATIONS),
    )


def _row(line: Line, *, place: str = "") -> tuple[Any, ...]:
    row, service = line.attendance, line.person.service
    recorded = ("Not recorded", "", "")
    if row:
        said = "Attended" if row.attended else "Absent"
        recorded = (said, row.recorded_by.name, row.recorded_at)
    place = place or ("Booked" if line.booked else "Came without booking")
    return (line.person.name, line.person.email, service.name if service else "", place, *recorded)
