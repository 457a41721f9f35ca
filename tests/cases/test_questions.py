"""The rule of every group of questions, with the exact words of each error (6.2)."""

from datetime import date

import pytest

from cases.models import BusinessCase, NamedPerson
from cases.questions import (
    GROUPS,
    answers_by_group,
    answers_of,
    differences,
    problems_of,
    statuses_of,
)
from cases.questions.rules import Answers
from policy.models import PlatformCategory
from portal.models import Employee

DAY = date(2026, 11, 4)
MANAGER = Employee(pk=1, name="Morag Reid", email="morag@example.com")
APPLICANT = Employee(pk=2, name="Ailsa Kerr", email="ailsa@example.com", line_manager=MANAGER)
COLLEAGUE = Employee(pk=3, name="Callum Shaw", email="callum@example.com")
LEAVER = Employee(pk=4, name="Una Bell", email="una@example.com", left_on=DAY)
CATEGORY = PlatformCategory(pk=1, name="Blogs")
TOO_LONG = "x" * 1001


def faults(slug, applicant=APPLICANT, **given):
    answers = Answers(given, applicant=applicant, day=DAY)
    return [(fault.field, fault.message) for fault in GROUPS[slug].faults(answers)]


def test_there_are_eleven_groups_in_the_order_of_the_policy():
    assert list(GROUPS) == [
        "manager",
        "account",
        "access",
        "purpose",
        "aims",
        "channels",
        "updates",
        "cover",
        "records",
        "leaving",
        "reviewing",
    ]


ACCOUNT = {
    "account_name": "Libraries",
    "category": CATEGORY,
    "platform": "Chatterbox",
    "already_running": True,
    "address": "https://www.example.com/libraries",
}
GROUP_ERRORS = [
    ("manager", {}, [("is_manager", "Select yes if Morag Reid is your manager")]),
    ("manager", {"is_manager": False}, [("manager", "Select your manager from the list")]),
    ("manager", {"manager": APPLICANT}, [("manager", "Choose someone other than yourself")]),
    (
        "manager",
        {"manager": LEAVER},
        [("manager", "Una Bell has left the council. Select your manager from the list")],
    ),
    ("manager", {"manager": MANAGER}, []),
    (
        "account",
        {},
        [
            ("account_name", "Enter the account name"),
            ("category", "Select the type of social media"),
            ("platform", "Enter the platform"),
            ("already_running", "Select if the account is new or already running"),
        ],
    ),
    (
        "account",
        ACCOUNT | {"account_name": "x" * 101, "address": ""},
        [
            ("account_name", "Account name must be 100 characters or less"),
            ("address", "Enter the account's address"),
        ],
    ),
    (
        "account",
        ACCOUNT | {"address": "http://127.0.0.1/"},
        [("address", "Enter the account's address, like https://www.example.com/yourpage")],
    ),
    ("account", ACCOUNT, []),
    ("account", ACCOUNT | {"already_running": False, "address": ""}, []),
    ("access", {}, [("access_for", "Select who the access is for")]),
    ("access", {"access_for": "named"}, []),
    (
        "access",
        {"access_for": "workgroup"},
        [
            ("workgroup_name", "Enter the workgroup name"),
            ("members-0", "Enter at least 1 member"),
        ],
    ),
    (
        "access",
        {
            "access_for": "workgroup",
            "workgroup_name": "Web team",
            "members": [COLLEAGUE, LEAVER, COLLEAGUE],
        },
        [
            (
                "members-1",
                "Una Bell has left the council. Select a person from the council directory",
            ),
            ("members-2", "Callum Shaw is already on the list"),
        ],
    ),
    (
        "purpose",
        {},
        [
            ("purpose", "Enter what you want to communicate"),
            ("audience", "Enter your target audience"),
        ],
    ),
    (
        "purpose",
        {"purpose": TOO_LONG, "audience": TOO_LONG},
        [
            ("purpose", "What you want to communicate must be 1,000 characters or less"),
            ("audience", "Your target audience must be 1,000 characters or less"),
        ],
    ),
    ("purpose", {"purpose": "x" * 1000, "audience": "Readers"}, []),
    (
        "aims",
        {"aims": "  "},
        [("aims", "Enter your aims"), ("why_platform", "Enter why this is the right platform")],
    ),
    ("channels", {"channels": []}, [("channels", "Select other channels, or select 'None'")]),
    (
        "channels",
        {"channels": ["website", "none"]},
        [("channels", "Select other channels, or select 'None'")],
    ),
    ("channels", {"channels": ["other"]}, [("other_channel", "Enter the other channel")]),
    ("channels", {"channels": ["none"]}, []),
    ("updates", {}, [("frequency", "Select how often you will update it")]),
    (
        "updates",
        {"frequency": "daily"},
        [("times_a_day", "Times a day must be a whole number between 1 and 50")],
    ),
    (
        "updates",
        {"frequency": "daily", "times": 51},
        [("times_a_day", "Times a day must be a whole number between 1 and 50")],
    ),
    (
        "updates",
        {"frequency": "weekly", "times": 7},
        [("times_a_week", "Times a week must be a whole number between 1 and 6")],
    ),
    ("updates", {"frequency": "daily", "times": 50}, []),
    ("updates", {"frequency": "weekly", "times": 6}, []),
    ("cover", {"covers": []}, [("covers-0", "Enter at least 1 person")]),
    (
        "cover",
        {"covers": [(APPLICANT, "author")]},
        [("covers-0", "Choose someone other than yourself")],
    ),
    (
        "cover",
        {"covers": [(COLLEAGUE, "author"), (COLLEAGUE, "administrator")]},
        [("covers-1", "Callum Shaw is already on the list")],
    ),
    (
        "cover",
        {"covers": [(LEAVER, "author")]},
        [("covers-0", "Una Bell has left the council. Select a person from the council directory")],
    ),
    ("cover", {"covers": [(COLLEAGUE, "author"), (MANAGER, "administrator")]}, []),
    ("records", {}, [("keeps_records", "Select yes if you will keep records")]),
    (
        "records",
        {"keeps_records": True},
        [("records_how", "Enter how you will keep records")],
    ),
    (
        "records",
        {"keeps_records": False},
        [("records_why_not", "Enter why records are not needed")],
    ),
    ("records", {"keeps_records": False, "records_why_not": "Nothing is kept"}, []),
    (
        "leaving",
        {"will_hand_over": False},
        [("will_hand_over", "Confirm that you will update or hand over the account")],
    ),
    ("leaving", {"will_hand_over": True}, []),
    (
        "reviewing",
        {},
        [
            ("will_send_reviews", "Confirm that you will send review data every 6 months"),
            ("will_check_content", "Confirm that you will check the content regularly"),
        ],
    ),
    ("reviewing", {"will_send_reviews": True, "will_check_content": True}, []),
]


