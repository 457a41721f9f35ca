"""The pages on which a business case is started, written, shared, checked and sent."""

import csv
import re
from html import unescape
from io import StringIO

import pytest

from cases.models import BusinessCase, Revision, Role, State
from cases.questions import GROUPS
from cases.services.drafting import share_draft
from policy.models import SchoolDeclaration
from portal.models import Employee, Post, TrailEvent
from portal.refusals import Refused
from tests.builders import (
    a_case_in,
    a_complete_draft,
    a_draft,
    holder_of,
    move,
    the_category,
)
from tests.factories import EmployeeFactory, ServiceFactory

pytestmark = pytest.mark.django_db

LATER = {"later": "1"}


@pytest.fixture
def manager():
    return EmployeeFactory(name="Morag Reid", email="morag@council.example")


@pytest.fixture
def colleague():
    return EmployeeFactory(name="Callum Shaw", email="callum@council.example")


@pytest.fixture
def applicant(manager):
    return EmployeeFactory(name="Ailsa Kerr", email="ailsa@council.example", line_manager=manager)


@pytest.fixture
def case(applicant):
    return a_draft(by=applicant)


@pytest.fixture
def web(client, applicant):
    client.force_login(applicant)
    return client


def page_of(case, name):
    return f"/cases/{case.reference}/{name}/"


def send(web, case, name, **answers):
    case.refresh_from_db()
    return web.post(page_of(case, name), {"version": case.version, **answers})


def errors(response):
    """The lines of the error summary, each with the input that it leads to."""
    html = response.content.decode()
    summary = re.search(r"govuk-error-summary__list(.*?)</ul>", html, re.S)
    if not summary:
        return []
    found = re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary[1], re.S)
    for target, _ in found:
        assert f'id="{target}"' in html, f"the link to {target} leads nowhere"
    return [(target, unescape(text.strip())) for target, text in found]


def person(employee):
    return f"{employee.name} ({employee.email})"


# Starting (3.1, 5.1 schools)


def test_whoever_works_for_no_school_starts_a_draft(web, applicant):
    response = web.post("/cases/new/", {"school_employee": "no"})
    case = BusinessCase.objects.get()
    assert (case.applicant, case.state) == (applicant, State.DRAFT)
    assert response.url == f"/cases/{case.reference}/tasks/"


def test_the_eligibility_questions_must_be_answered(web):
    response = web.post("/cases/new/", {})
    assert response.status_code == 422
    assert errors(response) == [("id_school_employee", "Select yes if you work for a school")]
    assert not BusinessCase.objects.exists()


def test_a_school_blog_on_the_school_network_is_declared_and_needs_no_case(web, applicant):
    answers = {"school_employee": "yes", "for_teaching": "yes", "on_school_network": "yes"}
    response = web.post("/cases/new/", answers)
    assert response.url == "/cases/new/school-blog/"
    assert web.get(response.url).status_code == 200
    response = web.post(
        response.url, {"address": "https://www.example.com/our-class", "declared": "on"}
    )
    assert web.get(response.url).status_code == 200
    assert SchoolDeclaration.objects.get().employee == applicant
    assert not BusinessCase.objects.exists()


@pytest.mark.parametrize("no", ["for_teaching", "on_school_network"])
def test_a_school_employee_with_any_no_needs_a_case(web, no):
    answers = {"school_employee": "yes", "for_teaching": "yes", "on_school_network": "yes"}
    web.post("/cases/new/", answers | {no: "no"})
    assert BusinessCase.objects.count() == 1


# The questions (6.2)

