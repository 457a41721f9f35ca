"""Awareness sessions: adding, changing and cancelling them (5.1)."""

from datetime import datetime

from django.db import transaction

from policy.models import AwarenessSession
from policy.models.awareness import too_few_places
from policy.services.awareness.locking import (
    appointment_in_communications,
    check_is_to_come,
    check_runs,
    lock_session,
)
from policy.services.awareness.telling import tell
from policy.services.awareness.waiting import move_up
from portal import clock
from portal.models import Employee, TrailEvent
from portal.refusals import Refused
from portal.services import trail
from portal.wording import moment


@transaction.atomic
def create_session(
    *,
    by: Employee,
    organiser: Employee,
    starts_at: datetime,
    minutes: int,
    places: int,
    place: str = "",
    link: str = "",
) -> AwarenessSession:
    """Add a session that people can book; Communications alone does, and puts someone in charge."""
    post = appointment_in_communications(by)
    if not post:
        raise Refused("Only Communications adds awareness sessions.")
    _check_start(starts_at)
    session = AwarenessSession.objects.create(
        organiser=organiser,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        link=link,
        places=places,
    )
    event = trail.record(
        "session.create",
        by=by,
        subject=session.subject,
        summary=f"Added the awareness session at {moment(starts_at)}",
        post=post.as_text,
        changes={"organiser": [None, organiser.name]},
    )
    _tell_organiser(session, event)
    return session


@transaction.atomic
def change_session(
    session: AwarenessSession,
    *,
    by: Employee,
    organiser: Employee,
    starts_at: datetime,
    minutes: int,
    places: int,
    place: str = "",
    link: str = "",
) -> AwarenessSession:
    """Change a session that has not started, and tell those who have booked or wait for a place
    when or where it is now; more places go to those who wait.

    Its organiser may, and Communications, who alone choose another organiser.
    """
    session = lock_session(session.pk)
    post = check_runs(session, by)
    check_is_to_come(session)
    _check_start(starts_at)
    if organiser != session.organiser and not post:
        raise Refused("Only Communications chooses who organises a session.")
    booked, waiting = _people_booked(session), _people_waiting(session)
    if places < len(booked):
        raise Refused(f"{too_few_places(len(booked))}.")
    new = {
        "starts_at": starts_at,
        "minutes": minutes,
        "place": place,
        "link": link,
        "places": places,
    }
    changes = {
        name: [str(getattr(session, name)), str(value)]
        for name, value in new.items()
        if getattr(session, name) != value
    }
    if organiser != session.organiser:
        changes["organiser"] = [session.organiser.name, organiser.name]
    if not changes:
        return session
    for name, value in new.items():
        setattr(session, name, value)
    session.organiser = organiser
    session.sequence += 1
    session.save()
    event = trail.record(
        "session.change",
        by=by,
        subject=session.subject,
        summary=f"Changed the awareness session at {moment(starts_at)}",
        post=post.as_text if post else "",
        changes=changes,
    )
    if "organiser" in changes:
        _tell_organiser(session, event)
    if "starts_at" in changes:
        session.bookings.update(reminded_at=None)
    if changes.keys() & {"starts_at", "minutes", "place", "link"}:
        tell("session_changed", session, booked, about=f"event {event.pk}")
        tell("session_changed_waiting", session, waiting, about=f"event {event.pk}")
    move_up(session)
    return session


@transaction.atomic
def cancel_session(session: AwarenessSession, *, by: Employee) -> None:
    """Call a session off before it starts, and tell those who have booked or wait for a place."""
    session = lock_session(session.pk)
    post = check_runs(session, by)
    check_is_to_come(session)
    session.cancelled_at = clock.now()
    session.sequence += 1
    booked, waiting = _people_booked(session), _people_waiting(session)
    session.save(update_fields=["cancelled_at", "sequence"])
    trail.record(
        "session.cancel",
        by=by,
        subject=session.subject,
        summary=f"Cancelled the awareness session at {moment(session.starts_at)}",
        post=post.as_text if post else "",
    )
    tell("session_cancelled", session, booked, about=session.subject)
    tell("session_cancelled_waiting", session, waiting, about=session.subject)


def _check_start(starts_at: datetime) -> None:
    if starts_at <= clock.now():
        raise Refused("The session must start in the future.")


def _people_booked(session: AwarenessSession) -> list[Employee]:
    return [booking.person for booking in session.bookings.standing().select_related("person")]


def _people_waiting(session: AwarenessSession) -> list[Employee]:
    return [booking.person for booking in session.bookings.waiting().select_related("person")]


def _tell_organiser(session: AwarenessSession, event: TrailEvent) -> None:
    if session.organiser != event.actor:
        tell("session_organised", session, [session.organiser], about=f"event {event.pk}")
