"""My record of awareness sessions, and its certificates: one's own, and nobody else's."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from portal import clock
from portal.models import Post
from tests.factories import AppointmentFactory, AttendanceFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def attended(person, year, **fields):
    session = SessionFactory(starts_at=datetime(year, 3, 1, 10, tzinfo=UTC))
    return AttendanceFactory(session=session, person=person, **fields)


def page(client, employee, name, *args):
    client.force_login(employee)
    answer = client.get(reverse(f"awareness:{name}", args=args))
    return answer.status_code, " ".join(answer.content.decode().split())


def test_every_session_and_until_when_it_counts(client, settings):
    settings.ATTENDANCE_VALID_MONTHS = 24
    person = EmployeeFactory()
    old, new = attended(person, 2024), attended(person, 2026)
    absent = attended(person, 2025, attended=False)
    attended(person, 2023, superseded_at=NOW)

    _, html = page(client, person, "record")

    assert html.index("1 March 2026") < html.index("1 March 2025") < html.index("1 March 2024")
    assert "29 February 2028" in html
    assert "Run out" in html
    assert "1 March 2023" not in html
    for attendance, has_one in ((old, True), (new, True), (absent, False)):
        assert (reverse("awareness:certificate", args=[attendance.pk]) in html) is has_one


def test_a_certificate_says_who_when_and_who_recorded_it(client):
    attendance = attended(
        EmployeeFactory(name="Pat O'Neill"), 2026, recorded_by=EmployeeFactory(name="Rae Recorder")
    )
    status, html = page(client, attendance.person, "certificate", attendance.pk)
    assert status == 200
    for said in (
        "Example Council",
        "Pat O&#x27;Neill",
        "on 1 March 2026",
        attendance.session.organiser.name,
        "Rae Recorder",
        f"AS-{attendance.session_id}-{attendance.pk}",
    ):
        assert said in html


def test_a_certificate_is_of_ones_own_standing_attendance_alone(client):
    attendance = attended(EmployeeFactory(), 2026)
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    for other in (EmployeeFactory(), adviser, attendance.recorded_by):
        assert page(client, other, "certificate", attendance.pk)[0] == 404
    absent = attended(attendance.person, 2025, attended=False)
    corrected = attended(attendance.person, 2024, superseded_at=NOW)
    for none in (absent, corrected):
        assert page(client, none.person, "certificate", none.pk)[0] == 404


def test_communications_alone_sees_another_persons_record(client):
    attendance = attended(EmployeeFactory(name="Pat"), 2026)
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee

    status, html = page(client, adviser, "record_of", attendance.person_id)

    assert status == 200
    assert "1 March 2026" in html
    assert reverse("awareness:certificate", args=[attendance.pk]) not in html
    assert page(client, attendance.person, "record_of", attendance.person_id)[0] == 404
    assert page(client, adviser, "record_of", 4_000_000)[0] == 404
