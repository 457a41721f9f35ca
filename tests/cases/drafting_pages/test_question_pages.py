"""The pages of the questions: what they ask, refuse and keep (6.2)."""

import pytest

from cases.models import BusinessCase
from cases.questions import GROUPS
from portal.models import Employee
from tests.builders import (
    the_category,
)
from tests.cases.drafting_pages.answers import errors, page_of, send

pytestmark = pytest.mark.django_db


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
            ("id_aims", "Your aims must be 1,000 characters or less"),
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
