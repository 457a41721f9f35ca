from datetime import date

import pytest

from portal.months import add_months


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 4), 0, date(2026, 11, 4)),
        (date(2026, 11, 4), 6, date(2027, 5, 4)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 1, 31), -2, date(2026, 11, 30)),
    ],
)
def test_months_are_calendar_months_cut_to_the_end_of_the_month(start, months, end):
    assert add_months(start, months) == end
