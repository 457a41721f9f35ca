from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.forms.appointments import (
    AppointmentForm,
    CaseAppointmentForm,
    HandOverForm,
    LastDayForm,
    LaterDayForm,
)
from portal.models import Appointment, Post
from portal.paging import page_of
from portal.parameters import asked
from portal.proof import fresh_proof
from portal.refusals import Refused
from portal.services.appointment_rules import APPOINTING
from portal.services.appointments import (
    appoint,
    cancel_appointment,
    end_appointment,
    extend_appointment,
    hand_over,
)
from portal.services.vacancies import vacancies, vacant_without
from portal.views.forms import show_form
from portal.views.posts import for_posts
from portal.wording import longdate

ENDED_SHOWN = 20


@require_GET
@for_posts(*APPOINTING, Post.AUDITOR)
def appointments(request: HttpRequest) -> HttpResponse:
    """Who holds which post: vacancies first, then now, coming and ended; an auditor only reads."""
    today = clock.today()
    rows = Appointment.objects.select_related("employee", "appointed_by")
    context = {
        "title": "Appointments",
        "today": today,
        "appoints": request.posts.holds(*APPOINTING),
        "vacancies": vacancies(today),
        "current": _by_post(rows.in_force(today)),
        "coming": rows.coming(today).order_by("starts_on", "pk"),
        "ended": page_of(
            rows.ended(today), request.GET, order=("-starts_on", "-pk"), size=ENDED_SHOWN
        ),
    }
    return render(request, "portal/appointments.html", context)


def _by_post(rows) -> list[Appointment]:
    order = list(Post)
    return sorted(rows, key=lambda held: (order.index(held.post), held.acting, held.starts_on))


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*APPOINTING)
@fresh_proof
def new(request: HttpRequest) -> HttpResponse:
    """Appoint someone to a post, or with ?case= someone to act in that case alone."""
    for_case = "case" in request.GET
    kind = CaseAppointmentForm if for_case else AppointmentForm
    form = kind(request.POST or None, initial=_initial(request))
    if form.is_valid():
        try:
            made = appoint(**form.appointment(), by=request.user)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, f"{made.employee.name} is appointed and has been told.")
            return redirect("appointments")
    return show_form(
        request,
        form,
        template="portal/appointment_new.html",
        title="Appoint someone to act in one case" if for_case else "Appoint someone",
        section="Appointments",
        for_case=for_case,
        back=reverse("appointments"),
    )


def _initial(request: HttpRequest) -> dict[str, Any]:
    return {
        "post": asked(request, "post"),
        "for_case": asked(request, "case"),
        "starts_on": clock.today(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*APPOINTING)
@fresh_proof
def end(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = _changeable(pk)
    form = LastDayForm(request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        try:
            end_appointment(appointment, on=form.cleaned_data["on"], by=request.user)
        except Refused as refused:
            form.add_error("on", str(refused))
        else:
            last_day = longdate(form.cleaned_data["on"])
            messages.success(
                request,
                f"The appointment ends with {last_day}. {appointment.employee.name} has been told.",
            )
            return redirect("appointments")
    return show_form(
        request,
        form,
        title="End an appointment",
        section="Appointments",
        caption=f"{appointment.employee.name}, {appointment.as_text}",
        back=reverse("appointments"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*APPOINTING)
@fresh_proof
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = _changeable(pk)
    form = LaterDayForm(request.POST or None, acting=appointment.acting)
    if form.is_valid():
        try:
            extend_appointment(appointment, until=form.cleaned_data["until"], by=request.user)
        except Refused as refused:
            form.add_error("until", str(refused))
        else:
            until = form.cleaned_data["until"]
            goes_on = f"goes on until {longdate(until)}" if until else "has no last day any more"
            messages.success(
                request,
                f"The appointment {goes_on}. {appointment.employee.name} has been told.",
            )
            return redirect("appointments")
    return show_form(
        request,
        form,
        title="Extend an appointment",
        section="Appointments",
        caption=f"{appointment.employee.name}, {appointment.as_text}",
        back=reverse("appointments"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*APPOINTING)
@fresh_proof
def hand_over_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint a successor whose first day is the day after the holder's last."""
    appointment = _changeable(pk)
    today = clock.today()
    following = appointment.ends_on or today
    initial = {"starts_on": max(following, today) + timedelta(days=1)}
    form = HandOverForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = hand_over(appointment, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(
                request,
                f"{made.employee.name} follows {appointment.employee.name} on "
                f"{longdate(made.starts_on)}. Both have been told.",
            )
            return redirect("appointments")
    return show_form(
        request,
        form,
        title="Hand a post over",
        section="Appointments",
        caption=f"{appointment.employee.name}, {appointment.as_text}",
        back=reverse("appointments"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*APPOINTING)
@fresh_proof
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = _changeable(pk)
    if request.method == "POST":
        cancel_appointment(appointment, by=request.user)
        messages.success(
            request, f"The appointment is cancelled. {appointment.employee.name} has been told."
        )
        return redirect("appointments")
    context = {
        "title": "Cancel an appointment",
        "section": "Appointments",
        "appointment": appointment,
        "vacant_from": vacant_without(appointment),
        "back": reverse("appointments"),
    }
    return render(request, "portal/appointment_cancel.html", context)


def _changeable(pk: int) -> Appointment:
    return get_object_or_404(Appointment.objects.select_related("employee"), pk=pk)
