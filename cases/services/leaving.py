"""What a leaver held waits for others, and each of them hears of all of it in one notice (6.2)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from cases.account_parties import communications_for, leads_of, managers_of, operators_for
from cases.models import Access, AccessState, Account, AccountState
from cases.models.access import HELD
from cases.models.account import NOT_OFF
from cases.parties import givers_of
from cases.services.access import (
    LEFT,
    end_access,
    is_cover,
    locked_with_accounts,
    needs_cover,
    tell_operators,
)
from cases.services.account_locking import lock_account, write
from cases.services.giving import let_cases_wait
from portal import clock
from portal.models import Employee, Post
from portal.services import notices, trail
from portal.services.people import post_in_words, subject_of

# What is needed since somebody left; the e-mail says the same.
NEW_APPLICANT = "New applicant needed"
NEW_LEAD = "New lead needed"
COVER = "Cover needed"
ACCESS_TO_REMOVE = "Access to remove"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits since somebody left: what is needed, of what, and where."""

    needs: str
    name: str
    path: str


# What waits, and who hears of it.
Told = Iterator[tuple[Waiting, list[Employee]]]


def hand_on(*, employee: Employee, by: Employee | None, on: date) -> None:
    """Part of `on_leaving`: a leaver's cases and accounts wait, and their accesses end (6.2)."""
    told: defaultdict[Employee, list[Waiting]] = defaultdict(list)
    # Cases before accounts, as they are locked everywhere.
    for part in (_cases, _accesses, _accounts):
        for waiting, people in part(employee, by=by, on=on):
            for person in dict.fromkeys(people):
                told[person].append(waiting)
    hearing_alike: defaultdict[tuple[Waiting, ...], list[Employee]] = defaultdict(list)
    for person, waiting in told.items():
        hearing_alike[tuple(waiting)].append(person)
    for waiting, people in hearing_alike.items():
        _tell(employee, waiting, people)


def _cases(employee: Employee, *, by: Employee | None, on: date) -> Told:
    for case in let_cases_wait(employee, by=by, on=on):
        waiting = Waiting(NEW_APPLICANT, case.title, case.get_absolute_url())
        yield waiting, givers_of(case, day=clock.today())


def _accesses(employee: Employee, *, by: Employee | None, on: date) -> Told:
    """What is on is to be removed, and counts as not allowed at once."""
    day = clock.today()
    for access in locked_with_accounts(Access.objects.filter(person=employee, state__in=HELD)):
        if access.state not in HELD:
            continue
        was_cover = is_cover(access)
        post = post_in_words(by, Post.POLICY_ADMINISTRATOR)
        end_access(access, reason=LEFT, by=by, post=post)
        account = lock_account(access.account_id)
        if access.state == AccessState.TO_REMOVE:
            if operators := operators_for(account, day=day):
                yield Waiting(ACCESS_TO_REMOVE, account.name, reverse("access:queue")), operators
            else:
                tell_operators(account, [access], "access_to_remove", urgent=True)
        if was_cover and needs_cover(account):
            people = [*leads_of(account, day=day), *managers_of(account, day=day)]
            yield Waiting(COVER, account.name, account.get_absolute_url()), people


def _accounts(employee: Employee, *, by: Employee | None, on: date) -> Told:
    day = clock.today()
    for account in Account.objects.led_by(employee).exclude(state=AccountState.CLOSED):
        account = lock_account(account.pk)
        write(account, waits_for_lead_since=on)
        trail.record(
            "account.without_lead",
            by=by,
            subject=account.subject,
            summary=f"{employee.name} has left: the account waits for a new lead",
            post=post_in_words(by, Post.POLICY_ADMINISTRATOR),
        )
        named = [a.person for a in account.accesses.all() if a.state in NOT_OFF]
        others = [*managers_of(account, day=day), *communications_for(account, day=day)]
        yield Waiting(NEW_LEAD, account.name, account.get_absolute_url()), [*named, *others]


def _tell(employee: Employee, waiting: tuple[Waiting, ...], people: list[Employee]) -> None:
    needs = list(dict.fromkeys(one.needs for one in waiting))
    notices.tell(
        "leaving",
        recipients=people,
        about=f"{subject_of(employee)} {clock.now().isoformat()}",
        path=_path(employee, waiting, needs),
        employee=employee,
        needs=needs,
        names=list(dict.fromkeys(one.name for one in waiting)),
        waiting=waiting,
    )


def _path(employee: Employee, waiting: tuple[Waiting, ...], needs: list[str]) -> str:
    """Where all of it is: of more than one thing, in the register or on the home page."""
    paths = {one.path for one in waiting}
    if len(paths) == 1:
        return paths.pop()
    if needs == [NEW_LEAD]:
        return f"{reverse('accounts:list')}?{urlencode({'q': employee.name})}"
    return reverse("home")
