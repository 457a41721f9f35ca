from datetime import date

import pytest

from portal.working_days import add_working_days, is_working_day, working_days_between

CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28)}


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 6), True),  # a Friday
        (date(2026, 11, 7), False),
        (date(2026, 11, 8), False),
        (date(2026, 11, 9), True),
        (date(2026, 12, 25), False),  # a Friday, and closed
    ],
)
def test_working_days_are_monday_to_friday_less_holidays(day, works):
    assert is_working_day(day, holidays=CHRISTMAS) is works


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 4), 10, date(2026, 11, 18)),  # Wednesday to Wednesday in two weeks
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # counted from a Saturday
        (date(2026, 11, 4), 0, date(2026, 11, 4)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over Christmas, the 28th closed too
    ],
)
def test_a_due_date_counts_working_days_after_the_start(start, days, due):
    assert add_working_days(start, days, holidays=CHRISTMAS) == due


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 4), date(2026, 11, 4), 0),
        (date(2026, 11, 4), date(2026, 11, 5), 1),
        (date(2026, 11, 6), date(2026, 11, 9), 1),  # Friday to Monday
        (date(2026, 12, 24), date(2026, 12, 29), 1),
        (date(2026, 11, 5), date(2026, 11, 4), 0),
    ],
)
def test_working_days_between_leave_out_the_start_and_count_the_end(start, end, days):
    assert working_days_between(start, end, holidays=CHRISTMAS) == days
