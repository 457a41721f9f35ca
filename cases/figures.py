"""The figures of the dashboards. Each counts a list that its reader can open; nobody is ranked."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from statistics import median
from typing import Any

from django.db.models import DateTimeField, F, Q
from django.db.models.functions import Cast

from cases.models import (
    Access,
    AccessState,
    Account,
    AccountState,
    BusinessCase,
    Decision,
    Outcome,
    Review,
    State,
)
from cases.needs import people_needing
from cases.periods import half_year_of, half_years_to
from policy.models import MediaContact
from portal import clock
from portal.counting import Counted, said
from portal.models import Employee, Posts
from portal.months import add_months
from portal.working_days import working_days_between

# The stages in which a case waits for somebody, once it was sent.
STAGES = (
    State.ADVICE_REQUESTED,
    State.CHANGES_REQUESTED,
    State.READY_TO_PRESENT,
    State.AWAITING_DECISION,
)
HALF_YEARS = 4
DECISIONS_JUDGED = 200


def team_figures(manager: Employee, posts: Posts, *, day: date) -> dict[str, Any]:
    """What there is for a manager to follow, or to follow in one's place (6.1, 6.2)."""
    accounts = Account.objects.managed_by(manager, day, posts)
    return _counted(
        manager,
        live=Counted(accounts.filter(state=AccountState.LIVE)),
        due=Counted(accounts.having(Review.objects.due_soon(day))),
        overdue=Counted(accounts.having(Review.objects.overdue(day))),
        under_way=Counted(BusinessCase.objects.of_team(manager, posts, day).under_way()),
    )


def communications_figures(reader: Employee, *, day: date) -> dict[str, Any]:
    """What waits for Communications, and the reviews of this half-year (5.1, 5.7, 6.2)."""
    due = Review.objects.due_in(half_year_of(day))
    return _counted(
        reader,
        advice=Counted(BusinessCase.objects.filter(state=State.ADVICE_REQUESTED)),
        reviews_due=Counted(due),
        reviews_received=Counted(due.filter(sent_at__isnull=False)),
        open_contacts=Counted(MediaContact.objects.open()),
        needing_session=Counted(people_needing(day)),
    )


def it_figures(reader: Employee, *, day: date) -> dict[str, Any]:
    """What the Head of IT decides, has decided, and who is held at the gate (5.1)."""
    decided = BusinessCase.objects.decided_since(a_year_before(day))
    held = Access.objects.filter(state=AccessState.NEEDS_SESSION)
    stages = {state: Counted(BusinessCase.objects.filter(state=state)) for state in STAGES}
    return _counted(
        reader,
        approved=Counted(decided.filter(state=State.APPROVED)),
        rejected=Counted(decided.filter(state=State.REJECTED)),
        **stages,
        # People approved who have not attended a session, and for how many accounts.
        people_held=Counted(held, of="person"),
        held_for=Counted(held, of="account"),
    )


def _counted(reader: Employee, **counts: Counted) -> dict[str, Any]:
    """All the counts of a page in one query, beside the one row of who reads it."""
    row = Employee.objects.filter(pk=reader.pk).values(**counts).get()
    return {name: said(count) for name, count in row.items()}


def a_year_before(day: date) -> datetime:
    """The start of the same day a year before."""
    return datetime.combine(add_months(day, -12), time.min, clock.COUNCIL_TIME)


def median_days_to_decide(day: date, *, holidays: Collection[date]) -> float | None:
    """The median of working days from presenting to approval or rejection in the last 12 months.

    Of the newest 200 at most; none where nothing was decided.
    """
    decided = Decision.objects.filter(
        outcome__in=[Outcome.APPROVED, Outcome.REJECTED], at__gte=a_year_before(day)
    )
    moments = decided.order_by("-at").values_list("revision__at", "at")[:DECISIONS_JUDGED]
    days = [
        working_days_between(clock.date_of(presented), clock.date_of(at), holidays=holidays)
        for presented, at in moments
    ]
    return median(days) if days else None


def oldest(queue: Sequence[BusinessCase], *, day: date, holidays: Collection[date]) -> str:
    """How long the first case of a queue has waited, in words; empty where none waits."""
    if not queue:
        return ""
    since = clock.date_of(queue[0].state_since)
    days = working_days_between(since, day, holidays=holidays)
    return f"Oldest: {days} working day{'' if days == 1 else 's'}"


def reviews_by_half_year(reader: Employee, *, day: date) -> list[tuple[str, Any, Any, Any]]:
    """Each of the last half-years with its reviews: on time, late, and not received (6.2).

    One that is not due yet counts once it is sent.
    """
    half_years = half_years_to(day, count=HALF_YEARS)
    kinds = {
        "on_time": Q(first_sent_at__date__lte=F("due_on")),
        # The first is true of every late one: it spares SQLite the second, slow there, for others.
        "late": Q(first_sent_at__gt=Cast("due_on", DateTimeField()))
        & Q(first_sent_at__date__gt=F("due_on")),
        "missing": Q(sent_at=None, due_on__lt=day),
    }
    found = _counted(
        reader,
        **{
            f"{kind}_{number}": Counted(Review.objects.due_in(half_year).filter(counts))
            for number, half_year in enumerate(half_years)
            for kind, counts in kinds.items()
        },
    )
    return [
        (str(half_year), *(found[f"{kind}_{number}"] for kind in kinds))
        for number, half_year in enumerate(half_years)
    ]
