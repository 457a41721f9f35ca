"""Awareness sessions: those to come, those past, and each by itself (5.1)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from policy.attendance import counts_until, standing_attendance
from policy.forms.sessions import SessionForm
from policy.models import AwarenessSession, Booking
from policy.register import register_of
from policy.services import awareness
from policy.session_calendar import calendar_of, file_name
from portal import clock
from portal.models import Employee
from portal.models.appointments import COMMUNICATIONS
from portal.paging import page_of
from portal.views.forms import show_form
from portal.wording import moment

SECTION = "Awareness sessions"


def find_session(request: HttpRequest, pk: int) -> AwarenessSession:
    """A session that the person may see, with its places; any other does not exist (404)."""
    visible = AwarenessSession.objects.visible_to(request.user, request.posts, clock.now())
    return get_object_or_404(visible.with_places().select_related("organiser"), pk=pk)


@require_GET
def list_sessions(request: HttpRequest) -> HttpResponse:
    """The sessions to come, with a button to book, and what the person has booked and attended."""
    now = clock.now()
    to_come = AwarenessSession.objects.open_for_booking(now).with_places()
    bookings = Booking.objects.uncancelled().filter(person=request.user, session__starts_at__gt=now)
    mine = list(
        bookings.with_position().select_related("session").order_by("session__starts_at", "pk")
    )
    page = page_of(to_come, request.GET, order=("starts_at", "pk"))
    booked = {booking.session_id: booking for booking in mine}
    for session in page:
        session.booking = booked.get(session.pk)
    attendance = standing_attendance([request.user.pk], clock.today()).get(request.user.pk)
    return render(
        request,
        "policy/sessions.html",
        {
            "title": SECTION,
            "page": page,
            "bookings": mine,
            "attendance": attendance,
            "until": attendance and counts_until(attendance),
            "communications": request.posts.holds(*COMMUNICATIONS),
            "runs": AwarenessSession.objects.run_by(request.user, request.posts).exists(),
        },
    )


@require_GET
def list_past_sessions(request: HttpRequest) -> HttpResponse:
    """The sessions that have started, for those who run them, the newest first."""
    past = AwarenessSession.objects.run_by(request.user, request.posts).filter(
        starts_at__lte=clock.now()
    )
    past = past.with_register().select_related("organiser")
    return render(
        request,
        "policy/past_sessions.html",
        {
            "title": "Past sessions",
            "section": SECTION,
            "back": reverse("awareness:list"),
            "page": page_of(past, request.GET, order=("-starts_at", "-pk")),
        },
    )


@require_GET
def show_session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session; who has booked is shown to those who run it only."""
    session = find_session(request, pk)
    runs = session.organiser == request.user or bool(request.posts.holds(*COMMUNICATIONS))
    to_come = session.starts_at > clock.now() and not session.cancelled_at
    return render(
        request,
        "policy/session.html",
        {
            "title": session.held,
            "caption": "Awareness session",
            "section": SECTION,
            "back": reverse("awareness:list"),
            "session": session,
            "to_come": to_come,
            "over": session.ends_at <= clock.now(),
            "runs": runs,
            "booking": _own_booking(session, request.user),
            "register": register_of(session) if runs else None,
        },
    )


def _own_booking(session: AwarenessSession, person: Employee) -> Booking | None:
    own = session.bookings.filter(person=person, cancelled_at=None)
    return own.with_position().first()


@require_GET
def download_session(request: HttpRequest, pk: int) -> HttpResponse:
    """The session for a calendar; the link to join only for those who have booked or run it."""
    session = find_session(request, pk)
    runs = session.organiser == request.user or bool(request.posts.holds(*COMMUNICATIONS))
    booking = _own_booking(session, request.user)
    with_link = runs or (booking is not None and not booking.waiting)
    text = calendar_of(session, at=clock.now(), with_link=with_link)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(session)}"'
    return response


@require_http_methods(["GET", "POST"])
def add_session(request: HttpRequest) -> HttpResponse:
    """Add a session: a page of Communications alone (404 for others)."""
    if not request.posts.holds(*COMMUNICATIONS):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, now=clock.now(), initial={"organiser": request.user})
    if form.is_valid():
        session = awareness.create_session(by=request.user, **form.details)
        messages.success(
            request, f"The session at {moment(session.starts_at)} is open for booking."
        )
        return redirect("awareness:detail", session.pk)
    return show_form(
        request,
        form,
        title="Add an awareness session",
        section=SECTION,
        back=reverse("awareness:list"),
        submit_label="Add session",
    )


@require_http_methods(["GET", "POST"])
def edit_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a session that has not started (404 for those who do not run it)."""
    session = _find_own(request, pk)
    awareness.check_is_to_come(session)
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        initial=SessionForm.initial_of(session),
        now=clock.now(),
        booked=session.places_taken,
        chooses_organiser=bool(request.posts.holds(*COMMUNICATIONS)),
    )
    if form.is_valid():
        details = {"organiser": session.organiser} | form.details
        awareness.change_session(session, by=request.user, **details)
        messages.success(request, "The session is changed.")
        return redirect("awareness:detail", pk)
    return show_form(
        request,
        form,
        "policy/edit_session.html",
        title="Change the session",
        caption=f"Awareness session at {moment(session.starts_at)}",
        section=SECTION,
        back=reverse("awareness:detail", args=[pk]),
        submit_label="Save changes",
        session=session,
    )


@require_http_methods(["GET", "POST"])
def cancel_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the session is to be cancelled, and cancel it (404 for others)."""
    session = _find_own(request, pk)
    awareness.check_is_to_come(session)
    if request.method == "POST":
        awareness.cancel_session(session, by=request.user)
        messages.success(request, "The session is cancelled. Everyone who had booked is told.")
        return redirect("awareness:detail", pk)
    return render(
        request,
        "policy/cancel_session.html",
        {
            "title": "Cancel the session",
            "caption": f"Awareness session at {moment(session.starts_at)}",
            "section": SECTION,
            "back": reverse("awareness:detail", args=[pk]),
            "session": session,
        },
    )


def _find_own(request: HttpRequest, pk: int) -> AwarenessSession:
    own = AwarenessSession.objects.run_by(request.user, request.posts).with_places()
    return get_object_or_404(own.select_related("organiser"), pk=pk)
