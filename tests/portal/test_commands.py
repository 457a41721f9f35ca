from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal import clock
from portal.models import Appointment, Post, TrailEvent
from portal.services import trail
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    with clock.at(datetime(2026, 11, 4, 10, 42, tzinfo=UTC)):
        call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_appoint_makes_the_first_appointments_of_a_new_council():
    employee = EmployeeFactory(email="harriet.head@council.example", name="Harriet Head")
    assert run("appoint", "Harriet.Head@council.example", "head_of_it", "--from", "2026-01-01") == (
        "Appointed Harriet Head: Head of IT & Customer Services."
    )
    appointment = Appointment.objects.get()
    assert (appointment.employee, appointment.starts_on, appointment.appointed_by) == (
        employee,
        date(2026, 1, 1),
        None,
    )
    assert TrailEvent.objects.get().actor_name == "The portal"


def test_appoint_makes_someone_acting():
    EmployeeFactory(email="ada@council.example")
    run(
        "appoint",
        "ada@council.example",
        "head_of_it",
        "--from=2026-11-04",
        "--until=2026-11-18",
        "--acting",
    )
    appointment = Appointment.objects.get()
    assert (appointment.acting, appointment.ends_on) == (True, date(2026, 11, 18))


def test_appoint_says_in_a_sentence_what_is_wrong():
    with pytest.raises(CommandError, match="Nobody has the e-mail address nobody@council.example"):
        run("appoint", "nobody@council.example", "auditor", "--from=2026-11-04")
    AppointmentFactory(post=Post.HEAD_OF_IT, employee__name="Harriet Head")
    EmployeeFactory(email="ada@council.example")
    with pytest.raises(CommandError, match="Harriet Head is Head of IT"):
        run("appoint", "ada@council.example", "head_of_it", "--from=2026-11-04")


def test_record_leaving_hands_on_at_once():
    employee = EmployeeFactory(email="lee@council.example", name="Lee Leaver")
    assert run("record_leaving", "lee@council.example", "--on=2026-11-04") == (
        "Recorded that Lee Leaver leaves on 4 November 2026."
    )
    employee.refresh_from_db()
    assert employee.leaving_handled_at
    with pytest.raises(CommandError, match="Lee Leaver has already left the council"):
        run("record_leaving", "lee@council.example", "--on=2026-11-05")


def test_verify_trail_names_the_head_and_the_age_of_what_is_not_sealed():
    with clock.at(datetime(2026, 11, 4, 10, 41, tzinfo=UTC)):
        trail.record("test", by=None, subject="test", summary="Sealed")
        trail.seal_trail()
        trail.record("test", by=None, subject="test", summary="Not sealed yet")
    said = run("verify_trail").splitlines()
    assert said[0] == "The oldest event without a seal is 60 seconds old."
    assert said[1] == (
        "Not compared with a head noted elsewhere: a trail whose end was cut off would not be seen."
    )
    assert said[2].startswith("The trail is sound: 1 events, head ")


def test_verify_trail_fails_where_the_head_noted_earlier_is_gone():
    with pytest.raises(CommandError, match="the end of the trail was cut off"):
        run("verify_trail", "--expect", "ab" * 32)


def test_move_clock_moves_only_the_demonstrations(settings):
    with pytest.raises(CommandError, match="only in the demonstration"):
        run("move_clock", "7")
