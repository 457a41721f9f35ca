"""What the database forbids when two transactions meet, each of which alone is allowed.

The first has written and not committed; the second waits for it, and is then refused.
"""

from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from cases.models import State
from portal.models import Post
from tests import rows
from tests.databases import CommittedDatabase, copied, url_of, using
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BookingFactory,
    MediaContactFactory,
    SessionFactory,
)
from tests.policy.versions import a_draft as a_policy_draft
from tests.policy.versions import in_consultation, in_force_now
from tests.rows import (
    NOW,
    a_case,
    a_figure,
    a_live_account,
    a_person,
    a_review,
    an_access,
    an_account,
    an_attendance,
    columns_of,
    delete,
    insert,
    leave,
    make_decision,
    refused,
    update,
)

# Each of these writes what both need and returns what the first does, what the second does, and
# why the second is refused.


def two_holders_of_a_post():
    row = columns_of(AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2021, 1, 1)))
    people = a_person(), a_person()

    def appoint(person):
        later = {"starts_on": date(2026, 1, 1), "ends_on": None, "employee_id": person}
        insert("portal_appointment", **{**row, **later})

    return (
        lambda: appoint(people[0]),
        lambda: appoint(people[1]),
        "Someone holds this post on some of these days.",
    )


def naming_and_deciding():
    case, person = a_case(State.READY_TO_PRESENT), a_person()
    return (
        lambda: name(case, person),
        lambda: (rows.present(case), decide(case, person)),
        "Nobody decides a case they are named in.",
    )


def deciding_and_naming():
    case, person = a_case(State.READY_TO_PRESENT), a_person()
    return (
        lambda: (rows.present(case), decide(case, person)),
        lambda: name(case, person),
        "The people named in a case change only while its answers are open.",
    )


def presenting_and_taking_a_name_off():
    case = a_case(State.READY_TO_PRESENT)
    named = case.named_people.get()
    return (
        lambda: rows.present(case),
        lambda: delete(named),
        "The people named in a case change only while its answers are open.",
    )


def naming_and_advising():
    case, person = a_case(State.ADVICE_REQUESTED), a_person()
    return (
        lambda: (update(case, state="changes_requested"), name(case, person)),
        lambda: advise(case, person),
        "Advice is given on a case that asks for it.",
    )


def advising_and_being_given_the_case():
    case, person = a_case(State.ADVICE_REQUESTED), a_person()
    return (
        lambda: advise(case, person),
        lambda: update(case, applicant_id=person),
        "Someone who has advised on or decided a case is not named in it.",
    )


def advice_going_stale_and_deciding():
    case, person = a_case(State.AWAITING_DECISION), a_person()
    return (
        lambda: update(case.advice.get(), stale_at=NOW),
        lambda: decide(case, person),
        "A decision rests on the newest advice on its case, which is not stale.",
    )


def taking_back_and_deciding():
    case, person = a_case(State.AWAITING_DECISION), a_person()
    return (
        lambda: update(case, state="changes_requested"),
        lambda: decide(case, person),
        "A case is decided while it awaits a decision.",
    )


def deciding_and_withdrawing():
    case, person = a_case(State.AWAITING_DECISION), a_person()
    return (
        lambda: decide(case, person),
        lambda: update(case, state="withdrawn"),
        "A case goes where the decision on its presenting says.",
    )


def deciding_and_adding_a_control():
    case, person = a_case(State.AWAITING_DECISION), a_person()
    advice = case.advice.get()
    return (
        lambda: decide(case, person),
        lambda: insert("cases_control", advice_id=advice, text="Another", evidence=""),
        "Controls are set before the decision; afterwards there are conditions.",
    )


def suspending_and_switching_on():
    account = a_live_account()
    rows.switch_all_off(account)
    access = account.accesses.first()
    return (
        lambda: update(account, state="suspended"),
        lambda: update(access, state="on"),
        "No access is on for an account that is suspended or closed.",
    )