WRONG = {
    "manager": ({}, [("id_is_manager", "Select yes if Morag Reid is your manager")]),
    "account": (
        {"already_running": "yes"},
        [
            ("id_account_name", "Enter the account name"),
            ("id_category", "Select the type of social media"),
            ("id_platform", "Enter the platform"),
            ("id_address", "Enter the account's address"),
        ],
    ),
    "access": (
        {"access_for": "workgroup", "members-0": ""},
        [
            ("id_workgroup_name", "Enter the workgroup name"),
            ("id_members-0", "Enter at least 1 member"),
        ],
    ),
    "purpose": (
        {},
        [
            ("id_purpose", "Enter what you want to communicate"),
            ("id_audience", "Enter your target audience"),
        ],
    ),
    "aims": (
        {"aims": "x" * 1001},
        [
            ("id_aims", "Your aims must be 1,000 characters or fewer"),
            ("id_why_platform", "Enter why this is the right platform"),
        ],
    ),
    "channels": (
        {"channels": ["website", "none"]},
        [("id_channels", "Select other channels, or select 'None'")],
    ),
    "updates": (
        {"frequency": "daily", "times_a_day": "several"},
        [("id_times_a_day", "Times a day must be a whole number between 1 and 50")],
    ),
    "cover": ({"covers-0": ""}, [("id_covers-0", "Enter at least 1 person")]),
    "records": (
        {"keeps_records": "yes"},
        [("id_records_how", "Enter how you will keep records")],
    ),
    "leaving": (
        {},
        [("id_will_hand_over", "Confirm that you will update or hand over the account")],
    ),
    "reviewing": (
        {},
        [
            ("id_will_send_reviews", "Confirm that you will send review data every 6 months"),
            ("id_will_check_content", "Confirm that you will check the content regularly"),
        ],
    ),
}


@pytest.mark.parametrize("slug", GROUPS)
def test_each_page_opens_and_says_what_is_missing(web, case, slug):
    the_category()
    assert web.get(page_of(case, slug)).status_code == 200
    given, expected = WRONG[slug]
    response = send(web, case, slug, **given)
    assert response.status_code == 422
    assert errors(response) == expected
    assert "<title>Error: " in response.content.decode()


@pytest.mark.parametrize(
    ("slug", "given", "kept"),
    [
        ("manager", {"is_manager": "yes"}, {"manager__name": "Morag Reid"}),
        (
            "manager",
            {"is_manager": "no", "manager": "callum"},
            {"manager__name": "Callum Shaw"},
        ),
        (
            "access",
            {"access_for": "named", "workgroup_name": "Web team", "members-0": "Callum"},
            {"access_for": "named", "workgroup_name": "", "named_people__person__name": None},
        ),
        (
            "access",
            {
                "access_for": "workgroup",
                "workgroup_name": "Web team",
                "members-0": "Callum",
                "members-1": "",
            },
            {"workgroup_name": "Web team", "named_people__person__name": "Callum Shaw"},
        ),
        (
            "purpose",
            {"purpose": "Two\r\nlines", "audience": "x" * 1000},
            {"purpose": "Two\nlines", "audience": "x" * 1000},
        ),
        (
            "aims",
            {"aims": "More readers", "why_platform": "They are there"},
            {"aims": "More readers", "why_platform": "They are there"},
        ),
        (
            "channels",
            {"channels": ["print", "other"], "other_channel": "Radio"},
            {"channels": ["print", "other"], "other_channel": "Radio"},
        ),
        (
            "channels",
            {"channels": ["none"], "other_channel": "Radio"},
            {"channels": ["none"], "other_channel": ""},
        ),
        (
            "updates",
            {"frequency": "daily", "times_a_day": "50"},
            {"frequency": "daily", "times": 50},
        ),
        (
            "updates",
            {"frequency": "weekly", "times_a_week": "6", "times_a_day": "nonsense"},
            {"frequency": "weekly", "times": 6},
        ),
        (
            "cover",
            {"covers-0": "callum@council.example", "covers-0-role": "administrator"},
            {
                "named_people__person__name": "Callum Shaw",
                "named_people__role": "administrator",
            },
        ),
        (
            "records",
            {"keeps_records": "no", "records_why_not": "Nothing to keep", "records_how": "x"},
            {"keeps_records": False, "records_why_not": "Nothing to keep", "records_how": ""},
        ),
        ("leaving", {"will_hand_over": "on"}, {"will_hand_over": True}),
        (
            "reviewing",
            {"will_send_reviews": "on", "will_check_content": "on"},
            {"will_send_reviews": True, "will_check_content": True},
        ),
    ],
)
def test_right_answers_are_kept(web, case, colleague, slug, given, kept):
    response = send(web, case, slug, **given)
    assert response.url == page_of(case, "tasks")
    assert BusinessCase.objects.values(*kept).get() == kept


