"""The register of attendance: who records it, when, and how it is corrected (5.1)."""

from datetime import UTC, datetime, timedelta

import pytest

from policy.models import Attendance
from policy.services.awareness import record_attendance, save_register
from portal import clock, hooks
from portal.models import Post, TrailEvent
from portal.refusals import Refused, Stale
from tests.databases import at_once
from tests.factories import (
    AppointmentFactory,
    BookingFactory,
    EmployeeFactory,
    SessionFactory,
)

STARTS = datetime(2026, 11, 11, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def session_has_started():
    with clock.at(STARTS):
        yield


@pytest.fixture
def session():
    return SessionFactory(starts_at=STARTS)


@pytest.mark.django_db
def test_organiser_records_who_was_there(session):
    person = BookingFactory(session=session).person

    attendance = record_attendance(session, person=person, attended=True, by=session.organiser)

    assert attendance.attended
    assert (attendance.recorded_by, attendance.recorded_at) == (session.organiser, STARTS)
    event = TrailEvent.objects.get()
    assert (event.event, event.subject) == ("attendance.record", f"session {session.pk}")
    assert event.summary == f"Recorded that {person.name} attended"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("post", "may"),
    [
        (Post.COMMUNICATIONS_MANAGER, True),
        (Post.COMMUNICATIONS_ADVISER, True),
        (Post.HEAD_OF_IT, False),
        (Post.ACCESS_OPERATOR, False),
        (Post.POLICY_ADMINISTRATOR, False),
        (Post.AUDITOR, False),
    ],
)
def test_who_else_records(session, post, may):
    by = AppointmentFactory(post=post).employee
    if may:
        record_attendance(session, person=EmployeeFactory(), attended=True, by=by)
    else:
        with pytest.raises(Refused, match="Only the organiser of this session and Communications"):
            record_attendance(session, person=EmployeeFactory(), attended=True, by=by)
    assert Attendance.objects.count() == may


@pytest.mark.django_db
def test_nobody_records_themselves(session):
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    for by in (session.organiser, adviser):
        with pytest.raises(Refused, match=r"You cannot record your own attendance\."):
            record_attendance(session, person=by, attended=True, by=by)
    record_attendance(session, person=session.organiser, attended=True, by=adviser)


@pytest.mark.django_db
def test_nothing_is_recorded_before_the_start_or_of_a_cancelled_session(session):
    person = EmployeeFactory()
    with (
        clock.at(STARTS - timedelta(seconds=1)),
        pytest.raises(Refused, match=r"You can record attendance from 10am on 11 November 2026\."),
    ):
        record_attendance(session, person=person, attended=True, by=session.organiser)
    cancelled = SessionFactory(starts_at=STARTS, cancelled_at=STARTS - timedelta(days=1))
    with pytest.raises(Refused, match=r"This session was cancelled\."):
        record_attendance(cancelled, person=person, attended=True, by=cancelled.organiser)
    assert not Attendance.objects.exists()


@pytest.mark.django_db
def test_correction_is_a_new_row_that_names_both(session):
    person = EmployeeFactory(name="Sam Adeyemi")
    first = record_attendance(session, person=person, attended=True, by=session.organiser)
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    with clock.at(STARTS + timedelta(days=1)):
        second = record_attendance(session, person=person, attended=False, by=adviser)

    first.refresh_from_db()
    assert (first.attended, first.recorded_by) == (True, session.organiser)
    assert first.superseded_at == STARTS + timedelta(days=1)
    assert (second.attended, second.recorded_by, second.corrects) == (False, adviser, first)
    assert second.superseded_at is None
    event = TrailEvent.objects.latest("pk")
    assert (event.event, event.summary, event.actor_post) == (
        "attendance.correct",
        "Recorded that Sam Adeyemi was absent",
        "Communications adviser",
    )
    assert event.changes == {"attended": [True, False]}


@pytest.mark.django_db
def test_repeating_what_stands_changes_nothing(session):
    person = EmployeeFactory()
    first = record_attendance(session, person=person, attended=True, by=session.organiser)
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    again = record_attendance(session, person=person, attended=True, by=adviser)
    assert again == first
    assert TrailEvent.objects.count() == 1


@pytest.mark.django_db
def test_what_rests_on_an_attendance_is_told_before_it_goes(session, monkeypatch):
    heard = []

    def gained(*, attendance, by):
        heard.append(("attended", attendance.pk, by))

    def lost(*, attendance, by):
        stands = Attendance.objects.get(pk=attendance.pk).superseded_at is None
        heard.append(("lost", attendance.pk, by, stands))

    monkeypatch.setattr(hooks, "on_attendance", hooks.Hook("on_attendance"))
    monkeypatch.setattr(hooks, "on_attendance_lost", hooks.Hook("on_attendance_lost"))
    hooks.on_attendance.append(gained)
    hooks.on_attendance_lost.append(lost)
    person, by = EmployeeFactory(), session.organiser

    absent = record_attendance(session, person=person, attended=False, by=by)
    attended = record_attendance(session, person=person, attended=True, by=by)
    record_attendance(session, person=person, attended=False, by=by)

    assert absent.attended is False
    assert heard == [("attended", attended.pk, by), ("lost", attended.pk, by, True)]


@pytest.mark.django_db
def test_register_is_saved_whole_or_not_at_all(session):
    organiser = session.organiser
    booked, walked_in = BookingFactory(session=session).person, EmployeeFactory()

    with pytest.raises(Refused, match=r"You cannot record your own attendance\."):
        save_register(session, marks={booked: True, organiser: True}, by=organiser)
    assert not Attendance.objects.exists()

    saved = save_register(session, marks={booked: False, walked_in: True}, by=organiser)
    assert [(row.person, row.attended) for row in saved] == [(booked, False), (walked_in, True)]


@pytest.mark.django_db
def test_page_drawn_before_another_saved_is_stale(session):
    person = BookingFactory(session=session).person
    save_register(session, marks={person: True}, by=session.organiser, seen=0)
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee

    sentence = f"{session.organiser.name} saved this register at 10am on 11 November 2026"
    with pytest.raises(Stale, match=sentence):
        save_register(session, marks={person: False}, by=adviser, seen=0)

    newest = Attendance.objects.get()
    save_register(session, marks={person: False}, by=adviser, seen=newest.pk)
    assert Attendance.objects.standing().get().attended is False


def test_many_who_record_one_person_leave_one_row(committed_db):
    session = SessionFactory(starts_at=STARTS)
    person = EmployeeFactory()

    def record():
        with clock.at(STARTS):
            return record_attendance(session, person=person, attended=True, by=session.organiser)

    answers = at_once(*[record] * 6)

    assert {answer.pk for answer in answers} == {Attendance.objects.get().pk}
