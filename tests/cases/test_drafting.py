"""Starting, saving, sharing and copying a business case, and giving it to someone else."""

from datetime import datetime

import pytest

from cases.models import BusinessCase, Role, State
from cases.services.drafting import copy_case, save_answers, share_draft, start_case
from cases.services.giving import give_case
from portal import clock
from portal.models import Notice, Post, TrailEvent
from portal.refusals import Refused, Stale
from portal.services.people import record_leaving
from tests.builders import (
    a_case_in,
    a_complete_draft,
    a_draft,
    holder_of,
    move,
    the_holder,
)
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def sees(employee, case) -> bool:
    visible = BusinessCase.objects.visible_to(employee, clock.today())
    return visible.filter(pk=case.pk).exists()


# References


def test_references_count_up_within_the_year_and_begin_again_in_the_next():
    person = EmployeeFactory()
    assert [start_case(by=person).reference for _ in range(2)] == ["SM-2026-0001", "SM-2026-0002"]
    with clock.at(datetime(2027, 1, 1, 0, 5, tzinfo=clock.COUNCIL_TIME)):
        assert start_case(by=person).reference == "SM-2027-0001"


def test_a_reference_belongs_to_the_london_year():
    # 23:30 UTC on 31 December is still the old year in London; in summer it would not be.
    with clock.at(datetime.fromisoformat("2026-12-31T23:30:00+00:00")):
        assert a_draft().reference.startswith("SM-2026-")


# Saving


def test_a_partial_answer_is_kept():
    case = a_draft()

    case = save_answers(
        case, by=case.applicant, seen_version=case.version, answers={"purpose": "Events"}
    )

    assert BusinessCase.objects.get().purpose == "Events"


def test_only_the_applicant_changes_answers(start_from):
    case = start_from(a_complete_draft)

    with pytest.raises(Refused, match="Only Applicant can do this"):
        save_answers(case, by=case.manager, seen_version=case.version, answers={"purpose": "x"})


@pytest.mark.parametrize(
    "state", [State.ADVICE_REQUESTED, State.AWAITING_DECISION, State.APPROVED, State.WITHDRAWN]
)
def test_answers_are_closed_while_others_read_them_and_afterwards(state, start_from):
    case = start_from(a_case_in, state)

    with pytest.raises(Refused, match="The answers cannot be changed"):
        save_answers(case, by=case.applicant, seen_version=case.version, answers={"purpose": "x"})


def test_saving_from_an_old_page_is_refused():
    case = a_draft()
    seen = case.version
    save_answers(case, by=case.applicant, seen_version=seen, answers={"purpose": "One"})

    with pytest.raises(Stale):
        save_answers(case, by=case.applicant, seen_version=seen, answers={"purpose": "Two"})


def test_changes_after_sending_are_in_the_trail_before_and_after(start_from):
    case = start_from(a_case_in, State.CHANGES_REQUESTED)

    save_answers(
        case, by=case.applicant, seen_version=case.version, answers={"audience": "Everyone."}
    )

    (change,) = TrailEvent.objects.get(event="case.change").changes.values()
    assert change == ["People who live near a library.", "Everyone."]


def test_whoever_advised_cannot_be_named_afterwards(start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)

    with pytest.raises(Refused, match="has advised on this business case"):
        save_answers(
            case,
            by=case.applicant,
            seen_version=case.version,
            answers={},
            covers=[(adviser, Role.AUTHOR)],
        )


# Who sees a case


def test_a_draft_is_its_applicants_until_it_is_shared():
    adviser = holder_of(Post.COMMUNICATIONS_ADVISER)
    case = a_complete_draft()
    cover = case.covers()[0].person
    assert [sees(p, case) for p in (case.applicant, case.manager, cover, adviser)] == [
        True,
        False,
        False,
        False,
    ]

    case = share_draft(
        case,
        by=case.applicant,
        seen_version=case.version,
        manager=True,
        covers=True,
        communications=True,
    )

    assert all(sees(p, case) for p in (case.manager, cover, adviser))
    assert Notice.objects.filter(key__startswith="draft_shared|").count() == 3


