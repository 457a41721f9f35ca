"""What the database forbids of access, told by raw SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import rows
from tests.rows import (
    NOW,
    a_person,
    an_access,
    an_account,
    an_attendance,
    columns_of,
    delete,
    insert,
    refused,
    update,
)

pytestmark = pytest.mark.django_db

ACCESS_STAYS = "Access stays with its account and its person."
ACCESS_DECISION = "Access rests on the decision that created its account."
NOT_OWN_COVER = "The lead of an account is not their own cover."
OWN_ATTENDANCE = "Access rests on the attendance of its own person."
ATTENDANCE_STANDS = "Access rests on an attendance that stands."
ACCESS_KEPT = "Access is switched off and never deleted."
ACCESS_GOES_FIRST = "Access that rests on an attendance goes before it is corrected."
NO_LEAVER_ON = "No access is on for someone who has left the council."


def test_access_is_not_on_without_an_attendance():
    account = an_account()
    waiting = an_access(account, a_person(), state="needs_session")
    for state in ("ready", "on"):
        needs_attendance = pytest.raises(IntegrityError, match="access_ready_needs_attendance")
        with needs_attendance, transaction.atomic():
            update(waiting, state=state)


@pytest.mark.parametrize("state", ["ready", "on"])
def test_access_rests_on_an_attendance_that_stands(state):
    waiting = an_access(an_account(), a_person(), state="needs_session")
    absent = an_attendance(waiting.person, attended=False)
    corrected = an_attendance(waiting.person)
    update(corrected, superseded_at=NOW)
    for attendance in (absent, corrected):
        with refused(ATTENDANCE_STANDS):
            update(waiting, state=state, attendance_id=attendance)
        with refused(ATTENDANCE_STANDS):
            row = columns_of(an_access(an_account(), waiting.person, state="needs_session"))
            account = an_account()
            row |= {"account_id": account, "decision_id": account.decision}
            insert("cases_access", **{**row, "state": state, "attendance_id": attendance})

    update(waiting, state=state, attendance_id=an_attendance(waiting.person))


def test_access_rests_on_the_attendance_of_its_own_person():
    waiting = an_access(an_account(), a_person(), state="needs_session")
    for state in ("needs_session", "ready", "on"):
        with refused(OWN_ATTENDANCE):
            update(waiting, state=state, attendance_id=an_attendance())
        row = columns_of(waiting, person_id=a_person(), attendance_id=an_attendance())
        with refused(OWN_ATTENDANCE):
            insert("cases_access", **{**row, "state": state})


def test_access_rests_on_the_decision_that_created_its_account():
    account, other = an_account(), an_account()
    access = account.accesses.first()
    with refused(ACCESS_DECISION):
        update(access, decision_id=other.decision)
    with refused(ACCESS_DECISION):
        row = columns_of(an_access(account, a_person(), state="needs_session"))
        insert("cases_access", **{**row, "person_id": a_person(), "decision_id": other.decision})


@pytest.mark.parametrize("role", ["author", "administrator", "member"])
def test_the_lead_of_an_account_is_not_their_own_cover(role):
    access = an_account().accesses.get(role="lead")
    with refused(NOT_OWN_COVER):
        update(access, role=role)
    account, new_lead = an_account(), a_person()
    update(account, lead_id=new_lead)
    row = columns_of(an_access(account, a_person(), state="needs_session"))
    with refused(NOT_OWN_COVER):
        insert("cases_access", **{**row, "person_id": new_lead, "role": role})
    insert("cases_access", **{**row, "person_id": new_lead, "role": "lead"})


def test_access_stays_with_its_account_and_its_person():
    access, other = an_account().accesses.first(), an_account()
    for columns in (
        {"id": 10**6},
        {"account_id": other, "decision_id": other.decision},
        {"person_id": a_person(), "attendance_id": None, "state": "needs_session"},
    ):
        with refused(ACCESS_STAYS):
            update(access, **columns)


def test_access_is_never_deleted():
    with refused(ACCESS_KEPT):
        delete(an_account().accesses.first())


@pytest.mark.parametrize("state", ["ready", "on"])
def test_access_goes_before_its_attendance_is_corrected(state):
    access = an_access(an_account(), a_person(), state=state)
    with refused(ACCESS_GOES_FIRST):
        update(access.attendance, superseded_at=NOW)

    update(access, state="to_remove", reason="The attendance was corrected")
    update(access.attendance, superseded_at=NOW)
    update(access, state="off")


def test_no_access_is_on_for_someone_who_has_left():
    account = an_account()
    ready = an_access(account, a_person(), state="ready")
    rows.leave(ready.person)
    with refused(NO_LEAVER_ON):
        update(ready, state="on")
    other = an_account()
    row = columns_of(ready, account_id=other.pk, decision_id=other.decision.pk)
    with refused(NO_LEAVER_ON):
        insert("cases_access", **{**row, "state": "on"})

    insert("cases_access", **row)


def test_access_goes_before_a_leaving_is_handled():
    account = an_account()
    access = account.accesses.get(person=account.lead)
    update(account.lead, left_on=date(2026, 11, 4))
    with refused(NO_LEAVER_ON):
        rows.leave(account.lead)

    update(access, state="to_remove", reason="Left the council")
    rows.leave(account.lead)
    update(access, state="off")


def test_whoever_returns_has_access_again():
    access = an_access(an_account(), a_person(), state="ready")
    rows.leave(access.person)
    update(access.person, left_on=None, leaving_handled_at=None)

    update(access, state="on")
