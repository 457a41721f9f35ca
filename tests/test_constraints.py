"""What is kept is neither truncated nor replaced, told by raw SQL."""

import pytest
from django.db import connection

from cases.models import NamedPerson, State
from portal.models import TrailEvent, TrailSeal
from tests.factories import MediaContactFactory
from tests.rows import (
    NOW,
    a_case,
    a_condition,
    a_figure,
    a_person,
    a_review,
    an_account,
    an_acknowledgement,
    an_attendance,
    an_event,
    columns_of,
    make_decision,
    refused,
    sql,
    update,
)

pytestmark = pytest.mark.django_db

TRAIL_KEPT = "The audit trail is added to and never altered."
ATTENDANCE_UNALTERED = "Attendance is corrected by a new row and never altered."
ATTENDANCE_KEPT = "Attendance is never deleted."
CONTACT_KEPT = "A media contact is never deleted."
MEDIA_NOTE_KEPT = "What was written about a media contact is never altered."
KEEPS_REFERENCE = "A case keeps its reference."
CASE_KEPT = "A case past its draft is never deleted."
NAMED_CLOSED = "The people named in a case change only while its answers are open."
NAMED_STAY = "A person stays named in the case that named them."
REVISION_FROZEN = "A revision is frozen."
MESSAGE_KEPT = "A message is never altered or deleted."
ADVICE_KEPT = "Advice is never deleted."
CONTROL_KEPT = "A control is never deleted."
DECISION_KEPT = "A decision is never altered or deleted."
ACCOUNT_KEPT = "An account is never deleted."
CONDITION_KEPT = "A condition is never deleted."
ACCESS_KEPT = "Access is switched off and never deleted."
NO_LEAVER_ON = "No access is on for someone who has left the council."
REVIEW_KEPT = "A review is never deleted."
ACKNOWLEDGEMENT_KEPT = "An acknowledgement is never deleted."
FIGURES_STAY = "The figures of an acknowledged review stay as they are."


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("portal_trailevent", TRAIL_KEPT),
        ("portal_trailseal", TRAIL_KEPT),
        ("policy_attendance", ATTENDANCE_KEPT),
        ("policy_mediacontact", CONTACT_KEPT),
        ("policy_mediacontactnote", MEDIA_NOTE_KEPT),
        ("cases_businesscase", CASE_KEPT),
        ("cases_namedperson", NAMED_CLOSED),
        ("cases_revision", REVISION_FROZEN),
        ("cases_message", MESSAGE_KEPT),
        ("cases_advice", ADVICE_KEPT),
        ("cases_control", CONTROL_KEPT),
        ("cases_decision", DECISION_KEPT),
        ("cases_account", ACCOUNT_KEPT),
        ("cases_condition", CONDITION_KEPT),
        ("cases_access", ACCESS_KEPT),
        ("cases_review", REVIEW_KEPT),
        ("cases_acknowledgement", ACKNOWLEDGEMENT_KEPT),
        ("cases_reviewfigure", FIGURES_STAY),
    ],
)
def test_nothing_that_is_kept_is_truncated(table, sentence):
    others = set(connection.introspection.table_names()) - {table}
    with refused(sentence):
        for other in others:
            sql(f"ALTER TABLE {other} DISABLE TRIGGER USER")
        sql(f"TRUNCATE {table} CASCADE")


def a_media_contact_note():
    return MediaContactFactory().notes.create(kind="information", text="M", by=a_person(), at=NOW)


# SQLite's INSERT OR REPLACE deletes what is in its way without firing a delete trigger


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("make", "unique", "sentence"),
    [
        (an_event, [], TRAIL_KEPT),
        (an_attendance, ["session_id", "person_id"], ATTENDANCE_UNALTERED),
        (a_case, ["reference"], KEEPS_REFERENCE),
        (
            lambda: a_case(State.ADVICE_REQUESTED).revisions.get(),
            ["case_id", "number"],
            REVISION_FROZEN,
        ),
        (
            lambda: a_case().messages.create(by=a_person(), at=NOW, text="A question"),
            [],
            MESSAGE_KEPT,
        ),
        (a_condition, [], CONDITION_KEPT),
        (MediaContactFactory, [], CONTACT_KEPT),
        (a_media_contact_note, [], MEDIA_NOTE_KEPT),
        (an_acknowledgement, ["review_id", "side"], ACKNOWLEDGEMENT_KEPT),
    ],
)
def test_a_kept_row_is_not_replaced(make, unique, sentence):
    row = make()
    with refused(sentence):
        replace(row, id=row.pk)
    if unique:
        with refused(sentence):
            replace(row)


