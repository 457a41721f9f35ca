"""Half-years are counted from the day an account went live (6.2), dates stated by hand."""

from datetime import date
from decimal import Decimal

import pytest

from cases.periods import daily_rate, review_due_on


@pytest.mark.parametrize(
    ("live_on", "expected"),
    [
        (date(2026, 11, 4), [date(2027, 5, 4), date(2027, 11, 4), date(2028, 5, 4)]),
        # A short month moves one review and no other.
        (date(2026, 8, 31), [date(2027, 2, 28), date(2027, 8, 31), date(2028, 2, 29)]),
        (date(2026, 12, 31), [date(2027, 6, 30), date(2027, 12, 31), date(2028, 6, 30)]),
        (date(2028, 2, 29), [date(2028, 8, 29), date(2029, 2, 28), date(2029, 8, 29)]),
        (date(2027, 8, 29), [date(2028, 2, 29), date(2028, 8, 29), date(2029, 2, 28)]),
    ],
)
def test_reviews_are_due_every_six_months_from_the_anchor(live_on, expected):
    assert [review_due_on(live_on, number) for number in (1, 2, 3)] == expected


def test_the_period_before_the_first_review_begins_on_the_live_day():
    assert review_due_on(date(2026, 8, 31), 0) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("posts", "start", "end", "expected"),
    [
        (362, date(2026, 11, 4), date(2027, 5, 4), "2"),
        (0, date(2026, 11, 4), date(2027, 5, 4), "0"),
        (26, date(2026, 11, 4), date(2027, 5, 4), "0.144"),
        (3, date(2026, 11, 4), date(2026, 11, 4), "3"),
    ],
)
def test_the_actual_rate_is_posts_a_day(posts, start, end, expected):
    assert daily_rate(posts, start=start, end=end) == Decimal(expected)
