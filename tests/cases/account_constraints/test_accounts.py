"""What the database forbids of accounts, told by raw SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.models import Access, Account, State
from tests import rows
from tests.rows import (
    a_case,
    a_live_account,
    a_person,
    an_access,
    an_account,
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
