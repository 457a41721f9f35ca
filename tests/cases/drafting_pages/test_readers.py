"""Who may write a case and when, and what a page drawn before says."""

import pytest

from cases.models import State
from cases.questions import GROUPS
from tests.builders import (
    a_case_in,
    a_complete_draft,
)
from tests.cases.drafting_pages.answers import page_of, send
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def test_a_stale_page_is_refused_and_keeps_what_was_typed(web, case):
    stale = case.version
    send(web, case, "purpose", purpose="First", audience="All")
    response = web.post(
        page_of(case, "purpose"), {"version": stale, "purpose": "Second", "audience": "All"}
    )
    html = response.content.decode()
    assert response.status_code == 409
    changed = "This case changed at 10:42am on 4 November 2026. Check it again before you go on."
    assert changed in html
    assert "Second" in html
    case.refresh_from_db()
    assert case.purpose == "First"
    assert f'name="version" value="{case.version}"' in html
    saved = html.split("What is saved now")[1]
    assert saved.index("What do you want to communicate?") < saved.index("First")
    assert "What is saved now" not in web.get(page_of(case, "purpose")).content.decode()


def test_a_page_without_its_version_saves_nothing(web, case):
    response = web.post(page_of(case, "purpose"), {"purpose": "News", "audience": "All"})
    assert response.status_code == 422
    case.refresh_from_db()
    assert case.purpose == ""


WRITING = ["tasks", "share", "check", "sent", *GROUPS]


@pytest.mark.parametrize("name", WRITING)
def test_a_stranger_finds_no_page(client, name, start_from):
    case = start_from(a_complete_draft)
    client.force_login(EmployeeFactory())
    assert client.get(page_of(case, name)).status_code == 404


@pytest.mark.parametrize("name", WRITING)
def test_whoever_may_only_read_the_case_finds_no_page_to_write_it(client, name, start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    client.force_login(case.covers()[0].person)
    assert client.get(page_of(case, name)).status_code == 404
    assert client.post(page_of(case, name)).status_code in (404, 405)


@pytest.mark.parametrize("name", ["tasks", "share", "check", "purpose"])
def test_answers_that_are_not_open_lead_to_the_case(web, applicant, name):
    case = a_case_in(State.ADVICE_REQUESTED, by=applicant)
    assert web.get(page_of(case, name)).url == case.get_absolute_url()


def test_answers_that_are_not_open_cannot_be_saved(web, applicant):
    case = a_case_in(State.AWAITING_DECISION, by=applicant)
    response = send(web, case, "purpose", purpose="Other", audience="All")
    assert response.status_code == 409
    assert "The answers cannot be changed: the business case is awaiting decision." in (
        response.content.decode()
    )
    case.refresh_from_db()
    assert case.purpose == "What is on in our libraries."


@pytest.mark.parametrize(
    ("state", "when"),
    [
        (State.CHANGES_REQUESTED, "When you presented this"),
        (State.READY_TO_PRESENT, "When you sent this"),
    ],
)
def test_after_sending_a_page_says_what_was_answered_then(web, applicant, state, when):
    case = a_case_in(state, by=applicant)
    send(web, case, "purpose", purpose="Other words", audience="All")
    html = web.get(page_of(case, "purpose")).content.decode()
    assert when in html
    assert "What is on in our libraries." in html
    assert "Other words" in html


def test_the_task_list_says_what_must_change(web, applicant):
    case = a_case_in(State.READY_TO_PRESENT, by=applicant)
    assert "A sound idea." in web.get(page_of(case, "tasks")).content.decode()
    case = a_case_in(State.CHANGES_REQUESTED, by=applicant)
    html = web.get(page_of(case, "tasks")).content.decode()
    assert "The Head of IT &amp; Customer Services asked for changes on 4 November 2026" in html
    assert "Say more about records." in html
    assert "A sound idea." not in html
