"""The life of a policy version: drafted, consulted on, published, in force, superseded (7.1)."""

from datetime import date, timedelta

import pytest

from policy.models import Clause, Consultation, PolicyVersion, VersionState
from policy.services import versions
from policy.services.versions.moves import move_version
from policy.version_workflow import MOVES
from portal import clock
from portal.models import Notice, Post, TrailEvent
from portal.refusals import Refused
from tests.builders import NOW, holder_of
from tests.builders import a_draft as a_case
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
    the_administrator,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


# Drafts


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


# Consultation


def test_the_first_trade_union_asked_makes_a_draft_a_consultation():
    the_administrator()
    holder_of(Post.HEAD_OF_IT)
    other = holder_of(Post.POLICY_ADMINISTRATOR, employee=EmployeeFactory(name="Other"))
    draft = a_draft()

    ask_body(draft, "Union A", answer_by=TODAY + 14 * DAY)
    ask_body(draft, "Union B")

    version = fresh(draft)
    assert (version.state, version.consultation_round) == (VersionState.IN_CONSULTATION, 1)
    rows = Consultation.objects.values_list("body", "round", "sent_on", "answer_by")
    assert list(rows) == [
        ("Union A", 1, TODAY, TODAY + 14 * DAY),
        ("Union B", 1, TODAY, TODAY),
    ]
    # Told once, and neither who did it nor those who may not know of it.
    notice = Notice.objects.get()
    assert (notice.recipient, notice.path) == (other, f"/policy/versions/{version.pk}/")


def test_a_trade_union_is_asked_once_about_a_text():
    asked = ask_body(a_draft(), "Union A")
    with pytest.raises(Refused, match=r"union a was sent this text already\."):
        ask_body(asked.version, "union a")
    other = ask_body(asked.version, "Union B")
    with pytest.raises(Refused, match=r"Union A was sent this text already\."):
        versions.change_body(
            other, body="Union A", sent_on=TODAY, answer_by=TODAY, by=the_administrator()
        )


@pytest.mark.parametrize(
    ("sent_on", "answer_by", "sentence"),
    [
        (TODAY + DAY, TODAY + DAY, r"The text was sent today or earlier\."),
        (TODAY, TODAY - DAY, r"The answer is asked for on the day the text is sent, or later\."),
    ],
)
def test_days_of_asking(sent_on, answer_by, sentence):
    asked = ask_body(a_draft())
    days = {"sent_on": sent_on, "answer_by": answer_by, "by": the_administrator()}
    with pytest.raises(Refused, match=sentence):
        versions.consult(asked.version, body="Union B", **days)
    with pytest.raises(Refused, match=sentence):
        versions.change_body(asked, body="Union B", **days)


def test_an_answer_is_recorded_and_corrected_and_the_trail_keeps_both():
    by = the_administrator()
    asked = ask_body(a_draft())
    versions.record_answer(asked, answered_on=TODAY, response="We agre.", by=by)
    versions.record_answer(asked, answered_on=TODAY, response="We agree.", by=by)
    versions.record_answer(asked, answered_on=TODAY, response="We agree.", by=by)

    assert Consultation.objects.get().response == "We agree."
    answers = TrailEvent.objects.filter(event__contains="answer")
    assert [(event.event, event.changes) for event in answers] == [
        ("policy.answer", {"answered_on": ["", "2026-11-04"], "response": ["", "We agre."]}),
        ("policy.correct_answer", {"response": ["We agre.", "We agree."]}),
    ]


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY])
def test_an_answer_comes_between_asking_and_today(day):
    with pytest.raises(Refused, match="between the day the text was sent and today"):
        versions.record_answer(
            ask_body(a_draft()), answered_on=day, response="Yes", by=the_administrator()
        )


def test_a_changed_text_is_consulted_on_anew():
    version = in_consultation()
    asked = version.consultations.get()
    by = the_administrator()
    with pytest.raises(Refused, match=r"Enter why the text must change\."):
        versions.redraft(version, reason="", by=by)

    versions.redraft(version, reason="Union A asked for it.", by=by)
    assert fresh(version).state == VersionState.DRAFT
    assert TrailEvent.objects.get(event="policy.redraft").note == "Union A asked for it."
    with pytest.raises(Refused, match=r"Consult the trade unions on this text before"):
        versions.publish(version, in_force_from=TODAY, by=by)
    with pytest.raises(Refused, match=r"Trade unions were consulted on this version"):
        versions.delete_draft(version, by=by)

    again = ask_body(version, "Union A")
    assert again.round == 2
    with pytest.raises(Refused, match="They were consulted on an earlier text"):
        versions.record_answer(asked, answered_on=TODAY, response="No", by=by)
    with pytest.raises(Refused, match=r"Union A has until 4 November 2026 to answer\."):
        versions.publish(version, in_force_from=TODAY, by=by)


