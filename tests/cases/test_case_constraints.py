"""What the database forbids of a case and of the people named in it, told by raw SQL."""

import pytest

from cases.models import BusinessCase, State
from tests import rows
from tests.rows import (
    NOW,
    a_case,
    a_person,
    columns_of,
    delete,
    insert,
    make_decision,
    refused,
    update,
)

pytestmark = pytest.mark.django_db

STARTS_AS_DRAFT = "A case starts as a draft."
KEEPS_REFERENCE = "A case keeps its reference."
ENDED = "A case that has ended stays as it ended."
NEVER_A_DRAFT_AGAIN = "A case that was sent is never a draft again."
ANSWERS_CLOSED = "The answers of a case change only while they are open."
ONE_ROUND = "Each presenting of a case counts one round."
ROUND_DECIDED = "This presenting of the case has been decided."
BY_DECISION = "A case is approved or rejected by a decision on its presenting."
AS_DECIDED = "A case goes where the decision on its presenting says."
KEEPS_APPLICANT = "A case that awaits a decision keeps its applicant."
ADVISED_OR_DECIDED = "Someone who has advised on or decided a case is not named in it."
CASE_KEPT = "A case past its draft is never deleted."
NAMED_CLOSED = "The people named in a case change only while its answers are open."
NAMED_STAY = "A person stays named in the case that named them."


# The case


@pytest.mark.parametrize("state", [state for state in State.values if state != State.DRAFT])
def test_a_case_starts_as_a_draft(state):
    row = columns_of(a_case(), reference="SM-2026-0001", sent_at=NOW)
    with refused(STARTS_AS_DRAFT):
        insert("cases_businesscase", **{**row, "state": state, "round": 1})


def test_a_case_starts_before_its_first_round():
    with refused(STARTS_AS_DRAFT):
        insert("cases_businesscase", **columns_of(a_case(), reference="SM-2026-0001", round=1))


@pytest.mark.parametrize("columns", [{"reference": "SM-2026-0001"}, {"id": 10**6}])
def test_a_case_keeps_its_reference(columns):
    with refused(KEEPS_REFERENCE):
        update(a_case(), **columns)


@pytest.mark.parametrize("ended", [State.APPROVED, State.REJECTED, State.WITHDRAWN])
@pytest.mark.parametrize("state", State.values)
def test_a_case_that_has_ended_stays_as_it_ended(ended, state):
    case = a_case(ended)
    if state == ended:
        update(case, state=state)
    else:
        with refused(ENDED):
            update(case, state=state)


def test_a_case_that_has_ended_keeps_its_applicant():
    with refused(ENDED):
        update(a_case(State.REJECTED), applicant_id=a_person())


def test_a_case_that_was_sent_is_never_a_draft_again():
    case = a_case(State.CHANGES_REQUESTED)
    with refused(NEVER_A_DRAFT_AGAIN):
        update(case, state="draft")
    with refused(NEVER_A_DRAFT_AGAIN):
        update(case, sent_at=None)


# Every column of a case that is not an answer; the others are frozen while they are not open.
NOT_ANSWERS = {
    "id",
    "reference",
    "applicant_id",
    "state",
    "version",
    "round",
    "policy_version_id",
    "copied_from_id",
    "created_at",
    "changed_at",
    "state_since",
    "sent_at",
    "due_on",
    "reminded",
    "asked",
    "shared_with_manager",
    "shared_with_covers",
    "shared_with_communications",
    "manager_acknowledged_at",
    "waits_for_applicant_since",
    "declared_by_id",
    "declared_at",
}
ANSWERS = sorted({field.column for field in BusinessCase._meta.concrete_fields} - NOT_ANSWERS)
OTHER_ANSWERS = {
    "manager_id": a_person,
    "category_id": lambda: rows.a_category("Another"),
    "channels": lambda: '["print"]',
    "times": lambda: 2,
    "frequency": lambda: "weekly",
    "access_for": lambda: "named",
}


def another_answer(column):
    if column in OTHER_ANSWERS:
        return OTHER_ANSWERS[column]()
    boolean = BusinessCase._meta.get_field(column).get_internal_type() == "BooleanField"
    return True if boolean else "Another answer"


@pytest.mark.parametrize("column", ANSWERS)
def test_answers_change_only_while_they_are_open(column):
    answer = another_answer(column)
    ended = ("approved", "rejected", "withdrawn")
    closed = ended if column == "manager_id" else ("advice_requested", "awaiting_decision", *ended)
    for state in closed:
        with refused(ANSWERS_CLOSED):
            update(a_case(state), **{column: answer})
    for state in ("draft", "changes_requested", "ready_to_present"):
        # How many times means nothing without how often.
        update(a_case(state), **{"frequency": "daily", column: answer})


def test_what_is_no_answer_changes_while_the_answers_are_closed():
    update(a_case(State.AWAITING_DECISION), version=9, asked="This", manager_acknowledged_at=NOW)


