"""Communications' dashboard: advice, sessions and reviews."""

from datetime import date, datetime

import pytest

from cases.figures import reviews_by_half_year
from cases.models import Review, Role, Side, State
from cases.services.reviews import excuse_review, return_review
from portal import clock
from portal.models import Holiday, Post
from tests.builders import a_case_in, holder_of, the_holder
from tests.cases.accounts import (
    a_live_account,
    a_sent_review,
    an_approved_account,
    attend,
    fill_in,
    sweep,
)
from tests.cases.dashboards.reading import in_days, table_of, values_of
from tests.factories import BookingFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_communications_reads_what_waits_for_advice_and_since_when(see):
    with clock.at(in_days(-15)):
        late = a_case_in(State.ADVICE_REQUESTED, account_name="Late")
    recent = a_case_in(State.ADVICE_REQUESTED, account_name="Recent")
    a_case_in(State.AWAITING_DECISION)
    Holiday.objects.create(day=date(2026, 10, 26), name="A holiday")

    page = see(the_holder(Post.COMMUNICATIONS_MANAGER), "/communications/")

    # From Tuesday 20 October to Wednesday 4 November, less a holiday.
    assert values_of(page)["Business cases waiting for advice"] == "2"
    assert "Oldest: 10 working days" in page
    assert [row[0] for row in table_of(page, "Waiting for advice, oldest first")] == [
        f"Late {late.reference}",
        f"Recent {recent.reference}",
    ]
    assert f'href="{late.get_absolute_url()}" role="button"' in page


def test_communications_reads_who_awaits_a_session_and_the_places(see):
    cover = EmployeeFactory(name="Cover")
    account = an_approved_account(covers=[(cover, Role.AUTHOR)])
    an_approved_account(covers=[(cover, Role.AUTHOR)])
    attend(account.lead)
    BookingFactory(session=SessionFactory(starts_at=in_days(7), places=1), person=cover)
    SessionFactory(starts_at=in_days(8), places=12, place="", link="https://meet.example/1")
    SessionFactory(starts_at=in_days(-8))

    page = see(the_holder(Post.COMMUNICATIONS_MANAGER), "/communications/")

    # The cover of both accounts, and the lead of the second.
    assert values_of(page)["People awaiting a session"] == "2"
    assert table_of(page, "Places at the next sessions") == [
        ["10:42am on 11 November 2026", "Meeting room 1", "1", "Full"],
        ["10:42am on 12 November 2026", "Online", "0", "12 of 12"],
    ]


def test_communications_reads_which_reviews_came_on_time(see):
    # Due on 4 May, 11 May, 18 May and 25 May 2027: April to September 2027.
    reviews = []
    for week in range(4):
        with clock.at(in_days(7 * week)):
            reviews.append(a_live_account().reviews.get())
    on_time, late, _, excused = reviews
    with clock.at(datetime(2027, 5, 4, 23, 59, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        a_sent_review(on_time)
    with clock.at(datetime(2027, 5, 12, 9, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        a_sent_review(late)
        excuse_review(
            excused,
            reason="It began late.",
            by=the_holder(Post.COMMUNICATIONS_MANAGER),
            seen_version=Review.objects.get(pk=excused.pk).version,
        )
    communications = the_holder(Post.COMMUNICATIONS_MANAGER)
    with clock.at(datetime(2027, 5, 18, 9, tzinfo=clock.COUNCIL_TIME)):
        not_due_yet = see(communications, "/communications/")
    with clock.at(datetime(2027, 5, 19, 9, tzinfo=clock.COUNCIL_TIME)):
        overdue = see(communications, "/communications/")

    assert values_of(overdue)["Reviews received of those due this half-year"] == "2 of 3"
    assert table_of(not_due_yet, "Reviews on time, by half-year") == [
        ["Oct 2025 to Mar 2026", "0", "0", "0"],
        ["Apr to Sep 2026", "0", "0", "0"],
        ["Oct 2026 to Mar 2027", "0", "0", "0"],
        ["Apr to Sep 2027", "1", "1", "0"],
    ]
    assert table_of(overdue, "Reviews on time, by half-year")[-1] == [
        "Apr to Sep 2027",
        "1",
        "1",
        "1",
    ]
    assert 'data-chart="stacked"' in overdue


def test_a_review_returned_and_sent_again_came_when_it_was_first_sent():
    review = a_live_account().reviews.get()
    communications = the_holder(Post.COMMUNICATIONS_MANAGER)
    with clock.at(datetime(2027, 5, 4, 9, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        a_sent_review(review)
        return_review(
            review,
            side=Side.COMMUNICATIONS,
            question="Which films?",
            by=communications,
            seen_version=Review.objects.get(pk=review.pk).version,
        )
    with clock.at(datetime(2027, 5, 20, 9, tzinfo=clock.COUNCIL_TIME)):
        a_sent_review(review)

    newest = reviews_by_half_year(communications, day=date(2027, 5, 20))[-1]
    assert newest == ("Apr to Sep 2027", 1, 0, 0)


def test_a_review_half_filled_in_is_not_received():
    review = a_live_account().reviews.get()
    with clock.at(datetime(2027, 5, 10, 9, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        fill_in(review)

    newest = reviews_by_half_year(EmployeeFactory(), day=date(2027, 5, 10))[-1]
    assert newest == ("Apr to Sep 2027", 0, 0, 1)


def test_communications_reads_that_nothing_waits(see):
    page = see(holder_of(Post.COMMUNICATIONS_ADVISER), "/communications/")

    assert "No business case waits for advice." in page
    assert "No session is planned." in page
    assert "Open the oldest case" not in page
