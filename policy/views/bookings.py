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
    session = find_session(request, pk)
    awareness.book(session, by=request.user)
    messages.success(
        request,
        f"You have a place at {moment(session.starts_at)}. We will remind you the day before.",
    )
    return redirect("awareness:detail", pk)


@require_POST
def cancel_booking(request: HttpRequest, pk: int) -> HttpResponse:
    session = find_session(request, pk)
    awareness.cancel_booking(session, by=request.user)
    messages.success(request, f"Your booking at {moment(session.starts_at)} is cancelled.")
    return redirect("awareness:list")
