"""Acting appointments that are extended."""

from datetime import date

import pytest

from portal import hooks
from portal.models import Appointment, Post, TrailEvent
from portal.services.appointments import extend_appointment
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.portal.appointments.appointing import acting_head, refusal_of, told

pytestmark = pytest.mark.django_db


def test_an_acting_appointment_is_extended(head_of_it):
    acting = acting_head(employee__name="Ada Deputy")
    extend_appointment(acting, until=date(2026, 12, 2), by=head_of_it)
    acting.refresh_from_db()
    assert acting.as_text == "Acting Head of IT & Customer Services until 2 December 2026"
    assert told(acting.employee) == [
        "You are acting Head of IT & Customer Services until 2 December 2026"
    ]
    event = TrailEvent.objects.get()
    assert (event.event, event.actor_post, event.changes) == (
        "appointment.extended",
        "Head of IT & Customer Services",
        {"ends_on": ["2026-11-18", "2026-12-02"]},
    )


def test_nobody_extends_their_own_and_others_extend_nothing(head_of_it):
    acting = acting_head()
    until = date(2026, 12, 2)
    assert refusal_of(extend_appointment, acting, until=until, by=acting.employee) == (
        "You cannot appoint yourself."
    )
    assert refusal_of(extend_appointment, acting, until=until, by=EmployeeFactory()) == (
        "Only the Head of IT & Customer Services and the policy administrator appoint people."
    )
    acting.refresh_from_db()
    assert acting.ends_on == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("held", "until", "sentence"),
    [
        ({"ends_on": date(2026, 11, 3)}, date(2026, 12, 2), "ended on 3 November 2026."),
        ({}, date(2026, 11, 18), "The last day must be after 18 November 2026."),
        (
            {"employee__left_on": date(2026, 12, 1), "employee__name": "Lee"},
            date(2026, 12, 1),
            "Lee no longer works for the council from 1 December 2026.",
        ),
    ],
)
def test_what_cannot_be_extended(administrator, held, until, sentence):
    refused = refusal_of(extend_appointment, acting_head(**held), until=until, by=administrator)
    assert refused.endswith(sentence)


def test_what_has_no_last_day_is_not_extended(head_of_it, administrator):
    held = Appointment.objects.get(employee=head_of_it)
    assert refusal_of(extend_appointment, held, until=date(2027, 1, 1), by=administrator) == (
        "This appointment has no last day, so it goes on."
    )


def test_an_appointment_is_not_extended_into_the_next_holders(administrator):
    held = AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 11, 18))
    AppointmentFactory(
        post=Post.HEAD_OF_IT, starts_on=date(2026, 12, 1), employee__name="Nora Next"
    )
    extend_appointment(held, until=date(2026, 11, 30), by=administrator)
    refused = refusal_of(extend_appointment, held, until=date(2026, 12, 1), by=administrator)
    assert refused.startswith("Nora Next is Head of IT & Customer Services from 1 December 2026")


def test_whoever_is_named_in_a_case_extends_nobody_who_answers_it(head_of_it, monkeypatch):
    monkeypatch.setattr(hooks, "conflicts", hooks.Hook("conflicts"))
    hooks.conflicts.append(lambda *, employee, post: ["SM-2026-0042"])
    assert refusal_of(
        extend_appointment, acting_head(), until=date(2026, 12, 2), by=head_of_it
    ) == ("You are named in SM-2026-0042, so you cannot choose who acts in it.")
