"""Every address with a parameter, with the identifiers of others, asked by everyone."""

import pytest

from portal import clock
from portal.models import Employee
from tests.demonstration import the_demonstration
from tests.identifiers import ask_for_others


@pytest.mark.xdist_group("demonstration")
def test_everyone_asks_for_what_belongs_to_others(start_from, settings, capsys):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False

    figures = ask_for_others(Employee.objects.current(clock.today()), of_each=12)

    with capsys.disabled():
        print(f"\n{figures}")
