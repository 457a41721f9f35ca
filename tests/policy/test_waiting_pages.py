"""The waiting list as its people and the organiser see it, and the register that takes them in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from policy.models import Attendance
from portal import clock
from portal.models import Post, TrailEvent
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BookingFactory,
    EmployeeFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
STARTED = NOW - timedelta(days=1)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def page(client, employee, name, *args, **data):
    client.force_login(employee)
    address = reverse(f"awareness:{name}", args=args)
    answer = client.post(address, data, follow=True) if data else client.get(address)
    return " ".join(answer.content.decode().split())


def press(client, employee, name, session):
    return page(client, employee, name, session.pk, pressed="1")


def test_pressing_book_on_a_full_session_joins_its_waiting_list(client):
    session, person = BookingFactory(session__places=1).session, EmployeeFactory()
    BookingFactory(session=session, waiting=True)
    assert "Join the waiting list" in page(client, person, "detail", session.pk)

    html = press(client, person, "book", session)

    assert "The session at 10am on 11 November 2026 is full. You are on its waiting list." in html
    assert "You are number 2 on the waiting list." in html
    assert "Leave the waiting list" in html
    assert "number 2 on the waiting list" in page(client, person, "list")
    html = press(client, person, "cancel_booking", session)
    assert "You are no longer on the waiting list of the session at 10am" in html


def test_whoever_books_another_session_is_told_that_one_is_enough(client):
    person = BookingFactory().person
    later = SessionFactory(starts_at=NOW + timedelta(days=20))

    html = press(client, person, "book", later)

    assert "You have also booked the session at 10am on 11 November 2026. One is enough" in html


def test_the_organiser_sees_who_waits_in_order(client):
    session = SessionFactory(places=1)
    first, second = BookingFactory.create_batch(2, session=session, waiting=True)
    html = page(client, session.organiser, "detail", session.pk)
    assert html.index(first.person.name) < html.index(second.person.name)
    assert "Waiting list" in html
    assert "2 people wait for a place." in page(client, session.organiser, "cancel", session.pk)
    assert "Waiting list" not in page(client, EmployeeFactory(), "detail", session.pk)


def test_who_waited_and_turned_up_is_ticked_and_the_rest_recorded_as_absent(client):
    session = SessionFactory(starts_at=STARTED)
    came, missed = (BookingFactory(session=session).person for _ in range(2))
    waited, gave_up = (BookingFactory(session=session, waiting=True).person for _ in range(2))
    html = page(client, session.organiser, "register", session.pk)
    assert "On the waiting list: who came?" in html

    page(
        client,
        session.organiser,
        "register",
        session.pk,
        **{f"person-{came.pk}": "attended", "waited": waited.pk, "rest_absent": "on", "seen": "0"},
    )

    recorded = {row.person: row.attended for row in Attendance.objects.all()}
    assert recorded == {came: True, missed: False, waited: True}
    assert gave_up not in recorded


def test_the_session_says_what_was_corrected_and_by_whom(client):
    session = SessionFactory(starts_at=STARTED, organiser__name="Olu Organiser")
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    first = AttendanceFactory(session=session, person__name="Pat Person", superseded_at=NOW)
    AttendanceFactory(
        session=session,
        person=first.person,
        attended=False,
        corrects=first,
        recorded_by=adviser,
        recorded_at=NOW,
    )
    html = page(client, session.organiser, "detail", session.pk)
    assert "Pat Person: attended, as Olu Organiser recorded at" in html
    assert f"corrected to absent by {adviser.name} at 10:42am on 4 November 2026" in html


def test_the_register_is_exported_for_those_who_run_it(client):
    session = SessionFactory(starts_at=STARTED, organiser__name="Olu")
    BookingFactory(session=session, person__name="=Booked")
    AttendanceFactory(session=session, person__name="Came", recorded_at=NOW)
    BookingFactory(session=session, person__name="Waits", waiting=True)
    client.force_login(session.organiser)

    answer = client.get(reverse("awareness:register_export", args=[session.pk]))

    rows = [line.split(",") for line in answer.content.decode().splitlines()]
    assert [(row[0], row[3], row[4], row[5]) for row in rows[1:]] == [
        ("'=Booked", "Booked", "Not recorded", ""),
        ("Came", "Came without booking", "Attended", "Olu"),
        ("Waits", "Waiting list", "Not recorded", ""),
    ]
    taken_out = f"Exported 3 rows of the register of session {session.pk} as CSV"
    assert TrailEvent.objects.last().summary == taken_out
    client.force_login(EmployeeFactory())
    url = reverse("awareness:register_export", args=[session.pk])
    assert client.get(url).status_code == 404
