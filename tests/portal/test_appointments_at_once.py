from datetime import UTC, date, datetime

from portal import clock
from portal.models import Appointment, Post
from portal.refusals import Refused
from portal.services.appointments import appoint
from tests.databases import at_once
from tests.factories import EmployeeFactory

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 4)


def test_of_eight_made_at_once_one_stands_and_the_rest_hear_the_same_sentence(committed_db):
    def making(employee):
        def make():
            with clock.at(NOW):
                return appoint(employee=employee, post=Post.HEAD_OF_IT, starts_on=TODAY, by=None)

        return make

    answers = at_once(*(making(EmployeeFactory()) for _ in range(8)))
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refusals) == 7
    assert all("End that appointment first" in str(refusal) for refusal in refusals)
    assert Appointment.objects.count() == 1