def switching_on_and_suspending():
    account = a_live_account()
    rows.switch_all_off(account)
    access = account.accesses.first()
    return (
        lambda: update(access, state="on"),
        lambda: update(account, state="suspended"),
        "No access is on for an account that is suspended or closed.",
    )


def leaving_and_switching_on():
    access = an_access(a_live_account(), a_person(), state="ready")
    return (
        lambda: leave(access.person),
        lambda: update(access, state="on"),
        "No access is on for someone who has left the council.",
    )


def switching_on_and_leaving():
    access = an_access(a_live_account(), a_person(), state="ready")
    return (
        lambda: update(access, state="on"),
        lambda: leave(access.person),
        "No access is on for someone who has left the council.",
    )


def correcting_an_attendance_and_resting_on_it():
    access = an_access(an_account(), a_person(), state="needs_session")
    attendance = an_attendance(access.person)
    return (
        lambda: update(attendance, superseded_at=NOW),
        lambda: update(access, state="ready", attendance_id=attendance),
        "Access rests on an attendance that stands.",
    )


def resting_on_an_attendance_and_correcting_it():
    access = an_access(an_account(), a_person(), state="needs_session")
    attendance = an_attendance(access.person)
    return (
        lambda: update(access, state="ready", attendance_id=attendance),
        lambda: update(attendance, superseded_at=NOW),
        "Access that rests on an attendance goes before it is corrected.",
    )


def moving_a_session_and_recording_attendance():
    session, row = a_session_to_record()
    return (
        lambda: update(session, starts_at=NOW + timedelta(hours=1)),
        lambda: insert("policy_attendance", **row),
        "Attendance is recorded from the start of the session.",
    )


def recording_attendance_and_moving_the_session():
    session, row = a_session_to_record()
    return (
        lambda: insert("policy_attendance", **row),
        lambda: update(session, starts_at=NOW + timedelta(hours=1)),
        "Attendance was recorded before this session would start.",
    )


FULL = "A session never has more people than places."


def booking_the_last_place_twice():
    session = SessionFactory(places=1)
    row = columns_of(BookingFactory.build(session=session, person=a_person()))
    other = a_person()
    return (
        lambda: insert("policy_booking", **row),
        lambda: insert("policy_booking", **{**row, "person_id": other}),
        FULL,
    )


def booking_and_lowering_the_places():
    session = SessionFactory(places=2)
    BookingFactory(session=session)
    row = columns_of(BookingFactory.build(session=session, person=a_person()))
    return (
        lambda: insert("policy_booking", **row),
        lambda: update(session, places=1),
        FULL,
    )


def lowering_the_places_and_moving_up():
    session = SessionFactory(places=2)
    BookingFactory(session=session)
    waiting = BookingFactory(session=session, waiting=True)
    return (
        lambda: update(session, places=1),
        lambda: update(waiting, waiting=False),
        FULL,
    )


def acknowledging_a_review_and_changing_it():
    review = a_review()
    figure = a_figure(review)
    return (
        lambda: update(review, state="acknowledged"),
        lambda: update(figure, value=11),
        "The figures of an acknowledged review stay as they are.",
    )


PUBLISHED = {
    "state": "scheduled",
    "in_force_from": NOW.date(),
    "published_on": NOW.date(),
}


def changing_a_clause_and_consulting():
    version = a_policy_draft()
    clause = version.clauses.last()
    return (
        lambda: update(version, state="in_consultation", consultation_round=1),
        lambda: update(clause, text="Other words."),
        "The text of a policy version changes only while it is a draft.",
    )


def asking_a_trade_union_and_publishing():
    version = in_consultation()
    row = columns_of(version.consultations.get(), body="Union B")
    unanswered = {"answered_on": None, "response": ""}
    return (
        lambda: insert("policy_consultation", **row | unanswered),
        lambda: update(version, **PUBLISHED),
        "A trade union has not answered, and no reason is given.",
    )