def test_each_presenting_counts_one_round():
    case = a_case(State.READY_TO_PRESENT)
    with refused(ONE_ROUND):
        update(case, round=2)
    update(case, round=1)
    with refused(ONE_ROUND):
        update(case, round=0)


@pytest.mark.parametrize("state", [State.DRAFT, State.ADVICE_REQUESTED, State.AWAITING_DECISION])
def test_a_round_is_counted_by_presenting_alone(state):
    case = a_case(state)
    with refused(ONE_ROUND):
        update(case, round=case.round + 1)


def test_a_decided_presenting_does_not_await_a_decision_again():
    case = a_case(State.CHANGES_REQUESTED)
    with refused(ROUND_DECIDED):
        update(case, state="awaiting_decision")

    update(case, state="awaiting_decision", round=2)


@pytest.mark.parametrize("outcome", ["approved", "rejected"])
def test_a_case_is_approved_or_rejected_by_a_decision(outcome):
    with refused(BY_DECISION):
        update(a_case(State.AWAITING_DECISION), state=outcome)
    case = a_case(State.AWAITING_DECISION)
    make_decision(case, outcome=outcome)
    with refused(BY_DECISION):
        update(case, state={"approved": "rejected", "rejected": "approved"}[outcome])

    update(case, state=outcome)


def test_a_decision_on_an_earlier_presenting_approves_nothing():
    case = a_case(State.CHANGES_REQUESTED)
    rows.present(case)
    with refused(BY_DECISION):
        update(case, state="approved")


@pytest.mark.parametrize(
    ("outcome", "leads_to"),
    [
        ("approved", "approved"),
        ("rejected", "rejected"),
        ("returned", "changes_requested"),
        ("referred", "advice_requested"),
    ],
)
def test_a_case_goes_where_its_decision_says(outcome, leads_to):
    case = a_case(State.AWAITING_DECISION)
    make_decision(case, outcome=outcome)
    for state in {"changes_requested", "advice_requested", "withdrawn"} - {leads_to}:
        with refused(AS_DECIDED):
            update(case, state=state)

    update(case, state=leads_to)


def test_an_undecided_presenting_is_taken_back():
    update(a_case(State.AWAITING_DECISION), state="changes_requested")


def test_a_case_that_awaits_a_decision_keeps_its_applicant():
    case = a_case(State.AWAITING_DECISION)
    with refused(KEEPS_APPLICANT):
        update(case, applicant_id=a_person())

    update(case, applicant_id=a_person(), state="changes_requested")


def test_a_case_is_not_given_to_who_advised_on_or_answered_it():
    case = a_case(State.CHANGES_REQUESTED)
    for person in (case.advice.get().by, case.decisions.get().by):
        with refused(ADVISED_OR_DECIDED):
            update(case, applicant_id=person)

    update(case, applicant_id=a_person())


def test_the_manager_told_of_a_case_changes_with_the_applicants():
    case = a_case(State.ADVICE_REQUESTED)
    update(case, manager_id=a_person())
    update(case, applicant_id=a_person(), manager_id=a_person())


@pytest.mark.parametrize("state", [state for state in State.values if state != State.DRAFT])
def test_a_case_past_its_draft_is_never_deleted(state):
    with refused(CASE_KEPT):
        delete(a_case(state))


def test_a_draft_is_deleted():
    case = a_case()
    case.delete()
    assert not BusinessCase.objects.exists()


# People named in a case


@pytest.mark.parametrize("state", State.values)
def test_people_named_change_only_while_the_answers_are_open(state):
    case = a_case(state)
    named = case.named_people.get()
    row = {"case_id": case.pk, "person_id": a_person(), "role": "author"}
    if state in ("draft", "changes_requested", "ready_to_present"):
        insert("cases_namedperson", **row)
        update(named, role="administrator")
        delete(named)
        return
    with refused(NAMED_CLOSED):
        insert("cases_namedperson", **row)
    with refused(NAMED_CLOSED):
        update(named, person_id=a_person())
    with refused(NAMED_CLOSED):
        delete(named)


def test_who_is_given_a_case_stops_being_a_cover():
    case = a_case(State.ADVICE_REQUESTED)
    named = case.named_people.get()
    update(case, applicant_id=named.person_id)
    delete(named)


@pytest.mark.parametrize("columns", [{"id": 10**6}, {"case_id": None}])
def test_a_person_stays_named_in_their_case(columns):
    columns = {name: value or a_case() for name, value in columns.items()}
    with refused(NAMED_STAY):
        update(a_case().named_people.get(), **columns)


def test_who_advised_on_or_answered_a_case_is_not_named_in_it():
    case = a_case(State.CHANGES_REQUESTED)
    named = case.named_people.get()
    for person in (case.advice.get().by, case.decisions.get().by):
        with refused(ADVISED_OR_DECIDED):
            insert("cases_namedperson", case_id=case.pk, person_id=person, role="member")
        with refused(ADVISED_OR_DECIDED):
            update(named, person_id=person)
