"""The sweeps of the hour: reviews scheduled, opened and reminded of, and cases that wait.

Each takes what is due from the database a few keys at a time and treats every row in a transaction
of its own, so that a worker that is killed leaves nothing half done, and memory stays the same
however much is due.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet
from django.urls import reverse

from cases.account_parties import communications_for, leads_of, managers_of
from cases.models import Access, AccountState, BusinessCase, Review, ReviewState
from cases.models.access import HELD
from cases.models.account import Account
from cases.models.case import COVER_ROLES, WAITS_FOR
from cases.models.review import OPENS_DAYS_BEFORE, WITH_LEAD
from cases.parties import answerers_of
from cases.reminder_rules import CASE_RULES, REVIEW_RULES, Recipient, Rule
from cases.services.account_locking import lock_account, lock_review
from cases.services.locking import lock_case
from cases.services.reviews import open_review, schedule_review
from portal import clock
from portal.models import Employee, Holiday, Post
from portal.services import notices
from portal.services.people import holders, managers_on_duty
from portal.working_days import add_working_days

logger = logging.getLogger(__name__)

KEYS_AT_ONCE = 200
DAYS_WITHOUT_COVER = 30
# Reviews go on while an account is suspended.
REVIEWED = (AccountState.LIVE, AccountState.SUSPENDED)


def schedule_reviews(*, today: date) -> int:
    """Schedule the next review wherever one has fallen due, however long ago (6.2)."""
    behind = Account.objects.filter(state__in=REVIEWED).exclude(reviews__due_on__gt=today)
    return each(behind, partial(_catch_up, today=today))


@transaction.atomic
def _catch_up(pk: int, *, today: date) -> int:
    account = lock_account(pk)
    last = account.reviews.order_by("number").last()
    scheduled = 0
    while last.due_on <= today:
        last = schedule_review(account, number=last.number + 1)
        scheduled += 1
    return scheduled


def open_reviews(*, today: date) -> int:
    """Open every scheduled review that is due within 30 days or was due already (6.2)."""
    to_open = Review.objects.filter(
        state=ReviewState.SCHEDULED,
        account__state__in=REVIEWED,
        due_on__lte=today + timedelta(days=OPENS_DAYS_BEFORE),
    )
    return each(to_open, _open)


def _open(pk: int) -> int:
    open_review(Review(pk=pk))
    return 1


def remind_of_reviews(*, today: date) -> int:
    """Apply the newest rule that has passed to every review that waits for its lead (6.2)."""

    def due(rule: Rule) -> QuerySet[Review]:
        return Review.objects.filter(
            state__in=WITH_LEAD,
            account__state__in=REVIEWED,
            due_on__lte=today - timedelta(days=rule.offset),
        )

    def remind(pk: int, rule: Rule) -> list[Employee]:
        review = lock_review(pk)
        people = [p for r in rule.recipients for p in _people_of_review(review, r, day=today)]
        notices.tell(
            rule.template,
            recipients=people,
            about=f"review {pk} rule {rule.offset}",
            path=review.get_absolute_url(),
            account=review.account,
            review=review,
        )
        return people

    return apply_newest(REVIEW_RULES, due, remind)


def propose_suspensions(*, today: date) -> int:
    """Propose to suspend a live account that nobody has covered for 30 days (6.2)."""
    before = clock.now() - timedelta(days=DAYS_WITHOUT_COVER)
    covers = Access.objects.filter(account=OuterRef("pk"), role__in=COVER_ROLES)
    uncovered = Account.objects.filter(
        ~Exists(covers.filter(Q(state__in=HELD) | Q(state_since__gt=before))),
        state=AccountState.LIVE,
    )
    return each(uncovered, partial(_propose_suspension, today=today))


def _propose_suspension(pk: int, *, today: date) -> int:
    account = Account.objects.select_related("lead").get(pk=pk)
    ended = account.accesses.filter(role__in=COVER_ROLES).aggregate(last=Max("state_since"))
    # The last cover may have been named again since, as a member.
    since = ended["last"] or account.state_since
    notices.tell(
        "cover_suspension_proposed",
        recipients=holders(Post.HEAD_OF_IT, Post.COMMUNICATIONS_MANAGER, day=today),
        about=f"{account.subject} without cover since {since.isoformat()}",
        path=account.get_absolute_url(),
        account=account,
    )
    return 1


def remind_of_waiting_cases(*, today: date) -> int:
    """Apply the newest rule that has passed to every case that waits for an answer (5.1, 5.7)."""
    holidays = set(Holiday.objects.filter(day__lte=today).values_list("day", flat=True))

    def due(rule: Rule) -> QuerySet[BusinessCase]:
        waiting = BusinessCase.objects.filter(
            state__in=WAITS_FOR, due_on__lte=_due_before(today, rule.offset, holidays=holidays)
        )
        # No move is open on those until they are given to someone else.
        without = BusinessCase.objects.order_by().without_applicant(today)
        return waiting.exclude(pk__in=without.values("pk"))

    def remind(pk: int, rule: Rule) -> list[Employee]:
        case = lock_case(pk)
        holding = answerers_of(case, day=today)
        people, path = holding, case.get_absolute_url()
        if Recipient.HOLDERS_MANAGER in rule.recipients:
            # They answer for the holder, and need not be a party to the case.
            people = [m for h in holding for m in managers_on_duty(h, named=None, day=today)]
            path = reverse("home")
        notices.tell(
            rule.template,
            recipients=people,
            about=f"{case.subject} since {case.state_since.isoformat()} rule {rule.offset}",
            path=path,
            case=case,
            holders=holding,
        )
        return people

    return apply_newest(CASE_RULES, due, remind)


def apply_newest(
    rules: tuple[Rule, ...],
    due: Callable[[Rule], QuerySet],
    remind: Callable[[int, Rule], list[Employee]],
) -> int:
    """Apply rules to what is due, the newest first: what had a newer rule needs no older one.

    A row's ``reminded`` is written with the notices. A rule that reaches nobody yet stays due.
    """
    reminded = 0
    for rule in sorted(rules, key=lambda rule: rule.offset, reverse=True):
        unreminded = due(rule).filter(Q(reminded=None) | Q(reminded__lt=rule.offset))
        reminded += each(unreminded, partial(_remind_once, unreminded, rule, remind))
    return reminded


@transaction.atomic
def _remind_once(
    unreminded: QuerySet, rule: Rule, remind: Callable[[int, Rule], list[Employee]], pk: int
) -> int:
    # Another worker may have been here since the keys were read.
    if not unreminded.select_for_update(of=("self",)).filter(pk=pk).first():
        return 0
    if not remind(pk, rule):
        return 0
    return unreminded.model._base_manager.filter(pk=pk).update(reminded=rule.offset)


def each(rows: QuerySet[Model], treat: Callable[[int], int]) -> int:
    """Treat rows one by one and add up what was done; one that fails holds up no other."""
    done = 0
    for pk in _keys(rows):
        try:
            done += treat(pk)
        except Exception:
            name = rows.model._meta.verbose_name
            logger.exception("%s %s failed, and is tried again in the next sweep", name, pk)
    return done


def _keys(rows: QuerySet[Model]) -> Iterator[int]:
    """The keys of rows in their order, a few at a time; rows may drop out between."""
    last = 0
    while keys := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:KEYS_AT_ONCE]
    ):
        yield from keys
        last = keys[-1]


def _people_of_review(review: Review, recipient: Recipient, *, day: date) -> list[Employee]:
    account = review.account
    match recipient:
        case Recipient.LEAD:
            return leads_of(account, day=day)
        case Recipient.MANAGER:
            return managers_of(account, day=day)
        case Recipient.COMMUNICATIONS:
            return communications_for(account, day=day)
        case Recipient.HEAD_OF_IT:
            return holders(Post.HEAD_OF_IT, day=day, case=account.case.reference)
    raise ValueError(recipient)


def _due_before(today: date, offset: int, *, holidays: set[date]) -> date:
    """The latest due date that lies that many working days in the past."""
    day = today
    while add_working_days(day, offset, holidays=holidays) > today:
        day -= timedelta(days=1)
    return day
