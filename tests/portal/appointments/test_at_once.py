from datetime import UTC, date, datetime

from portal import clock
from portal.models import Appointment, Post
from portal.refusals import Refused
from portal.services.appointments import appoint, extend_appointment, hand_over
from tests.databases import at_once
from tests.factories import AppointmentFactory, EmployeeFactory

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


def test_however_many_hand_over_extend_and_appoint_at_once_one_person_holds_the_post(committed_db):
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    held = AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 11, 30))
    december = date(2026, 12, 1)

    def at_that_time(act, **given):
        def call():
            with clock.at(NOW):
                return act(**given, by=administrator)

        return call

    answers = at_once(
        at_that_time(extend_appointment, appointment=held, until=date(2026, 12, 31)),
        *(
            at_that_time(
                hand_over, appointment=held, employee=EmployeeFactory(), starts_on=december
            )
            for _ in range(3)
        ),
        *(
            at_that_time(
                appoint, employee=EmployeeFactory(), post=Post.HEAD_OF_IT, starts_on=december
            )
            for _ in range(3)
        ),
    )

    assert all(answer is None or isinstance(answer, (Refused, Appointment)) for answer in answers)
    # What was extended first can still be handed over, once.
    assert sum(isinstance(answer, Refused) for answer in answers) in (5, 6)
    assert sum(isinstance(answer, Appointment) for answer in answers) <= 1
    assert Appointment.objects.in_force(december).filter(post=Post.HEAD_OF_IT).count() == 1
