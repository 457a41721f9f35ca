"""The small version of the drill in which everyone asks for what belongs to others."""

import pytest

from portal.models import Employee
from tests.demonstration import the_demonstration
from tests.identifiers import ask_for_others


@pytest.mark.once
@pytest.mark.xdist_group("demonstration")
def test_what_belongs_to_others_does_not_exist(start_from, settings):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False

    ask_for_others(Employee.objects.filter(email__startswith="sorcha@"), of_each=1)
