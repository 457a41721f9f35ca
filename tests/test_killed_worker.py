"""The small version of the drill in which workers are killed while reminders go out."""

from tests.killing import kill_workers


def test_reminders_survive_a_killed_worker(site, settings):
    settings.CLOCK_MOVABLE = True

    figures = kill_workers(site, kills=1, beats=1, reviews=6)

    assert figures["notices"] == 24
    assert figures["most notices to one person of one review"] == 1
    assert figures["lost"] == 0
    assert figures["reviews reminded"] == 6
