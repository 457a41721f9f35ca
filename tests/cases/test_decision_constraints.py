"""What the database forbids of decisions, told by raw SQL."""

import pytest
from django.db import connection

from cases.models import State
from tests import rows
from tests.rows import NOW, a_case, make_decision, refused, update

pytestmark = pytest.mark.django_db

AWAITED = "A case is decided while it awaits a decision."
ROUND_OF_THE_DAY = "A decision is on the presenting of the day."
DECIDER_NOT_NAMED = "Nobody decides a case they are named in."
NEWEST_ADVICE = "A decision rests on the newest advice on its case, which is not stale."
AS_LAST_PRESENTED = "A decision is on the answers of its case as last presented."
DECISION_KEPT = "A decision is never altered or deleted."


def test_a_case_that_awaits_a_decision_is_decided():
    make_decision(a_case(State.AWAITING_DECISION))


@pytest.mark.parametrize(
    "state", [state for state in State.values if state != State.AWAITING_DECISION]
)
def test_a_case_is_decided_while_it_awaits_a_decision(state):
    case = a_case(state)
    advice = case.advice.last() or a_case(State.READY_TO_PRESENT).advice.get()
    with refused(AWAITED):
        make_decision(case, round=9, advice_id=advice, revision_id=rows.freeze(case, "presented"))


def test_nobody_decides_a_case_they_are_named_in():
    case = a_case(State.AWAITING_DECISION)
    for person in (case.applicant, case.named_people.get().person):
        with refused(DECIDER_NOT_NAMED):
            make_decision(case, by_id=person)


AGAIN = {
    "postgresql": 'duplicate key value violates unique constraint "decision_once_each_presenting"',
    "sqlite": DECISION_KEPT,
}


def test_one_presenting_has_one_decision():
    case = a_case(State.AWAITING_DECISION)
    make_decision(case)
    again = rows.freeze(case, "presented")
    with refused(AGAIN[connection.vendor]):
        make_decision(case, revision_id=again)
    with refused(ROUND_OF_THE_DAY):
        make_decision(case, revision_id=again, round=2)

    assert case.decisions.count() == 1


@pytest.mark.parametrize("round_", [0, 2])
def test_a_decision_is_on_the_presenting_of_the_day(round_):
    with refused(ROUND_OF_THE_DAY):
        make_decision(a_case(State.AWAITING_DECISION), round=round_)


def test_a_decision_needs_advice_on_its_own_case():
    other = a_case(State.READY_TO_PRESENT).advice.get()
    with refused(NEWEST_ADVICE):
        make_decision(a_case(State.AWAITING_DECISION), advice_id=other)


def test_a_decision_needs_advice_that_is_not_stale():
    case = a_case(State.AWAITING_DECISION)
    update(case.advice.get(), stale_at=NOW)
    with refused(NEWEST_ADVICE):
        make_decision(case)


def test_a_decision_needs_the_newest_advice():
    case = a_case(State.READY_TO_PRESENT)
    update(case, state="advice_requested")
    rows.advise(case)
    rows.present(case)
    with refused(NEWEST_ADVICE):
        make_decision(case, advice_id=case.advice.first())

    make_decision(case)


def test_a_decision_is_on_the_answers_as_last_presented():
    case = a_case(State.AWAITING_DECISION)
    other = a_case(State.AWAITING_DECISION)
    presented_first = case.revisions.last()
    update(case, state="changes_requested")
    case.refresh_from_db()
    rows.present(case)
    for revision in (case.revisions.first(), presented_first, other.revisions.last()):
        with refused(AS_LAST_PRESENTED):
            make_decision(case, revision_id=revision)

    make_decision(case)


def test_a_decision_is_not_on_answers_that_were_only_sent():
    case = a_case(State.AWAITING_DECISION)
    with refused(AS_LAST_PRESENTED):
        make_decision(case, revision_id=rows.freeze(case, "sent"))
