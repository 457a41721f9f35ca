"""What advice needs, writes and tells, and when it goes stale."""

import pytest

from cases.models import Role, State
from cases.services.drafting import save_answers
from portal.models import Notice, Post
from portal.refusals import Refused
from tests.builders import a_case_in, move, the_holder
from tests.cases.moves.making import change, told
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def test_advice_that_suggests_changes_goes_back(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)

    case = move(case, "advise", by=adviser, verdict="changes", text="Say who posts.")

    assert case.state == State.CHANGES_REQUESTED
    assert told("advice_given") == {"Applicant"}
    notice = Notice.objects.get(key__startswith="advice_given|")
    assert notice.subject == "Advice on Library news: suggest changes"


@pytest.mark.parametrize("verdict", ["support", "conditions", "against"])
def test_all_other_advice_makes_it_ready_to_present(verdict, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    case = move(
        case,
        "advise",
        by=the_holder(Post.COMMUNICATIONS_MANAGER),
        verdict=verdict,
        text="Our view.",
        controls=["Moderate comments"],
    )

    assert case.state == State.READY_TO_PRESENT
    advice = case.latest_advice()
    assert [control.text for control in advice.controls.all()] == ["Moderate comments"]
    assert advice.by_post == "Communications Manager"


def test_advice_needs_a_text(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    with pytest.raises(Refused, match="Enter your advice"):
        move(
            case,
            "advise",
            by=the_holder(Post.COMMUNICATIONS_MANAGER),
            verdict="support",
            text="",
        )


@pytest.mark.parametrize("answers", [{"platform": "Instagram"}])
def test_advice_goes_stale_when_the_platform_changes(answers):
    case = change(a_case_in(State.READY_TO_PRESENT), **answers)

    assert case.latest_advice().is_stale
    with pytest.raises(Refused, match="changed since the advice"):
        move(case, "present", by=case.applicant)


def test_advice_goes_stale_when_the_authors_change(start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)

    case = save_answers(
        case,
        by=case.applicant,
        seen_version=case.version,
        answers={},
        covers=[(EmployeeFactory(), Role.AUTHOR)],
    )

    assert case.latest_advice().is_stale


def test_advice_stands_when_other_answers_change():
    case = change(a_case_in(State.READY_TO_PRESENT), purpose="Something else.")

    assert not case.latest_advice().is_stale
    assert move(case, "present", by=case.applicant).state == State.AWAITING_DECISION


def test_stale_advice_is_asked_for_again_and_then_the_case_is_presented():
    case = change(a_case_in(State.READY_TO_PRESENT), platform="Instagram")

    case = move(case, "ask_again", by=case.applicant, asked="Is Instagram all right?")
    case = move(
        case,
        "advise",
        by=the_holder(Post.COMMUNICATIONS_MANAGER),
        verdict="support",
        text="Yes.",
    )

    assert case.state == State.READY_TO_PRESENT
    assert move(case, "present", by=case.applicant).round == 1


def test_going_against_advice_needs_a_reason():
    case = move(
        a_case_in(State.ADVICE_REQUESTED),
        "advise",
        by=the_holder(Post.COMMUNICATIONS_MANAGER),
        verdict="against",
        text="No.",
    )

    with pytest.raises(Refused, match="Enter why you present this against the advice"):
        move(case, "present", by=case.applicant)

    case = move(case, "present", by=case.applicant, reason="Families ask for it.")
    assert case.latest_revision().reason == "Families ask for it."
