"""Reminders: the newest rule that has passed, each once, to whom it reaches (6.2, 5.7)."""

from datetime import date, datetime, timedelta

import pytest

from cases.models import Access, Review, State
from cases.services import reminders
from cases.services.access import switch_access
from cases.services.moves import move_case
from cases.services.reminders import remind_of_reviews, remind_of_waiting_cases
from portal import clock
from portal.models import Holiday, Notice, Post
from portal.services.people import record_leaving
from tests import rows
from tests.builders import a_case_in, holder_of, the_holder
from tests.cases.accounts import a_live_account, a_sent_review, access_of, sweep
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

LEAD_AND_MANAGER = ["Applicant", "Manager"]
AND_COMMUNICATIONS = ["Applicant", "Communications Manager", "Manager"]
AND_HEAD_OF_IT = [
    "Applicant",
    "Communications Manager",
    "Head of IT & Customer Services",
    "Manager",
]
DUE = date(2027, 5, 4)


def on(day):
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.COUNCIL_TIME))


def reminders_on(day):
    """Who is reminded by the sweeps of a day, with the subject line."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with on(day):
        sweep()
        remind_of_reviews(today=day)
        remind_of_waiting_cases(today=day)
    new = Notice.objects.exclude(pk__in=before)
    return sorted(new.values_list("recipient__name", "subject"))


def all_told(names, subject):
    return [(name, f"{subject}: Library news") for name in names]


# Reviews


def test_every_rule_on_its_day(start_from):
    start_from(a_live_account)
    expected = {
        date(2027, 4, 4): all_told(LEAD_AND_MANAGER, "Review due by 4 May 2027"),
        date(2027, 4, 27): all_told(LEAD_AND_MANAGER, "Review due by 4 May 2027"),
        date(2027, 5, 4): all_told(LEAD_AND_MANAGER, "Review due today"),
        date(2027, 5, 11): all_told(LEAD_AND_MANAGER, "Review overdue since 4 May 2027"),
        date(2027, 5, 18): all_told(AND_COMMUNICATIONS, "Review overdue since 4 May 2027"),
        date(2027, 6, 3): all_told(
            AND_HEAD_OF_IT, "Suspension proposed, review overdue since 4 May 2027"
        ),
    }
    found = {}
    day = date(2027, 3, 30)
    while day < date(2027, 6, 20):
        if reminded := reminders_on(day):
            found[day] = reminded
        day += timedelta(days=1)
    assert found == expected


@pytest.mark.parametrize(
    ("first_day", "names", "subject"),
    [
        # Off for a few days: the rule of 30 days before is not lost.
        (date(2027, 4, 10), LEAD_AND_MANAGER, "Review due by 4 May 2027"),
        # Off for longer: only the newest rule that has passed.
        (date(2027, 5, 3), LEAD_AND_MANAGER, "Review due by 4 May 2027"),
        (date(2027, 5, 20), AND_COMMUNICATIONS, "Review overdue since 4 May 2027"),
        (
            date(2027, 7, 30),
            AND_HEAD_OF_IT,
            "Suspension proposed, review overdue since 4 May 2027",
        ),
    ],
)
def test_a_missed_day_loses_nothing_and_a_backlog_sends_the_newest_rule(
    first_day, names, subject, start_from
):
    start_from(a_live_account)
    assert reminders_on(first_day) == all_told(names, subject)
    assert reminders_on(first_day) == []


def test_off_for_a_year_each_overdue_review_is_reminded_of_once(start_from):
    start_from(a_live_account)
    reminded = reminders_on(date(2027, 11, 10))
    assert reminded == sorted(
        all_told(AND_HEAD_OF_IT, "Suspension proposed, review overdue since 4 May 2027")
        + all_told(LEAD_AND_MANAGER, "Review due today")
    )
    assert reminders_on(date(2027, 11, 10)) == []


def test_a_review_that_was_sent_is_reminded_of_no_more_until_it_comes_back(start_from):
    start_from(a_live_account)
    with on(date(2027, 4, 10)):
        sweep()
        review = a_sent_review(Review.objects.get())
    assert reminders_on(date(2027, 5, 12)) == []
    Review.objects.filter(pk=review.pk).update(state="returned")
    assert reminders_on(date(2027, 5, 12)) == all_told(
        LEAD_AND_MANAGER, "Review overdue since 4 May 2027"
    )


def test_once_the_lead_has_left_the_manager_is_reminded_in_their_place(start_from):
    account = start_from(a_live_account)
    record_leaving(account.lead, on=clock.today(), by=None)
    assert reminders_on(DUE) == all_told(["Manager"], "Review due today")


def test_more_reviews_than_are_read_at_once(monkeypatch):
    monkeypatch.setattr(reminders, "KEYS_AT_ONCE", 2)
    for _ in range(5):
        a_live_account(manager=EmployeeFactory(name="Manager"))
    assert len(reminders_on(date(2027, 4, 4))) == 10
    assert reminders_on(date(2027, 4, 4)) == []


# Cases that wait for an answer


@pytest.mark.parametrize(
    ("state", "word", "post"),
    [
        (State.ADVICE_REQUESTED, "Advice", Post.COMMUNICATIONS_MANAGER),
        (State.AWAITING_DECISION, "Decision", Post.HEAD_OF_IT),
    ],
)
def test_the_holder_is_reminded_and_then_their_manager(state, word, post):
    holder = the_holder(post)
    holder.line_manager = EmployeeFactory(name="Chief executive")
    holder.save()
    case = a_case_in(state)
    # Wednesday 4 November and 10 working days.
    assert case.due_on == date(2026, 11, 18)
    Holiday.objects.create(day=date(2026, 11, 23), name="A closed Monday")
    overdue = f"{word} overdue since 18 November 2026"
    expected = {
        date(2026, 11, 18): all_told([post.label], f"{word} due today"),
        # 5 working days and the holiday.
        date(2026, 11, 26): all_told([post.label], overdue),
        date(2026, 12, 3): all_told(["Chief executive"], overdue),
    }
    found = {}
    for n in range(40):
        day = date(2026, 11, 10) + timedelta(days=n)
        if reminded := reminders_on(day):
            found[day] = reminded
    assert found == expected


def test_each_wait_has_its_own_reminders(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    assert len(reminders_on(date(2026, 11, 18))) == 1
    with on(date(2026, 11, 18)):
        move_case(case, "take_back", by=case.applicant, seen_version=case.version)
        assert reminders_on(date(2026, 12, 20)) == []
        case.refresh_from_db()
        move_case(case, "send", by=case.applicant, seen_version=case.version, declared=True)
    case.refresh_from_db()
    assert case.due_on == date(2026, 12, 2)
    assert reminders_on(date(2026, 12, 2)) == all_told(
        ["Communications Manager"], "Advice due today"
    )


def test_a_rule_that_reaches_nobody_yet_stays_due():
    the_holder(Post.COMMUNICATIONS_MANAGER)
    case = a_case_in(State.AWAITING_DECISION)
    head = the_holder(Post.HEAD_OF_IT)
    record_leaving(head, on=date(2026, 11, 5), by=None)
    assert reminders_on(date(2026, 11, 18)) == []
    AppointmentFactory(
        employee=EmployeeFactory(name="Acting head"),
        post=Post.HEAD_OF_IT,
        acting=True,
        for_case=case.reference,
    )
    assert reminders_on(date(2026, 11, 19)) == all_told(["Acting head"], "Decision due today")


def test_a_policy_administrator_stands_in_for_a_holder_without_a_manager():
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    a_case_in(State.AWAITING_DECISION)
    assert reminders_on(date(2026, 12, 10)) == all_told(
        [administrator.name], "Decision overdue since 18 November 2026"
    )


# Cover


def test_an_account_without_cover_for_30_days_is_proposed_for_suspension_once(start_from):
    account = start_from(a_live_account)
    record_leaving(access_of(account, "administrator").person, on=clock.today(), by=None)
    today = clock.today()

    for days in (29, 30, 31):
        with on(today + timedelta(days=days)):
            reminders.propose_suspensions(today=today + timedelta(days=days))

    told = Notice.objects.filter(key__startswith="cover_suspension_proposed|")
    assert sorted(told.values_list("recipient__name", flat=True)) == [
        "Communications Manager",
        "Head of IT & Customer Services",
    ]
    assert clock.date_of(told.first().created_at) > today
    assert told.first().subject == "Suspension proposed, no cover for 30 days: Library news"


def test_an_account_with_cover_is_not_proposed(start_from):
    start_from(a_live_account)

    later = clock.today() + timedelta(days=60)
    with on(later):
        assert reminders.propose_suspensions(today=later) == 0


def test_a_last_cover_named_again_as_a_member_is_no_cover(start_from):
    account = start_from(a_live_account)
    Access.objects.filter(account=account, role="administrator").update(role="member")

    later = clock.today() + timedelta(days=60)
    with on(later):
        assert reminders.propose_suspensions(today=later) == 1


def test_one_that_fails_holds_up_no_other(caplog):
    without_review = rows.a_live_account()
    a_live_account()

    with on(DUE):
        assert reminders.schedule_reviews(today=DUE) == 1
    assert f"account {without_review.pk} failed" in caplog.text


def test_switching_off_the_last_cover_does_not_start_the_30_days_again(start_from):
    account = start_from(a_live_account)
    access = access_of(account, "administrator")
    record_leaving(access.person, on=clock.today(), by=None)
    today = clock.today()
    with on(today + timedelta(days=20)):
        switch_access(access, on=False, by=the_holder(Post.ACCESS_OPERATOR))

    for days in (31, 51):
        with on(today + timedelta(days=days)):
            reminders.propose_suspensions(today=today + timedelta(days=days))

    assert Notice.objects.filter(key__startswith="cover_suspension_proposed|").count() == 2
