"""How many people hold a post at a time."""

from datetime import date

import pytest

from portal.models import Appointment, Post
from portal.services.appointments import appoint, extend_appointment
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.portal.appointments.appointing import TODAY, acting_head, refusal_of, refused

pytestmark = pytest.mark.django_db


def test_a_post_for_one_person_has_one_substantive_holder(head_of_it, administrator):
    assert refused(
        employee=EmployeeFactory(),
        post=Post.HEAD_OF_IT,
        starts_on=date(2027, 1, 1),
        by=administrator,
    ) == (
        "Harriet Head is Head of IT & Customer Services from 1 January 2020 with no last day."
        " End that appointment first."
    )


def test_an_appointment_to_come_is_to_be_cancelled_first(administrator):
    AppointmentFactory(post=Post.AUDITOR, starts_on=date(2027, 1, 1), employee__name="Nora Next")
    sentence = refused(
        employee=Appointment.objects.get(post=Post.AUDITOR).employee,
        post=Post.AUDITOR,
        starts_on=date(2026, 12, 1),
        by=administrator,
    )
    assert sentence.endswith("Cancel that appointment first.")


def test_an_acting_appointment_is_never_without_a_last_day(administrator):
    refusal = refusal_of(extend_appointment, acting_head(), until=None, by=administrator)
    assert refusal == "An acting appointment needs a last day."


def test_the_next_holder_starts_the_day_after(administrator):
    AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 12, 31), employee__name="Olive Out")
    assert "Olive Out is Head of IT & Customer Services" in refused(
        employee=EmployeeFactory(),
        post=Post.HEAD_OF_IT,
        starts_on=date(2026, 12, 31),
        by=administrator,
    )
    appoint(
        employee=EmployeeFactory(),
        post=Post.HEAD_OF_IT,
        starts_on=date(2027, 1, 1),
        by=administrator,
    )


def test_someone_acts_beside_the_holder(head_of_it, administrator):
    appoint(
        employee=EmployeeFactory(),
        post=Post.HEAD_OF_IT,
        starts_on=TODAY,
        ends_on=date(2026, 11, 18),
        acting=True,
        by=administrator,
    )
    assert Appointment.objects.in_force(TODAY).filter(post=Post.HEAD_OF_IT).count() == 2


def test_a_post_for_several_has_several_holders(head_of_it):
    AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER)
    appoint(
        employee=EmployeeFactory(),
        post=Post.COMMUNICATIONS_ADVISER,
        starts_on=TODAY,
        by=head_of_it,
    )


def test_nobody_holds_one_post_twice_at_a_time(head_of_it):
    held = AppointmentFactory(post=Post.AUDITOR, employee__name="Audrey Auditor")
    assert refused(
        employee=held.employee,
        post=Post.AUDITOR,
        by=head_of_it,
        acting=True,
        ends_on=date(2026, 12, 1),
    ).startswith("Audrey Auditor is Auditor from 1 January 2020")
