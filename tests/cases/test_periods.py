"""Half-years are counted from the day an account went live (6.2), dates stated by hand."""

from datetime import date
from decimal import Decimal

import pytest

from cases.periods import daily_rate, half_year_of, half_years_to, review_due_on


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


@pytest.mark.parametrize(
    ("day", "first", "last", "said"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 9, 30), "Apr to Sep 2026"),
        (date(2026, 9, 30), date(2026, 4, 1), date(2026, 9, 30), "Apr to Sep 2026"),
        (date(2026, 10, 1), date(2026, 10, 1), date(2027, 3, 31), "Oct 2026 to Mar 2027"),
        (date(2027, 3, 31), date(2026, 10, 1), date(2027, 3, 31), "Oct 2026 to Mar 2027"),
    ],
)
def test_a_council_counts_reviews_by_half_years_from_april(day, first, last, said):
    half_year = half_year_of(day)

    assert half_year == (first, last)
    assert str(half_year) == said


def test_the_half_years_that_came_before_it():
    assert [str(one) for one in half_years_to(date(2026, 11, 4), count=3)] == [
        "Oct 2025 to Mar 2026",
        "Apr to Sep 2026",
        "Oct 2026 to Mar 2027",
    ]
