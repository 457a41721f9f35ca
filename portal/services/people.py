"""Employees who leave, and who stands in for a manager."""

import logging
from datetime import date

from django.db import transaction

from portal import clock, hooks
from portal.models import Appointment, Employee, Post, Posts
from portal.models.people import MANAGERS_UP
from portal.refusals import Refused
from portal.services import notices, trail

logger = logging.getLogger(__name__)


@transaction.atomic
def record_leaving(employee: Employee, *, on: date, by: Employee | None) -> None:
    """Record the first day on which someone no longer works for the council (6.2).

    From that day they cannot sign in; what they hold is handed on by the `on_leaving` hooks, at
    once where the day has come, otherwise by the hourly sweep. Without ``by`` the portal itself
    does it, where no policy administrator can.
    """
    post = administrators_post(by, "records that someone leaves") if by else ""
    leave(employee, on=on, by=by, post=post)


def leave(employee: Employee, *, on: date, by: Employee | None, post: str) -> None:
    """Record a leaving inside the caller's transaction, who has seen that it may be recorded."""
    employee = lock_employee(employee.pk)
    if employee.leaving_handled_at:
        raise Refused(f"{employee.name} has already left the council.")
    before, employee.left_on = employee.left_on, on
    employee.save(update_fields=["left_on"])
    trail.record(
        "employee.leaving",
        by=by,
        subject=subject_of(employee),
        summary=f"Recorded that {employee.name} leaves",
        post=post,
        changes={"left_on": [before and before.isoformat(), on.isoformat()]},
    )
    if on <= clock.today():
        _hand_on(employee, by=by)


def tell_of_new_address(employee: Employee, *, former: str, by: Employee | None) -> None:
    """Tell someone who holds a post, at both addresses, that they sign in with another one now.

    With the address goes the link to a new password, and with that the post.
    """
    today = clock.today()
    if Appointment.objects.filter(employee=employee).not_ended(today).exists():
        notices.tell_two_addresses(
            "address_changed",
            recipient=employee,
            former=former,
            about=clock.now().isoformat(),
            path="/",
            changed_by=by.name if by else trail.SYSTEM,
        )


@transaction.atomic
def record_return(employee: Employee, *, by: Employee) -> None:
    """Record that someone who left works for the council again, or that they stay after all.

    They may sign in again. What they held stays with others, and their old sessions stay dead.
    """
    take_back(employee, by=by, post=administrators_post(by, "records that someone returns"))


def take_back(employee: Employee, *, by: Employee | None, post: str) -> None:
    """Record a return inside the caller's transaction, who has seen that it may be recorded."""
    employee = lock_employee(employee.pk)
    before = employee.left_on
    if before is None:
        raise Refused(f"{employee.name} has not left the council.")
    had_left = employee.has_left(clock.today())
    if had_left and not employee.leaving_handled_at:
        # The sweep has not come yet: a return gives back nothing all the same.
        _hand_on(employee, by=by)
    employee.left_on = employee.leaving_handled_at = None
    employee.save(update_fields=["left_on", "leaving_handled_at"])
    done = "returned to the council" if had_left else "stays with the council"
    event = trail.record(
        "employee.returned" if had_left else "employee.stays",
        by=by,
        subject=subject_of(employee),
        summary=f"{employee.name} {done}",
        post=post,
        changes={"left_on": [before.isoformat(), None]},
    )
    if had_left:
        notices.tell(
            "returned",
            recipients=managers_on_duty(employee, named=None, day=clock.today()),
            about=f"{subject_of(employee)} event {event.pk}",
            path="/",
            employee=employee,
        )


def administrators_post(by: Employee, does: str) -> str:
    """The post, in words, by which the policy administrator does it; raises Refused for others."""
    held = Posts.of(by, clock.today()).holds(Post.POLICY_ADMINISTRATOR)
    if not held:
        raise Refused(f"Only the policy administrator {does}.")
    return held.as_text


def handle_leavers(*, today: date) -> int:
    """Hand on what people held whose day of leaving has come; part of the hourly sweep."""
    waiting = Employee.objects.departed(today).filter(leaving_handled_at=None)
    return sum(_hand_on_once(pk) for pk in list(waiting.values_list("pk", flat=True)))


def _hand_on_once(pk: int) -> bool:
    try:
        with transaction.atomic():
            employee = lock_employee(pk)
            if employee.leaving_handled_at:
                return False
            _hand_on(employee, by=None)
    except Exception:
        # What one leaver held must not keep what others held from being handed on.
        logger.exception("employee %s has left and what they held was not handed on", pk)
        return False
    return True


def lock_employee(pk: int) -> Employee:
    """An employee, locked until the transaction ends, before any case or account.

    Rows that name them may still be added, so that an approval which does, while their leaving
    waits for the case, is not a deadlock.
    """
    return Employee.objects.select_for_update(no_key=True).get(pk=pk)


def _hand_on(employee: Employee, *, by: Employee | None) -> None:
    # First: the database refuses that a leaving is handled while access of theirs is on.
    hooks.on_leaving.call(employee=employee, by=by, on=employee.left_on)
    employee.leaving_handled_at = clock.now()
    # Ends their sessions for good: should they return, what they had stays gone.
    employee.set_unusable_password()
    employee.save(update_fields=["leaving_handled_at", "password"])
    trail.record(
        "employee.left",
        by=by,
        subject=subject_of(employee),
        summary=f"{employee.name} left the council: what they held was handed on",
        post=post_in_words(by, Post.POLICY_ADMINISTRATOR),
    )


def managers_on_duty(employee: Employee, *, named: Employee | None, day: date) -> list[Employee]:
    """Who does a manager's duties for an employee.

    ``named``, or the line manager; when they have left, their manager, and so on up; where nobody
    is left, the policy administrators of the day.
    """
    manager = _manager_up_the_line(employee, named=named, day=day)
    return [manager] if manager else holders(Post.POLICY_ADMINISTRATOR, day=day)


def post_for_manager(posts: Posts, employee: Employee, *, named: Employee | None, day: date) -> str:
    """By which of their posts someone does a manager's duties, in words; a manager needs none."""
    if _manager_up_the_line(employee, named=named, day=day):
        return ""
    held = posts.holds(Post.POLICY_ADMINISTRATOR)
    return held.as_text if held else ""


def _manager_up_the_line(
    employee: Employee, *, named: Employee | None, day: date
) -> Employee | None:
    manager = named or employee.line_manager
    for _ in range(MANAGERS_UP):
        if manager is None:
            break
        # One named for a case may report to its applicant: nobody manages themselves.
        if manager != employee and not manager.has_left(day):
            return manager
        manager = manager.line_manager
    return None


def holders(*posts: Post, day: date, case: str = "") -> list[Employee]:
    """Who holds any of the posts on a day, for everything or for the one case."""
    appointments = Appointment.objects.in_force(day).to(posts, case)
    return list(Employee.objects.filter(pk__in=appointments.values("employee")))


def post_in_words(by: Employee | None, *posts: Post, case: str = "") -> str:
    """Which of the posts someone holds today, acting or not, as it is said for ever after."""
    held = Posts.of(by, clock.today()).holds(*posts, case=case) if by else None
    return held.as_text if held else ""


def subject_of(employee: Employee) -> str:
    """What the trail calls an employee."""
    return f"employee {employee.pk}"