# Publishing


def test_published_for_today_it_is_in_force_at_once():
    head = holder_of(Post.HEAD_OF_IT)
    former, version = in_force_now(), newly_in_force()

    assert (version.state, version.in_force_from) == (VersionState.IN_FORCE, TODAY)
    assert (version.published_on, version.published_by) == (TODAY, the_administrator())
    assert fresh(former).state == VersionState.SUPERSEDED
    moves = TrailEvent.objects.filter(subject__in=[former.subject, version.subject])
    assert [(event.event, event.actor_name) for event in moves.order_by("-pk")[:3]] == [
        ("policy.enter_force", "The portal"),
        ("policy.supersede", "The portal"),
        ("policy.publish", "Policy administrator (HR)"),
    ]
    notice = Notice.objects.get(recipient=head)
    assert notice.subject == "In force from 4 November 2026: Social media policy 2026"
    assert notice.path == "/policy/"


def test_published_for_a_day_to_come_it_waits_for_that_day():
    former, version = in_force_now(), scheduled(TODAY + 2 * DAY)
    assert version.state == VersionState.SCHEDULED
    assert versions.put_in_force(today=TODAY + DAY) == 0
    assert fresh(former).state == VersionState.IN_FORCE
    in_force = PolicyVersion.objects.in_force
    assert [in_force(TODAY + n * DAY) for n in range(4)] == [former, former, version, version]


def test_days_on_which_the_portal_was_off_lose_nothing():
    former, version = in_force_now(), scheduled(TODAY + 2 * DAY)
    later = scheduled(TODAY + 4 * DAY, "Next")
    with clock.at(NOW + 60 * DAY):
        assert versions.put_in_force(today=clock.today()) == 2
        assert versions.put_in_force(today=clock.today()) == 0

    assert (fresh(version).state, fresh(version).in_force_from) == (
        VersionState.SUPERSEDED,
        TODAY + 2 * DAY,
    )
    assert fresh(later).state == VersionState.IN_FORCE
    in_force = PolicyVersion.objects.in_force
    assert [in_force(TODAY + n * DAY) for n in range(6)] == [
        *(former, former, version, version, later, later),
    ]


def test_a_case_keeps_the_version_it_was_written_under():
    former, case = in_force_now(), a_case()
    changed_at = case.changed_at
    version = newly_in_force()
    case.refresh_from_db()
    assert (case.policy_version, case.changed_at) == (former, changed_at)
    assert a_case().policy_version == version


def test_a_publishing_is_moved_and_called_off_before_its_day():
    head, by = holder_of(Post.HEAD_OF_IT), the_administrator()
    version = scheduled(TODAY + DAY)

    versions.move_day(version, in_force_from=TODAY + 9 * DAY, by=by)
    assert fresh(version).in_force_from == TODAY + 9 * DAY
    versions.call_off(fresh(version), by=by)

    version = fresh(version)
    assert version.state == VersionState.IN_CONSULTATION
    assert (version.in_force_from, version.published_on, version.published_by) == (None,) * 3
    subjects = Notice.objects.filter(recipient=head).order_by("pk").values_list("subject")
    assert [subject for (subject,) in subjects] == [
        "In force from 5 November 2026: Social media policy 2026",
        "In force from 13 November 2026 instead: Social media policy 2026",
        "Called off: Social media policy 2026",
    ]
    assert "on 13 November 2026" in Notice.objects.filter(recipient=head).first().body


def test_once_its_day_has_come_it_is_neither_moved_nor_called_off():
    version = scheduled(TODAY + DAY)
    by = the_administrator()
    sentence = r"This version came into force on 5 November 2026\."
    # The sweep of that day has not run yet.
    with clock.at(NOW + DAY):
        with pytest.raises(Refused, match=sentence):
            versions.call_off(version, by=by)
        with pytest.raises(Refused, match=sentence):
            versions.move_day(version, in_force_from=TODAY + 9 * DAY, by=by)


def test_moved_to_today_it_is_in_force_at_once():
    version = scheduled(TODAY + DAY)
    moved = versions.move_day(version, in_force_from=TODAY, by=the_administrator())
    assert moved.state == VersionState.IN_FORCE


