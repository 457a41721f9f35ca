"""Past attendance from a file: previewed line by line, confirmed whole or not at all (5.1)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from policy.attendance_file import MOST_ROWS, Outcome, plan_of
from policy.models import Attendance, AttendanceFile, AwarenessSession
from policy.services.awareness import confirm_file, preview_file, record_attendance
from portal import clock
from portal.models import Post, TrailEvent
from portal.refusals import Refused, Stale
from tests.databases import at_once
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BookingFactory,
    EmployeeFactory,
    SessionFactory,
)

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 4)
HEAD = "Employee number,Date\n"


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def an_adviser():
    return AppointmentFactory(
        post=Post.COMMUNICATIONS_ADVISER, employee__employee_number="D0"
    ).employee


@pytest.fixture
def adviser(db):
    return an_adviser()


def people(*numbers):
    return [EmployeeFactory(employee_number=number, name=f"Person {number}") for number in numbers]


def held_on(day, **fields):
    return SessionFactory(starts_at=datetime(2025, 3, day, 10, tzinfo=UTC), **fields)


def faults(text, by):
    return [str(fault) for fault in plan_of((HEAD + text).encode(), by=by, today=TODAY).faults]


def test_every_bad_line_is_named(adviser):
    people("D1", "D2")
    absent = AttendanceFactory(session=held_on(3), attended=False).person
    absent.employee_number, absent.name = "D3", "Ab Sent"
    absent.save()

    assert faults(
        "D9,4/3/2025\n"  # line 2
        ",4/3/2025\n"
        "D1,32/3/2025\n"
        "D1,\n"
        "D1,4/11/2026\n"
        "D1,5/11/2026\n"
        "D0,4/3/2025\n"
        "D2,4/3/2025\n"
        "D2,2025-03-04\n"
        "D3,3/3/2025\n"
        "D1,4/3/1025\n"
        "D1\n",
        adviser,
    ) == [
        "Line 2: Nobody in the directory has the employee number D9.",
        "Line 3: There is no employee number.",
        "Line 4: “32/3/2025” is not a date. Write it like 4/11/2024 or 2024-11-04.",
        "Line 5: There is no date.",
        "Line 6: 4 November 2026 is not in the past.",
        "Line 7: 5 November 2026 is not in the past.",
        "Line 8: This is you: nobody records their own attendance.",
        "Line 10: Person D2 and this date are in line 9 already.",
        "Line 11: Ab Sent was recorded as absent on 3 March 2025. "
        "Correct it in the register of that session.",
        "Line 12: 4 March 1025 is too long ago: check the year.",
        "Line 13: There is 1 cell, and the heading has 2.",
    ]


def test_too_many_rows_are_refused_as_a_whole(adviser):
    assert faults("D1,4/3/2025\n" * (MOST_ROWS + 1), adviser) == [
        "The file has more than 1,000 rows. Split it, and import each part."
    ]


def test_each_line_says_what_would_happen(adviser, django_assert_num_queries):
    person, known, left = people("D1", "D2", "D3")
    left.left_on = TODAY
    left.save()
    morning = held_on(3)
    afternoon = held_on(3, cancelled_at=None)
    BookingFactory(session=afternoon, person=person)
    AttendanceFactory(session=morning, person=known)
    held_on(4, cancelled_at=NOW)
    data = f"{HEAD}D1,3/3/2025\nD1,4/3/2025\nD2,3/3/2025\nD3,3/3/2025\n".encode()

    with django_assert_num_queries(4):
        plan = plan_of(data, by=adviser, today=TODAY)

    assert plan.faults == []
    assert [(line.line, line.person, line.session, line.outcome) for line in plan.lines] == [
        (2, person, afternoon, Outcome.RECORD),
        (3, person, None, Outcome.RECORD),
        (4, known, morning, Outcome.KNOWN),
        (5, left, morning, Outcome.LEFT),
    ]
    assert plan.new_days == [date(2025, 3, 4)]


def test_a_file_is_recorded_whole_and_twice_is_once(adviser):
    first, second = people("D1", "D2")
    session = held_on(3)
    data = f"{HEAD}D1,3/3/2025\nD1,4/3/2025\nD2,4/3/2025\n".encode()

    file, _ = preview_file(data, by=adviser)
    assert not Attendance.objects.exists()
    assert confirm_file(file, by=adviser) == 3

    made = AwarenessSession.objects.get(imported=True)
    assert (clock.date_of(made.starts_at), made.place) == (
        date(2025, 3, 4),
        "Held before the portal",
    )
    assert {(a.session, a.person, a.recorded_by) for a in Attendance.objects.all()} == {
        (session, first, adviser),
        (made, first, adviser),
        (made, second, adviser),
    }
    events = list(TrailEvent.objects.values_list("event", flat=True))
    assert events == ["session.import", *["attendance.record"] * 3, "attendance.import"]
    with pytest.raises(Refused, match=r"This file was imported already\."):
        confirm_file(file, by=adviser)

    again, plan = preview_file(data, by=adviser)
    assert {line.outcome for line in plan.lines} == {Outcome.KNOWN}
    assert confirm_file(again, by=adviser) == 0
    assert Attendance.objects.count() == 3


def test_a_preview_is_confirmed_only_while_it_still_holds(adviser):
    (person,) = people("D1")
    session = held_on(3)
    file, _ = preview_file(f"{HEAD}D1,3/3/2025\n".encode(), by=adviser)
    record_attendance(session, person=person, attended=True, by=session.organiser)

    with pytest.raises(Stale, match="has changed since this preview"):
        confirm_file(file, by=adviser)

    newer, _ = preview_file(f"{HEAD}D1,4/3/2025\n".encode(), by=adviser)
    with pytest.raises(Stale, match="replaced by a newer one"):
        confirm_file(file, by=adviser)
    confirm_file(newer, by=adviser)


def test_an_error_half_way_leaves_nothing(adviser, monkeypatch):
    people("D1", "D2")
    file, _ = preview_file(f"{HEAD}D1,3/3/2025\nD2,4/3/2025\n".encode(), by=adviser)
    # The database itself refuses the second: a session may not have an empty place.
    monkeypatch.setattr("policy.services.awareness.imports.HELD_BEFORE", "")
    with pytest.raises(Exception, match="session_has_place_or_link"):
        confirm_file(file, by=adviser)
    assert not AwarenessSession.objects.exists()
    assert AttendanceFile.objects.get().confirmed_at is None


@pytest.mark.django_db
def test_only_communications_imports():
    with pytest.raises(Refused, match=r"Only Communications imports attendance\."):
        preview_file(b"", by=EmployeeFactory())


def test_two_files_with_the_same_rows_confirmed_at_once_record_them_once(committed_db):
    people("D1", "D2")
    data = f"{HEAD}D1,3/3/2025\nD2,3/3/2025\n".encode()
    files = [(preview_file(data, by=by)[0], by) for by in (an_adviser(), holder())]

    def confirm(file, by):
        with clock.at(NOW):
            return confirm_file(file, by=by)

    answers = at_once(*(lambda f=file, b=by: confirm(f, b) for file, by in files))

    assert sorted(type(answer).__name__ for answer in answers) == ["Stale", "int"]
    assert Attendance.objects.count() == 2
    assert AwarenessSession.objects.count() == 1


def holder():
    return AppointmentFactory(post=Post.COMMUNICATIONS_MANAGER).employee


# Its pages


def test_from_the_file_to_the_register(client, adviser):
    people("D1")
    client.force_login(adviser)
    upload = SimpleUploadedFile("attendance.csv", f"{HEAD}D1,3/3/2025\n".encode("cp1252"))

    answer = client.post(reverse("awareness:import"), {"file": upload}, follow=True)

    ((url, _),) = answer.redirect_chain
    html = " ".join(answer.content.decode().split())
    assert "1 attendance would be recorded in your name, and 1 session added" in html
    assert "Person D1" in html
    assert not Attendance.objects.exists()
    answer = client.post(url, follow=True)
    assert "1 attendance recorded." in answer.content.decode()
    assert "What would happen" not in answer.content.decode()
    assert Attendance.objects.count() == 1
    assert client.post(url).status_code == 409


def test_pasted_rows_with_a_fault_are_kept_and_every_line_shown(client, adviser):
    people("D1")
    client.force_login(adviser)
    typed = f"{HEAD}D1,3/3/2025\nD9,3/3/2025\n"

    answer = client.post(reverse("awareness:import"), {"text": typed})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was imported: put right the 1 fault below" in html
    assert "Line 3: Nobody in the directory has the employee number D9." in html
    assert "Person D1" in html
    assert "D9,3/3/2025" in html
    assert not AttendanceFile.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose a CSV file, or paste the rows"),
        ({"text": "x" * 200_001}, "The pasted text must be 200,000 characters or less"),
    ],
)
def test_a_file_is_asked_for_in_plain_words(client, adviser, typed, sentence):
    client.force_login(adviser)
    answer = client.post(reverse("awareness:import"), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_preview_is_its_uploaders_alone(client, adviser):
    people("D1")
    file, _ = preview_file(f"{HEAD}D1,3/3/2025\n".encode(), by=adviser)
    url = reverse("awareness:import_check", args=[file.pk])
    for other in (holder(), EmployeeFactory()):
        client.force_login(other)
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404
    with clock.at(NOW + timedelta(days=1)):
        client.force_login(adviser)
        assert client.get(url).status_code == 200
