"""What the home page says of accounts: what needs a person now, and whom they wait for."""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from cases.duties import LISTED
from cases.models import (
    Access,
    AccessState,
    Account,
    AccountState,
    Condition,
    Control,
    Review,
    ReviewState,
)
from cases.services.access import needs_cover
from cases.services.accounts import missing_for_launch
from policy.services.awareness import next_bookings
from portal import clock
from portal.duties import Duty
from portal.models import Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS

OPEN_ACCOUNTS = (AccountState.AWAITING_ACCESS, AccountState.LIVE, AccountState.SUSPENDED)


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Duty]:
    """What needs this person now: as a person named, as lead, as manager, and by their posts."""
    found = _sessions_to_book(employee, today)
    for account in _accounts_led(employee, posts, today):
        found += _duties_of_lead(account, today)
    found += _reviews_to_send(employee, posts, today)
    found += _reviews_to_read(employee, posts, today)
    if posts.holds(*COMMUNICATIONS) or posts.cases_for(*COMMUNICATIONS):
        found += _evidence_to_check(employee, posts)
    if posts.holds(Post.ACCESS_OPERATOR) or posts.cases_for(Post.ACCESS_OPERATOR):
        found += _accesses_to_switch(employee, posts)
    if posts.holds(Post.POLICY_ADMINISTRATOR):
        found += _operators_to_appoint(today)
    return found


def waiting(*, employee: Employee, posts: Posts, today: date) -> list[Duty]:
    """What the person's own accounts and accesses wait for from others."""
    accesses = Access.objects.filter(person=employee, state=AccessState.READY)
    found = [
        Duty(
            text=f"Your access to {access.account} to be switched on",
            url=access.account.get_absolute_url(),
            since=access.state_since,
            holder=Post.ACCESS_OPERATOR.label,
        )
        for access in _oldest(accesses.select_related("account"), "state_since")
    ]
    to_tick = _unticked().filter(_of_account("lead", employee), ~Q(evidence=""))
    found += [
        _control_duty(control, "Communications to check a control of {account}", "Communications")
        for control in _oldest(to_tick, "evidence_at")
    ]
    sent = Review.objects.filter(state=ReviewState.SENT, account__lead=employee)
    return found + [
        Duty(
            text=f"Review {review.number} of {review.account} to be read",
            url=review.get_absolute_url(),
            since=review.sent_at,
            holder="Your manager and Communications",
        )
        for review in _oldest(sent.select_related("account"), "sent_at")
    ]


def _sessions_to_book(employee: Employee, today: date) -> list[Duty]:
    needed = Access.objects.filter(
        person=employee, state=AccessState.NEEDS_SESSION, account__state__in=OPEN_ACCOUNTS
    )
    accesses = list(_oldest(needed.select_related("account"), "state_since"))
    if accesses and next_bookings([employee.pk], clock.now()):
        return []
    return [
        Duty(
            text=f"Book an awareness session for {access.account}",
            url=reverse("awareness:list"),
            since=access.state_since,
        )
        for access in accesses
    ]


def _led_by(employee: Employee, posts: Posts, today: date) -> Q:
    """Accounts whose lead's part is this person's: their own, and as manager of one who left."""
    managed = Account.objects.order_by().managed_by(employee, today, posts)
    return Q(lead=employee) | Q(lead__left_on__lte=today, pk__in=managed.values("pk"))


def _accounts_led(employee: Employee, posts: Posts, today: date) -> QuerySet[Account]:
    accounts = Account.objects.filter(
        _led_by(employee, posts, today), state__in=(AccountState.AWAITING_ACCESS, AccountState.LIVE)
    ).select_related("lead", "decision__advice")
    related = (
        "accesses",
        "decision__advice__controls",
        Prefetch("conditions", Condition.objects.filter(met_at=None, evidence="")),
    )
    return _oldest(accounts.prefetch_related(*related), "state_since")


def _duties_of_lead(account: Account, today: date) -> list[Duty]:
    page, since = account.get_absolute_url(), account.state_since
    found = [
        Duty(
            text=f"Give evidence of a condition of {account}: {condition.text}",
            url=reverse("accounts:condition", args=[account.pk, condition.pk]),
            since=condition.set_at,
            due_on=condition.due_on,
        )
        for condition in account.conditions.all()
    ]
    if account.lead.has_left(today):
        found.append(
            Duty(f"{account} needs a new lead: {account.lead} has left", url=page, since=since)
        )
    elif needs_cover(account):
        found.append(Duty(f"Add another author or administrator to {account}", page, since))
    if account.state != AccountState.AWAITING_ACCESS:
        return found
    found += [
        Duty(
            text=f"Give evidence of a control of {account}: {control.text}",
            url=reverse("accounts:control", args=[account.pk, control.pk]),
            since=since,
        )
        for control in account.decision.advice.controls.all()
        if not control.evidence
    ]
    if not missing_for_launch(account, day=today):
        launch = reverse("accounts:launch", args=[account.pk])
        found.append(Duty(f"Make {account} live", url=launch, since=since))
    return found


