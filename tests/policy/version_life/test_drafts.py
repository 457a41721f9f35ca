"""A policy version is drafted (7.1)."""

from datetime import date, timedelta

import pytest

from policy.models import Clause, PolicyVersion, VersionState
from policy.services import versions
from portal.models import Post, TrailEvent
from portal.refusals import Refused
from tests.builders import holder_of
from tests.factories import EmployeeFactory
from tests.policy.versions import (
    a_draft,
    ask_body,
    fresh,
    in_consultation,
    in_force_now,
    newly_in_force,
    scheduled,
    the_administrator,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
DAY = timedelta(days=1)


def test_a_draft_has_the_text_of_the_version_in_force():
    draft = a_draft("Social media policy 2027")

    assert (draft.state, draft.title) == (VersionState.DRAFT, "Social media policy 2027")
    texts = ("order", "number", "heading", "text", "dos", "donts")
    assert list(draft.clauses.values_list(*texts)) == list(
        in_force_now().clauses.values_list(*texts)
    )
    event = TrailEvent.objects.get(event="policy.draft")
    assert event.actor_post == "Policy administrator (HR)"
    assert event.changes == {"copied_from": [None, in_force_now().subject]}


def test_changing_a_clause_keeps_in_the_trail_what_was_there():
    clause = a_draft().clauses.get(number="7.1")
    before = clause.text

    versions.change_clause(clause, by=the_administrator(), number="7.1", text="We consult.")

    assert Clause.objects.get(pk=clause.pk).text == "We consult."
    event = TrailEvent.objects.get(event="policy.change_clause")
    assert event.summary == "Changed clause 7.1"
    assert event.changes == {"text": [before, "We consult."]}


def test_saving_a_clause_as_it_was_changes_nothing():
    clause = a_draft().clauses.get(number="7.1")
    versions.change_clause(clause, by=the_administrator(), number="7.1", text=clause.text)
    assert not TrailEvent.objects.filter(event="policy.change_clause").exists()


def test_clauses_are_added_where_they_belong_and_removed():
    draft = a_draft()
    by = the_administrator()
    numbers = [clause.number for clause in draft.clauses.all()]

    first = versions.add_clause(draft, by=by, after=None, number="0", text="Before all.")
    last = versions.add_clause(
        draft, by=by, after=draft.clauses.get(number="7.1"), number="7.2", text="After all."
    )
    middle = draft.clauses.get(number="3.2")
    versions.add_clause(draft, by=by, after=middle, number="3.2.a", text="Between.")

    at = numbers.index("3.2") + 1
    expected = ["0", *numbers[:at], "3.2.a", *numbers[at:], "7.2"]
    assert [clause.number for clause in draft.clauses.all()] == expected

    versions.remove_clause(first, by=by)
    versions.remove_clause(last, by=by)
    assert [clause.number for clause in draft.clauses.all()] == expected[1:-1]
    removed = TrailEvent.objects.filter(event="policy.remove_clause").last()
    assert removed.changes == {"number": ["7.2", None], "text": ["After all.", None]}


def test_a_number_stands_once_in_a_version():
    draft = a_draft()
    clause = draft.clauses.get(number="7.1")
    sentence = r"There is a clause 7 already\."
    with pytest.raises(Refused, match=sentence):
        versions.change_clause(clause, by=the_administrator(), number="7")
    with pytest.raises(Refused, match=sentence):
        versions.add_clause(draft, by=the_administrator(), after=clause, number="7", text="x")


def test_what_someone_removed_meanwhile_cannot_be_changed():
    clause = a_draft().clauses.get(number="7.1")
    gone = Clause.objects.get(pk=clause.pk)
    versions.remove_clause(clause, by=the_administrator())
    for change in (versions.remove_clause, versions.change_clause):
        with pytest.raises(Refused, match=r"Someone has removed this clause meanwhile\."):
            change(gone, by=the_administrator())


def test_a_draft_is_renamed_and_deleted():
    draft = versions.rename(a_draft(), title="Another", by=the_administrator())
    assert fresh(draft).title == "Another"

    versions.delete_draft(draft, by=the_administrator())

    assert PolicyVersion.objects.get().state == VersionState.IN_FORCE
    assert TrailEvent.objects.filter(event="policy.delete_draft").exists()


@pytest.mark.parametrize("build", [in_consultation, newly_in_force])
def test_the_text_changes_only_while_it_is_a_draft(build):
    version = build()
    clause = version.clauses.get(number="7.1")
    by = the_administrator()
    for change in (
        lambda: versions.rename(version, title="Another", by=by),
        lambda: versions.add_clause(version, by=by, after=clause, number="9", text="x"),
        lambda: versions.change_clause(clause, by=by, text="x", number="7.1"),
        lambda: versions.remove_clause(clause, by=by),
        lambda: versions.delete_draft(version, by=by),
    ):
        with pytest.raises(Refused, match=r"The text changes only while this version is a draft\."):
            change()


def test_everything_is_the_policy_administrators_alone():
    draft, asked = a_draft(), ask_body(a_draft("Another"))
    clause = draft.clauses.first()
    coming = scheduled(TODAY + DAY, "Coming")
    for by in (EmployeeFactory(), holder_of(Post.HEAD_OF_IT), holder_of(Post.AUDITOR)):
        for change in (
            lambda by=by: versions.draft_from_text_in_force(title="x", by=by),
            lambda by=by: versions.rename(draft, title="x", by=by),
            lambda by=by: versions.add_clause(draft, by=by, after=None, number="9"),
            lambda by=by: versions.change_clause(clause, by=by, number="9"),
            lambda by=by: versions.remove_clause(clause, by=by),
            lambda by=by: versions.delete_draft(draft, by=by),
            lambda by=by: versions.consult(draft, body="U", sent_on=TODAY, answer_by=TODAY, by=by),
            lambda by=by: versions.change_body(
                asked, body="U", sent_on=TODAY, answer_by=TODAY, by=by
            ),
            lambda by=by: versions.record_answer(asked, answered_on=TODAY, response="x", by=by),
            lambda by=by: versions.redraft(asked.version, reason="x", by=by),
            lambda by=by: versions.publish(draft, in_force_from=TODAY, by=by),
            lambda by=by: versions.move_day(coming, in_force_from=TODAY, by=by),
            lambda by=by: versions.call_off(coming, by=by),
        ):
            with pytest.raises(Refused, match=r"Only the policy administrator can do this\."):
                change()
