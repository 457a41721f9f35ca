"""Every form that anyone of the demonstration finds, posted by everyone."""

import pytest

from portal import clock
from portal.models import Employee
from tests.demonstration import the_demonstration
from tests.replaying import replay


@pytest.mark.xdist_group("demonstration")
def test_every_form_is_posted_by_everyone(start_from, settings, capsys):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False
    everyone = list(Employee.objects.current(clock.today()))

    figures = replay(everyone, everyone)

    with capsys.disabled():
        print(f"\n{figures}")
