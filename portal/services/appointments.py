"""Appointments: who holds which post, from a date to a date; nobody appoints themselves."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from portal import clock
from portal.models import Appointment, Employee, Post, Posts
from portal.refusals import Refused
from portal.services import notices, people, trail
from portal.services.appointment_rules import (
    APPOINTING,
    check_appoints,
    check_case,
    check_changes,
    check_has_not_ended,
    check_no_conflict,
    check_overlap,
    check_period,
    leaves_on,
)
from portal.wording import longdate

DAY = timedelta(days=1)


@transaction.atomic
def appoint(
    *,
    employee: Employee,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
    acting: bool = False,
    for_case: str = "",
    by: Employee | None,
) -> Appointment:
    """Appoint an employee to a post, from a date to a date, both included.

    Without ``by`` the portal itself does it: the first appointments of a new council. Raises
    Refused where the period, the person or who appoints is not right.
    """
    acting = acting or bool(for_case)
    _lock(post)
    if by:
        check_appoints(by, employee, starts_on)
        if acting and not for_case:
            check_no_conflict(by, post)
    check_period(employee, starts_on, ends_on, open_ended=not acting or bool(for_case))
    if for_case:
        check_case(for_case, post, employee, by)
    check_overlap(post, employee, starts_on, ends_on, acting, for_case)
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                employee=employee,
                post=post,
                starts_on=starts_on,
                ends_on=ends_on,
                acting=acting,
                for_case=for_case,
                appointed_by=by,
                appointed_at=clock.now(),
            )
    except IntegrityError:
        # Someone else was appointed between our look and our row: the same sentence says so.
        check_overlap(post, employee, starts_on, ends_on, acting, for_case)
        raise
    _record("appointment.made", appointment, by=by, summary=f"Appointed {appointment}")
    _tell("appointment_set", appointment)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, by: Employee) -> None:
    """Let an appointment end on an earlier day than it would, that day included."""
    appointment = _locked(appointment)
    today = clock.today()
    check_changes(by, appointment)
    check_has_not_ended(appointment, today)
    if on < today:
        raise Refused("The last day must be today or later.")
    if on < appointment.starts_on:
        raise Refused("The last day must not be before the appointment starts.")
    if appointment.ends_on and on >= appointment.ends_on:
        raise Refused(f"This appointment ends on {longdate(appointment.ends_on)} already.")
    before, appointment.ends_on = appointment.ends_on, on
    appointment.save(update_fields=["ends_on"])
    _record(
        "appointment.ended",
        appointment,
        by=by,
        summary=f"Ended on {longdate(on)}: {appointment}",
        changes={"ends_on": [before and before.isoformat(), on.isoformat()]},
    )
    _tell("appointment_ended", appointment, about=f"ends {on}")


@transaction.atomic
def extend_appointment(appointment: Appointment, *, until: date | None, by: Employee) -> None:
    """Let an appointment that has a last day go on until a later one, that day included.

    Without ``until`` it has no last day again; an acting one always has one. Raises Refused as
    `appoint` would: nobody extends their own.
    """
    post = Post(appointment.post)
    _lock(post)
    appointment = _locked(appointment)
    today = clock.today()
    check_appoints(by, appointment.employee, today)
    check_changes(by, appointment)
    if appointment.acting and not appointment.for_case:
        check_no_conflict(by, post)
    check_has_not_ended(appointment, today)
    if appointment.ends_on is None:
        raise Refused("This appointment has no last day, so it goes on.")
    if until and until <= appointment.ends_on:
        raise Refused(f"The last day must be after {longdate(appointment.ends_on)}.")
    open_ended = not appointment.acting
    check_period(appointment.employee, appointment.starts_on, until, open_ended=open_ended)
    if until and appointment.employee.has_left(until):
        raise Refused(leaves_on(appointment.employee))
    check_overlap(
        post,
        appointment.employee,
        appointment.ends_on + DAY,
        until,
        appointment.acting,
        appointment.for_case,
    )
    before, appointment.ends_on = appointment.ends_on, until
    try:
        with transaction.atomic():
            appointment.save(update_fields=["ends_on"])
    except IntegrityError as error:
        # Someone else was appointed between our look and our row.
        raise Refused("Someone else holds this post on some of these days.") from error
    said = f"until {longdate(until)}" if until else "with no last day"
    _record(
        "appointment.extended",
        appointment,
        by=by,
        summary=f"Extended {said}: {appointment}",
        changes={"ends_on": [before.isoformat(), until and until.isoformat()]},
    )
    _tell("appointment_extended", appointment, about=f"from {before} until {until}")


@transaction.atomic
def hand_over(
    appointment: Appointment,
    *,
    employee: Employee,
    starts_on: date,
    ends_on: date | None = None,
    by: Employee,
) -> Appointment:
    """Hand a post over in one step: the holder's last day is the day before the successor's first.

    The successor holds it as the holder did, acting or not. Raises Refused where either may not be.
    """
    post = Post(appointment.post)
    _lock(post)
    appointment = _locked(appointment)
    today = clock.today()
    check_has_not_ended(appointment, today)
    if appointment.for_case:
        raise Refused("End this appointment, and appoint someone else to act in the business case.")
    if employee == appointment.employee:
        raise Refused(f"{employee.name} holds the post already.", about="employee")
    earliest = max(today, appointment.starts_on) + DAY
    if starts_on < earliest:
        raise Refused(f"The first day must be {longdate(earliest)} or later.", about="starts_on")
    last = starts_on - DAY
    if appointment.ends_on and appointment.ends_on < last:
        raise Refused(
            f"{appointment.employee.name} holds the post until {longdate(appointment.ends_on)}: the"
            f" first day must be {longdate(appointment.ends_on + DAY)} or earlier.",
            about="starts_on",
        )
    if appointment.ends_on != last:
        end_appointment(appointment, on=last, by=by)
    return appoint(
        employee=employee,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
        acting=appointment.acting,
        by=by,
    )


@transaction.atomic
def cancel_appointment(appointment: Appointment, *, by: Employee) -> None:
    """Take back an appointment that has not started."""
    appointment = _locked(appointment)
    check_changes(by, appointment)
    if appointment.starts_on <= clock.today():
        raise Refused(f"This appointment started on {longdate(appointment.starts_on)}: end it.")
    _record("appointment.cancelled", appointment, by=by, summary=f"Cancelled {appointment}")
    _tell("appointment_cancelled", appointment)
    appointment.delete()


def end_on_leaving(*, employee: Employee, by: Employee | None, on: date) -> None:
    """Part of `on_leaving`: a leaver's appointments end on their last day at work.

    Those to come never start, and the posts are free for a successor.
    """
    standing = Appointment.objects.select_for_update(of=["self"]).select_related("employee")
    for appointment in standing.filter(Q(ends_on=None) | Q(ends_on__gte=on), employee=employee):
        if appointment.starts_on >= on:
            _record("appointment.cancelled", appointment, by=by, summary=f"Cancelled {appointment}")
            appointment.delete()
        else:
            why = "as they left the council"
            _end(appointment, on=on - DAY, by=by, why=why)


@transaction.atomic
def end_acting_for_case(reference: str, *posts: Post, today: date) -> int:
    """End what was for one case alone, in these posts, once the case needs it no more."""
    standing = Appointment.objects.select_for_update(of=["self"]).select_related("employee")
    acting = standing.filter(for_case=reference, post__in=posts, ends_on=None, starts_on__lte=today)
    for appointment in acting:
        _end(appointment, on=today, by=None, why=f"as {reference} needs it no more")
    return len(acting)


def _end(appointment: Appointment, *, on: date, by: Employee | None, why: str) -> None:
    before, appointment.ends_on = appointment.ends_on, on
    appointment.save(update_fields=["ends_on"])
    _record(
        "appointment.ended",
        appointment,
        by=by,
        summary=f"Ended, {why}: {appointment}"[:250],
        changes={"ends_on": [before and before.isoformat(), on.isoformat()]},
    )


def announce_ended(*, today: date) -> int:
    """Tell those whose acting appointment ended by yesterday; part of the hourly sweep."""
    ended = Appointment.objects.filter(acting=True, ends_on__lt=today, end_announced_at=None)
    done = 0
    for appointment in ended.select_related("employee"):
        with transaction.atomic():
            if ended.filter(pk=appointment.pk).update(end_announced_at=clock.now()):
                _record("appointment.over", appointment, by=None, summary=f"Ended: {appointment}")
                _tell("appointment_over", appointment)
                done += 1
    return done


def _lock(post: Post) -> None:
    """Let one appointment to a post be changed at a time, as far as its rows reach; the database's
    trigger sees the rest.
    """
    list(Appointment.objects.select_for_update().filter(post=post).values_list("pk"))


def _locked(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=["self"]).select_related("employee")
    found = rows.filter(pk=appointment.pk).first()
    if found is None:
        raise Refused("This appointment was cancelled.")
    return found


def _record(event: str, appointment: Appointment, *, by: Employee | None, **what: Any) -> None:
    """A case's timeline shows who acts in it; every other appointment is the person's."""
    case = appointment.for_case
    held = Posts.of(by, clock.today()).holds(*APPOINTING) if by else None
    trail.record(
        event,
        by=by,
        subject=f"case {case}" if case else people.subject_of(appointment.employee),
        post=held.as_text if held else "",
        **what,
    )


def _tell(template: str, appointment: Appointment, about: str = "") -> None:
    notices.tell(
        template,
        recipients=[appointment.employee],
        about=f"appointment {appointment.pk} {about}".strip(),
        path="/",
        appointment=appointment,
    )
