"""What people hold of accounts, business cases and access, and who is to hand it on (6.2)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.urls import reverse

from cases.models import Access, AccessState, Account, AccountState, BusinessCase, NamedPerson
from cases.models.access import HELD
from cases.models.case import COVER_ROLES, UNDECIDED
from portal.holdings import Holding, Kind
from portal.models import Employee, Posts

# The most of all that one page shows.
SHOWN = 500


def holdings(
    *, people: list[Employee], reader: Employee, posts: Posts, today: date
) -> dict[int, list[Holding]]:
    """Part of `holdings`: accounts led, cases sent and not decided, written or named in, and
    accesses; one query.
    """
    found: defaultdict[int, list[Holding]] = defaultdict(list)
    pks = [person.pk for person in people]
    accounts, cases = _accounts(pks), _cases(pks, reader, posts, today)
    accesses = _to_remove(pks), _held(pks), _stood_in(pks)
    rows = accounts.union(cases, _named(pks), *accesses, all=True)[:SHOWN]
    for person, number, pk, name, mine in sorted(rows, key=itemgetter(1, 3)):
        found[person].append(SAID[number](pk, name, mine))
    return found


def _accounts(pks: list[int]) -> QuerySet:
    led = Account.objects.order_by().filter(lead__in=pks).exclude(state=AccountState.CLOSED)
    return led.values_list("lead", Value(0), "pk", "name", _no())


def _cases(pks: list[int], reader: Employee, posts: Posts, today: date) -> QuerySet:
    theirs = BusinessCase.objects.order_by()
    to_give = theirs.to_give(reader, posts, today).filter(pk=OuterRef("pk"))
    sent = theirs.filter(applicant__in=pks, state__in=UNDECIDED, sent_at__isnull=False)
    return sent.values_list("applicant", Value(1), "pk", "reference", Exists(to_give))


def _named(pks: list[int]) -> QuerySet:
    named = NamedPerson.objects.order_by().filter(
        person__in=pks, case__state__in=UNDECIDED, case__sent_at__isnull=False
    )
    return named.values_list("person", Value(2), "case", "case__reference", _no()).distinct()


def _to_remove(pks: list[int]) -> QuerySet:
    return _accesses(3, person__in=pks, state=AccessState.TO_REMOVE)


def _held(pks: list[int]) -> QuerySet:
    held = {"person__in": pks, "state__in": HELD}
    return _accesses(4, **held, role__in=set(Access.Role) - set(COVER_ROLES))


def _stood_in(pks: list[int]) -> QuerySet:
    return _accesses(5, person__in=pks, state__in=HELD, role__in=COVER_ROLES)


def _accesses(number: int, **conditions: Any) -> QuerySet:
    found = Access.objects.order_by().filter(**conditions)
    return found.values_list("person", Value(number), "account", "account__name", _no())


def _no() -> Any:
    return Value(False, output_field=BooleanField())


def _account(pk: int, name: str, mine: bool) -> Holding:
    waits = "Leads it: its manager and Communications see that it needs a new lead"
    return Holding(
        Kind.ACCOUNT, f"Account: {name}", waits, url=reverse("accounts:detail", args=[pk])
    )


def _case(pk: int, reference: str, mine: bool) -> Holding:
    name = f"Business case {reference}"
    if not mine:
        waits = "Wrote it: the manager gives it to someone else"
        return Holding(Kind.CASE, name, waits)
    url = reverse("cases:give", args=[reference])
    waits = "Wrote it, and has no manager: it is yours to give"
    return Holding(Kind.CASE, name, waits, url=url, action="Give it to someone else")


def _named_case(pk: int, reference: str, mine: bool) -> Holding:
    waits = "Named in it: once they have left, an approval gives them no access"
    return Holding(Kind.CASE, f"Business case {reference}", waits)


def _access(waits: str) -> Callable[[int, str, bool], Holding]:
    def said(pk: int, name: str, mine: bool) -> Holding:
        url = reverse("accounts:detail", args=[pk])
        return Holding(Kind.ACCESS, f"Access to {name}", waits, url=url)

    return said


SAID = (
    _account,
    _case,
    _named_case,
    _access("Held it: an access operator removes it"),
    _access("Has it: it ends, and an access operator removes what is on"),
    _access(
        "Has it, and stands in for the lead: it ends, and without another cover the lead names one"
    ),
)
