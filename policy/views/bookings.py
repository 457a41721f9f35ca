"""Booking a place at an awareness session, and giving it up (5.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from policy.services import awareness
from policy.views.sessions import find_session
from portal.wording import moment


@require_POST
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a place; where the session is full, join its waiting list."""
    session = find_session(request, pk)
    booking = awareness.book(session, by=request.user)
    at = moment(session.starts_at)
    said = f"You have a place at {at}."
    if awareness.is_reminded(session, placed_at=booking.placed_at):
        said += " We will remind you the day before."
    if booking.waiting:
        said = f"The session at {at} is full. You are on its waiting list."
    if other := awareness.other_booking(session, person=request.user):
        said += (
            f" You have also booked the session at {moment(other.starts_at)}. One is enough: "
            "cancel the one that you do not need."
        )
    messages.success(request, said)
    return redirect("awareness:detail", pk)


@require_POST
def cancel_booking(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up one's place, or leave the waiting list."""
    session = find_session(request, pk)
    booking = awareness.cancel_booking(session, by=request.user)
    at = moment(session.starts_at)
    left = f"You are no longer on the waiting list of the session at {at}."
    messages.success(request, left if booking.waiting else f"Your booking at {at} is cancelled.")
    return redirect("awareness:list")
