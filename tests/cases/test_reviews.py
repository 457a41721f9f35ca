"""Reviews: due every six months, sent by the lead, read by two sides (6.2)."""

from datetime import date, datetime, timedelta

import pytest

from cases.account_workflow import REVIEW_MOVES, moves_open, sides_open
from cases.models import Metric, Review, ReviewState, Role, Side
from cases.services.reviews import (
    acknowledge_review,
    excuse_review,
    return_review,
    save_review,
    send_review,
    unanswered,
)
from portal import clock
from portal.models import Post, Posts, TrailEvent
from portal.refusals import Refused, Stale
from portal.services.people import record_leaving
from tests.builders import holder_of, the_holder
from tests.cases.accounts import FIGURES, a_live_account, a_sent_review, fill_in, sweep, told
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def on(day, hour=9):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.COUNCIL_TIME))


@pytest.fixture
def account(start_from):
    return start_from(a_live_account)


@pytest.fixture
def spring(account):
    """The first review is open: it is 30 days before it is due on 4 May 2027."""
    with on(date(2027, 4, 4)):
        sweep()
        yield Review.objects.get()


def reread(review):
    return Review.objects.select_related("account__lead").get(pk=review.pk)


def due_dates():
    return list(Review.objects.order_by("number").values_list("number", "due_on"))


def acknowledge(review, side, by):
    acknowledge_review(review, side=side, by=by, seen_version=reread(review).version)


def give_back(review, by, side=Side.MANAGER):
    return_review(
        review, side=side, question="Why so few posts?", by=by, seen_version=reread(review).version
    )


# Scheduled and opened


def test_a_review_opens_30_days_before_it_is_due(account):
    with on(date(2027, 4, 3)):
        sweep()
        assert Review.objects.get().state == "scheduled"
    with on(date(2027, 4, 4)):
        sweep()
        assert Review.objects.get().state == "open"


@pytest.mark.parametrize("every", [1, 30, 182, 365])
def test_two_years_have_four_reviews_however_rarely_the_sweep_runs(account, every):
    day = date(2026, 11, 4)
    while day < date(2028, 11, 5):
        with on(day):
            sweep()
        day += timedelta(days=every)
    with on(date(2028, 11, 4)):
        sweep()
    assert due_dates() == [
        (1, date(2027, 5, 4)),
        (2, date(2027, 11, 4)),
        (3, date(2028, 5, 4)),
        (4, date(2028, 11, 4)),
        (5, date(2029, 5, 4)),
    ]
    assert [r.period_from for r in Review.objects.order_by("number")] == [
        date(2026, 11, 4),
        date(2027, 5, 4),
        date(2027, 11, 4),
        date(2028, 5, 4),
        date(2028, 11, 4),
    ]
    states = list(Review.objects.order_by("number").values_list("state", flat=True))
    assert states == ["open", "open", "open", "open", "scheduled"]


def test_the_next_is_scheduled_when_one_falls_due_and_not_again_when_it_is_sent(account):
    with on(date(2027, 5, 10)):
        sweep()
        first = Review.objects.get(number=1)
        assert due_dates() == [(1, date(2027, 5, 4)), (2, date(2027, 11, 4))]
        a_sent_review(first)
        sweep()
    assert due_dates() == [(1, date(2027, 5, 4)), (2, date(2027, 11, 4))]


def test_the_next_is_scheduled_when_one_is_sent(spring):
    assert due_dates() == [(1, date(2027, 5, 4))]
    a_sent_review(spring)
    assert due_dates() == [(1, date(2027, 5, 4)), (2, date(2027, 11, 4))]


# Filled in and sent


def test_a_review_is_saved_as_it_stands_and_nothing_is_a_silent_0(spring):
    fill_in(
        spring,
        figures={Metric.FOLLOWERS: 0, Metric.REACH: None},
        content_checked_on=None,
        what_worked="",
        outcome="",
    )
    review = reread(spring)
    shown = {figure.metric: figure.shown for figure in review.figures.all()}
    assert shown == {"followers": "0", "reach": "Not available on this platform"}
    assert unanswered(review) == [
        "posts",
        "engagements",
        "link_clicks",
        "enquiries",
        "complaints",
        "content_checked_on",
        "what_worked",
        "outcome",
    ]
    with pytest.raises(Refused, match="Some questions are not answered yet"):
        send_review(review, by=review.account.lead, seen_version=review.version)


