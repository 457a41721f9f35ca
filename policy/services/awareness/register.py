"""The register of attendance: who was at a session, as somebody else recorded it (5.1)."""

from django.db import transaction

from policy.models import Attendance, AwarenessSession
from policy.services.awareness.locking import check_runs, lock_session
from portal import clock, hooks
from portal.models import Employee
from portal.refusals import Refused, Stale
from portal.services import trail
from portal.wording import moment


@transaction.atomic
def record_attendance(
    session: AwarenessSession, *, person: Employee, attended: bool, by: Employee
) -> Attendance:
    """Record whether a person was at a session; a correction is a new row beside the old (5.1).

    The organiser and Communications may, never of themselves, and only once it has started.
    People who had not booked may be recorded too. Repeating what stands changes nothing.
    """
    session = lock_session(session.pk)
    post = check_runs(session, by)
    if person == by:
        raise Refused("You cannot record your own attendance.")
    check_register_open(session)

    standing = session.attendances.standing().filter(person=person).first()
    if standing and standing.attended == attended:
        return standing
    if standing:
        _supersede(standing, by=by)
    attendance = Attendance.objects.create(
        session=session,
        person=person,
        attended=attended,
        recorded_by=by,
        recorded_at=clock.now(),
        corrects=standing,
    )
    trail.record(
        "attendance.correct" if standing else "attendance.record",
        by=by,
        subject=session.subject,
        summary=f"Recorded that {person.name} {'attended' if attended else 'was absent'}",
        post=post.as_text if post else "",
        changes={"attended": [standing.attended if standing else None, attended]},
    )
    if attended:
        hooks.on_attendance.call(attendance=attendance, by=by)
    return attendance


@transaction.atomic
def save_register(
    session: AwarenessSession,
    *,
    marks: dict[Employee, bool],
    by: Employee,
    seen: int | None = None,
) -> list[Attendance]:
    """Record all that a page of the register says, or nothing of it.

    ``seen`` is as `check_seen` wants it.
    """
    session = lock_session(session.pk)
    if seen is not None:
        check_seen(session, seen)
    return [
        record_attendance(session, person=person, attended=attended, by=by)
        for person, attended in marks.items()
    ]


def check_seen(session: AwarenessSession, seen: int) -> None:
    """Raises Stale where more has been recorded since a page was drawn, on which the newest row had
    this id; 0 where there was none.
    """
    newest = session.attendances.select_related("recorded_by").order_by("pk").last()
    if newest and newest.pk != seen:
        raise Stale(
            f"{newest.recorded_by.name} saved this register at {moment(newest.recorded_at)}. "
            "Check it again before you save it."
        )


def check_register_open(session: AwarenessSession) -> None:
    """Raises Refused before the session starts, and for one that was cancelled."""
    if session.cancelled_at:
        raise Refused("This session was cancelled.")
    if session.starts_at > clock.now():
        raise Refused(f"You can record attendance from {moment(session.starts_at)}.")


def _supersede(attendance: Attendance, *, by: Employee) -> None:
    # First what rests on it goes: the database lets nothing rest on a superseded row.
    if attendance.attended:
        hooks.on_attendance_lost.call(attendance=attendance, by=by)
    attendance.superseded_at = clock.now()
    attendance.save(update_fields=["superseded_at"])
