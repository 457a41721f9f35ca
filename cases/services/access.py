"""One person's access to one account (5.1): given, made ready, switched, taken away."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from cases.account_parties import leads_of, operators_for
from cases.account_workflow import ACCESS_MOVES, check_state, lead, permit
from cases.models import Access, AccessState, Account, AccountState
from cases.models.access import HELD, RESTS_ON_ATTENDANCE
from cases.models.account import NOT_OFF
from cases.models.case import COVER_ROLES
from cases.parties import policy_administrators
from cases.services.account_locking import (
    check_version,
    lock_access,
    lock_account,
    write,
    write_access,
)
from policy.attendance import standing_attendance
from policy.models import Attendance
from portal import clock
from portal.models import Employee, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.refusals import Refused
from portal.services import notices, trail
from portal.services.people import lock_employee, post_in_words

# States of an account in which access is given and switched on.
ACCESS_OPEN = (AccountState.AWAITING_ACCESS, AccountState.LIVE)
LEFT = "Left the council"


def give_accesses(
    account: Account,
    people: Iterable[tuple[Employee, Access.Role]],
    *,
    by: Employee | None,
    post: str,
) -> list[Access]:
    """Name people for an account, inside the caller's transaction.

    Whoever has attended an awareness session is ready at once, and the access operators are told;
    the others are told to book one (5.1).
    """
    people = list(people)
    accesses = [_name(account, person, role, by=by, post=post) for person, role in people]
    today = clock.today()
    attended = standing_attendance([person.pk for person, _ in people], today)
    for access in accesses:
        if access.person.has_left(today):
            _move(access, "drop", by=by, post=post, reason=LEFT)
        elif access.person_id in attended:
            _move(access, "attend", by=by, post=post, attendance=attended[access.person_id])
    tell_operators(account, [a for a in accesses if a.state == AccessState.READY], "access_ready")
    notices.tell(
        "access_needs_session",
        recipients=[a.person for a in accesses if a.state == AccessState.NEEDS_SESSION],
        about=f"{account.subject} {clock.now().isoformat()}",
        path="/awareness/",
        account=account,
    )
    return accesses


def _name(
    account: Account, person: Employee, role: str, *, by: Employee | None, post: str
) -> Access:
    known = Access.objects.filter(account=account, person=person).first()
    if known:
        access = lock_access(known.pk)
        _move(access, "give", by=by, post=post, role=role, attendance=None, reason="")
        return access
    access = Access.objects.create(
        account=account,
        person=person,
        role=role,
        state=AccessState.NEEDS_SESSION,
        state_since=clock.now(),
        decision=account.decision,
    )
    named_as = access.get_role_display().lower()
    _record(access, "name", f"Named {person} as {named_as}", by=by, post=post)
    return access


@transaction.atomic
def add_person(
    account: Account, *, person: Employee, role: Access.Role, by: Employee, seen_version: int
) -> Access:
    """Add a current employee to an account, by its lead (5.1).

    A lead who lost their access adds themselves, and is its lead again whatever the role asked for.
    """
    account = lock_account(account.pk)
    today = clock.today()
    post = lead(account, by, Posts(()), today)
    check_version(account, seen_version=seen_version)
    if account.state not in ACCESS_OPEN:
        raise Refused(f"People cannot be added: the account is {_state(account)}.")
    if person.has_left(today):
        raise Refused(f"{person} has left the council. Choose someone else.", about="person")
    if any(a.person_id == person.pk and a.state in NOT_OFF for a in account.accesses.all()):
        raise Refused(f"{person} is already on the list", about="person")
    write(account)
    role = Access.Role.LEAD if person == account.lead else role
    (access,) = give_accesses(account, [(person, role)], by=by, post=post)
    return access


@transaction.atomic
def remove_person(access: Access, *, reason: str, by: Employee, seen_version: int) -> None:
    """Take a person off an account, by its lead: from now on they are not allowed."""
    account = lock_account(access.account_id)
    today = clock.today()
    post = lead(account, by, Posts(()), today)
    check_version(account, seen_version=seen_version)
    access = lock_access(access.pk)
    if access.role == Access.Role.LEAD:
        raise Refused("The lead cannot be taken off the account they lead.")
    if is_cover(access) and not any(
        is_cover(other) for other in account.accesses.all() if other.pk != access.pk
    ):
        raise Refused(
            f"{access.person} is the only cover. Add another author or administrator first."
        )
    write(account)
    take_off(access, reason=reason, by=by, post=post)


def is_cover(access: Access) -> bool:
    """Whether a person stands in for the lead, or will once their access is on (6.2)."""
    return access.role in COVER_ROLES and access.state in HELD


def needs_cover(account: Account) -> bool:
    """Whether nobody stands in for the lead any more (6.2)."""
    return not any(is_cover(access) for access in account.accesses.all())


def take_off(access: Access, *, reason: str, by: Employee | None, **values) -> None:
    """End an access and tell of it, inside the caller's transaction."""
    end_access(access, reason=reason, by=by, **values)
    if access.state == AccessState.TO_REMOVE:
        tell_operators(access.account, [access], "access_to_remove")
    else:
        _tell_removed(access)


def end_access(access: Access, *, reason: str, by: Employee | None, **values) -> None:
    """End a locked access: what is on is to be removed."""
    move = "remove" if access.state == AccessState.ON else "drop"
    _move(access, move, by=by, reason=reason, **values)