def test_days_that_a_version_cannot_come_into_force():
    by = the_administrator()
    coming, other = scheduled(TODAY + DAY, "Coming"), in_consultation("Other")
    with pytest.raises(Refused, match="must be today or later"):
        versions.publish(other, in_force_from=TODAY - DAY, by=by)
    with pytest.raises(Refused, match="must be today or later"):
        versions.move_day(coming, in_force_from=TODAY - DAY, by=by)
    taken = (
        r"Coming, which Policy administrator \(HR\) published, comes into force on "
        r"5 November 2026 already\. Choose another day\."
    )
    with pytest.raises(Refused, match=taken):
        versions.publish(other, in_force_from=TODAY + DAY, by=by)
    with pytest.raises(Refused, match=r"published this version already: in force from 5 November"):
        versions.publish(coming, in_force_from=TODAY + 9 * DAY, by=by)


def test_going_ahead_without_an_answer_needs_its_day_past_and_a_reason():
    by = the_administrator()
    version = in_consultation(answered=False)
    reason = {"published_despite": "They wrote that they would not answer."}
    with pytest.raises(Refused, match=r"Union A has until 4 November 2026 to answer\."):
        versions.publish(version, in_force_from=TODAY, by=by, **reason)
    with clock.at(NOW + DAY):
        with pytest.raises(Refused, match=r"Union A has not answered\. Enter why"):
            versions.publish(version, in_force_from=TODAY + DAY, by=by)
        published = versions.publish(version, in_force_from=TODAY + DAY, by=by, **reason)
    assert published.state == VersionState.IN_FORCE
    assert TrailEvent.objects.get(event="policy.publish").note == reason["published_despite"]


def test_a_text_agreed_before_needs_a_statement_of_how_unions_were_consulted():
    by = the_administrator()
    draft = an_agreed_draft()
    with pytest.raises(Refused, match=r"Enter how the trade unions were consulted\."):
        versions.publish(draft, in_force_from=TODAY, by=by)
    said = {"consulted_before": "At the joint committee on 1 October 2026."}
    version = versions.publish(draft, in_force_from=TODAY + DAY, by=by, **said)
    assert version.consulted_before == said["consulted_before"]

    versions.call_off(version, by=by)
    assert fresh(version).state == VersionState.DRAFT


def test_dos_donts_and_a_heading_beside_agreed_words_leave_them_agreed():
    by, draft = the_administrator(), an_agreed_draft()
    clause = draft.clauses.get(number="7.1")
    beside = {"heading": "New", "dos": "Ask.", "donts": "Guess."}
    versions.change_clause(clause, by=by, number="7.1", text=clause.text, **beside)
    assert fresh(draft).agreed_on is not None


def test_the_heading_of_a_section_is_all_that_it_says_so_a_change_is_consulted_on():
    by, draft = the_administrator(), an_agreed_draft()
    section = draft.clauses.get(number="7")
    versions.change_clause(section, by=by, number="7", heading="Other words")
    assert fresh(draft).agreed_on is None


def test_a_text_agreed_before_and_changed_is_consulted_on_like_any_other():
    by, draft = the_administrator(), an_agreed_draft()
    clause = draft.clauses.get(number="7.1")
    versions.change_clause(clause, by=by, number="7.1", text="Other words.")
    assert fresh(draft).agreed_on is None
    with pytest.raises(Refused, match="Consult the trade unions on this text"):
        versions.publish(
            draft, in_force_from=TODAY, by=by, consulted_before="At the joint committee."
        )


# The table


@pytest.mark.parametrize("move", ["enter_force", "supersede"])
def test_nobody_puts_a_version_in_force_by_hand(move):
    version = scheduled(TODAY + DAY) if move == "enter_force" else in_force_now()
    with pytest.raises(Refused, match=r"The portal does this by itself on the day\."):
        move_version(version, move, by=the_administrator())


def test_a_version_does_not_come_into_force_before_its_day():
    with pytest.raises(Refused, match=r"This version comes into force on 5 November 2026\."):
        move_version(scheduled(TODAY + DAY), "enter_force", by=None)


def test_the_moves_and_where_they_lead():
    draft, consultation = VersionState.DRAFT, VersionState.IN_CONSULTATION
    coming, in_force = VersionState.SCHEDULED, VersionState.IN_FORCE
    assert {
        (name, source, move.target) for name, move in MOVES.items() for source in move.sources
    } == {
        ("consult", draft, consultation),
        ("redraft", consultation, draft),
        ("publish", draft, coming),
        ("publish", consultation, coming),
        ("call_off", coming, consultation),
        ("enter_force", coming, in_force),
        ("supersede", in_force, VersionState.SUPERSEDED),
    }