def _reviews_to_send(employee: Employee, posts: Posts, today: date) -> list[Duty]:
    led = Account.objects.order_by().filter(_led_by(employee, posts, today))
    reviews = Review.objects.filter(
        account__in=led.values("pk"), state__in=(ReviewState.OPEN, ReviewState.RETURNED)
    )
    words = {
        ReviewState.OPEN: "Send review {number} of {account}",
        ReviewState.RETURNED: "Answer the question about review {number} of {account}",
    }
    return [_review_duty(review, words[review.state]) for review in _by_due_date(reviews)]


def _reviews_to_read(employee: Employee, posts: Posts, today: date) -> list[Duty]:
    to_read = Review.objects.to_read_as_manager(employee, today, posts)
    found = {review.pk: review for review in _by_due_date(to_read)}
    if posts.holds(*COMMUNICATIONS) or posts.cases_for(*COMMUNICATIONS):
        for_communications = Review.objects.to_read_for_communications(employee, posts)
        found |= {review.pk: review for review in _by_due_date(for_communications)}
    return [
        Duty(
            text=f"Read review {review.number} of {review.account}",
            url=review.get_absolute_url(),
            since=review.sent_at,
        )
        for review in found.values()
    ]


def _evidence_to_check(employee: Employee, posts: Posts) -> list[Duty]:
    named = Access.objects.filter(person=employee).order_by().values("account")
    theirs = ~_of_account("pk__in", named)
    if not posts.holds(*COMMUNICATIONS):
        acting_for = posts.cases_for(*COMMUNICATIONS)
        theirs &= _of_account("case__reference__in", acting_for)
    controls = _unticked().filter(theirs, ~Q(evidence=""))
    found = [
        _control_duty(control, "Check the evidence of a control of {account}")
        for control in _oldest(controls, "evidence_at")
    ]
    conditions = Condition.objects.filter(met_at=None).exclude(evidence="")
    conditions = conditions.exclude(account__in=named).select_related("account")
    if not posts.holds(*COMMUNICATIONS):
        conditions = conditions.filter(account__case__reference__in=acting_for)
    return found + [
        Duty(
            text=f"Check the evidence of a condition of {condition.account}",
            url=condition.account.get_absolute_url(),
            since=condition.set_at,
            due_on=condition.due_on,
        )
        for condition in _oldest(conditions, "due_on")
    ]


def _accesses_to_switch(employee: Employee, posts: Posts) -> list[Duty]:
    accesses = Access.objects.for_operator(employee, posts).naming(employee).filter(names_me=False)
    words = {
        AccessState.READY: "Switch on {person}'s access to {account}",
        AccessState.TO_REMOVE: "Remove {person}'s access to {account}",
    }
    return [
        Duty(
            text=words[access.state].format(person=access.person, account=access.account),
            url=reverse("access:queue"),
            since=access.state_since,
        )
        for access in _oldest(accesses.select_related("person", "account"), "state_since")
    ]


def _operators_to_appoint(today: date) -> list[Duty]:
    stuck = Access.objects.to_switch().with_operators(today).filter(has_operator=False)
    accounts = {a.account: a for a in _oldest(stuck.select_related("account__case"), "state_since")}
    return [
        Duty(
            text=f"Appoint someone to switch access for {account}",
            url=_appoint_url(account),
            since=access.state_since,
        )
        for account, access in accounts.items()
    ]


def _appoint_url(account: Account) -> str:
    query = urlencode({"post": Post.ACCESS_OPERATOR, "case": account.case.reference})
    return f"{reverse('appointment_new')}?{query}"


def _unticked() -> QuerySet[Control]:
    """Controls that are not ticked, of approved accounts that are still to go live."""
    return Control.objects.filter(
        ticked_at=None, advice__decisions__account__state=AccountState.AWAITING_ACCESS
    ).select_related("advice__case__account")


def _of_account(path: str, value: Any) -> Q:
    return Q(**{f"advice__decisions__account__{path}": value})


def _control_duty(control: Control, words: str, holder: str = "") -> Duty:
    account = control.advice.case.account
    return Duty(
        text=words.format(account=account),
        url=account.get_absolute_url(),
        since=control.evidence_at,
        holder=holder,
    )


def _review_duty(review: Review, words: str) -> Duty:
    return Duty(
        text=words.format(number=review.number, account=review.account),
        url=review.get_absolute_url(),
        since=datetime.combine(review.opens_on, time.min, tzinfo=clock.COUNCIL_TIME),
        due_on=review.due_on,
    )


def _by_due_date(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return _oldest(reviews.select_related("account"), "due_on")


def _oldest(rows: QuerySet, key: str) -> QuerySet:
    """The home page lists the oldest of each kind."""
    return rows.order_by(key, "pk")[:LISTED]
