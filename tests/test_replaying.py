"""The small version of the drill in which every form is posted by everyone."""

import pytest

from portal.models import Employee, Post
from tests.builders import the_holder
from tests.demonstration import the_demonstration
from tests.replaying import replay


@pytest.mark.once
@pytest.mark.xdist_group("demonstration")
def test_a_form_of_each_kind_is_posted_by_two_others(start_from, settings):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False
    head = the_holder(Post.HEAD_OF_IT)
    applicant = Employee.objects.get(email="ailsa@demonstration.example")
    others = [head, Employee.objects.get(email="sorcha@demonstration.example")]

    replay([applicant, head], others, one_of_each_kind=True)