def test_a_sent_review_reaches_manager_and_communications(spring):
    review = a_sent_review(spring)

    assert (review.state, review.sent_by) == ("sent", review.account.lead)
    assert told("review_received") == [
        ("Communications Manager", "Review received: Library news"),
        ("Manager", "Review received: Library news"),
    ]
    event = TrailEvent.objects.get(event="review.send")
    assert event.changes["state"] == ["open", "sent"]
    assert event.changes["posts"] == [None, "362"]


def test_only_the_lead_fills_it_in_and_sends_it(spring):
    review = fill_in(spring)
    for other in (
        review.account.lead.line_manager,
        the_holder(Post.COMMUNICATIONS_MANAGER),
        the_holder(Post.HEAD_OF_IT),
        EmployeeFactory(),
    ):
        with pytest.raises(Refused, match="Only Applicant"):
            send_review(review, by=other, seen_version=review.version)
        with pytest.raises(Refused, match="Only Applicant"):
            save_review(
                review,
                by=other,
                seen_version=review.version,
                figures=FIGURES,
                content_checked_on=None,
                what_worked="",
                how_aims_served="",
                outcome="",
            )


def test_a_page_drawn_too_early_changes_nothing(spring):
    review = fill_in(spring)
    with pytest.raises(Stale, match="This review changed after you opened it"):
        send_review(review, by=review.account.lead, seen_version=review.version - 1)


# Read by two sides


def test_manager_and_communications_each_acknowledge_it(spring):
    review = a_sent_review(spring)
    manager, adviser = review.account.lead.line_manager, the_holder(Post.COMMUNICATIONS_MANAGER)
    acknowledge(review, Side.MANAGER, manager)
    assert reread(review).state == "sent"
    assert told("review_acknowledged") == []
    acknowledge(review, Side.COMMUNICATIONS, adviser)

    assert reread(review).state == "acknowledged"
    assert told("review_acknowledged") == [("Applicant", "Review acknowledged: Library news")]
    assert list(review.acknowledgements.values_list("side", "by__name", "by_post")) == [
        ("manager", "Manager", "Manager"),
        ("communications", "Communications Manager", "Communications Manager"),
    ]


def test_nobody_acknowledges_it_for_both_sides(spring):
    manager = spring.account.lead.line_manager
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=manager)
    review = a_sent_review(spring)
    day = clock.today()
    posts = Posts.of(manager, day)
    assert sides_open(review, by=manager, posts=posts, day=day) == [
        Side.MANAGER,
        Side.COMMUNICATIONS,
    ]
    acknowledge(review, Side.COMMUNICATIONS, manager)
    assert sides_open(reread(review), by=manager, posts=posts, day=day) == []
    with pytest.raises(Refused, match="once each"):
        acknowledge(review, Side.MANAGER, manager)


def test_the_lead_and_strangers_acknowledge_nothing(spring):
    adviser = spring.account.lead
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=adviser)
    review = a_sent_review(spring)
    for other in (adviser, EmployeeFactory(), the_holder(Post.HEAD_OF_IT)):
        for side in Side:
            with pytest.raises(Refused):
                acknowledge(review, side, other)
    with pytest.raises(Refused, match="for that side already, or is not yours"):
        acknowledge(review, Side.MANAGER, the_holder(Post.COMMUNICATIONS_MANAGER))