def test_the_account_is_kept_with_its_address(web, case):
    category = the_category()
    response = send(
        web,
        case,
        "account",
        account_name="Library news",
        category=category.pk,
        platform="Chatterbox",
        already_running="yes",
        address="www.example.com/library",
    )
    assert response.status_code == 302
    case.refresh_from_db()
    assert (case.account_name, case.category, case.platform, case.already_running) == (
        "Library news",
        category,
        "Chatterbox",
        True,
    )
    assert case.address == "https://www.example.com/library"


def test_without_a_manager_in_the_directory_one_is_chosen(web, case, applicant, colleague):
    Employee.objects.filter(pk=applicant.pk).update(line_manager=None)
    assert "Who is your manager?" in web.get(page_of(case, "manager")).content.decode()
    response = send(web, case, "manager", manager="")
    assert errors(response) == [("id_manager", "Select your manager from the list")]
    response = send(web, case, "manager", manager="ailsa@council.example")
    assert errors(response) == [("id_manager", "Choose someone other than yourself")]
    send(web, case, "manager", manager="Callum")
    case.refresh_from_db()
    assert case.manager == colleague


# People, one row each


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["Ailsa"], [("id_covers-0", "Choose someone other than yourself")]),
        (["Callum", "Callum"], [("id_covers-1", "Callum Shaw is already on the list")]),
        (["Nobody"], [("id_covers-0", "Select a person from the council directory")]),
        (
            ["", "Callum", "Nobody", "Callum"],
            [
                ("id_covers-2", "Select a person from the council directory"),
                ("id_covers-3", "Callum Shaw is already on the list"),
            ],
        ),
    ],
)
@pytest.mark.parametrize("later", [{}, LATER])
def test_wrong_people_are_never_kept(web, case, colleague, typed, expected, later):
    rows = {f"covers-{n}": name for n, name in enumerate(typed)}
    roles = {f"covers-{n}-role": "author" for n in range(len(typed))}
    response = send(web, case, "cover", **rows, **roles, **later)
    assert response.status_code == 422
    assert errors(response) == expected
    assert not case.named_people.exists()


def test_whoever_advised_is_refused_in_their_own_row(web, applicant, colleague):
    case = a_case_in(State.READY_TO_PRESENT, by=applicant)
    adviser = case.latest_advice().by
    rows = {"covers-0": colleague.email, "covers-1": "", "covers-2": adviser.email}
    roles = {f"covers-{n}-role": "author" for n in range(3)}
    response = send(web, case, "cover", **rows, **roles)
    assert response.status_code == 409
    said = f"{adviser} has advised on this business case, so they cannot be named in it."
    assert errors(response) == [("id_covers-2", said)]
    assert response.context["form"].errors.keys() == {"covers-2"}


def test_a_leaver_is_not_in_the_directory(web, case, colleague):
    Employee.objects.filter(pk=colleague.pk).update(left_on="2026-11-04")
    response = send(web, case, "cover", **{"covers-0": "Callum", "covers-0-role": "author"})
    assert errors(response) == [("id_covers-0", "Select a person from the council directory")]


def test_of_several_who_match_one_is_selected(web, case, colleague):
    other = EmployeeFactory(name="Callum Shaw", email="callum2@council.example")
    row = {"covers-0": "Callum Shaw", "covers-0-role": "author"}
    response = send(web, case, "cover", **row)
    assert errors(response) == [("id_covers-0-match", "Select the person you mean")]
    send(web, case, "cover", **row, **{"covers-0-match": other.email})
    assert case.named_people.get().person == other


def test_a_row_is_added_and_taken_away_and_nothing_typed_is_lost(web, case, colleague):
    typed = {"covers-0": "Callum", "covers-0-role": "administrator"}
    html = send(web, case, "cover", **typed, **{"covers-add": "1"}).content.decode()
    assert 'value="Callum"' in html
    assert 'id="id_covers-1"' in html
    assert "govuk-error-summary" not in html
    typed |= {"covers-1": "Morag", "covers-1-role": "author", "covers-0-remove": "1"}
    html = send(web, case, "cover", **typed).content.decode()
    assert 'value="Morag"' in html
    assert 'value="Callum"' not in html
    assert 'id="id_covers-1"' not in html
    assert not case.named_people.exists()


