"""Appointments that end early, are cancelled, or end by themselves."""

from datetime import date

import pytest

from portal.models import Appointment, Post, TrailEvent
from portal.refusals import Refused
from portal.services.appointments import (
    announce_ended,
    appoint,
    cancel_appointment,
    end_appointment,
)
from portal.services.people import record_leaving
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.portal.appointments.appointing import TODAY, told

pytestmark = pytest.mark.django_db


def test_an_appointment_is_ended_early(head_of_it):
    held = AppointmentFactory(post=Post.AUDITOR)
    end_appointment(held, on=date(2026, 11, 30), by=head_of_it)
    held.refresh_from_db()
    assert held.ends_on == date(2026, 11, 30)
    assert told(held.employee) == ["You are Auditor until 30 November 2026"]
    event = TrailEvent.objects.get()
    assert (event.event, event.changes) == (
        "appointment.ended",
        {"ends_on": [None, "2026-11-30"]},
    )


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 11, 3), "The last day must be today or later."),
        (date(2026, 12, 31), "This appointment ends on 31 December 2026 already."),
        (date(2027, 1, 1), "This appointment ends on 31 December 2026 already."),
    ],
)
def test_an_appointment_is_only_ever_shortened(head_of_it, on, sentence):
    held = AppointmentFactory(post=Post.AUDITOR, ends_on=date(2026, 12, 31))
    with pytest.raises(Refused, match=sentence):
        end_appointment(held, on=on, by=head_of_it)


def test_what_has_ended_is_not_ended_again(head_of_it):
    held = AppointmentFactory(post=Post.AUDITOR, ends_on=date(2026, 11, 3))
    with pytest.raises(Refused, match=r"This appointment ended on 3 November 2026\."):
        end_appointment(held, on=TODAY, by=head_of_it)


def test_whoever_is_named_in_the_case_does_not_end_who_acts_in_it(head_of_it, case_naming):
    case_naming(head_of_it)
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, for_case="SM-2026-0042")
    with pytest.raises(Refused, match="You are named in SM-2026-0042"):
        end_appointment(acting, on=TODAY, by=head_of_it)


def test_others_end_nothing():
    held = AppointmentFactory(post=Post.AUDITOR)
    with pytest.raises(Refused, match="Only the Head of IT"):
        end_appointment(held, on=TODAY, by=held.employee)


def test_a_coming_appointment_is_cancelled(head_of_it):
    coming = AppointmentFactory(post=Post.AUDITOR, starts_on=date(2026, 11, 5))
    cancel_appointment(coming, by=head_of_it)
    assert not Appointment.objects.filter(post=Post.AUDITOR).exists()
    assert told(coming.employee) == ["You will not be Auditor from 5 November 2026"]
    assert TrailEvent.objects.get().event == "appointment.cancelled"


def test_an_appointment_that_has_started_is_not_cancelled(head_of_it):
    held = AppointmentFactory(post=Post.AUDITOR, starts_on=TODAY)
    with pytest.raises(Refused, match="This appointment started on 4 November 2026: end it."):
        cancel_appointment(held, by=head_of_it)


def test_what_was_cancelled_meanwhile_is_not_ended(head_of_it):
    coming = AppointmentFactory(post=Post.AUDITOR, starts_on=date(2026, 11, 5))
    stale = Appointment.objects.get(pk=coming.pk)
    cancel_appointment(coming, by=head_of_it)
    with pytest.raises(Refused, match="This appointment was cancelled"):
        end_appointment(stale, on=date(2026, 11, 30), by=head_of_it)


def test_an_acting_appointment_that_ended_is_told_once_on_the_day_after():
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, ends_on=date(2026, 11, 3))
    assert announce_ended(today=date(2026, 11, 3)) == 0
    assert announce_ended(today=TODAY) == 1
    assert announce_ended(today=TODAY) == 0
    assert told(acting.employee) == ["You are no longer acting Head of IT & Customer Services"]
    event = TrailEvent.objects.get()
    assert (event.event, event.actor_name) == ("appointment.over", "The portal")


def test_a_month_without_the_sweep_loses_nothing():
    AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, ends_on=date(2026, 10, 1))
    assert announce_ended(today=TODAY) == 1


def test_a_leavers_appointments_end_and_the_post_is_free(head_of_it):
    policy_administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    coming = AppointmentFactory(employee=head_of_it, post=Post.AUDITOR, starts_on=date(2026, 12, 1))
    successor = EmployeeFactory()

    record_leaving(head_of_it, on=TODAY, by=policy_administrator)

    ended = Appointment.objects.get(employee=head_of_it)
    assert (ended.post, ended.ends_on) == (Post.HEAD_OF_IT, date(2026, 11, 3))
    assert not Appointment.objects.filter(pk=coming.pk).exists()
    assert set(
        TrailEvent.objects.filter(event__startswith="appointment.").values_list("event")
    ) == {
        ("appointment.ended",),
        ("appointment.cancelled",),
    }
    appoint(employee=successor, post=Post.HEAD_OF_IT, starts_on=TODAY, by=policy_administrator)