def test_a_returned_review_is_sent_again_and_read_again_by_both(spring):
    review = a_sent_review(spring)
    manager, adviser = review.account.lead.line_manager, the_holder(Post.COMMUNICATIONS_MANAGER)
    acknowledge(review, Side.COMMUNICATIONS, adviser)
    give_back(review, manager)
    assert (reread(review).state, reread(review).question) == ("returned", "Why so few posts?")
    assert told("review_returned") == [
        ("Applicant", "Review returned with a question: Library news")
    ]
    again = fill_in(review, what_worked="Two people were ill.")
    send_review(again, by=again.account.lead, seen_version=again.version)
    acknowledge(review, Side.MANAGER, manager)
    assert reread(review).state == "sent"
    acknowledge(review, Side.COMMUNICATIONS, adviser)
    assert reread(review).state == "acknowledged"
    assert Review.objects.count() == 2


def test_once_the_lead_has_left_their_manager_sends_it_and_the_managers_manager_reads_it(spring):
    manager, senior = spring.account.lead.line_manager, EmployeeFactory(name="Senior")
    manager.line_manager = senior
    manager.save()
    filled = fill_in(spring)
    record_leaving(filled.account.lead, on=clock.today(), by=None)
    send_review(filled, by=manager, seen_version=filled.version)

    assert ("Senior", "Review received: Library news") in told("review_received")
    with pytest.raises(Refused):
        acknowledge(filled, Side.MANAGER, manager)
    acknowledge(filled, Side.MANAGER, senior)


def test_without_a_manager_the_policy_administrator_reads_it(spring):
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    record_leaving(spring.account.lead.line_manager, on=clock.today(), by=None)
    review = a_sent_review(spring)
    acknowledge(review, Side.MANAGER, administrator)


def test_communications_excuses_a_review_with_a_reason(spring):
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)
    with pytest.raises(Refused, match="Only Communications"):
        excuse_review(spring, reason="Closed", by=spring.account.lead, seen_version=spring.version)
    excuse_review(spring, reason="The library was closed", by=adviser, seen_version=spring.version)

    review = reread(spring)
    assert (review.state, review.excused_reason) == ("excused", "The library was closed")
    assert due_dates() == [(1, date(2027, 5, 4)), (2, date(2027, 11, 4))]
    assert told("review_excused") == [
        ("Applicant", "Review excused: Library news"),
        ("Manager", "Review excused: Library news"),
    ]


def test_whoever_is_named_neither_excuses_nor_reads_for_communications():
    adviser = EmployeeFactory(name="Adviser")
    a_live_account(covers=[(adviser, Role.AUTHOR)])
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=adviser)
    with on(date(2027, 4, 4)):
        sweep()
        review = Review.objects.get()
        with pytest.raises(Refused, match="You are named"):
            excuse_review(review, reason="None", by=adviser, seen_version=review.version)
        review = a_sent_review(review)
        with pytest.raises(Refused):
            acknowledge(review, Side.COMMUNICATIONS, adviser)


# State → what the lead, the manager and Communications can each do.
EXPECTED = {
    ReviewState.SCHEDULED: (set(), set(), set()),
    ReviewState.OPEN: ({"send"}, set(), {"excuse"}),
    ReviewState.SENT: (set(), {"acknowledge", "return"}, {"acknowledge", "return"}),
    ReviewState.RETURNED: ({"send"}, set(), {"excuse"}),
    ReviewState.ACKNOWLEDGED: (set(), set(), set()),
    ReviewState.EXCUSED: (set(), set(), set()),
}


@pytest.mark.parametrize("state", ReviewState.values)
def test_moves_of_each_person(spring, state):
    review = reread(spring)
    review.state = state
    if state not in (ReviewState.SCHEDULED, ReviewState.OPEN, ReviewState.EXCUSED):
        review.sent_by = review.account.lead
    day = clock.today()

    def can(employee):
        posts = Posts.of(employee, day)
        return set(moves_open(REVIEW_MOVES, review, by=employee, posts=posts, day=day))

    manager = review.account.lead.line_manager
    people = (review.account.lead, manager, the_holder(Post.COMMUNICATIONS_MANAGER))
    assert tuple(can(person) for person in people) == EXPECTED[state]
    for other in (
        the_holder(Post.HEAD_OF_IT),
        the_holder(Post.ACCESS_OPERATOR),
        holder_of(Post.AUDITOR),
        EmployeeFactory(),
    ):
        assert can(other) == set()
