"""The Head of IT's dashboard: decisions, access and who acts."""

from datetime import date, datetime

import pytest

from cases.figures import median_days_to_decide
from cases.models import Decision, Role, State
from portal import clock
from portal.models import Post
from tests.builders import LONG_AGO, a_case_in, holder_of, move, the_holder
from tests.cases.accounts import an_approved_account, attend
from tests.cases.dashboards.reading import an_acting_head, in_days, table_of, values_of
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def test_the_head_of_it_reads_what_waits_with_who_has_attended(see):
    covers = [(EmployeeFactory(), Role.AUTHOR), (EmployeeFactory(), Role.ADMINISTRATOR)]
    with clock.at(in_days(-1)):
        case = a_case_in(State.AWAITING_DECISION, account_name="Older", covers=covers)
    a_case_in(State.AWAITING_DECISION, account_name="Newer")
    attend(case.applicant, covers[0][0])

    page = see(the_holder(Post.HEAD_OF_IT), "/it/")

    assert values_of(page)["Business cases waiting for a decision"] == "2"
    assert "Oldest: 1 working day<" in page
    found = table_of(page, "Waiting for a decision, oldest first")
    assert [(row[0].split()[0], row[4]) for row in found] == [
        ("Older", "2 of 3 people"),
        ("Newer", "0 of 2 people"),
    ]


def test_an_attendance_that_no_longer_counts_is_none(see, settings, start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    attend(case.applicant)
    settings.ATTENDANCE_VALID_MONTHS = 6
    head = the_holder(Post.HEAD_OF_IT)

    def shown(day: date) -> str:
        with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.COUNCIL_TIME)):
            return table_of(see(head, "/it/"), "Waiting for a decision, oldest first")[0][4]

    # The session was on 3 November 2026: it counts to 2 May 2027.
    assert shown(date(2027, 5, 2)) == "1 of 2 people"
    assert shown(date(2027, 5, 3)) == "0 of 2 people"


def test_the_head_of_it_reads_what_was_decided_in_the_last_12_months(see):
    with clock.at(datetime(2025, 11, 3, 23, 59, tzinfo=clock.COUNCIL_TIME)):
        a_case_in(State.REJECTED)
    with clock.at(datetime(2025, 11, 4, 0, 1, tzinfo=clock.COUNCIL_TIME)):
        a_case_in(State.APPROVED)
    a_case_in(State.APPROVED)
    a_case_in(State.REJECTED)
    a_case_in(State.CHANGES_REQUESTED)

    values = values_of(see(the_holder(Post.HEAD_OF_IT), "/it/"))

    assert (values["Approved"], values["Rejected"]) == ("2", "1")
    assert values["Median working days to decide"] == "0"
    # The covers and the applicants of two accounts.
    assert values["People held at the gate"] == "4"


def test_the_median_is_of_working_days_from_presenting_to_decision():
    head = the_holder(Post.HEAD_OF_IT)
    # Presented on Wednesday 4 November 2026; approved on the 5th, the 9th and the 30th.
    cases = [a_case_in(State.AWAITING_DECISION) for _ in range(4)]
    for case, day in zip(cases, (5, 9, 30), strict=False):
        with clock.at(datetime(2026, 11, day, 9, tzinfo=clock.COUNCIL_TIME)):
            move(case, "approve", head)
    with clock.at(datetime(2026, 11, 6, 9, tzinfo=clock.COUNCIL_TIME)):
        move(cases[3], "return", head, reasons="Say more.")
    friday = {date(2026, 11, 6)}

    assert median_days_to_decide(date(2026, 11, 30), holidays=set()) == 3
    assert median_days_to_decide(date(2026, 11, 30), holidays=friday) == 2
    assert median_days_to_decide(date(2027, 11, 29), holidays=set()) == 18
    assert median_days_to_decide(date(2028, 1, 1), holidays=set()) is None
    assert Decision.objects.count() == 4


def test_the_head_of_it_reads_the_access_to_switch_on_and_who_acts(see, start_from):
    account = start_from(an_approved_account)
    attend(account.lead)
    head = the_holder(Post.HEAD_OF_IT)
    an_acting_head(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 18))
    an_acting_head(starts_on=LONG_AGO, ends_on=date(2026, 11, 3))
    an_acting_head(starts_on=LONG_AGO, for_case=account.case.reference)

    page = see(head, "/it/")

    assert table_of(page, "Access to switch on, oldest first") == [
        ["Applicant", "Library news", "Lead", "4 November 2026"]
    ]
    post = Post.HEAD_OF_IT.label
    for_case = f"{post} For {account.case.reference} only"
    assert table_of(page, "Who is acting, or will be") == [
        ["Acting head", for_case, "1 January 2020", "No last day"],
        ["Acting head", post, "1 December 2026", "18 December 2026"],
    ]


def test_the_head_of_it_reads_the_cases_by_stage(see):
    for state, cases in {
        State.DRAFT: 1,
        State.ADVICE_REQUESTED: 2,
        State.READY_TO_PRESENT: 1,
        State.AWAITING_DECISION: 3,
        State.WITHDRAWN: 1,
    }.items():
        for _ in range(cases):
            a_case_in(state)

    page = see(the_holder(Post.HEAD_OF_IT), "/it/")

    assert table_of(page, "Business cases by stage") == [
        ["Advice requested", "2"],
        ["Changes requested", "0"],
        ["Ready to present", "1"],
        ["Awaiting decision", "3"],
    ]


def test_the_head_of_it_reads_that_nothing_waits(see):
    page = see(holder_of(Post.HEAD_OF_IT), "/it/")

    for sentence in (
        "No business case waits for a decision.",
        "No access waits to be switched on.",
        "Nobody is acting in a post.",
        "None yet",
    ):
        assert sentence in page