def test_adding_a_member_keeps_the_other_answers(web, case):
    typed = {"access_for": "workgroup", "workgroup_name": "Web team", "members-0": "Mor"}
    html = send(web, case, "access", **typed, **{"members-add": "1"}).content.decode()
    assert 'value="Web team"' in html
    assert 'value="Mor"' in html
    assert 'id="id_members-1"' in html


def test_the_enter_key_does_not_remove_anyone(web, applicant):
    case = a_complete_draft(by=applicant)
    form = re.search(r'<form method="post" novalidate[^>]*>(.*?)</form>', _html(web, case), re.S)[1]
    first = re.search(r"<button[^>]*>", form)[0]
    assert "name=" not in first


def _html(web, case):
    return web.get(page_of(case, "cover")).content.decode()


# Saving for later


@pytest.mark.parametrize("slug", GROUPS)
def test_save_and_come_back_later_keeps_an_empty_page(web, case, slug):
    response = send(web, case, slug, **LATER)
    assert response.url == page_of(case, "tasks")


def test_save_and_come_back_later_keeps_what_there_is(web, case):
    send(web, case, "purpose", purpose="News", **LATER)
    send(web, case, "updates", frequency="daily", times_a_day="", **LATER)
    send(web, case, "records", keeps_records="yes", **LATER)
    case.refresh_from_db()
    assert (case.purpose, case.audience) == ("News", "")
    assert (case.frequency, case.times) == ("daily", None)
    assert case.keeps_records is True
    html = web.get(page_of(case, "tasks")).content.decode()
    assert html.count("In progress") == 3
    assert html.count("Not started") == 8


def test_save_and_come_back_later_refuses_what_cannot_be_kept_and_loses_no_text(web, case):
    typed = {"frequency": "daily", "times_a_day": "51"}
    response = send(web, case, "updates", **typed, **LATER)
    assert response.status_code == 422
    assert errors(response) == [
        ("id_times_a_day", "Times a day must be a whole number between 1 and 50")
    ]
    assert 'value="51"' in response.content.decode()
    response = send(web, case, "purpose", purpose="x" * 1001, **LATER)
    assert response.status_code == 422
    assert "x" * 1001 in response.content.decode()


# Who, when


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


@pytest.mark.parametrize("state", [State.CHANGES_REQUESTED, State.READY_TO_PRESENT])
def test_after_sending_a_page_says_what_was_answered_then(web, applicant, state):
    case = a_case_in(state, by=applicant)
    send(web, case, "purpose", purpose="Other words", audience="All")
    html = web.get(page_of(case, "purpose")).content.decode()
    assert "When you sent this" in html
    assert "What is on in our libraries." in html
    assert "Other words" in html


def test_the_task_list_says_what_must_change(web, applicant):
    case = a_case_in(State.READY_TO_PRESENT, by=applicant)
    assert "A sound idea." in web.get(page_of(case, "tasks")).content.decode()
    case = a_case_in(State.CHANGES_REQUESTED, by=applicant)
    html = web.get(page_of(case, "tasks")).content.decode()
    assert "Head of IT &amp; Customer Services asked for changes on 4 November 2026" in html
    assert "Say more about records." in html
    assert "A sound idea." not in html


# Sharing (6.1)


def test_a_draft_is_shared_and_no_longer_shared(web, applicant):
    case = a_complete_draft(by=applicant)
    send(web, case, "share", shared_with=["manager", "communications"])
    case.refresh_from_db()
    assert (
        case.shared_with_manager,
        case.shared_with_covers,
        case.shared_with_communications,
    ) == (True, False, True)
    send(web, case, "share")
    case.refresh_from_db()
    assert not case.shared_with_manager
    assert not case.shared_with_communications


