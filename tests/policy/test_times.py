from datetime import time

import pytest
from django.core.exceptions import ValidationError

from policy.forms.times import ClockTime


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10am", time(10)),
        ("10:30am", time(10, 30)),
        ("2.15 PM", time(14, 15)),
        ("12am", time(0)),
        ("12:05pm", time(12, 5)),
        ("14:15", time(14, 15)),
        ("09:00", time(9)),
        ("midday", time(12)),
        (" 9 a.m. ", time(9)),
    ],
)
def test_times_as_people_write_them(typed, meant):
    assert ClockTime(label="Start").clean(typed) == meant


@pytest.mark.parametrize("typed", ["", "10", "25:00", "13pm", "0am", "10:60", "soon", "10:30xm"])
def test_what_is_no_time(typed):
    with pytest.raises(ValidationError):
        ClockTime(label="Start").clean(typed)
