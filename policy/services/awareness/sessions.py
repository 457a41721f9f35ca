"""Awareness sessions: adding, changing and cancelling them (5.1)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from policy.models import AwarenessSession
from portal import clock
from portal.models import Appointment, Employee, Posts, TrailEvent
from portal.models.appointments import COMMUNICATIONS
from portal.refusals import Refused
from portal.services import notices, trail
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
    """Change a session that has not started, and tell those booked when or where it is now.

    Its organiser may, and Communications, who alone choose another organiser.
    """
    session = lock_session(session.pk)
    post = check_runs(session, by)
    check_is_to_come(session)
    _check_start(starts_at)
    if organiser != session.organiser and not post:
        raise Refused("Only Communications chooses who organises a session.")
    booked = _people_booked(session)
    if places < len(booked):
        raise Refused(f"{len(booked)} people have booked: places must be {len(booked)} or more.")
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
    return session


@transaction.atomic
def cancel_session(session: AwarenessSession, *, by: Employee) -> None:
    """Call a session off before it starts, and tell those who have booked."""
    session = lock_session(session.pk)
    post = check_runs(session, by)
    check_is_to_come(session)
    session.cancelled_at = clock.now()
    session.save(update_fields=["cancelled_at"])
    trail.record(
        "session.cancel",
        by=by,
        subject=session.subject,
        summary=f"Cancelled the awareness session at {moment(session.starts_at)}",
        post=post.as_text if post else "",
    )
    tell("session_cancelled", session, _people_booked(session), about=session.subject)


def appointment_in_communications(employee: Employee) -> Appointment | None:
    return Posts.of(employee, clock.today()).holds(*COMMUNICATIONS)


def check_runs(session: AwarenessSession, by: Employee) -> Appointment | None:
    """The appointment by which someone runs a session, none where they are its organiser.

    Raises Refused for anyone else.
    """
    post = appointment_in_communications(by)
    if not post and session.organiser_id != by.pk:
        raise Refused("Only the organiser of this session and Communications can do this.")
    return post


def check_is_to_come(session: AwarenessSession) -> None:
    if session.cancelled_at:
        raise Refused("This session was cancelled.")
    if session.starts_at <= clock.now():
        raise Refused(f"This session started at {moment(session.starts_at)}.")


def lock_session(pk: int) -> AwarenessSession:
    """The session as it stands, held until the transaction ends, so that places go one by one."""
    return AwarenessSession.objects.select_for_update().get(pk=pk)


def tell(
    template: str, session: AwarenessSession, people: Iterable[Employee], *, about: str
) -> None:
    """Tell people of a session, once for each occasion that ``about`` names."""
    path = reverse("awareness:detail", args=[session.pk])
    notices.tell(template, recipients=people, about=about, path=path, session=session)


def _check_start(starts_at: datetime) -> None:
    if starts_at <= clock.now():
        raise Refused("The session must start in the future.")


def _people_booked(session: AwarenessSession) -> list[Employee]:
    standing = session.bookings.filter(cancelled_at=None)
    return [booking.person for booking in standing.select_related("person")]


def _tell_organiser(session: AwarenessSession, event: TrailEvent) -> None:
    if session.organiser != event.actor:
        tell("session_organised", session, [session.organiser], about=f"event {event.pk}")