@pytest.mark.parametrize(("slug", "given", "expected"), GROUP_ERRORS)
def test_each_rule_says_exactly_what_is_wrong(slug, given, expected):
    assert faults(slug, **given) == expected


@pytest.mark.parametrize("listed", [None, LEAVER])
def test_without_a_manager_in_the_directory_one_is_chosen(listed):
    applicant = Employee(pk=9, name="Ross Orr", line_manager=listed)
    assert faults("manager", applicant) == [("manager", "Select your manager from the list")]


@pytest.fixture
def people(db):
    manager, colleague = (
        Employee.objects.create(name=name, email=f"{name.split()[0].lower()}@example.com")
        for name in ("Morag Reid", "Callum Shaw")
    )
    applicant = Employee.objects.create(
        name="Ailsa Kerr", email="ailsa@example.com", line_manager=manager
    )
    return applicant, manager, colleague


@pytest.fixture
def complete(people):
    applicant, manager, colleague = people
    moment = "2026-11-02T09:00:00Z"
    case = BusinessCase.objects.create(
        reference="SM-2026-0001",
        applicant=applicant,
        created_at=moment,
        changed_at=moment,
        state_since=moment,
        manager=manager,
        account_name="Libraries",
        category=PlatformCategory.objects.get_or_create(name="Blogs")[0],
        platform="Chatterbox",
        already_running=False,
        access_for="workgroup",
        workgroup_name="Web team",
        purpose="New books\nand events",
        audience="Readers",
        aims="More readers",
        why_platform="They are there",
        channels=["website", "other"],
        other_channel="Radio",
        frequency="weekly",
        times=3,
        keeps_records=False,
        records_why_not="Nothing to keep",
        will_hand_over=True,
        will_send_reviews=True,
        will_check_content=True,
    )
    NamedPerson.objects.create(case=case, person=colleague, role="administrator")
    NamedPerson.objects.create(case=case, person=manager, role="member")
    return case


