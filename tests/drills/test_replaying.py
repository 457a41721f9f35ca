"""Every form that anyone of the demonstration finds, posted by everyone."""

import pytest

from portal import clock
from portal.models import Employee
from tests.demonstration import the_demonstration
from tests.replaying import replay

# In parts, each of which takes less than the minutes after which pytest asks where a test hangs.
PARTS = 4


@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_form_is_posted_by_everyone(part, start_from, settings, capsys):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False
    everyone = list(Employee.objects.current(clock.today()).order_by("pk"))

    figures = replay(everyone[part::PARTS], everyone)

    with capsys.disabled():
        print(f"\n{figures}")
