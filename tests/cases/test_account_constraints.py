"""What the database forbids of accounts, access and reviews, told by raw SQL."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.models import Access, Account, State
from tests import rows
from tests.rows import (
    NOW,
    a_case,
    a_condition,
    a_figure,
    a_live_account,
    a_person,
    a_review,
    an_access,
    an_account,
    an_acknowledgement,
    an_attendance,
    columns_of,
    delete,
    insert,
    refused,
    switch_all_off,
    update,
)

pytestmark = pytest.mark.django_db

AWAITING_ACCESS = "An account starts by awaiting access."
ON_APPROVAL = "An account rests on the approval of its own case."
ACCOUNT_KEEPS = "An account keeps its case and its decision."
NO_SUCH_WAY = "An account cannot go from that state to this one."
CONTROLS_TICKED = "No account goes live before all of its controls are ticked."
LEAD_AND_COVER = "An account goes live when its lead and a cover have access on."
NO_ACCESS_ON = "No access is on for an account that is suspended or closed."
ACCOUNT_KEPT = "An account is never deleted."
ACCESS_STAYS = "Access stays with its account and its person."
ACCESS_DECISION = "Access rests on the decision that created its account."
NOT_OWN_COVER = "The lead of an account is not their own cover."
OWN_ATTENDANCE = "Access rests on the attendance of its own person."
ATTENDANCE_STANDS = "Access rests on an attendance that stands."
ACCESS_KEPT = "Access is switched off and never deleted."
ACCESS_GOES_FIRST = "Access that rests on an attendance goes before it is corrected."
NO_LEAVER_ON = "No access is on for someone who has left the council."
CONDITION_UNALTERED = "A condition is never altered."
CONDITION_MET = "A condition that was met stays met, on its evidence."
CONDITION_KEPT = "A condition is never deleted."
REVIEW_KEEPS = "A review keeps its account, its number and its dates."
REVIEW_ENDED = "A review that was acknowledged or excused stays as it is."
REVIEW_KEPT = "A review is never deleted."
ACKNOWLEDGEMENT_UNALTERED = "An acknowledgement is never altered; it can only be superseded, once."
ACKNOWLEDGEMENT_KEPT = "An acknowledgement is never deleted."
FIGURES_STAY = "The figures of an acknowledged review stay as they are."

LATER = NOW + timedelta(days=1)


# Accounts


def test_an_account_rests_on_the_approval_of_its_own_case():
    approved = an_account()
    row = columns_of(approved)
    rejected = a_case(State.REJECTED)
    other = a_case(State.APPROVED)
    with refused(ON_APPROVAL):
        insert(
            "cases_account",
            **{**row, "case_id": rejected.pk, "decision_id": rejected.decisions.get()},
        )
    with refused(ON_APPROVAL):
        insert(
            "cases_account", **{**row, "case_id": rejected.pk, "decision_id": other.decisions.get()}
        )

    insert("cases_account", **{**row, "case_id": other.pk, "decision_id": other.decisions.get()})


@pytest.mark.parametrize("state", ["live", "suspended", "closed"])
def test_an_account_starts_by_awaiting_access(state):
    case = a_case(State.APPROVED)
    decision = case.decisions.get()
    row = columns_of(an_account(), state=state, live_on=date(2026, 11, 4))
    with refused(AWAITING_ACCESS):
        insert("cases_account", **{**row, "case_id": case.pk, "decision_id": decision})


def test_no_two_accounts_went_live_at_one_address():
    first, second = a_live_account(), an_account()
    update(second, address=first.address)
    live = {"state": "live", "live_on": date(2026, 11, 4)}
    with pytest.raises(IntegrityError), transaction.atomic():
        update(second, **live)

    switch_all_off(first)
    update(first, state="closed")
    update(second, **live)


def test_an_account_keeps_its_case_and_its_decision():
    account, other = an_account(), a_case(State.APPROVED)
    for columns in (
        {"id": 10**6},
        {"case_id": other},
        {"decision_id": other.decisions.get()},
    ):
        with refused(ACCOUNT_KEEPS):
            update(account, **columns)


WAYS = {
    "awaiting_access": {"live", "closed"},
    "live": {"suspended", "closed"},
    "suspended": {"live", "closed"},
    "closed": set(),
}


def an_account_in(state):
    account = an_account() if state == "awaiting_access" else a_live_account()
    if state in ("suspended", "closed"):
        rows.switch_all_off(account)
        update(account, state=state)
    return account


@pytest.mark.parametrize("before", WAYS)
@pytest.mark.parametrize("after", WAYS)
def test_the_ways_of_an_account(before, after):
    account = an_account_in(before)
    if after in ("suspended", "closed"):
        rows.switch_all_off(account)
    if after in WAYS[before] | {before}:
        update(account, state=after, live_on=date(2026, 11, 4))
    else:
        with refused(NO_SUCH_WAY):
            update(account, state=after, live_on=date(2026, 11, 4))


def go_live(account):
    update(account, state="live", live_on=date(2026, 11, 4))


def test_no_account_goes_live_before_its_controls_are_ticked():
    case = a_case(State.READY_TO_PRESENT)
    case.advice.get().controls.create(text="Another control")
    rows.present(case)
    rows.approve(case)
    account = an_account(case)
    with refused(CONTROLS_TICKED):
        go_live(account)

    rows.tick(case.advice.get().controls.get(ticked_at=None))
    go_live(account)


@pytest.mark.parametrize("role", ["lead", "author"])
@pytest.mark.parametrize("state", ["ready", "to_remove"])
def test_an_account_goes_live_when_lead_and_cover_have_access_on(role, state):
    account = an_account()
    access = account.accesses.get(role=role)
    update(access, state=state, reason="Left")
    an_access(account, a_person(), Access.Role.MEMBER)
    with refused(LEAD_AND_COVER):
        go_live(account)

    update(access, state="on")
    go_live(account)


def test_a_lead_who_was_the_cover_is_not_their_own():
    account = an_account()
    update(account, lead_id=account.accesses.get(role="author").person)
    with refused(LEAD_AND_COVER):
        go_live(account)


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_no_access_is_on_for_an_account_that_is_suspended_or_closed(state, start_from):
    account = start_from(a_live_account)
    with refused(NO_ACCESS_ON):
        update(account, state=state)
    rows.switch_all_off(account)
    update(account, state=state)
    access = account.accesses.first()
    with refused(NO_ACCESS_ON):
        update(access, state="on")
    person = a_person()
    row = columns_of(access, person_id=person, attendance_id=an_attendance(person))
    with refused(NO_ACCESS_ON):
        insert("cases_access", **{**row, "state": "on"})


def test_a_suspended_account_resumes_without_access_on():
    update(an_account_in("suspended"), state="live")


def test_an_account_is_never_deleted():
    account = an_account()
    with refused(ACCOUNT_KEPT):
        delete(account)
    assert Account.objects.filter(pk=account.pk).exists()


# Conditions


def test_a_condition_is_given_evidence_and_met():
    condition = a_condition()
    update(condition, evidence="Published")
    update(condition, evidence="Published, and linked", met_by_id=a_person(), met_at=NOW)


def test_a_condition_is_never_altered():
    condition = a_condition()
    for columns in (
        {"id": 10**6},
        {"account_id": an_account()},
        {"text": "Another"},
        {"due_on": date(2028, 1, 15)},
        {"set_by_id": a_person()},
        {"set_at": LATER},
    ):
        with refused(CONDITION_UNALTERED):
            update(condition, **columns)


def test_a_condition_that_was_met_stays_met():
    condition = a_condition()
    rows.meet(condition)
    for columns in (
        {"met_at": None, "met_by_id": None},
        {"met_at": LATER},
        {"met_by_id": a_person()},
        {"evidence": "Something else"},
    ):
        with refused(CONDITION_MET):
            update(condition, **columns)


def test_a_condition_is_never_deleted():
    with refused(CONDITION_KEPT):
        delete(a_condition())


# Access


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


# Reviews


def test_a_review_goes_back_and_forth_until_it_is_acknowledged():
    review = a_review("scheduled")
    for columns in (
        {"state": "open"},
        {"reminded": 0},
        {"what_worked": "Short films"},
        {"state": "sent"},
        {"state": "returned", "question": "Why?", "asked_by_id": a_person()},
        {"what_worked": "Long films", "content_checked_on": date(2027, 5, 3)},
        {"state": "sent", "sent_at": LATER},
        {"state": "acknowledged", "version": 2},
    ):
        update(review, **columns)


def test_a_review_keeps_its_account_its_number_and_its_dates():
    review = a_review()
    for columns in (
        {"id": 10**6},
        {"account_id": an_account()},
        {"number": 2},
        {"due_on": date(2028, 5, 4)},
        {"period_from": date(2026, 11, 5)},
    ):
        with refused(REVIEW_KEEPS):
            update(review, **columns)


@pytest.mark.parametrize("state", ["acknowledged", "excused"])
def test_a_review_that_was_acknowledged_or_excused_stays_as_it_is(state):
    review = a_review(state)
    for columns in (
        {"state": "open"},
        {"state": "sent"},
        {"content_checked_on": date(2027, 5, 2)},
        {"what_worked": "Something else"},
        {"how_aims_served": "Something else"},
        {"outcome": "close"},
        {"sent_at": LATER},
        {"first_sent_at": NOW - timedelta(days=1)},
        {"sent_by_id": a_person()},
        {"question": "Why?"},
        {"asked_by_id": a_person()},
        {"excused_reason": "Something else"},
    ):
        with refused(REVIEW_ENDED):
            update(review, **columns)


@pytest.mark.parametrize("state", ["scheduled", "acknowledged"])
def test_a_review_is_never_deleted(state):
    with refused(REVIEW_KEPT):
        delete(a_review(state))


def test_an_acknowledgement_is_superseded_once():
    acknowledgement = an_acknowledgement()
    update(acknowledgement, superseded_at=NOW)
    for columns in ({"superseded_at": None}, {"superseded_at": LATER}):
        with refused(ACKNOWLEDGEMENT_UNALTERED):
            update(acknowledgement, **columns)

    an_acknowledgement(acknowledgement.review)


def test_an_acknowledgement_is_never_altered():
    acknowledgement = an_acknowledgement()
    for columns in (
        {"id": 10**6},
        {"review_id": a_review("sent")},
        {"side": "communications"},
        {"by_id": a_person()},
        {"by_post": "Another"},
        {"at": LATER},
        {"at": LATER, "superseded_at": LATER},
    ):
        with refused(ACKNOWLEDGEMENT_UNALTERED):
            update(acknowledgement, **columns)


def test_an_acknowledgement_is_never_deleted():
    with refused(ACKNOWLEDGEMENT_KEPT):
        delete(an_acknowledgement())


def test_the_figures_of_an_acknowledged_review_stay():
    review = a_review()
    figure, other = a_figure(review), a_figure(a_review())
    row = columns_of(figure, metric="posts")
    update(figure, value=11)
    update(review, state="acknowledged")
    with refused(FIGURES_STAY):
        update(figure, value=12)
    with refused(FIGURES_STAY):
        update(figure, review_id=other.review)
    with refused(FIGURES_STAY):
        update(other, review_id=review, metric="posts")
    with refused(FIGURES_STAY):
        delete(figure)
    with refused(FIGURES_STAY):
        insert("cases_reviewfigure", **row)

    delete(other)
