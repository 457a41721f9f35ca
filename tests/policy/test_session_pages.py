"""The pages of awareness sessions: who sees what, booking, and keeping the register."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from policy.models import Attendance, AwarenessSession, Booking
from portal import clock
from portal.models import Post
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


@pytest.fixture
def adviser():
    return AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee


def page(client, employee, name, *args, **data):
    client.force_login(employee)
    address = reverse(f"awareness:{name}", args=args)
    return client.post(address, data, follow=True) if data else client.get(address)


def test_sessions_to_come_with_places_left_and_a_button(client):
    person = EmployeeFactory()
    open_session = SessionFactory(places=3)
    BookingFactory(session=open_session)
    full = SessionFactory(places=1, starts_at=NOW + timedelta(days=8))
    BookingFactory(session=full)
    SessionFactory(place="Gone", starts_at=STARTED)
    SessionFactory(place="Called off", cancelled_at=NOW)

    response = page(client, person, "list")

    assert response.status_code == 200
    assert [row.places_left for row in response.context["page"]] == [2, 0]
    html = response.content.decode()
    assert "2 of 3" in html
    assert html.count(reverse("awareness:book", args=[open_session.pk])) == 1
    assert html.count(reverse("awareness:book", args=[full.pk])) == 1
    assert "Join the waiting list" in html
    assert "Gone" not in html
    assert "Called off" not in html
    assert "We have no record of an attendance that counts." in html
    assert reverse("awareness:new") not in html
    assert reverse("awareness:past") not in html


def test_own_bookings_and_attendance(client, settings):
    settings.ATTENDANCE_VALID_MONTHS = 24
    booking = BookingFactory()
    AttendanceFactory(
        person=booking.person,
        session=SessionFactory(starts_at=datetime(2026, 3, 1, 10, tzinfo=UTC)),
    )
    html = page(client, booking.person, "list").content.decode()
    assert "Your bookings" in html
    assert "Booked" in html
    assert "1 March 2026" in html
    assert "29 February 2028" in html


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_cost_the_same_at_any_length(client, adviser, rows, django_assert_num_queries):
    SessionFactory.create_batch(rows)
    past = SessionFactory.create_batch(rows, starts_at=STARTED)
    for session in past:
        BookingFactory(session=session)
    BookingFactory.create_batch(rows, person=adviser)
    AttendanceFactory.create_batch(rows, person=adviser)
    client.force_login(adviser)
    with django_assert_num_queries(8):
        client.get(reverse("awareness:list"))
    with django_assert_num_queries(5):
        client.get(reverse("awareness:past"))


@pytest.mark.parametrize("rows", [1, 30])
def test_session_and_register_cost_the_same_at_any_length(
    client, adviser, rows, django_assert_num_queries
):
    session = SessionFactory(starts_at=STARTED, places=60)
    BookingFactory.create_batch(rows, session=session)
    AttendanceFactory.create_batch(rows, session=session)
    client.force_login(adviser)
    with django_assert_num_queries(8):
        client.get(reverse("awareness:detail", args=[session.pk]))
    with django_assert_num_queries(7):
        client.get(reverse("awareness:register", args=[session.pk]))


def test_booking_and_giving_up_by_post_only(client):
    person, session = EmployeeFactory(), SessionFactory()
    client.force_login(person)
    assert client.get(reverse("awareness:book", args=[session.pk])).status_code == 405

    response = client.post(reverse("awareness:book", args=[session.pk]), follow=True)
    assert response.redirect_chain == [(f"/awareness/{session.pk}/", 302)]
    assert "You have a place at 10am on 11 November 2026." in response.content.decode()
    assert Booking.objects.standing().get().person == person

    response = client.post(reverse("awareness:cancel_booking", args=[session.pk]), follow=True)
    assert "Your booking at 10am on 11 November 2026 is cancelled." in response.content.decode()
    assert not Booking.objects.standing().exists()


@pytest.mark.parametrize(("starts_on", "said"), [(5, False), (6, True)])
def test_a_reminder_is_promised_only_where_it_comes(client, starts_on, said):
    session = SessionFactory(starts_at=datetime(2026, 11, starts_on, 10, tzinfo=UTC))
    person = EmployeeFactory()
    client.force_login(person)
    page = client.post(reverse("awareness:book", args=[session.pk]), follow=True)
    promise = "We will remind you the day before."
    assert (promise in page.content.decode()) is said
    assert (promise in person.notices.get().body) is said


@pytest.mark.parametrize(
    ("starts_at", "state"), [(NOW - timedelta(minutes=10), "Started"), (STARTED, "Over")]
)
def test_a_session_that_has_started_is_over_in_the_end(client, adviser, starts_at, state):
    session = SessionFactory(starts_at=starts_at)
    html = page(client, adviser, "detail", session.pk).content.decode()
    assert f"{state}\n</strong>" in html


def test_names_and_link_are_shown_to_those_who_need_them(client, adviser):
    session = SessionFactory(link="https://meet.example/room")
    booking = BookingFactory(session=session)
    waits = BookingFactory(session=session, waiting=True).person
    seen = {
        EmployeeFactory(): (False, False),
        waits: (False, False),
        booking.person: (False, True),
        session.organiser: (True, True),
        adviser: (True, True),
    }
    for viewer, (names, link) in seen.items():
        client.force_login(viewer)
        html = client.get(reverse("awareness:detail", args=[session.pk])).content.decode()
        assert ("Who has booked" in html) is names
        assert ("https://meet.example/room" in html) is link


def test_past_session_exists_for_those_concerned_only(client, adviser):
    booking = BookingFactory(session=SessionFactory(starts_at=STARTED))
    session = booking.session
    walk_in = AttendanceFactory(session=session).person
    auditor = AppointmentFactory(post=Post.AUDITOR).employee
    for viewer in (booking.person, walk_in, session.organiser, adviser, auditor):
        assert page(client, viewer, "detail", session.pk).status_code == 200
    assert page(client, EmployeeFactory(), "detail", session.pk).status_code == 404
    assert page(client, EmployeeFactory(), "detail", 4_000_000).status_code == 404


@pytest.mark.parametrize("name", ["edit", "cancel", "register"])
def test_pages_of_those_who_run_it_do_not_exist_for_others(client, adviser, name):
    starts_at = STARTED if name == "register" else NOW + timedelta(days=7)
    booking = BookingFactory(session=SessionFactory(starts_at=starts_at))
    session = booking.session
    for viewer in (session.organiser, adviser):
        assert page(client, viewer, name, session.pk).status_code == 200
    for viewer in (
        booking.person,
        EmployeeFactory(),
        AppointmentFactory(post=Post.AUDITOR).employee,
    ):
        assert page(client, viewer, name, session.pk).status_code == 404


def test_adding_is_for_communications(client, adviser):
    assert page(client, adviser, "new").status_code == 200
    assert page(client, EmployeeFactory(), "new").status_code == 404


SESSION = {
    "day-day": "11",
    "day-month": "11",
    "day-year": "2026",
    "time": "10:30am",
    "minutes": "90",
    "place": "Meeting room 1",
    "link": "",
    "places": "12",
}


def test_communications_adds_a_session(client, adviser):
    organiser = EmployeeFactory()
    response = page(client, adviser, "new", **SESSION, organiser=organiser.email)
    session = AwarenessSession.objects.get()
    assert response.redirect_chain == [(f"/awareness/{session.pk}/", 302)]
    assert session.starts_at == datetime(2026, 11, 11, 10, 30, tzinfo=UTC)
    assert (session.minutes, session.places, session.organiser) == (90, 12, organiser)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day-day": ""}, "The date must include a day"),
        ({"day-year": "2025"}, "The session must start in the future"),
        ({"day-day": "4", "time": "10:42am"}, "The session must start in the future"),
        ({"time": "25:00"}, "Enter a time, like 10:30am"),
        ({"time": ""}, "Enter the start time, like 10:30am"),
        ({"minutes": "0"}, "Length must be a whole number between 15 and 480"),
        ({"place": ""}, "Enter where it is held, or a link to join online"),
        ({"places": "many"}, "Places must be a whole number between 1 and 500"),
        ({"organiser": "nobody at all"}, "Select a person from the council directory"),
    ],
)
def test_mistakes_are_said_and_nothing_is_kept(client, adviser, wrong, sentence):
    typed = SESSION | {"organiser": adviser.email} | wrong
    response = page(client, adviser, "new", **typed)
    assert response.status_code == 422
    html = response.content.decode()
    assert sentence in html
    assert "There is a problem" in html
    assert not AwarenessSession.objects.exists()


def test_organiser_changes_when_and_where_but_not_who(client):
    session = SessionFactory(minutes=60)
    response = page(client, session.organiser, "edit", session.pk)
    assert 'value="10am"' in response.content.decode()
    assert "organiser" not in response.context["form"].fields

    typed = SESSION | {"time": "midday", "organiser": EmployeeFactory().email}
    page(client, session.organiser, "edit", session.pk, **typed)
    changed = AwarenessSession.objects.get()
    assert changed.starts_at == datetime(2026, 11, 11, 12, tzinfo=UTC)
    assert changed.organiser == session.organiser


def test_fewer_places_than_booked_are_said_at_the_field_and_what_was_typed_is_kept(client):
    session = SessionFactory()
    BookingFactory.create_batch(3, session=session)
    BookingFactory(session=session, waiting=True)
    typed = SESSION | {"place": "Meeting room 9", "places": "2"}
    response = page(client, session.organiser, "edit", session.pk, **typed)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Meeting room 9" in html
    assert html.count("3 people have booked: places must be 3 or more") == 2
    assert 'href="#id_places"' in html
    session.refresh_from_db()
    assert session.places == 12


def test_cancelling_asks_first(client):
    session = BookingFactory().session
    html = page(client, session.organiser, "cancel", session.pk).content.decode()
    assert "1 person has booked. We tell them that it will not take place." in html
    client.post(reverse("awareness:cancel", args=[session.pk]))
    session.refresh_from_db()
    assert session.cancelled_at == NOW


def test_what_has_started_is_neither_changed_nor_cancelled(client):
    session = SessionFactory(starts_at=STARTED)
    for name in ("edit", "cancel"):
        response = page(client, session.organiser, name, session.pk)
        assert response.status_code == 409
        assert "This session started at 10:42am on 3 November 2026." in response.content.decode()


def test_register_before_the_start(client):
    session = SessionFactory()
    response = page(client, session.organiser, "register", session.pk)
    assert response.status_code == 409
    assert "You can record attendance from 10am on 11 November 2026." in response.content.decode()


def test_register_is_saved_with_someone_who_had_not_booked(client):
    session = SessionFactory(starts_at=STARTED)
    came, missed, unsaid = (BookingFactory(session=session).person for _ in range(3))
    walk_in = EmployeeFactory()
    response = page(
        client,
        session.organiser,
        "register",
        session.pk,
        **{
            f"person-{came.pk}": "attended",
            f"person-{missed.pk}": "absent",
            "walk_in": walk_in.email,
            "seen": "0",
        },
    )
    assert response.redirect_chain == [(f"/awareness/{session.pk}/", 302)]
    recorded = {row.person: row.attended for row in Attendance.objects.all()}
    assert recorded == {came: True, missed: False, walk_in: True}
    assert unsaid not in recorded


def test_correction_shows_what_was_there(client, adviser):
    session = SessionFactory(starts_at=STARTED, organiser__name="Olu Organiser")
    person = BookingFactory(session=session, person__name="Pat Person").person
    page(
        client,
        session.organiser,
        "register",
        session.pk,
        **{f"person-{person.pk}": "absent", "seen": "0"},
    )
    html = page(client, adviser, "register", session.pk).content.decode()
    assert "Recorded as absent by Olu Organiser at 10:42am on 4 November 2026" in html

    seen = str(Attendance.objects.get().pk)
    data = {f"person-{person.pk}": "attended", "seen": seen, "another": "1"}
    response = page(client, adviser, "register", session.pk, **data)
    assert response.redirect_chain == [(f"/awareness/{session.pk}/register/", 302)]
    corrected = " ".join(response.content.decode().split())
    assert (
        "Pat Person: absent, as Olu Organiser recorded at 10:42am on 4 November 2026, "
        f"corrected to attended by {adviser.name} at 10:42am on 4 November 2026"
    ) in corrected


def test_register_drawn_before_another_saved_is_refused(client, adviser):
    session = SessionFactory(starts_at=STARTED)
    person = BookingFactory(session=session).person
    data = {f"person-{person.pk}": "attended", "seen": "0"}
    page(client, session.organiser, "register", session.pk, **data)
    response = page(
        client, adviser, "register", session.pk, **data | {f"person-{person.pk}": "absent"}
    )
    assert response.status_code == 409
    assert "saved this register at 10:42am on 4 November 2026" in response.content.decode()
    assert Attendance.objects.get().attended


def test_mistakes_in_the_register(client):
    session = SessionFactory(starts_at=STARTED)
    organiser = BookingFactory(session=session, person=session.organiser).person
    booked = BookingFactory(session=session).person
    for data, sentence in (
        ({}, "Record at least 1 person as attended or absent"),
        ({"walk_in": organiser.email}, "Choose someone other than yourself"),
        ({"walk_in": booked.email}, f"{booked.name} is already in the register"),
        ({f"person-{booked.pk}": "late"}, "Select an answer that is listed"),
        ({f"person-{organiser.pk}": "attended"}, "Record at least 1 person as attended or absent"),
    ):
        response = page(client, organiser, "register", session.pk, **data, seen="0")
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert "Somebody else must record whether you attended." in response.content.decode()
    assert not Attendance.objects.exists()


def test_past_sessions_say_which_registers_are_to_be_saved(client, adviser):
    unsaved = BookingFactory(session=SessionFactory(starts_at=STARTED)).session
    saved = AttendanceFactory(session=SessionFactory(starts_at=STARTED - timedelta(days=1))).session
    BookingFactory(session=saved, person=saved.attendances.get().person)
    SessionFactory()
    response = page(client, adviser, "past")
    assert [(row.pk, row.unsaved) for row in response.context["page"]] == [
        (unsaved.pk, True),
        (saved.pk, False),
    ]
    assert [(row.came, row.missed) for row in response.context["page"]] == [(0, 0), (1, 0)]
    html = page(client, EmployeeFactory(), "past").content.decode()
    assert "No session of yours has started yet." in html


def test_a_past_session_counts_who_came_and_who_did_not(client, adviser):
    session = SessionFactory(starts_at=STARTED)
    BookingFactory.create_batch(4, session=session)
    AttendanceFactory.create_batch(3, session=session)
    AttendanceFactory.create_batch(2, session=session, attended=False)
    AttendanceFactory(session=session, superseded_at=NOW)
    row = page(client, adviser, "past").context["page"].rows[0]
    assert (row.came, row.missed, row.unsaved) == (3, 2, True)
    response = page(client, adviser, "detail", session.pk)
    register = response.context["register"]
    assert (register.came, register.missed) == (3, 2)
    html = response.content.decode()
    assert "Who has booked" not in html
    assert ">Attendance</caption>" in html


def test_of_an_imported_session_only_the_day_is_said(client, adviser):
    starts_at = datetime(2024, 11, 4, 9, tzinfo=UTC)
    session = SessionFactory(starts_at=starts_at, imported=True)
    for html in (
        page(client, adviser, "past").content.decode(),
        page(client, adviser, "detail", session.pk).content.decode(),
    ):
        assert "4 November 2024" in html
        assert "9am" not in html


def test_ended_appointment_runs_nothing(client):
    former = AppointmentFactory(ends_on=date(2026, 11, 3)).employee
    session = SessionFactory(starts_at=STARTED)
    assert page(client, former, "register", session.pk).status_code == 404