def test_a_complete_case_has_no_problems(complete):
    assert problems_of(complete, day=DAY) == []
    assert set(statuses_of(complete, day=DAY).values()) == {"completed"}


def test_an_empty_case_lists_every_problem_and_has_not_started(people):
    case = BusinessCase(applicant=people[0], pk=1)
    problems = problems_of(case, day=DAY)
    assert [problem.group_slug for problem in problems] == [
        "manager",
        "account",
        "account",
        "account",
        "account",
        "access",
        "purpose",
        "purpose",
        "aims",
        "aims",
        "channels",
        "updates",
        "cover",
        "records",
        "leaving",
        "reviewing",
        "reviewing",
    ]
    assert set(statuses_of(case, day=DAY).values()) == {"not_started"}


def test_a_group_half_answered_is_in_progress(complete):
    complete.audience = ""
    complete.will_check_content = False
    statuses = statuses_of(complete, day=DAY)
    assert statuses["purpose"] == "in_progress"
    assert statuses["reviewing"] == "in_progress"
    assert statuses["aims"] == "completed"


def test_people_who_have_left_since_are_a_problem(complete, people):
    Employee.objects.exclude(pk=people[0].pk).update(left_on=DAY)
    case = BusinessCase.objects.get()
    assert [(p.group_slug, p.field, p.message) for p in problems_of(case, day=DAY)] == [
        (
            "manager",
            "manager",
            "Morag Reid has left the council. Select your manager from the list",
        ),
        (
            "access",
            "members-0",
            "Morag Reid has left the council. Select a person from the council directory",
        ),
        (
            "cover",
            "covers-0",
            "Callum Shaw has left the council. Select a person from the council directory",
        ),
    ]


def test_answers_read_in_plain_words(complete):
    assert [(said["key"], said["answer"]) for said in answers_of(complete)] == [
        ("manager", "Morag Reid (morag@example.com)"),
        ("account-name", "Libraries"),
        ("category", "Blogs"),
        ("platform", "Chatterbox"),
        ("already-running", "A new account"),
        ("access-for", "A workgroup"),
        ("workgroup", "Web team"),
        ("members", "Morag Reid (morag@example.com)"),
        ("purpose", "New books\nand events"),
        ("audience", "Readers"),
        ("aims", "More readers"),
        ("why-platform", "They are there"),
        ("channels", "The council's website\nRadio"),
        ("updates", "3 times a week (a daily rate of 0.43)"),
        ("cover", "Callum Shaw (callum@example.com), administrator"),
        ("keeps-records", "No"),
        ("records-why-not", "Nothing to keep"),
        ("hand-over", "Confirmed"),
        ("send-reviews", "Confirmed"),
        ("check-content", "Confirmed"),
    ]


def test_only_what_changed_differs_and_both_wordings_are_there(complete):
    before = answers_of(complete)
    complete.already_running = True
    complete.address = "https://www.example.com/libraries"
    complete.frequency, complete.times = "daily", 1
    complete.keeps_records, complete.records_how = True, "Screenshots"
    found = [(d.key, d.before, d.after) for d in differences(before, answers_of(complete))]
    assert found == [
        ("already-running", "A new account", "Already running"),
        ("address", "", "https://www.example.com/libraries"),
        ("updates", "3 times a week (a daily rate of 0.43)", "Once a day"),
        ("keeps-records", "No", "Yes"),
        ("records-how", "", "Screenshots"),
        ("records-why-not", "Nothing to keep", ""),
    ]
    assert differences(before, before) == []


def test_the_summary_marks_what_changed(complete):
    before = answers_of(complete)
    complete.platform = "Pictograph"
    groups = {g.slug: g for g in answers_by_group(answers_of(complete), before=before)}
    (changed,) = [answer for g in groups.values() for answer in g.answers if answer.changed]
    assert (changed.question, changed.before, changed.answer) == (
        "Platform",
        "Chatterbox",
        "Pictograph",
    )
    assert not any(a.changed for g in answers_by_group(before) for a in g.answers)
