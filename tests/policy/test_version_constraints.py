"""What the database forbids of policy versions and acknowledgements (2.1, 7.1), by raw SQL."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from policy.models import Clause, Consultation, PolicyAcknowledgement, PolicyVersion, VersionState
from portal import clock
from tests.builders import NOW
from tests.factories import EmployeeFactory
from tests.policy.versions import (
    a_draft,
    an_agreed_draft,
    ask_body,
    fresh,
    in_consultation,
    in_force_now,
    newly_in_force,
    scheduled,
)
from tests.rows import columns_of, delete, insert, refused, update

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
DAY = timedelta(days=1)

STARTS_AS_DRAFT = "A policy version starts as a draft."
NO_SUCH_MOVE = "A policy version does not make this move."
TEXT_OF_A_DRAFT = "The text of a policy version changes only while it is a draft."
OWN_ROUND = "Each consultation of a policy version has its own round."
CONSULTED = "A policy version is published after trade unions were consulted on it."
UNANSWERED = "A trade union has not answered, and no reason is given."
PUBLISHED_KEPT = "What was published of a policy version in force never changes."
VERSION_KEPT = "Only a draft that nobody was consulted on is deleted."
WHILE_IN_CONSULTATION = "A trade union is asked and answers while that text is in consultation."
CONSULTATION_KEPT = "Whom the council consulted is never deleted."
IN_FORCE_ONLY = "People acknowledge the version in force."
ACKNOWLEDGEMENT_KEPT = "An acknowledgement stays as it was made."


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def superseded() -> PolicyVersion:
    version = in_force_now()
    newly_in_force()
    return fresh(version)


BUILD = {
    "draft": a_draft,
    "in_consultation": in_consultation,
    "scheduled": lambda: scheduled(TODAY + DAY),
    "in_force": newly_in_force,
    "superseded": superseded,
}
MOVES = {
    *(("draft", "in_consultation"), ("draft", "scheduled"), ("in_consultation", "draft")),
    *(("in_consultation", "scheduled"), ("scheduled", "draft"), ("scheduled", "in_consultation")),
    *(("scheduled", "in_force"), ("in_force", "superseded")),
}


@pytest.mark.parametrize("state", BUILD)
def test_a_version_goes_no_way_but_those_of_the_table(state):
    version = BUILD[state]()
    for other in BUILD:
        if other != state and (state, other) not in MOVES:
            with refused(NO_SUCH_MOVE):
                update(version, state=other)
    with refused(NO_SUCH_MOVE):
        update(version, id=version.pk + 1000)


def test_a_version_starts_as_a_draft():
    row = columns_of(in_force_now(), in_force_from=TODAY)
    for other in ({}, {"state": "superseded"}, {"state": "draft", "consultation_round": 1}):
        with refused(STARTS_AS_DRAFT):
            insert("policy_policyversion", **row | other)


def test_one_version_is_in_force():
    version = scheduled(TODAY + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        update(version, state="in_force")
    update(in_force_now(), state="superseded")
    update(version, state="in_force")


def test_a_version_is_published_after_every_trade_union_answered():
    day = {"in_force_from": TODAY, "published_on": TODAY, "state": "scheduled"}
    with refused(CONSULTED):
        update(a_draft(), **day)
    waiting = in_consultation("Waiting", answered=False)
    with refused(UNANSWERED):
        update(waiting, **day)
    # Not before the day by which they were to answer has passed.
    with refused(UNANSWERED):
        update(waiting, **day, published_despite="They will not.")
    day |= {"in_force_from": TODAY + DAY, "published_on": TODAY + DAY}
    with refused(UNANSWERED):
        update(waiting, **day)
    update(waiting, **day, published_despite="They will not.")


def test_what_trade_unions_said_of_an_earlier_text_publishes_nothing():
    version = in_consultation()
    update(version, state="draft")
    day = {"in_force_from": TODAY, "published_on": TODAY, "state": "scheduled"}
    with refused(CONSULTED):
        update(version, **day)
    update(version, state="in_consultation", consultation_round=2)
    with refused(CONSULTED):
        update(version, **day)


def test_a_text_agreed_before_is_published_with_a_statement():
    draft = an_agreed_draft()
    day = {"in_force_from": TODAY, "published_on": TODAY, "state": "scheduled"}
    with refused(CONSULTED):
        update(draft, **day)
    update(draft, **day, consulted_before="At the joint committee.")
    other = a_draft("Not agreed")
    day |= {"in_force_from": TODAY + DAY}
    with pytest.raises(IntegrityError, match="version_consulted_before_was_agreed"):
        update(other, **day, consulted_before="At the joint committee.")


def test_rounds_are_counted():
    version = a_draft()
    for columns in (
        {"consultation_round": 1},
        {"state": "in_consultation"},
        {"state": "in_consultation", "consultation_round": 2},
    ):
        with refused(OWN_ROUND):
            update(version, **columns)


def test_what_a_version_was_drafted_from_stays():
    draft = a_draft()
    assert draft.drafted_from == in_force_now()
    with refused("What a policy version was drafted from never changes."):
        update(draft, drafted_from_id=None)
    with refused("What a policy version was drafted from never changes."):
        update(in_force_now(), drafted_from_id=draft.pk)


@pytest.mark.parametrize("state", BUILD)
def test_texts_change_only_in_a_draft(state):
    version = BUILD[state]()
    clause = version.clauses.last()
    row = columns_of(clause, number="9.9", order=999)

    def changes():
        yield lambda: update(version, title="Another")
        yield lambda: update(version, agreed_on=date(2020, 1, 1))
        yield lambda: update(clause, text="Other words.")
        yield lambda: insert("policy_clause", **row)
        yield lambda: delete(clause)

    for change in changes():
        if state == "draft":
            change()
        else:
            with refused(TEXT_OF_A_DRAFT):
                change()


def test_no_clause_moves_into_a_text_that_stands():
    clause = a_draft().clauses.last()
    with refused(TEXT_OF_A_DRAFT):
        update(clause, version_id=in_force_now(), number="9.9", order=999)


@pytest.mark.parametrize("state", ["in_force", "superseded"])
@pytest.mark.parametrize(
    "columns",
    [
        {"in_force_from": date(2030, 1, 1)},
        {"published_on": date(2001, 1, 1)},
        {"published_despite": "So"},
        {"consulted_before": "So"},
    ],
)
def test_what_was_published_never_changes(state, columns):
    version = BUILD[state]()
    with refused(PUBLISHED_KEPT):
        update(version, **columns)


def test_the_day_does_not_change_as_it_comes():
    version = scheduled(TODAY + DAY)
    update(in_force_now(), state="superseded")
    with refused(PUBLISHED_KEPT):
        update(version, state="in_force", in_force_from=TODAY + 2 * DAY)


@pytest.mark.parametrize("state", [state for state in BUILD if state != "draft"])
def test_versions_are_kept(state):
    with refused(VERSION_KEPT):
        delete(BUILD[state]())


def test_a_draft_that_was_consulted_on_is_kept():
    version = in_consultation()
    update(version, state="draft")
    with refused(VERSION_KEPT):
        delete(version)


# Consultation


def test_trade_unions_are_asked_about_the_text_in_consultation():
    asked = ask_body(a_draft())
    row = columns_of(asked, body="Union B")
    with refused(WHILE_IN_CONSULTATION):
        insert("policy_consultation", **row | {"round": 2})
    insert("policy_consultation", **row)
    with refused(WHILE_IN_CONSULTATION):
        insert("policy_consultation", **row | {"version_id": in_force_now().pk})


@pytest.mark.parametrize("column", ["id", "version_id", "round"])
def test_a_consultation_stays_with_its_text(column):
    asked = ask_body(a_draft())
    other = {"id": asked.pk + 1000, "version_id": in_consultation("Other").pk, "round": 2}
    with refused(WHILE_IN_CONSULTATION):
        update(asked, **{column: other[column]})


def test_answers_stand_once_the_version_is_published_or_its_text_changed():
    for version in (newly_in_force(), in_consultation("Other")):
        asked = version.consultations.get()
        if version.state == VersionState.IN_CONSULTATION:
            update(version, state="draft")
        with refused(WHILE_IN_CONSULTATION):
            update(asked, response="Something else.")


def test_a_consultation_is_never_deleted():
    with refused(CONSULTATION_KEPT):
        delete(ask_body(a_draft()))


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"answer_by": TODAY - DAY}, "consultation_closes_after_sending"),
        ({"answered_on": TODAY}, "consultation_answer_is_whole"),
        ({"response": "Yes"}, "consultation_answer_is_whole"),
        ({"answered_on": TODAY - DAY, "response": "Yes"}, "consultation_answer_is_whole"),
    ],
)
def test_an_answer_is_whole(columns, constraint):
    asked = ask_body(a_draft())
    with pytest.raises(IntegrityError, match=constraint):
        update(asked, **columns)


# Acknowledgements


def an_acknowledgement() -> PolicyAcknowledgement:
    return PolicyAcknowledgement.objects.create(
        version=in_force_now(), person=EmployeeFactory(), asked_on=TODAY, remind_on=TODAY
    )


@pytest.mark.parametrize("state", [state for state in BUILD if state != "in_force"])
def test_people_are_asked_about_the_version_in_force(state):
    row = columns_of(an_acknowledgement())
    version = BUILD[state]()
    with refused(IN_FORCE_ONLY):
        insert("policy_policyacknowledgement", **row | {"version_id": version.pk})


@pytest.mark.parametrize("column", ["id", "version_id", "person_id", "asked_on"])
def test_what_was_asked_stays(column):
    row = an_acknowledgement()
    other = {
        "id": row.pk + 1000,
        "version_id": a_draft().pk,
        "person_id": EmployeeFactory().pk,
        "asked_on": TODAY + DAY,
    }
    with refused(ACKNOWLEDGEMENT_KEPT):
        update(row, **{column: other[column]})


def test_an_acknowledgement_stands_once_made():
    row = an_acknowledgement()
    update(row, acknowledged_at=NOW)
    for value in (None, NOW + DAY):
        with refused(ACKNOWLEDGEMENT_KEPT):
            update(row, acknowledged_at=value)
    with refused(ACKNOWLEDGEMENT_KEPT):
        delete(row)


def test_each_person_acknowledges_a_version_once():
    row = an_acknowledgement()
    with pytest.raises(IntegrityError):
        insert("policy_policyacknowledgement", **columns_of(row))


# SQLite's own way to write over a row


@pytest.mark.sqlite
def test_nothing_is_replaced():
    asked, row = ask_body(a_draft()), an_acknowledgement()
    clause = in_force_now().clauses.last()
    for kept, sentence in (
        (in_force_now(), VERSION_KEPT),
        (clause, TEXT_OF_A_DRAFT),
        (asked, CONSULTATION_KEPT),
        (row, ACKNOWLEDGEMENT_KEPT),
    ):
        table = kept._meta.db_table
        columns = columns_of(kept) | {"id": kept.pk}
        if isinstance(kept, PolicyVersion):
            columns |= {"state": "draft", "consultation_round": 0}
        if isinstance(kept, Clause):
            columns |= {"version_id": a_draft("Third").pk, "order": 999, "number": "9"}
        with refused(sentence):
            insert(table, **columns)


def test_the_shipped_policy_is_in_force_with_its_statement():
    version = PolicyVersion.objects.get()
    assert (version.state, version.agreed_on) == (VersionState.IN_FORCE, date(2011, 10, 11))
    assert version.consulted_before == "Consultation took place before this portal was introduced."
    assert not Consultation.objects.exists()
