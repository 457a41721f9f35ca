"""The half-years of a live account, anchored to the day it went live (6.2), and the council's."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cases.models import Metric, Review
from portal import clock
from portal.months import add_months

MONTHS_BETWEEN_REVIEWS = 6


def review_due_on(live_on: date, number: int) -> date:
    """When the account's review of that number is due: live date + n times 6 months.

    Counted from the anchor each time, so that a short month moves one review and no other.
    """
    return add_months(live_on, number * MONTHS_BETWEEN_REVIEWS)


def daily_rate(posts: int, *, start: date, end: date) -> Decimal:
    """How many posts a day were published from a start to an end; one day at the least."""
    days = max(1, (end - start).days)
    return (Decimal(posts) / days).quantize(Decimal("0.001"))


def actual_daily_rate(review: Review, *, day: date) -> Decimal | None:
    """The actual update rate of a review's period so far; None where posts are not counted."""
    figures = {figure.metric: figure.value for figure in review.figures.all()}
    posts = figures.get(Metric.POSTS)
    if posts is None:
        return None
    written_on = clock.date_of(review.sent_at) if review.sent_at else day
    return daily_rate(posts, start=review.period_from, end=min(written_on, review.due_on))


class HalfYear(NamedTuple):
    """Half of a council's year, April to March: by these, reviews are counted."""

    first: date
    last: date

    def __str__(self) -> str:
        starts = "%b" if self.first.year == self.last.year else "%b %Y"
        return f"{self.first:{starts}} to {self.last:%b %Y}"


def half_year_of(day: date) -> HalfYear:
    """The half-year in which a day lies."""
    if day.month < 4:
        first = date(day.year - 1, 10, 1)
    else:
        first = date(day.year, 4 if day.month < 10 else 10, 1)
    return HalfYear(first, add_months(first, 6) - timedelta(days=1))


def half_years_to(day: date, *, count: int) -> list[HalfYear]:
    """The half-year in which a day lies, after those that came before it."""
    newest = half_year_of(day).first
    return [half_year_of(add_months(newest, -6 * back)) for back in reversed(range(count))]
