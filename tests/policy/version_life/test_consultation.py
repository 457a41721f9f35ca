"""Trade unions are consulted on a policy version (7.1)."""

from datetime import date, timedelta

import pytest

from policy.models import Consultation, VersionState
from policy.services import versions
from portal.models import Notice, Post, TrailEvent
from portal.refusals import Refused
from tests.builders import holder_of
from tests.factories import EmployeeFactory
from tests.policy.versions import a_draft, ask_body, fresh, in_consultation, the_administrator

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
DAY = timedelta(days=1)


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
