"""The queues of the dashboards: what waits, oldest first, as much of it as a page holds."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from cases.models import (
    Access,
    AccessState,
    Account,
    AccountState,
    BusinessCase,
    NamedPerson,
    Review,
    State,
)
from cases.periods import actual_daily_rate
from cases.services.access import is_cover
from policy.attendance import counting_attendance
from policy.models import AwarenessSession
from portal.counting import Counted
from portal.models import Appointment, Employee, Posts

LISTED = 10
ACCOUNTS_LISTED = 20
DAYS_A_WEEK = 7


def advice_queue() -> list[BusinessCase]:
    """Cases that wait for Communications' advice (5.7)."""
    return list(_waiting(State.ADVICE_REQUESTED)[:LISTED])


def decision_queue(day: date) -> list[BusinessCase]:
    """Cases that wait for a decision, with ``people`` named and those ``attended`` (5.1)."""
    attended = counting_attendance(day)
    others = NamedPerson.objects.filter(case=OuterRef("pk")).exclude(person=OuterRef("applicant"))
    others_attended = others.filter(Exists(attended.filter(person=OuterRef("person"))))
    cases = _waiting(State.AWAITING_DECISION).annotate(
        people=Counted(others, of="person") + 1,
        others_attended=Counted(others_attended, of="person"),
        applicant_attended=Exists(attended.filter(person=OuterRef("applicant"))),
    )[:LISTED]
    for case in cases:
        case.attended = case.others_attended + case.applicant_attended
    return list(cases)


def _waiting(state: State) -> QuerySet[BusinessCase]:
    cases = BusinessCase.objects.filter(state=state).select_related("applicant__service")
    return cases.order_by("due_on", "pk")


def access_queue() -> list[Access]:
    """Accesses that IT has to switch on (5.1)."""
    ready = Access.objects.filter(state=AccessState.READY).select_related("person", "account")
    return list(ready.order_by("state_since", "pk")[:LISTED])


def session_places(moment: datetime) -> list[AwarenessSession]:
    """Sessions to come, with the places taken and left (5.1)."""
    coming = AwarenessSession.objects.open_for_booking(moment).with_places()
    return list(coming.order_by("starts_at", "pk")[:LISTED])


def acting_periods(day: date) -> list[Appointment]:
    """Who acts in a post now or will, for everything or for one case."""
    acting = Appointment.objects.not_ended(day).filter(acting=True).select_related("employee")
    return list(acting.order_by("starts_on", "pk")[:LISTED])


@dataclass(frozen=True)
class TeamAccount:
    """An account as its lead's manager follows it; rates are updates a week."""

    account: Account
    needs_lead: bool
    covers: list[Employee]
    last_review: Review | None
    next_review: Review | None
    planned: Decimal
    actual: Decimal | None


def team_accounts(manager: Employee, posts: Posts, *, day: date) -> list[TeamAccount]:
    """The accounts for whose lead someone does a manager's duties and that are not closed, the next
    review first (6.2).
    """
    with_lead = Review.objects.with_lead().filter(account=OuterRef("pk"))
    accounts = (
        Account.objects.managed_by(manager, day, posts)
        .exclude(state=AccountState.CLOSED)
        .select_related("lead")
        .prefetch_related(
            Prefetch("accesses", Access.objects.select_related("person")),
            Prefetch("reviews", Review.objects.order_by("number").prefetch_related("figures")),
        )
        .annotate(next_due=Subquery(with_lead.order_by("due_on").values("due_on")[:1]))
        .order_by(F("next_due").asc(nulls_last=True), "name", "pk")
    )
    return [_followed(account, day=day) for account in accounts[:ACCOUNTS_LISTED]]


def _followed(account: Account, *, day: date) -> TeamAccount:
    reviews = list(account.reviews.all())
    last = next((review for review in reversed(reviews) if review.sent_at), None)
    actual = actual_daily_rate(last, day=day) if last else None
    return TeamAccount(
        account=account,
        needs_lead=account.has_no_lead(day),
        covers=[access.person for access in account.accesses.all() if is_cover(access)],
        last_review=last,
        next_review=next((review for review in reviews if review.waits_for_lead), None),
        planned=_a_week(account.planned_daily_rate),
        actual=None if actual is None else _a_week(actual),
    )


def _a_week(daily_rate: Decimal) -> Decimal:
    return round(daily_rate * DAYS_A_WEEK, 1)