@transaction.atomic
def switch_access(access: Access, *, on: bool, by: Employee) -> None:
    """Record that an access operator switched a person's access on or off (5.1)."""
    # In the order of a leaving, which locks the person and then their accounts.
    lock_employee(access.person_id)
    lock_account(access.account_id)
    access = lock_access(access.pk)
    today = clock.today()
    move = "switch_on" if on else "switch_off"
    posts = Posts.of(by, today)
    post = permit(ACCESS_MOVES[move], access, by=by, posts=posts, day=today)
    if not on:
        # They were not allowed from the day it was to be removed.
        _move(access, move, by=by, post=post, state_since=access.state_since)
        _tell_removed(access)
        return
    _check_can_start(access, day=today)
    _move(access, move, by=by, post=post, switched_on_by=by, switched_on_at=clock.now())
    notices.tell(
        "access_on",
        recipients=[access.person],
        about=_occasion(access),
        path=access.account.get_absolute_url(),
        account=access.account,
    )


def _check_can_start(access: Access, *, day: date) -> None:
    if access.account.state not in ACCESS_OPEN:
        raise Refused(f"Access stays off: the account is {_state(access.account)}.")
    if access.person.has_left(day):
        raise Refused(f"Access stays off: {access.person} has left the council.")
    if access.person_id not in standing_attendance([access.person_id], day):
        raise Refused(f"Access stays off: {access.person} needs to attend an awareness session.")


# What the hooks set off


def make_ready(*, attendance: Attendance, by: Employee | None) -> None:
    """Part of `on_attendance`: all of a person's waiting accesses become ready (5.1).

    An attendance of long ago, recorded now, may have run out already.
    """
    person = attendance.person_id
    newest = standing_attendance([person], clock.today()).get(person)
    if newest is None:
        return
    post = post_in_words(by, *COMMUNICATIONS)
    waiting = Access.objects.filter(person=person, state=AccessState.NEEDS_SESSION)
    for access in locked_with_accounts(waiting):
        if access.state == AccessState.NEEDS_SESSION:
            _move(access, "attend", by=by, post=post, attendance=newest)
            tell_operators(access.account, [access], "access_ready")


def take_away(*, attendance: Attendance, by: Employee | None) -> None:
    """Part of `on_attendance_lost`: what rested on it goes, unless another stands (5.1)."""
    person = attendance.person_id
    other = standing_attendance([person], clock.today(), without=[attendance]).get(person)
    post, reason = post_in_words(by, *COMMUNICATIONS), "The attendance was corrected to absent"
    for access in locked_with_accounts(Access.objects.resting_on_attendance(attendance)):
        if access.attendance_id == attendance.pk:
            lose_attendance(access, other=other, reason=reason, by=by, post=post)


def lose_attendance(
    access: Access,
    *,
    other: Attendance | None,
    reason: str,
    by: Employee | None,
    post: str = "",
) -> None:
    """Let a locked access rest on another attendance; without one it ends, or is not ready, and its
    person and lead are told.
    """
    if access.state not in RESTS_ON_ATTENDANCE:
        return
    if other:
        _rest_on(access, other, by=by, post=post)
        return
    was_on = access.state == AccessState.ON
    if was_on:
        take_off(access, reason=reason, by=by, post=post, attendance=None)
    else:
        _move(access, "lose", by=by, post=post, attendance=None)
    notices.tell(
        "attendance_lost",
        recipients=[access.person, *leads_of(access.account, day=clock.today())],
        about=f"access {access.pk} {access.state_since.isoformat()}",
        path=reverse("awareness:list"),
        access=access,
        reason=reason,
        was_on=was_on,
    )


def locked_with_accounts(accesses: QuerySet[Access]) -> Iterator[Access]:
    """Accesses one by one, each locked after its account, in the order in which a leaving does."""
    keys = accesses.order_by("account", "pk").values_list("account", "pk")
    for account_id, pk in list(keys):
        lock_account(account_id)
        yield lock_access(pk)


def _rest_on(access: Access, attendance: Attendance, *, by: Employee | None, post: str) -> None:
    before, access.attendance = access.attendance, attendance
    access.save(update_fields=["attendance"])
    _record(
        access,
        "attendance",
        f"{access.person.name}'s access rests on another attendance",
        by=by,
        post=post,
        changes={"session": [before.session.subject, attendance.session.subject]},
    )


# What every move of an access shares


def _move(access: Access, move: str, *, by: Employee | None, post: str = "", **values) -> None:
    rules = ACCESS_MOVES[move]
    check_state(rules, access)
    before = access.state
    write_access(access, rules.target, **values)
    _record(
        access,
        move,
        rules.done.format(person=access.person.name),
        by=by,
        post=post,
        note=values.get("reason", ""),
        changes={"access": [before, access.state]},
    )


def _record(access: Access, move: str, summary: str, *, by: Employee | None, **more) -> None:
    trail.record(f"access.{move}", by=by, subject=access.account.subject, summary=summary, **more)


def tell_operators(
    account: Account, accesses: list[Access], template: str, *, urgent: bool = False
) -> None:
    """Tell whoever switches accesses; where nobody may, the policy administrators."""
    if not accesses:
        return
    today = clock.today()
    operators = operators_for(account, day=today)
    notices.tell(
        template if operators else "operator_needed",
        recipients=operators or policy_administrators(day=today),
        about=_occasion(accesses[0]),
        path="/access/" if operators else "/appointments/",
        urgent=urgent,
        account=account,
        people=[access.person for access in accesses],
    )


def _tell_removed(access: Access) -> None:
    notices.tell(
        "access_off",
        recipients=[access.person],
        about=_occasion(access),
        path=access.account.get_absolute_url(),
        account=access.account,
        reason=access.reason,
    )


def _occasion(access: Access) -> str:
    return f"access {access.pk} {access.state_since.isoformat()}"


def _state(account: Account) -> str:
    return account.get_state_display().lower()