def test_who_sees_a_case_that_was_sent(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    for post in (
        Post.HEAD_OF_IT,
        Post.COMMUNICATIONS_MANAGER,
        Post.COMMUNICATIONS_ADVISER,
        Post.AUDITOR,
    ):
        assert sees(the_holder(post), case), post
    for post in (Post.ACCESS_OPERATOR, Post.POLICY_ADMINISTRATOR):
        assert not sees(the_holder(post), case), post
    assert sees(case.manager, case)
    assert sees(case.covers()[0].person, case)
    assert not sees(EmployeeFactory(), case)


# Copies


def test_a_rejected_case_is_copied_into_a_new_draft_without_its_commitments(start_from):
    case = start_from(a_case_in, State.REJECTED)

    copy = copy_case(case, by=case.applicant)

    assert copy.state == State.DRAFT
    assert copy.copied_from == case
    assert copy.purpose == case.purpose
    assert [named.person for named in copy.covers()] == [n.person for n in case.covers()]
    commitments = [copy.will_hand_over, copy.will_send_reviews, copy.will_check_content]
    assert commitments == [False, False, False]
    assert copy.reference != case.reference


def test_a_case_under_way_is_not_copied(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    with pytest.raises(Refused, match="Only an approved, rejected or withdrawn"):
        copy_case(case, by=case.applicant)


# An applicant who leaves


def leave(employee):
    record_leaving(employee, on=clock.today(), by=None)
    employee.refresh_from_db()


def test_the_manager_gives_the_case_of_a_leaver_to_someone_who_declares_anew(start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    cover = case.covers()[0].person
    leave(case.applicant)
    case.refresh_from_db()
    told = Notice.objects.get(key__startswith="leaving|")
    assert told.recipient == case.manager
    assert told.subject == f"New applicant needed: {case.title}"
    assert told.path == case.get_absolute_url()

    give_case(case, to=cover, by=case.manager, seen_version=case.version)

    case = BusinessCase.objects.get()
    assert case.applicant == cover
    assert case.state == State.CHANGES_REQUESTED
    assert case.covers() == []
    assert case.declared_by is None
    assert case.latest_advice().is_stale
    with pytest.raises(Refused, match="Some questions are not answered yet"):
        move(case, "ask_again", by=cover, declared=True, asked="I have taken this over.")
    case = save_answers(
        case,
        by=cover,
        seen_version=case.version,
        answers={},
        covers=[(EmployeeFactory(), Role.AUTHOR)],
    )
    with pytest.raises(Refused, match="Confirm that you will follow the rules"):
        move(case, "ask_again", by=cover, asked="I have taken this over.")
    case = move(case, "ask_again", by=cover, declared=True, asked="I have taken this over.")
    assert case.declared_by == cover


def test_without_a_manager_the_policy_administrator_gives_it():
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    case = a_case_in(State.ADVICE_REQUESTED)
    assert not sees(administrator, case)
    leave(case.manager)
    leave(case.applicant)
    case.refresh_from_db()
    assert sees(administrator, case)
    new = EmployeeFactory()

    give_case(case, to=new, by=administrator, seen_version=case.version)

    case = BusinessCase.objects.get()
    assert (case.applicant, case.state) == (new, State.ADVICE_REQUESTED)


def test_a_managers_duties_go_up(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    top = EmployeeFactory(name="Top")
    case.manager.line_manager = top
    case.manager.save()
    leave(case.manager)
    leave(case.applicant)
    case.refresh_from_db()

    assert sees(top, case)
    with pytest.raises(Refused, match="Only the manager"):
        give_case(case, to=top, by=EmployeeFactory(), seen_version=case.version)
    give_case(case, to=EmployeeFactory(), by=top, seen_version=case.version)


def test_whoever_advised_does_not_become_the_applicant(start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    leave(case.applicant)
    case.refresh_from_db()

    with pytest.raises(Refused, match="has advised on or answered"):
        give_case(
            case,
            to=the_holder(Post.COMMUNICATIONS_MANAGER),
            by=case.manager,
            seen_version=case.version,
        )


def test_the_case_of_someone_still_here_is_not_given_away(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    with pytest.raises(Refused, match="has not left the council"):
        give_case(case, to=EmployeeFactory(), by=case.manager, seen_version=case.version)
