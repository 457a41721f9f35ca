"""Every hostile value in every field that anyone of the demonstration finds, and in addresses."""

import pytest

from portal import clock
from portal.models import Employee
from tests.demonstration import the_demonstration
from tests.hostile import VALUES, attack

# In parts, each of which takes less than the minutes after which pytest asks where a test hangs.
PARTS = [[*VALUES][part::5] for part in range(5)]


@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize("kinds", PARTS, ids=", ".join)
def test_every_field_takes_every_hostile_value(kinds, start_from, settings, capsys):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False

    figures, faults = attack(Employee.objects.current(clock.today()), kinds)

    with capsys.disabled():
        print(f"\n{kinds}: {figures}")
    assert faults == [], "\n".join(faults)