def replace(row, **others):
    columns = columns_of(row, **others)
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    sql(
        f"INSERT OR REPLACE INTO {row._meta.db_table} ({names}) VALUES ({places})",
        *columns.values(),
    )


@pytest.mark.sqlite
def test_a_seal_is_not_replaced():
    seal = TrailSeal.objects.create(
        position=1, event=an_event(), key_id="k", sealed_at=NOW, hmac="0" * 64
    )
    for others in ({"position": 1}, {"event_id": seal.event_id}):
        free = {"position": 2, "event_id": an_event().pk}
        with refused(TRAIL_KEPT):
            replace(seal, **{**free, **others})
    assert TrailEvent.objects.count() == 3


@pytest.mark.sqlite
def test_what_a_decision_rests_on_is_not_replaced():
    case = a_case(State.AWAITING_DECISION)
    advice, named = case.advice.get(), case.named_people.get()
    with refused(CONTROL_KEPT):
        replace(advice.controls.get(), id=advice.controls.get().pk)
    update(case, state="changes_requested")
    update(case, state="advice_requested")
    with refused(ADVICE_KEPT):
        replace(advice, id=advice.pk)
    with refused(NAMED_STAY):
        replace(named, id=named.pk, case_id=a_case().pk)
    assert NamedPerson.objects.filter(case=case).exists()


@pytest.mark.sqlite
def test_a_decision_is_not_replaced():
    case, other = a_case(State.AWAITING_DECISION), a_case(State.APPROVED)
    make_decision(case)
    decision, another = case.decisions.get(), other.decisions.get()
    row = {"case_id": case.pk, "round": 1, "revision_id": decision.revision_id}
    with refused(DECISION_KEPT):
        replace(decision, id=decision.pk)
    with refused(DECISION_KEPT):
        replace(decision, **{**row, "revision_id": another.revision_id})
    with refused(DECISION_KEPT):
        replace(decision)


@pytest.mark.sqlite
def test_an_account_and_an_access_are_not_replaced():
    account, other = an_account(), a_case(State.APPROVED)
    access = account.accesses.first()
    fresh = {"case_id": other.pk, "decision_id": other.decisions.get().pk}
    for columns in ({**fresh, "id": account.pk}, {}):
        with refused(ACCOUNT_KEPT):
            replace(account, **columns)
    for columns in (
        {
            "id": access.pk,
            "person_id": a_person().pk,
            "attendance_id": None,
            "state": "needs_session",
        },
        {},
    ):
        with refused(ACCESS_KEPT):
            replace(access, **columns)


@pytest.mark.sqlite
def test_an_acknowledged_figure_is_not_replaced():
    figure, other = a_figure(a_review()), a_review()
    update(figure.review, state="acknowledged")
    with refused(FIGURES_STAY):
        replace(figure, id=figure.pk, review_id=other.pk)


@pytest.mark.sqlite
def test_a_review_is_not_replaced():
    review = a_review()
    other_day, other_account = "2027-05-05", an_account().pk
    for others in (
        {"id": review.pk, "account_id": other_account},
        {"due_on": other_day},
        {"number": 2},
    ):
        with refused(REVIEW_KEPT):
            replace(review, **others)

    replace(review, number=2, due_on=other_day)


@pytest.mark.sqlite
def test_an_acknowledgement_is_not_replaced_by_another_of_its_person():
    acknowledgement = an_acknowledgement()
    with refused(ACKNOWLEDGEMENT_KEPT):
        replace(acknowledgement, side="communications")

    replace(acknowledgement, side="communications", by_id=a_person().pk)
    replace(acknowledgement, superseded_at=NOW)


@pytest.mark.sqlite
def test_an_employee_is_not_replaced_by_one_who_left_with_access_on():
    lead = an_account().lead
    left = {"id": lead.pk, "left_on": "2026-11-04"}
    with refused(NO_LEAVER_ON):
        replace(lead, **left, leaving_handled_at=NOW)

    replace(lead, **left)
