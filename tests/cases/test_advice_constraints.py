"""What the database forbids of revisions, messages, advice and controls, told by raw SQL."""

from datetime import timedelta

import pytest

from cases.models import State
from tests import rows
from tests.rows import NOW, a_case, a_person, columns_of, delete, insert, refused, sql, update

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)

REVISION_FROZEN = "A revision is frozen."
MESSAGE_KEPT = "A message is never altered or deleted."
ADVICE_ASKED = "Advice is given on a case that asks for it."
ADVISER_NOT_NAMED = "Nobody advises on a case they are named in."
ADVICE_OWN_REVISION = "Advice is given on a revision of its own case."
ADVICE_UNALTERED = "Advice is never altered; it can only go stale, once."
ADVICE_KEPT = "Advice is never deleted."
CONTROLS_BEFORE = "Controls are set before the decision; afterwards there are conditions."
CONTROL_UNALTERED = "A control is never altered."
CONTROL_TICKED = "A ticked control stays ticked, on its evidence."
CONTROL_KEPT = "A control is never deleted."
DECISION_KEPT = "A decision is never altered or deleted."


@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_revisions_decisions_and_messages_are_never_altered(statement):
    case = a_case(State.APPROVED)
    case.messages.create(by=case.applicant, at=NOW, text="A question")
    with refused(REVISION_FROZEN):
        sql(statement.format("cases_revision"))
    with refused(DECISION_KEPT):
        sql(statement.format("cases_decision"))
    with refused(MESSAGE_KEPT):
        sql(statement.format("cases_message"))


def advice_on(case, **others):
    """The columns of advice on a case, as anybody would write them."""
    return {
        "case_id": case.pk,
        "revision_id": case.revisions.last(),
        "verdict": "support",
        "text": "Yes",
        "by_id": others.get("by_id") or a_person(),
        "by_post": "Communications adviser",
        "at": NOW,
        **others,
    }


@pytest.mark.parametrize("state", State.values)
def test_advice_is_given_on_a_case_that_asks_for_it(state):
    case = a_case(state)
    own = case.revisions.last() or rows.freeze(case, "sent")
    if state == State.ADVICE_REQUESTED:
        insert("cases_advice", **advice_on(case))
    else:
        with refused(ADVICE_ASKED):
            insert("cases_advice", **advice_on(case, revision_id=own))


def test_nobody_advises_on_a_case_they_are_named_in():
    case = a_case(State.ADVICE_REQUESTED)
    for person in (case.applicant, case.named_people.get().person):
        with refused(ADVISER_NOT_NAMED):
            insert("cases_advice", **advice_on(case, by_id=person))


def test_advice_is_on_a_revision_of_its_own_case():
    case, other = a_case(State.ADVICE_REQUESTED), a_case(State.ADVICE_REQUESTED)
    with refused(ADVICE_OWN_REVISION):
        insert("cases_advice", **advice_on(case, revision_id=other.revisions.last()))


@pytest.mark.parametrize(
    "column", ["id", "case_id", "revision_id", "verdict", "text", "by_id", "by_post", "at"]
)
def test_advice_is_never_altered(column):
    advice = a_case(State.READY_TO_PRESENT).advice.get()
    other = {
        "id": advice.pk + 1000,
        "case_id": a_case(),
        "revision_id": a_case(State.ADVICE_REQUESTED).revisions.get(),
        "verdict": "against",
        "text": "No",
        "by_id": a_person(),
        "by_post": "Head",
        "at": LATER,
    }
    with refused(ADVICE_UNALTERED):
        update(advice, **{column: other[column]})


def test_advice_goes_stale_once():
    advice = a_case(State.READY_TO_PRESENT).advice.get()
    update(advice, stale_at=NOW)
    for value in (LATER, None):
        with refused(ADVICE_UNALTERED):
            update(advice, stale_at=value)


def test_advice_and_its_controls_are_never_deleted():
    advice = a_case(State.READY_TO_PRESENT).advice.get()
    with refused(CONTROL_KEPT):
        delete(advice.controls.get())
    with refused(ADVICE_KEPT):
        delete(advice)


def test_controls_are_set_before_the_decision():
    advice = a_case(State.READY_TO_PRESENT).advice.get()
    control = columns_of(advice.controls.get(), text="Another")
    insert("cases_control", **control)

    rows.present(advice.case)
    rows.approve(advice.case)
    with refused(CONTROLS_BEFORE):
        insert("cases_control", **control)


def test_a_control_is_never_altered():
    control = a_case(State.READY_TO_PRESENT).advice.get().controls.get()
    other = a_case(State.READY_TO_PRESENT).advice.get()
    for columns in ({"id": 10**6}, {"advice_id": other}, {"text": "Another"}):
        with refused(CONTROL_UNALTERED):
            update(control, **columns)


def test_a_ticked_control_stays_ticked():
    control = a_case(State.READY_TO_PRESENT).advice.get().controls.get()
    update(control, evidence="Here", evidence_by_id=a_person(), evidence_at=NOW)
    update(control, ticked_by_id=a_person(), ticked_at=NOW)
    for columns in (
        {"ticked_at": None, "ticked_by_id": None},
        {"ticked_at": LATER},
        {"ticked_by_id": a_person()},
        {"evidence": "There"},
        {"evidence_by_id": a_person()},
        {"evidence_at": LATER},
    ):
        with refused(CONTROL_TICKED):
            update(control, **columns)