def publishing_and_changing_an_answer():
    version = in_consultation()
    asked = version.consultations.get()
    return (
        lambda: update(version, **PUBLISHED),
        lambda: update(asked, response="We do not agree."),
        "A trade union is asked and answers while that text is in consultation.",
    )


def superseding_and_acknowledging():
    version, person = in_force_now(), a_person()
    asked = {"version_id": version, "person_id": person, "asked_on": NOW.date()}
    return (
        lambda: update(version, state="superseded"),
        lambda: insert("policy_policyacknowledgement", **asked, remind_on=NOW.date()),
        "People acknowledge the version in force.",
    )


def name(case, person):
    insert("cases_namedperson", case_id=case, person_id=person, role="author")


def advise(case, person):
    insert(
        "cases_advice",
        case_id=case,
        revision_id=case.revisions.last(),
        verdict="support",
        text="Yes",
        by_id=person,
        by_post="Communications adviser",
        at=NOW,
    )


def decide(case, person):
    make_decision(case, by_id=person, outcome="returned")


def a_session_to_record():
    session = SessionFactory(starts_at=NOW)
    row = columns_of(AttendanceFactory.build(session=session, person=a_person(), recorded_at=NOW))
    return session, row


def closing_a_media_contact_and_advising_on_it():
    contact = MediaContactFactory()
    note = {"by_id": a_person(), "by_post": "Communications adviser", "at": NOW, "text": "Words"}

    def write(kind):
        insert("policy_mediacontactnote", contact_id=contact.pk, kind=kind, **note)

    write("advice")
    update(contact, state="advised")
    write("outcome")
    return (
        lambda: update(contact, state="closed"),
        lambda: write("advice"),
        "This media contact is closed.",
    )


@pytest.fixture(scope="module")
def one_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    until_the_end = ExitStack()
    with django_db_blocker.unblock():
        name = until_the_end.enter_context(copied(tmp_path_factory.mktemp("meetings")))
    yield name
    with django_db_blocker.unblock():
        until_the_end.close()


@pytest.fixture
def committed_db(one_database, django_db_blocker) -> Iterator[CommittedDatabase]:
    """One database for them all: none minds what another left."""
    with django_db_blocker.unblock(), using(one_database):
        yield CommittedDatabase(name=one_database, url=url_of(one_database))


@pytest.mark.parametrize(
    "meeting",
    [
        two_holders_of_a_post,
        naming_and_deciding,
        deciding_and_naming,
        presenting_and_taking_a_name_off,
        naming_and_advising,
        advising_and_being_given_the_case,
        advice_going_stale_and_deciding,
        taking_back_and_deciding,
        deciding_and_withdrawing,
        deciding_and_adding_a_control,
        suspending_and_switching_on,
        switching_on_and_suspending,
        leaving_and_switching_on,
        switching_on_and_leaving,
        correcting_an_attendance_and_resting_on_it,
        resting_on_an_attendance_and_correcting_it,
        moving_a_session_and_recording_attendance,
        recording_attendance_and_moving_the_session,
        booking_the_last_place_twice,
        booking_and_lowering_the_places,
        lowering_the_places_and_moving_up,
        acknowledging_a_review_and_changing_it,
        closing_a_media_contact_and_advising_on_it,
        changing_a_clause_and_consulting,
        asking_a_trade_union_and_publishing,
        publishing_and_changing_an_answer,
        superseding_and_acknowledging,
    ],
)
def test_the_second_waits_and_is_refused(two_connections, meeting):
    first, second = two_connections
    first_does, second_does, sentence = meeting()
    uncommitted = transaction.atomic()
    first.run(uncommitted.__enter__)
    first.run(first_does)

    def second_is_refused():
        with refused(sentence):
            second_does()

    second.run(connection.ensure_connection)
    refusal = second.start(second_is_refused)
    wait([refusal], timeout=0.15)
    assert refusal.running(), f"did not wait: {refusal.exception()}"

    first.run(uncommitted.__exit__, None, None, None)
    refusal.result(timeout=30)
