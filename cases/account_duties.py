"""What the home page says of accounts: what needs a person now, and whom they wait for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from cases.duties import appoint_page
from cases.models import (
    Access,
    AccessState,
    Account,
    AccountState,
    Condition,
    Control,
    LeadMove,
    Review,
    ReviewState,
)
from cases.models.access import HELD
from cases.models.account import OPEN_ACCOUNTS
from cases.models.case import COVER_ROLES
from cases.models.review import OPENS_DAYS_BEFORE
from cases.services.access import ACCESS_OPEN
from policy.models import Booking
from portal import clock
from portal.duties import LISTED, Kind, Row, page
from portal.models import Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS

# More accounts than anybody stands in for.
STANDS_IN_FOR = 1000

ACCOUNT = {
    "reference": F("case__reference"),
    "about": F("pk"),
    "title": F("name"),
    "detail": F("lead__name"),
    "since": F("state_since"),
}
# The lead may have returned since they left.
LEFT_ON = Coalesce("waits_for_lead_since", "lead__left_on")
WITHOUT_LEAD = ACCOUNT | {"since": Cast(LEFT_ON, DateTimeField())}
MOVED = {
    "about": F("account"),
    "number": F("pk"),
    "title": F("account__name"),
    "detail": F("lead__name"),
    "since": F("moved_at"),
}
STUCK = ACCOUNT | {
    "since": Subquery(
        Access.objects.to_switch()
        .filter(account=OuterRef("pk"))
        .order_by("-state_since")
        .values("state_since")[:1]
    )
}
ACCESS = {
    "about": F("account"),
    "number": F("pk"),
    "title": F("account__name"),
    "detail": F("person__name"),
    "since": F("state_since"),
}
CONDITION = {
    "about": F("account"),
    "number": F("pk"),
    "title": F("account__name"),
    "detail": F("text"),
    "since": F("set_at"),
    "due_on": F("due_on"),
}
CONTROL = {
    "about": F("advice__case__account"),
    "number": F("pk"),
    "title": F("advice__case__account__name"),
    "detail": F("text"),
    "since": F("evidence_at"),
}
CONTROL_TO_EVIDENCE = CONTROL | {"since": F("advice__case__account__state_since")}
REVIEW = {"about": F("account"), "number": F("number"), "title": F("account__name")}
REVIEW_TO_SEND = REVIEW | {"due_on": F("due_on")}
REVIEW_SENT = REVIEW | {"since": F("sent_at")}

ACCOUNT_PAGE = page("accounts:detail", "about")
REVIEW_PAGE = page("accounts:review", "about", "number")
MOVER_PAGE = page("accounts:lead_moved", "about")
QUEUE = page("access:queue")

TO_SEND = {
    ReviewState.OPEN: "Send review {number} of {title}",
    ReviewState.RETURNED: "Answer the question about review {number} of {title}",
}
TO_SWITCH = {
    AccessState.READY: "Switch on {detail}'s access to {title}",
    AccessState.TO_REMOVE: "Remove {detail}'s access to {title}",
}


def account_kinds(employee: Employee, posts: Posts, today: date) -> list[Kind]:
    """What a person does or waits for as one named, lead, manager and post holder."""
    kinds = [
        *_of_person(employee),
        *_of_lead(employee, posts, today),
        *_waiting_of_lead(employee),
        _reviews_to_read(employee, posts, today),
        _movers_accounts(employee, posts, today),
    ]
    if posts.holds(*COMMUNICATIONS) or posts.cases_for(*COMMUNICATIONS):
        kinds += _evidence_to_check(employee, posts)
    if posts.holds(Post.ACCESS_OPERATOR) or posts.cases_for(Post.ACCESS_OPERATOR):
        kinds += _accesses_to_switch(employee, posts)
    if posts.holds(Post.POLICY_ADMINISTRATOR):
        kinds.append(_operators_to_appoint(today))
    return kinds


def _of_person(employee: Employee) -> list[Kind]:
    own = Access.objects.filter(person=employee).order_by("state_since", "pk")
    # Whoever is on a waiting list has done what they can.
    to_come = Booking.objects.uncancelled().filter(session__starts_at__gt=clock.now())
    booked = to_come.filter(person=employee)
    needed = own.filter(state=AccessState.NEEDS_SESSION, account__state__in=OPEN_ACCOUNTS)
    return [
        Kind(
            "Book an awareness session for {title}",
            page("awareness:list"),
            ACCESS,
            [needed.filter(~Exists(booked))],
        ),
        Kind(
            "Your access to {title} to be switched on",
            ACCOUNT_PAGE,
            ACCESS,
            [own.filter(state=AccessState.READY)],
            holder=Post.ACCESS_OPERATOR.label,
        ),
    ]


def _of_lead(employee: Employee, posts: Posts, today: date) -> list[Kind]:
    """A lead's part: of their own accounts, and as manager of those whose lead has left (6.2)."""
    own = Account.objects.led_by(employee)
    left = _left_to(employee, posts, today)
    led = [accounts.order_by().values("pk") for accounts in (own, left)]
    under_way = [accounts.filter(state__in=ACCESS_OPEN) for accounts in led]
    to_launch = [accounts.filter(state=AccountState.AWAITING_ACCESS) for accounts in led]
    return [
        Kind(
            "Give evidence of a condition of {title}: {detail}",
            page("accounts:condition", "about", "number"),
            CONDITION,
            [_unmet().filter(account__in=accounts, evidence="") for accounts in under_way],
        ),
        Kind(
            "Give evidence of a control of {title}: {detail}",
            page("accounts:control", "about", "number"),
            CONTROL_TO_EVIDENCE,
            [_unticked(accounts).filter(evidence="") for accounts in to_launch],
        ),
        Kind(
            "{title} needs a new lead: {detail} left",
            ACCOUNT_PAGE,
            WITHOUT_LEAD,
            [left.filter(state__in=ACCESS_OPEN).order_by(LEFT_ON, "pk")],
        ),
        Kind(
            "Add another author or administrator to {title}",
            ACCOUNT_PAGE,
            ACCOUNT,
            [_since(without_cover(own.filter(state__in=ACCESS_OPEN)))],
        ),
        Kind(
            "Add yourself to {title} again: you lead it without access",
            page("accounts:add_person", "about"),
            ACCOUNT,
            [_since(without_access(own.filter(state__in=ACCESS_OPEN)))],
        ),
        Kind(
            "Make {title} live",
            page("accounts:launch", "about"),
            ACCOUNT,
            [_since(ready_to_launch(own.filter(state=AccountState.AWAITING_ACCESS)))],
        ),
        *(
            Kind(
                text,
                REVIEW_PAGE,
                REVIEW_TO_SEND,
                [_by_due_date(Review.objects.filter(account__in=a, state=state)) for a in led],
                since=_opened,
            )
            for state, text in TO_SEND.items()
        ),
    ]


