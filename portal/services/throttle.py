"""How often passwords and codes are tried, and links asked for: counted before anything is done.

A try takes its place first and gives it back where it was right. So however many come at once, no
more are looked at than the limits allow; and what is right neither counts nor forgives.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from portal import clock
from portal.client_address import network_of
from portal.models import Employee, KnownBrowser, Throttle
from portal.wording import clock_time, moment

Found = TypeVar("Found")

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
LINKS_FROM_ONE_ADDRESS = 100


class TooManyTries(Exception):
    """So many tries were made that none is looked at until the moment given."""

    def __init__(self, until: datetime):
        super().__init__(until)
        # Said to the minute, so never a few seconds early.
        said = until + timedelta(minutes=1)
        is_today = clock.date_of(said) == clock.date_of(clock.real_now())
        self.until = clock_time(said) if is_today else moment(said)


@dataclass(frozen=True)
class Limit:
    """So many tries of a kind for a name within a period; the last begins a wait as long as it."""

    kind: str
    name: str
    tries: int
    period: timedelta

    @property
    def key(self) -> str:
        text = f"{self.kind}|{self.period.total_seconds():.0f}|{self.name}"
        return salted_hmac("portal.throttle", text, algorithm="sha256").hexdigest()


def _guesses(kind: str, name: object) -> list[Limit]:
    return [Limit(kind, str(name), 10, QUARTER), Limit(kind, str(name), 100, DAY)]


def passwords_for(email: str, *, address: str | None) -> list[Limit]:
    """The limits of passwords typed in a browser that is not known, whether or not anybody has the
    e-mail address.
    """
    most = settings.WRONG_PASSWORDS_PER_ADDRESS
    return [
        *_guesses("password", _name(email)),
        Limit("passwords from", network_of(address), most, QUARTER),
    ]


def passwords_at(browser: KnownBrowser) -> list[Limit]:
    """The limits of passwords typed in a browser that is known as someone's."""
    return _guesses("password at", browser.pk)


def passwords_while_signed_in(employee: Employee) -> list[Limit]:
    return _guesses("password while signed in", employee.pk)


def codes_of(employee: Employee, *, is_known: bool) -> list[Limit]:
    """The limits of codes of the second factor: one count for all browsers that are known as the
    person's or in which they are signed in, another for those of whoever knows their password.
    """
    return _guesses("code in known browsers" if is_known else "code", employee.pk)


def links_to(email: str, *, address: str | None) -> list[Limit]:
    """The limits of links to choose a password."""
    return [
        *_links_to(email),
        Limit("links from", network_of(address), LINKS_FROM_ONE_ADDRESS, QUARTER),
    ]


def _links_to(email: str) -> list[Limit]:
    return [Limit("link", _name(email), 5, QUARTER), Limit("link", _name(email), 20, DAY)]


def _name(email: str) -> str:
    """An e-mail address as people are found by it, however it is typed."""
    return Employee.normalize_username(email.strip())


def tried(limits: Sequence[Limit], check: Callable[[], Found]) -> Found:
    """What the check finds; a try that finds nothing counts.

    Raises TooManyTries, and checks nothing, where a limit is used up.
    """
    take(limits)
    found = check()
    if found:
        _give_back(limits)
    return found


@transaction.atomic
def take(limits: Sequence[Limit]) -> None:
    """Count a try against each of the limits; raises TooManyTries, and counts none, where one of
    them is used up.
    """
    now = clock.real_now()
    # One statement makes or locks the rows, in the order of their keys: no two wait for each other.
    limits = sorted(limits, key=lambda limit: limit.key)
    Throttle.objects.bulk_create(
        [Throttle(key=limit.key, tries=0, until=now + limit.period) for limit in limits],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["key"],
    )
    rows = Throttle.objects.in_bulk([limit.key for limit in limits], field_name="key")
    waits = []
    for limit in limits:
        row = rows[limit.key]
        if row.until <= now:
            row.tries, row.until = 0, now + limit.period
        if row.tries >= limit.tries:
            waits.append(row.until)
        row.tries += 1
        if row.tries == limit.tries:
            row.until = now + limit.period
    if waits:
        raise TooManyTries(until=max(waits))
    Throttle.objects.bulk_update(rows.values(), ["tries", "until"])


@transaction.atomic
def _give_back(limits: Sequence[Limit]) -> None:
    rows = Throttle.objects.filter(key__in=[limit.key for limit in limits], tries__gt=0)
    keys = list(rows.select_for_update().order_by("key").values_list("key", flat=True))
    Throttle.objects.filter(key__in=keys).update(tries=F("tries") - 1)


def forgive(employee: Employee) -> None:
    """Forget the tries counted against someone who has come by the link mailed to them."""
    email = employee.email
    limits = [*_guesses("password", _name(email)), *_links_to(email)]
    limits += passwords_while_signed_in(employee)
    _forget(limits)


def forgive_codes(employee: Employee) -> None:
    """Forget the codes counted against someone whose second factor is no more."""
    _forget([*codes_of(employee, is_known=False), *codes_of(employee, is_known=True)])


def _forget(limits: Sequence[Limit]) -> None:
    Throttle.objects.filter(key__in=[limit.key for limit in limits]).delete()
