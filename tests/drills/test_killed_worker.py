"""20 times SIGKILL of the worker and 3 times of the beat while 500 reminders go out."""

from tests.killing import kill_workers


def test_500_reminders_survive_23_kills(site, settings, capsys):
    settings.CLOCK_MOVABLE = True

    figures = kill_workers(site, kills=20, beats=3, reviews=125)

    with capsys.disabled():
        print(f"\n{figures}")
    assert figures["notices"] == 500
    assert figures["most notices to one person of one review"] == 1
    assert figures["lost"] == 0
    assert figures["reviews reminded"] == 125
