"""Someone who acts for one case stops when the case needs them no more."""

import pytest

from cases.models import State
from cases.services.acting import end_acting
from portal import clock
from portal.models import Appointment, Post, TrailEvent
from tests.builders import a_case_in
from tests.factories import AppointmentFactory

pytestmark = pytest.mark.django_db


def acting_for(case, post):
    return AppointmentFactory(post=post, acting=True, for_case=case.reference)


@pytest.mark.parametrize(
    ("state", "still_acting"),
    [
        (State.AWAITING_DECISION, {"head_of_it", "access_operator"}),
        (State.APPROVED, {"access_operator"}),
        (State.REJECTED, set()),
        (State.WITHDRAWN, set()),
    ],
)
def test_acting_for_a_case_ends_with_it(state, still_acting, start_from):
    case = start_from(a_case_in, state)
    acting_for(case, Post.HEAD_OF_IT)
    acting_for(case, Post.ACCESS_OPERATOR)

    ended = end_acting(today=clock.today())

    standing = Appointment.objects.filter(for_case=case.reference, ends_on=None)
    assert set(standing.values_list("post", flat=True)) == still_acting
    assert ended == 2 - len(still_acting)
    assert TrailEvent.objects.filter(event="appointment.ended").count() == ended
    assert end_acting(today=clock.today()) == 0
