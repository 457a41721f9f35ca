"""A hundred people press one button at the same moment: five buttons, four processes."""

from tests.pressing import check_each_at_once


def test_100_presses_at_once_do_each_of_five_deeds_once(site, capsys):
    figures = check_each_at_once(site, 100, workers=4)

    with capsys.disabled():
        print("", *figures, sep="\n")
