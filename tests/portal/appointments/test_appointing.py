"""Who appoints whom, and for how long."""

from datetime import date

import pytest

from portal.models import Appointment, Post, TrailEvent
from portal.services.appointments import appoint
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.portal.appointments.appointing import TODAY, refused, told

pytestmark = pytest.mark.django_db


def test_the_head_of_it_appoints_someone_acting(head_of_it):
    deputy = EmployeeFactory(name="Ada Deputy")
    made = appoint(
        employee=deputy,
        post=Post.HEAD_OF_IT,
        starts_on=date(2026, 11, 5),
        ends_on=date(2026, 11, 18),
        acting=True,
        by=head_of_it,
    )
    assert (made.starts_on, made.ends_on, made.acting) == (
        date(2026, 11, 5),
        date(2026, 11, 18),
        True,
    )
    assert made.as_text == "Acting Head of IT & Customer Services until 18 November 2026"
    assert told(deputy) == ["You are acting Head of IT & Customer Services from 5 November 2026"]
    event = TrailEvent.objects.get(event="appointment.made")
    assert event.subject == f"employee {deputy.pk}"
    assert (event.actor, event.actor_post) == (head_of_it, "Head of IT & Customer Services")
    assert event.summary == (
        "Appointed Ada Deputy: Acting Head of IT & Customer Services until 18 November 2026"
    )


def test_the_policy_administrator_fills_a_vacancy(administrator):
    person = EmployeeFactory()
    appoint(employee=person, post=Post.HEAD_OF_IT, starts_on=TODAY, by=administrator)
    assert Appointment.objects.in_force(TODAY).filter(employee=person).exists()


def test_an_acting_head_of_it_appoints():
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, ends_on=date(2026, 11, 30))
    made = appoint(
        employee=EmployeeFactory(),
        post=Post.ACCESS_OPERATOR,
        starts_on=TODAY,
        by=acting.employee,
    )
    assert made.appointed_by == acting.employee


def test_the_portal_itself_makes_the_first_appointments():
    person = EmployeeFactory()
    made = appoint(employee=person, post=Post.HEAD_OF_IT, starts_on=date(2020, 1, 1), by=None)
    event = TrailEvent.objects.get()
    assert (made.appointed_by, event.actor, event.actor_name) == (None, None, "The portal")


def test_nobody_appoints_themselves(head_of_it):
    assert refused(employee=head_of_it, by=head_of_it) == "You cannot appoint yourself."


@pytest.mark.parametrize(
    "post",
    [
        Post.COMMUNICATIONS_MANAGER,
        Post.COMMUNICATIONS_ADVISER,
        Post.ACCESS_OPERATOR,
        Post.AUDITOR,
    ],
)
def test_holders_of_other_posts_appoint_nobody(post):
    by = AppointmentFactory(post=post).employee
    assert refused(employee=EmployeeFactory(), by=by) == (
        "Only the Head of IT & Customer Services and the policy administrator appoint people."
    )


def test_someone_acting_for_one_case_appoints_nobody():
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, for_case="SM-2026-0001")
    assert "Only the Head of IT" in refused(employee=EmployeeFactory(), by=acting.employee)


def test_a_former_head_of_it_appoints_nobody():
    former = AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 11, 3))
    assert "Only the Head of IT" in refused(employee=EmployeeFactory(), by=former.employee)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"acting": True}, "An acting appointment needs a last day."),
        (
            {"ends_on": date(2026, 11, 3)},
            "The last day must be the same as or after the first day.",
        ),
        ({"starts_on": date(2026, 11, 3)}, "The first day must be today or later."),
    ],
)
def test_a_period_that_is_not_one_is_refused(head_of_it, wanted, sentence):
    assert refused(employee=EmployeeFactory(), by=head_of_it, **wanted) == sentence


def test_an_appointment_of_one_day_is_a_period(head_of_it):
    appoint(
        employee=EmployeeFactory(),
        post=Post.AUDITOR,
        starts_on=TODAY,
        ends_on=TODAY,
        by=head_of_it,
    )


def test_nobody_is_appointed_from_a_day_on_which_they_have_left(head_of_it):
    leaver = EmployeeFactory(name="Lee Leaver", left_on=date(2026, 12, 1))
    assert refused(employee=leaver, by=head_of_it, starts_on=date(2026, 12, 1)) == (
        "Lee Leaver no longer works for the council from 1 December 2026."
    )


def test_a_leaver_may_hold_a_post_until_they_leave(head_of_it):
    leaver = EmployeeFactory(left_on=date(2026, 12, 1))
    appoint(employee=leaver, post=Post.AUDITOR, starts_on=date(2026, 11, 30), by=head_of_it)
