"""Every address with a parameter, with the identifiers of others, asked by everyone."""

import pytest

from portal import clock
from portal.models import Employee
from tests.demonstration import the_demonstration
from tests.identifiers import ask_for_others

# In parts, each of which takes less than the minutes after which pytest asks where a test hangs.
PARTS = 4


@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize("part", range(PARTS))
def test_everyone_asks_for_what_belongs_to_others(part, start_from, settings, capsys):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False

    people = Employee.objects.current(clock.today()).order_by("pk")[part::PARTS]
    figures = ask_for_others(people, of_each=12)

    with capsys.disabled():
        print(f"\n{figures}")
