from datetime import UTC, date, datetime, timedelta

import pytest

from portal import clock
from portal.models import ClockOffset


def test_the_day_is_the_councils_in_summer_time():
    # Half past midnight in London, still the day before in UTC.
    with clock.at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)


def test_the_day_is_the_councils_in_winter():
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 31)


def test_the_clock_is_the_real_one_again_after_it_was_set():
    with clock.at(datetime(2020, 1, 1, tzinfo=UTC)):
        pass
    assert clock.now() > datetime(2025, 1, 1, tzinfo=UTC)


def test_the_clock_does_not_move_outside_the_demonstration(settings):
    assert settings.CLOCK_MOVABLE is False
    with pytest.raises(RuntimeError, match="only in the demonstration"):
        clock.move_forward(timedelta(days=1))


@pytest.fixture
def movable_clock(db, settings, monkeypatch):
    settings.CLOCK_MOVABLE = True
    monkeypatch.setattr(clock, "_offset", None)


def test_moving_the_clock_adds_up(movable_clock):
    real = datetime.now(tz=UTC)
    clock.move_forward(timedelta(days=7))
    clock.move_forward(timedelta(days=1))
    ahead = clock.now() - real
    assert timedelta(days=8) <= ahead < timedelta(days=8, minutes=1)


def test_the_clock_moves_forward_only(movable_clock):
    with pytest.raises(ValueError, match="forward"):
        clock.move_forward(timedelta(days=-1))


def test_the_clock_follows_what_another_process_moved(movable_clock, monkeypatch):
    before = clock.now()
    ClockOffset.objects.create(pk=1, offset=timedelta(days=30))
    monkeypatch.setattr(clock, "OFFSET_KEPT_FOR", 0)
    assert clock.now() - before > timedelta(days=29)
