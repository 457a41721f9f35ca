"""Past attendance, imported from a file after a preview (5.1)."""

from datetime import date, datetime, time

from django.db import transaction

from policy.attendance_file import Plan, plan_of
from policy.models import AttendanceFile, AwarenessSession
from policy.services.awareness.locking import appointment_in_communications
from policy.services.awareness.register import record_attendance
from portal import clock
from portal.models import Appointment, Employee
from portal.refusals import Refused, Stale
from portal.services import trail
from portal.wording import longdate

HELD_BEFORE = "Held before the portal"
BEGAN_AT = time(9, 0)


@transaction.atomic
def preview_file(data: bytes, *, by: Employee) -> tuple[AttendanceFile | None, Plan]:
    """What a file would do; the file is kept, to be confirmed, only where it has no faults."""
    _check_may_import(by)
    plan = plan_of(data, by=by, today=clock.today())
    if plan.faults:
        return None, plan
    AttendanceFile.objects.filter(uploaded_by=by, confirmed_at=None).delete()
    file = AttendanceFile.objects.create(
        data=data, preview=plan.fingerprint, uploaded_by=by, uploaded_at=clock.now()
    )
    return file, plan


@transaction.atomic
def confirm_file(file: AttendanceFile, *, by: Employee) -> int:
    """Record what a file's preview said, all of it or nothing; returns how many attendances.

    A day without a session gets one, held before the portal. Raises Stale where something that
    the preview rests on has changed since.
    """
    post = _check_may_import(by)
    # One import at a time: the next then sees what this one recorded.
    files = AttendanceFile.objects.select_for_update().defer("data").order_by("pk")
    file = next((one for one in files if one.pk == file.pk), None)
    if file is None:
        raise Stale("This preview was replaced by a newer one. Check the file again.")
    if file.confirmed_at:
        raise Refused("This file was imported already.")
    plan = plan_of(bytes(file.data), by=by, today=clock.today())
    if plan.faults or plan.fingerprint != file.preview:
        raise Stale(
            "The directory or a register has changed since this preview. Check the file again "
            "to see what would happen now."
        )
    file.confirmed_at = clock.now()
    file.save(update_fields=["confirmed_at"])
    made = {day: _make_session(day, plan, by=by, post=post) for day in plan.new_days}
    lines = [(line.session or made[line.day], line.person) for line in plan.to_record]
    # In one order, as every import and every leaving locks them.
    for session, person in sorted(lines, key=lambda line: (line[0].pk, line[1].pk)):
        record_attendance(session, person=person, attended=True, by=by)
    trail.record(
        "attendance.import",
        by=by,
        subject=f"attendance file {file.pk}",
        summary=f"Imported {len(lines)} past attendances",
        post=post.as_text,
        changes={"sha256": [None, plan.fingerprint], "sessions_made": [None, len(made)]},
    )
    return len(lines)


def _check_may_import(by: Employee) -> Appointment:
    post = appointment_in_communications(by)
    if not post:
        raise Refused("Only Communications imports attendance.")
    return post


def _make_session(day: date, plan: Plan, *, by: Employee, post: Appointment) -> AwarenessSession:
    session = AwarenessSession.objects.create(
        starts_at=datetime.combine(day, BEGAN_AT, clock.COUNCIL_TIME),
        place=HELD_BEFORE,
        places=sum(line.day == day for line in plan.to_record),
        organiser=by,
        imported=True,
    )
    trail.record(
        "session.import",
        by=by,
        subject=session.subject,
        summary=f"Added the awareness session held on {longdate(day)}, before the portal",
        post=post.as_text,
    )
    return session
