"""Checking the answers, declaring, sending, and what follows (6.1, 6.2)."""

from html import unescape

import pytest

from cases.models import Revision, Role, State
from portal.models import Post
from tests.builders import (
    a_case_in,
    a_complete_draft,
    holder_of,
    move,
    the_category,
)
from tests.cases.accounts import attend
from tests.cases.drafting_pages.answers import errors, page_of, send
from tests.factories import BookingFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


def test_check_lists_what_is_missing_with_a_link_to_its_input(web, applicant):
    case = a_complete_draft(by=applicant, purpose="", channels=[])
    html = unescape(web.get(page_of(case, "check")).content.decode())
    base = f"/cases/{case.reference}"
    assert f'href="{base}/purpose/?from=check#id_purpose"' in html
    assert "Enter what you want to communicate" in html
    assert f'href="{base}/channels/?from=check#id_channels"' in html
    assert "Select other channels, or select 'None'" in html
    assert "Declaration of conduct" not in html


def test_whoever_came_to_change_one_answer_goes_back_to_all(web, applicant):
    case = a_complete_draft(by=applicant)
    answers = {"version": case.version, "aims": "Other aims", "why_platform": "Readers"}
    response = web.post(f"{page_of(case, 'aims')}?from=check", answers)
    assert response.url == page_of(case, "check")


def test_an_incomplete_case_is_not_sent(web, applicant):
    case = a_complete_draft(by=applicant, purpose="")
    response = send(web, case, "check", declared="on")
    assert response.status_code == 422
    assert "Enter what you want to communicate" in response.content.decode()
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_a_case_is_not_sent_without_the_declaration(web, applicant):
    case = a_complete_draft(by=applicant)
    response = send(web, case, "check")
    assert response.status_code == 422
    assert errors(response) == [("id_declared", "Confirm that you will keep to the declaration")]


def test_a_stale_check_page_is_refused(web, applicant):
    case = a_complete_draft(by=applicant)
    response = web.post(page_of(case, "check"), {"version": case.version - 1, "declared": "on"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "This case changed at 10:42am on 4 November 2026." in html
    assert f'href="{page_of(case, "check")}"' in html


def test_a_complete_case_is_sent_and_confirmed(web, applicant):
    holder_of(Post.COMMUNICATIONS_MANAGER)
    case = a_complete_draft(by=applicant)
    response = send(web, case, "check", declared="on")
    assert response.url == page_of(case, "sent")
    html = web.get(response.url).content.decode()
    for words in (
        case.reference,
        "Communications has had your business case since 4 November 2026.",
        "An answer is due by 18 November 2026.",
        "We told Morag Reid, your manager.",
    ):
        assert words in html
    case.refresh_from_db()
    assert (case.state, case.declared_by) == (State.ADVICE_REQUESTED, applicant)


def test_the_confirmation_asks_for_a_session_until_everyone_named_has_one(web, applicant):
    cover = EmployeeFactory(name="Callum Shaw")
    case = a_case_in(State.ADVICE_REQUESTED, by=applicant, covers=[(cover, Role.AUTHOR)])

    def said():
        return " ".join(web.get(page_of(case, "sent")).content.decode().split())

    assert "Still to book one: you, Callum Shaw." in said()
    attend(applicant)
    assert "Still to book one: Callum Shaw." in said()
    BookingFactory(person=cover)
    assert "While you wait" not in said()


def test_the_confirmation_says_that_nobody_may_act(web, applicant):
    adviser = holder_of(Post.COMMUNICATIONS_MANAGER)
    case = a_complete_draft(by=applicant, covers=[(adviser, Role.AUTHOR)])
    send(web, case, "check", declared="on")
    html = web.get(page_of(case, "sent")).content.decode()
    assert "The policy administrator has been told" in html


def test_a_case_taken_back_marks_what_changed_and_is_sent_again(web, applicant):
    case = move(a_case_in(State.ADVICE_REQUESTED, by=applicant), "take_back", applicant)
    send(web, case, "purpose", purpose="Other words", audience="People who live near a library.")
    html = web.get(page_of(case, "check")).content.decode()
    assert html.count(">Changed<") == 1
    assert "When you sent this: What is on in our libraries." in html
    send(web, case, "check", declared="on")
    case.refresh_from_db()
    assert case.state == State.ADVICE_REQUESTED
    assert Revision.objects.filter(case=case).count() == 2


def test_after_advice_the_next_step_is_to_present_or_ask_again(web, applicant):
    case = a_case_in(State.READY_TO_PRESENT, by=applicant)
    html = web.get(page_of(case, "check")).content.decode()
    assert "Present for a decision" in html
    assert "Ask Communications again" in html
    assert "Tell my manager and ask Communications" not in html


def test_whoever_took_it_back_is_not_told_that_changes_were_asked_for(web, applicant):
    before_advice = move(a_case_in(State.ADVICE_REQUESTED, by=applicant), "take_back", applicant)
    advised = move(a_case_in(State.AWAITING_DECISION, by=applicant), "take_back", applicant)
    for case, next_step in (
        (before_advice, "Change your answers, then ask Communications for advice."),
        (advised, "Change your answers, then present it or ask Communications again."),
    ):
        assert next_step in web.get(f"/cases/{case.reference}/").content.decode()


def test_once_the_advice_is_stale_it_cannot_be_presented(web, applicant):
    case = a_case_in(State.READY_TO_PRESENT, by=applicant)
    send(
        web,
        case,
        "account",
        account_name="Library news",
        category=the_category().pk,
        platform="Another",
        already_running="no",
    )
    html = web.get(page_of(case, "check")).content.decode()
    assert "Ask for advice again before you present this." in html
    assert "Present for a decision" not in html
    assert "Ask Communications again" in html
