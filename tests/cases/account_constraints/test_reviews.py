"""What the database forbids of reviews, told by raw SQL."""

from datetime import date, timedelta

import pytest

from tests.rows import (
    NOW,
    a_figure,
    a_person,
    a_review,
    an_account,
    an_acknowledgement,
    columns_of,
    delete,
    insert,
    refused,
    update,
)

pytestmark = pytest.mark.django_db

REVIEW_KEEPS = "A review keeps its account, its number and its dates."
REVIEW_ENDED = "A review that was acknowledged or excused stays as it is."
REVIEW_KEPT = "A review is never deleted."
ACKNOWLEDGEMENT_UNALTERED = "An acknowledgement is never altered; it can only be superseded, once."
ACKNOWLEDGEMENT_KEPT = "An acknowledgement is never deleted."
FIGURES_STAY = "The figures of an acknowledged review stay as they are."
LATER = NOW + timedelta(days=1)


def test_a_review_goes_back_and_forth_until_it_is_acknowledged():
    review = a_review("scheduled")
    for columns in (
        {"state": "open"},
        {"reminded": 0},
        {"what_worked": "Short films"},
        {"state": "sent"},
        {"state": "returned", "question": "Why?", "asked_by_id": a_person()},
        {"what_worked": "Long films", "content_checked_on": date(2027, 5, 3)},
        {"state": "sent", "sent_at": LATER},
        {"state": "acknowledged", "version": 2},
    ):
        update(review, **columns)


def test_a_review_keeps_its_account_its_number_and_its_dates():
    review = a_review()
    for columns in (
        {"id": 10**6},
        {"account_id": an_account()},
        {"number": 2},
        {"due_on": date(2028, 5, 4)},
        {"period_from": date(2026, 11, 5)},
    ):
        with refused(REVIEW_KEEPS):
            update(review, **columns)


@pytest.mark.parametrize("state", ["acknowledged", "excused"])
def test_a_review_that_was_acknowledged_or_excused_stays_as_it_is(state):
    review = a_review(state)
    for columns in (
        {"state": "open"},
        {"state": "sent"},
        {"content_checked_on": date(2027, 5, 2)},
        {"what_worked": "Something else"},
        {"how_aims_served": "Something else"},
        {"outcome": "close"},
        {"sent_at": LATER},
        {"first_sent_at": NOW - timedelta(days=1)},
        {"sent_by_id": a_person()},
        {"question": "Why?"},
        {"asked_by_id": a_person()},
        {"excused_reason": "Something else"},
    ):
        with refused(REVIEW_ENDED):
            update(review, **columns)


@pytest.mark.parametrize("state", ["scheduled", "acknowledged"])
def test_a_review_is_never_deleted(state):
    with refused(REVIEW_KEPT):
        delete(a_review(state))


def test_an_acknowledgement_is_superseded_once():
    acknowledgement = an_acknowledgement()
    update(acknowledgement, superseded_at=NOW)
    for columns in ({"superseded_at": None}, {"superseded_at": LATER}):
        with refused(ACKNOWLEDGEMENT_UNALTERED):
            update(acknowledgement, **columns)

    an_acknowledgement(acknowledgement.review)


def test_an_acknowledgement_is_never_altered():
    acknowledgement = an_acknowledgement()
    for columns in (
        {"id": 10**6},
        {"review_id": a_review("sent")},
        {"side": "communications"},
        {"by_id": a_person()},
        {"by_post": "Another"},
        {"at": LATER},
        {"at": LATER, "superseded_at": LATER},
    ):
        with refused(ACKNOWLEDGEMENT_UNALTERED):
            update(acknowledgement, **columns)


def test_an_acknowledgement_is_never_deleted():
    with refused(ACKNOWLEDGEMENT_KEPT):
        delete(an_acknowledgement())


def test_the_figures_of_an_acknowledged_review_stay():
    review = a_review()
    figure, other = a_figure(review), a_figure(a_review())
    row = columns_of(figure, metric="posts")
    update(figure, value=11)
    update(review, state="acknowledged")
    with refused(FIGURES_STAY):
        update(figure, value=12)
    with refused(FIGURES_STAY):
        update(figure, review_id=other.review)
    with refused(FIGURES_STAY):
        update(other, review_id=review, metric="posts")
    with refused(FIGURES_STAY):
        delete(figure)
    with refused(FIGURES_STAY):
        insert("cases_reviewfigure", **row)

    delete(other)
