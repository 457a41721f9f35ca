"""The small version of the drill in which a hundred people press one button at the same moment."""

from tests.pressing import check_each_at_once


def test_12_presses_at_once_do_each_of_five_deeds_once(site):
    check_each_at_once(site, 12, workers=2)
