"""Appointments: who holds which post, from a date to a date; nobody appoints themselves."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from portal import clock, hooks
from portal.models import Appointment, Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS, SINGLE_HOLDER
from portal.refusals import Refused
from portal.services import notices, people, trail
from portal.wording import longdate

APPOINTING = (Post.HEAD_OF_IT, Post.POLICY_ADMINISTRATOR)
# The posts with a part in a single case; another may act in them for that case alone.
IN_A_CASE = (
    Post.HEAD_OF_IT,
    Post.COMMUNICATIONS_MANAGER,
    Post.COMMUNICATIONS_ADVISER,
    Post.ACCESS_OPERATOR,
)
CONFLICT = "You are named in {case}, so you cannot choose who acts in it."


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
        _check_appoints(by, employee, starts_on)
        if acting and not for_case:
            _check_no_conflict(by, post)
    _check_period(employee, starts_on, ends_on, open_ended=not acting or bool(for_case))
    if for_case:
        _check_case(for_case, post, employee, by)
    _check_overlap(post, employee, starts_on, ends_on, acting, for_case)
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
        _check_overlap(post, employee, starts_on, ends_on, acting, for_case)
        raise
    _record("appointment.made", appointment, by=by, summary=f"Appointed {appointment}")
    _tell("appointment_set", appointment)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, by: Employee) -> None:
    """Let an appointment end on an earlier day than it would, that day included."""
    appointment = _locked(appointment)
    today = clock.today()
    _check_changes(by, appointment)
    if appointment.ends_on and appointment.ends_on < today:
        raise Refused(f"This appointment ended on {longdate(appointment.ends_on)}.")
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
def cancel_appointment(appointment: Appointment, *, by: Employee) -> None:
    """Take back an appointment that has not started."""
    appointment = _locked(appointment)
    _check_changes(by, appointment)
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
            _end(appointment, on=on - timedelta(days=1), by=by, why=why)


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


def _check_appoints(by: Employee, employee: Employee, starts_on: date) -> None:
    today = clock.today()
    if by == employee:
        raise Refused("You cannot appoint yourself.")
    if not Posts.of(by, today).holds(*APPOINTING):
        raise Refused(
            "Only the Head of IT & Customer Services and the policy administrator appoint people."
        )
    if starts_on < today:
        raise Refused("The first day must be today or later.")


def _check_no_conflict(by: Employee, post: Post) -> None:
    """Who acts in a post that answers a case is not chosen by a Head of IT named in it: the policy
    administrator does, who answers none (domain: when people cannot act).
    """
    if Posts.of(by, clock.today()).holds(Post.POLICY_ADMINISTRATOR):
        return
    for references in hooks.conflicts.call(employee=by, post=post):
        if references:
            raise Refused(CONFLICT.format(case=references[0]))


def _check_changes(by: Employee, appointment: Appointment) -> None:
    if not Posts.of(by, clock.today()).holds(*APPOINTING):
        raise Refused(
            "Only the Head of IT & Customer Services and the policy administrator change"
            " appointments."
        )
    if appointment.for_case and by.pk in named_in(appointment.for_case):
        raise Refused(CONFLICT.format(case=appointment.for_case))


def _check_period(
    employee: Employee, starts_on: date, ends_on: date | None, *, open_ended: bool
) -> None:
    if ends_on is None and not open_ended:
        raise Refused("An acting appointment needs a last day.")
    if ends_on and ends_on < starts_on:
        raise Refused("The last day must be the same as or after the first day.")
    if employee.has_left(starts_on):
        raise Refused(
            f"{employee.name} no longer works for the council from {longdate(employee.left_on)}."
        )


def _check_case(reference: str, post: Post, employee: Employee, by: Employee | None) -> None:
    """Someone acts for one case only where everyone who could is named in it (domain: when people
    cannot act), and those named neither act nor choose who does.
    """
    named = named_in(reference)
    if not named:
        raise Refused(f"There is no business case {reference}.")
    if post not in IN_A_CASE:
        raise Refused(f"The {post.label} has no part in a single case.")
    if by and by.pk in named:
        raise Refused(CONFLICT.format(case=reference))
    if employee.pk in named:
        raise Refused(f"{employee.name} is named in {reference}, so they cannot act in it.")
    sharing = COMMUNICATIONS if post in COMMUNICATIONS else (post,)
    for holder in people.holders(*sharing, day=clock.today(), case=reference):
        if holder.pk not in named:
            raise Refused(f"{holder.name} can act in {reference}, so nobody else needs to.")


def named_in(reference: str) -> set[int]:
    """Ids of the employees named in a case; none where there is no such case."""
    return set().union(*hooks.named_in_case.call(reference=reference))


def _check_overlap(
    post: Post,
    employee: Employee,
    starts_on: date,
    ends_on: date | None,
    acting: bool,
    for_case: str,
) -> None:
    """Nobody holds a post twice at a time, and a post for one person has one substantive holder."""
    clashing = Q(employee=employee)
    if post in SINGLE_HOLDER and not acting:
        clashing |= Q(acting=False)
    overlapping = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on), clashing, post=post, for_case=for_case
    )
    if ends_on:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if other := overlapping.select_related("employee").first():
        until = f"until {longdate(other.ends_on)}" if other.ends_on else "with no last day"
        raise Refused(
            f"{other.employee.name} is {other.get_post_display()} from"
            f" {longdate(other.starts_on)} {until}. End that appointment first."
        )


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
