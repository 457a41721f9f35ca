"""A policy version is published, comes into force and is superseded (7.1)."""

from datetime import date, timedelta

import pytest

from policy.models import PolicyVersion, VersionState
from policy.services import versions
from portal import clock
from portal.models import Notice, Post, TrailEvent
from portal.refusals import Refused
from tests.builders import NOW, holder_of
from tests.builders import a_draft as a_case
from tests.policy.versions import (
    an_agreed_draft,
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