def test_a_draft_that_was_withdrawn_is_shared_no_more(web, applicant):
    case = move(a_complete_draft(by=applicant), "withdraw", applicant)
    assert "Share this draft" not in web.get(f"/cases/{case.reference}/").content.decode()
    with pytest.raises(Refused, match="This business case was withdrawn"):
        share_draft(
            case,
            by=applicant,
            seen_version=case.version,
            manager=True,
            covers=False,
            communications=False,
        )


def test_a_manager_who_is_not_named_is_not_offered(web, case):
    assert "your manager" not in web.get(page_of(case, "share")).content.decode()
    response = send(web, case, "share", shared_with=["manager"])
    assert response.status_code == 422


def test_a_case_that_was_sent_is_not_shared_as_a_draft(web, applicant):
    case = a_case_in(State.READY_TO_PRESENT, by=applicant)
    response = send(web, case, "share", shared_with=["covers"])
    assert response.status_code == 409


# Checking and sending


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
    assert "This case changed at 10:42am on 4 November 2026." in response.content.decode()


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


# The list


def test_the_list_shows_what_concerns_a_person_and_filters_by_its_address(web, applicant):
    own = a_case_in(State.ADVICE_REQUESTED, by=applicant, account_name="Library news")
    a_complete_draft(account_name="Somebody else's")
    service = ServiceFactory()

    def listed(query=""):
        html = web.get(f"/cases/{query}").content.decode()
        return re.findall(r"SM-\d{4}-\d{4}(?=</a>)", html)

    assert listed() == [own.reference]
    assert listed("?state=advice_requested") == [own.reference]
    assert listed("?state=draft") == []
    assert listed("?q=library") == [own.reference]
    assert listed(f"?q={own.reference[-4:]}") == [own.reference]
    assert listed("?q=ailsa") == [own.reference]
    assert listed("?q=nothing") == []
    assert listed(f"?service={applicant.service_id}") == [own.reference]
    assert listed(f"?service={service.pk}") == []
    assert listed("?waiting=me") == []
    assert listed("?state=nonsense&sort=nonsense") == [own.reference]


def test_the_list_shows_the_holder_what_waits_with_them(client):
    adviser = holder_of(Post.COMMUNICATIONS_MANAGER)
    waiting = a_case_in(State.ADVICE_REQUESTED)
    a_case_in(State.READY_TO_PRESENT)
    a_case_in(State.ADVICE_REQUESTED, covers=[(adviser, Role.AUTHOR)])
    client.force_login(adviser)
    html = client.get("/cases/?waiting=me").content.decode()
    assert re.findall(r"SM-\d{4}-\d{4}(?=</a>)", html) == [waiting.reference]
    assert "Communications" in html


def test_the_list_is_exported_as_filtered_and_without_formulas(web, applicant):
    case = a_case_in(State.ADVICE_REQUESTED, by=applicant, account_name='=HYPERLINK("x")')
    a_draft(by=applicant)
    response = web.get("/cases/export/?state=advice_requested")
    lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert lines == [
        ["Reference", "Account", "Applicant", "Service", "State", "With", "Since", "Due"],
        [
            case.reference,
            """'=HYPERLINK("x")""",
            "Ailsa Kerr",
            applicant.service.name,
            "Advice requested",
            "Communications",
            "2026-11-04",
            "2026-11-18",
        ],
    ]
    event = TrailEvent.objects.get(event="export")
    assert event.actor == applicant
    assert event.changes == {"filters": [None, {"state": "advice_requested"}]}


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_at_1_and_at_30_rows(
    web, applicant, django_assert_num_queries, rows
):
    for _ in range(rows):
        a_draft(by=applicant)
    with django_assert_num_queries(LIST_QUERIES):
        web.get("/cases/")


@pytest.mark.parametrize("rows", [1, 20])
def test_the_pages_of_a_case_cost_the_same_with_1_and_with_20_people(
    web, applicant, django_assert_num_queries, rows
):
    covers = [(EmployeeFactory(), Role.AUTHOR) for _ in range(rows)]
    case = a_complete_draft(by=applicant, covers=covers)
    for name, queries in PAGE_QUERIES.items():
        with django_assert_num_queries(queries):
            web.get(page_of(case, name))


LIST_QUERIES = 6
PAGE_QUERIES = {"tasks": 8, "cover": 8, "account": 9, "check": 8}
