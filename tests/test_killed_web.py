"""The small version of the drill in which web processes are killed while cases are sent."""

from tests.killing_web import kill_web


def test_a_sending_whose_process_is_killed_is_whole_or_not_at_all(site):
    figures = kill_web(site, kills=6, sendings=2)

    assert figures["torn"] == 0
    assert figures["sent"] == 2
