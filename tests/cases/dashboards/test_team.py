"""The manager's dashboard: accounts, cases and reviews of those who report to them."""

import pytest

from cases.models import BusinessCase, Role, State
from cases.services.drafting import share_draft
from portal import clock
from portal.models import Employee
from tests.builders import NOW, a_case_in, a_complete_draft, a_draft
from tests.cases.accounts import a_live_account, a_sent_review, an_approved_account, sweep
from tests.cases.dashboards.reading import TODAY, in_days, table_of, values_of
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def test_a_manager_reads_of_the_accounts_and_cases_of_those_who_report_to_them(see, lead, manager):
    cover = EmployeeFactory(name="Cover")
    # Went live on 4 November 2026: its first review is due on 4 May 2027.
    account = a_live_account(by=lead, covers=[(cover, Role.AUTHOR)], account_name="Library news")
    an_approved_account(by=lead, account_name="Mobile library")
    a_case_in(State.ADVICE_REQUESTED, by=lead)
    a_case_in(State.WITHDRAWN, by=lead)
    a_draft(by=lead)
    a_live_account(account_name="Of another team")
    with clock.at(in_days(181 - 30)):
        sweep()
        page = see(manager, "/team/")

    assert values_of(page) == {
        "Live accounts": "1",
        "Accounts with a review due in 30 days": "1",
        "Accounts with a review overdue": "0",
        "Business cases under way": "1",
    }
    assert table_of(page, "Accounts, the next review first") == [
        [
            "Library news",
            "Lead",
            "Cover",
            "None yet",
            "4 May 2027",
            "14 planned Actual not known yet",
        ],
        [
            "Mobile library Awaiting access",
            "Lead",
            "Cover",
            "None yet",
            "None planned",
            "14 planned Actual not known yet",
        ],
    ]
    assert account.get_absolute_url() in page
    assert "Of another team" not in page


def test_a_manager_reads_the_planned_and_the_actual_updates(see, lead, manager):
    account = a_live_account(by=lead)
    with clock.at(in_days(181)):
        sweep()
        # 362 posts in 181 days, as planned.
        a_sent_review(account.reviews.get(number=1))
        page = see(manager, "/team/")

    assert table_of(page, "Accounts, the next review first") == [
        [
            "Library news",
            "Lead",
            "Cover",
            "4 May 2027 : the last review of Library news",
            "4 November 2027",
            "14 planned 14 actual",
        ]
    ]
    assert 'data-chart="bar"' in page
    assert table_of(page, "Planned and actual updates a week") == [["Library news", "14", "14"]]


def test_a_review_that_is_late_is_the_first_a_manager_reads(see, lead, manager):
    a_live_account(by=lead, account_name="Z late")
    with clock.at(in_days(3)):
        a_live_account(by=lead, account_name="A not yet late")
    with clock.at(in_days(182)):
        sweep()
        page = see(manager, "/team/")

    assert values_of(page)["Accounts with a review overdue"] == "1"
    assert values_of(page)["Accounts with a review due in 30 days"] == "1"
    found = table_of(page, "Accounts, the next review first")
    assert [(row[0], row[4]) for row in found] == [
        ("Z late", "4 May 2027 Overdue"),
        ("A not yet late", "7 May 2027"),
    ]


def test_a_lead_who_has_left_and_a_missing_cover_stand_out(see, lead, manager):
    account = a_live_account(by=lead)
    account.accesses.exclude(person=lead).update(state="to_remove", reason="Left")
    Employee.objects.filter(pk=lead.pk).update(left_on=TODAY)

    row = table_of(see(manager, "/team/"), "Accounts, the next review first")[0]

    assert row[1:3] == ["Lead New lead needed", "Cover needed"]


def test_a_manager_without_accounts_reads_that(see, lead, manager):
    assert "Nobody in your team leads an account." in see(manager, "/team/")


def test_a_shared_draft_is_under_way_for_the_manager(see, lead, manager):
    case = a_complete_draft(by=lead)
    assert values_of(see(manager, "/team/"))["Business cases under way"] == "0"

    share_draft(
        case, by=lead, seen_version=case.version, manager=True, covers=False, communications=False
    )

    assert values_of(see(manager, "/team/"))["Business cases under way"] == "1"


def test_a_count_stops_at_a_thousand(see, lead, manager):
    BusinessCase.objects.bulk_create(
        BusinessCase(
            reference=f"SM-2026-{number}",
            applicant=lead,
            manager=manager,
            shared_with_manager=True,
            created_at=NOW,
            changed_at=NOW,
            state_since=NOW,
        )
        for number in range(10_000, 11_001)
    )

    assert values_of(see(manager, "/team/"))["Business cases under way"] == "1,000+"