def _left_to(employee: Employee, posts: Posts, today: date) -> QuerySet[Account]:
    """Accounts without a lead, for which this person stands in as manager (1 query).

    Asked here and once: most people stand in for nobody, and then nothing more is asked about any
    of it. Whoever stands in for more than the first thousand reads of the others in the register.
    """
    left = Account.objects.without_lead(today).managed_by(employee, today, posts)
    # Whoever has returned is not asked for a new lead in their own place.
    left = left.filter(state__in=OPEN_ACCOUNTS).exclude(lead=employee)
    found = left.order_by(LEFT_ON, "pk").values_list("pk", flat=True)[:STANDS_IN_FOR]
    return Account.objects.filter(pk__in=list(found))


def without_cover(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Those of which `needs_cover` says that nobody stands in for the lead any more (6.2)."""
    return accounts.filter(~_having(Access, role__in=COVER_ROLES, state__in=HELD))


def without_access(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Those whose lead lost their access, with the attendance on which it rested (5.1)."""
    return accounts.filter(_having(Access, role=Access.Role.LEAD, state=AccessState.OFF))


def ready_to_launch(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Those, of leads who have not left, of which `missing_for_launch` says nothing (5.1, 5.7)."""
    unticked = Control.objects.filter(advice__decisions=OuterRef("decision"), ticked_at=None)
    return accounts.filter(
        ~Exists(unticked),
        _having(Access, role=Access.Role.LEAD, state=AccessState.ON),
        _having(Access, role__in=COVER_ROLES, state=AccessState.ON),
    )


def _waiting_of_lead(employee: Employee) -> list[Kind]:
    led = Account.objects.led_by(employee).order_by()
    own = led.filter(state=AccountState.AWAITING_ACCESS)
    sent = Review.objects.filter(account__in=led.values("pk"), state=ReviewState.SENT)
    return [
        Kind(
            "Communications to check a control of {title}: {detail}",
            ACCOUNT_PAGE,
            CONTROL,
            [_unticked(own.values("pk")).exclude(evidence="")],
            holder="Communications",
        ),
        Kind(
            "Review {number} of {title} to be read",
            REVIEW_PAGE,
            REVIEW_SENT,
            [sent.order_by("sent_at", "pk")],
            holder="Your manager and Communications",
        ),
    ]


def _reviews_to_read(employee: Employee, posts: Posts, today: date) -> Kind:
    to_read = [Review.objects.to_read_as_manager(employee, today, posts)]
    if posts.holds(*COMMUNICATIONS) or posts.cases_for(*COMMUNICATIONS):
        to_read.append(Review.objects.to_read_for_communications(employee, posts))
    rows = [_by_due_date(reviews) for reviews in to_read]
    return Kind("Read review {number} of {title}", REVIEW_PAGE, REVIEW_SENT, rows)


def _movers_accounts(employee: Employee, posts: Posts, today: date) -> Kind:
    """Accounts whose lead moved to another service, for the manager of the day to answer (6.2)."""
    managed = Account.objects.managed_by(employee, today, posts).order_by().values("pk")
    asked = LeadMove.objects.waiting(today).filter(account__in=managed)
    text = "{detail} moved to another service: keep, hand over or close {title}"
    return Kind(text, MOVER_PAGE, MOVED, [asked.order_by("moved_at", "pk")])


def _evidence_to_check(employee: Employee, posts: Posts) -> list[Kind]:
    """The evidence for Communications, of accounts that do not name this person."""
    named = Access.objects.filter(person=employee).order_by().values("account")
    to_launch = Account.objects.filter(state=AccountState.AWAITING_ACCESS).exclude(pk__in=named)
    conditions = _unmet().exclude(evidence="").exclude(account__in=named)
    if not posts.holds(*COMMUNICATIONS):
        acting_for = posts.cases_for(*COMMUNICATIONS)
        to_launch = to_launch.filter(case__reference__in=acting_for)
        conditions = conditions.filter(account__case__reference__in=acting_for)
    controls = _unticked(to_launch.order_by().values("pk")).exclude(evidence="")
    return [
        Kind(
            "Check the evidence of a control of {title}: {detail}",
            ACCOUNT_PAGE,
            CONTROL,
            [controls],
        ),
        Kind(
            "Check the evidence of a condition of {title}: {detail}",
            ACCOUNT_PAGE,
            CONDITION,
            [conditions],
        ),
    ]


def _accesses_to_switch(employee: Employee, posts: Posts) -> list[Kind]:
    waiting = Access.objects.for_operator(employee, posts).naming(employee).filter(names_me=False)
    return [
        Kind(text, QUEUE, ACCESS, [_since(waiting.filter(state=state))])
        for state, text in TO_SWITCH.items()
    ]


def _operators_to_appoint(today: date) -> Kind:
    stuck = Access.objects.to_switch().with_operators(today).filter(has_operator=False)
    return Kind(
        "Appoint someone to switch access for {title}",
        appoint_page(Post.ACCESS_OPERATOR),
        STUCK,
        [Account.objects.filter(pk__in=_since(stuck).values("account")[:LISTED])],
    )


def _having(model: type[Model], **conditions: Any) -> Exists:
    """Whether any row of an account's meets the conditions."""
    return Exists(model.objects.filter(account=OuterRef("pk"), **conditions))


def _unticked(accounts: QuerySet[Account]) -> QuerySet[Control]:
    """Controls that Communications has not ticked yet, of the advice the accounts rest on."""
    controls = Control.objects.filter(ticked_at=None, advice__decisions__account__in=accounts)
    return controls.order_by("evidence_at", "pk")


def _unmet() -> QuerySet[Condition]:
    return Condition.objects.filter(met_at=None).order_by("due_on", "pk")


def _since(rows: QuerySet) -> QuerySet:
    return rows.order_by("state_since", "pk")


def _by_due_date(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return reviews.order_by("due_on", "pk")


def _opened(row: Row) -> datetime:
    """When a review that is due on a day opened."""
    opened_on = row.due_on - timedelta(days=OPENS_DAYS_BEFORE)
    return datetime.combine(opened_on, time.min, tzinfo=clock.COUNCIL_TIME)
