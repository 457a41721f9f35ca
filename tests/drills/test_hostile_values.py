"""Every hostile value in every field that anyone of the demonstration finds, and in addresses."""

import pytest

from portal import clock
from portal.models import Employee
from tests.demonstration import the_demonstration
from tests.hostile import attack


@pytest.mark.xdist_group("demonstration")
def test_every_field_takes_every_hostile_value(start_from, settings, capsys):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False

    figures, faults = attack(Employee.objects.current(clock.today()))

    with capsys.disabled():
        print(f"\n{figures}")
    assert faults == [], "\n".join(faults)
