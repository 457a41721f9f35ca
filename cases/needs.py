"""Who needs an awareness session: named in a case or for an account, and not attended (5.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from cases.models import Access, AccessState, BusinessCase, NamedPerson
from cases.models.account import OPEN_ACCOUNTS
from cases.models.case import UNTITLED
from policy.attendance import counting_attendance
from policy.models import Booking, Invitation
from portal.models import Employee

# Later than anything: what stands in for a day that there is not.
NEVER = Value(datetime(9999, 1, 1, tzinfo=UTC), output_field=DateTimeField())
# Not of someone who left: should they return, the case is not theirs.
HAS_APPLICANT = Q(waits_for_applicant_since=None)


@dataclass(frozen=True)
class Reason:
    """What somebody needs a session for, and since when."""

    title: str
    url: str
    since: datetime


@dataclass
class Need:
    """Somebody who needs a session, and what has been done about it."""

    person: Employee
    since: datetime
    reasons: list[Reason] = field(default_factory=list)
    booking: Booking | None = None
    invitation: Invitation | None = None

    @property
    def to_invite(self) -> bool:
        """Whether nothing has been done about it yet."""
        return self.booking is None and self.invitation is None


def people_needing(day: date) -> QuerySet[Employee]:
    """Everyone named in a case that was sent and is not decided, or for an account with access
    that waits for a session, without an attendance that counts; adds ``since``.
    """
    cases, named, waiting = _cases(), NamedPerson.objects.order_by(), _waiting()
    asked = (
        Q(pk__in=cases.filter(HAS_APPLICANT).values("applicant"))
        | Q(pk__in=named.filter(case__in=cases.values("pk")).values("person"))
        | Q(pk__in=waiting.values("person"))
    )
    attended = counting_attendance(day).filter(person=OuterRef("pk"))
    me = OuterRef("pk")
    sent = cases.filter(
        Q(HAS_APPLICANT, applicant=me)
        | Q(Exists(named.filter(case=OuterRef("pk"), person=OuterRef(OuterRef("pk")))))
    )
    return (
        Employee.objects.current(day)
        .filter(asked, ~Exists(attended))
        .annotate(
            since=Least(
                Coalesce(Subquery(sent.order_by("sent_at").values("sent_at")[:1]), NEVER),
                Coalesce(
                    Subquery(
                        waiting.filter(person=me).order_by("state_since").values("state_since")[:1]
                    ),
                    NEVER,
                ),
            )
        )
    )


def needs_of(people: Iterable[Employee], *, at: datetime) -> list[Need]:
    """Why each of these people needs a session, and whether they are asked or have booked."""
    needs = {person.pk: Need(person, person.since) for person in people}
    for pk, reason in [*_from_cases(needs), *_from_accesses(needs)]:
        needs[pk].reasons.append(reason)
    to_come = {"person__in": needs, "session__starts_at__gt": at}
    bookings = Booking.objects.uncancelled().filter(**to_come).select_related("session")
    # The last of each stands: a place before a waiting list, the sooner before the later.
    for booking in bookings.order_by("-waiting", "-session__starts_at"):
        needs[booking.person_id].booking = booking
    invitations = Invitation.objects.filter(**to_come, session__cancelled_at=None)
    for invitation in invitations.select_related("session").order_by("invited_at"):
        needs[invitation.person_id].invitation = invitation
    return list(needs.values())


def _cases() -> QuerySet[BusinessCase]:
    return BusinessCase.objects.under_way().filter(sent_at__isnull=False).order_by()


def _waiting() -> QuerySet[Access]:
    held = Access.objects.filter(state=AccessState.NEEDS_SESSION, account__state__in=OPEN_ACCOUNTS)
    return held.order_by()


def _from_cases(needs: dict[int, Need]) -> Iterable[tuple[int, Reason]]:
    naming = Q(HAS_APPLICANT, applicant__in=needs) | Q(named_people__person__in=needs)
    writer = Case(When(HAS_APPLICANT, then="applicant"))
    rows = _cases().filter(naming).annotate(writer=writer).order_by("sent_at", "pk")
    reasons: dict[tuple[int, str], Reason] = {}
    for reference, title, sent_at, *people in rows.values_list(
        "reference", "account_name", "sent_at", "writer", "named_people__person"
    ):
        url = reverse("cases:detail", args=[reference])
        reason = Reason(f"{reference}: {title or UNTITLED}", url, sent_at)
        for pk in needs.keys() & set(people):
            reasons.setdefault((pk, reference), reason)
    return [(pk, reason) for (pk, _), reason in reasons.items()]


def _from_accesses(needs: dict[int, Need]) -> Iterable[tuple[int, Reason]]:
    waiting = _waiting().filter(person__in=needs).select_related("account")
    return [
        (a.person_id, Reason(a.account.name, a.account.get_absolute_url(), a.state_since))
        for a in waiting.order_by("state_since", "pk")
    ]
