"""What the home page says of cases and accounts: its queries, against the rules in Python."""

from datetime import datetime

import pytest

from cases.account_duties import ready_to_launch, without_cover
from cases.home import duties
from cases.models import Access, Account, State
from cases.services.access import needs_cover
from cases.services.accounts import missing_for_launch
from cases.services.drafting import start_case
from portal import clock
from portal.models import Employee, Post
from portal.services.people import record_leaving, record_return
from tests.builders import a_case_in, holder_of, the_holder
from tests.cases.accounts import (
    a_live_account,
    a_sent_review,
    access_of,
    an_account_to_launch,
    an_approved_account,
    attend,
    sweep,
    switch_on,
    tick_all,
)
from tests.duties import duties_of
from tests.factories import AppointmentFactory, BookingFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

# The session, the employee, their posts; whom they stand in for, and all that waits; what the
# header shows. Some see the vacancies too.
QUERIES = 6
TOLD_OF_VACANCIES = {"administrator", "head of IT"}


def found(employee):
    return duties_of(employee, duties)


def lines(employee):
    """What needs a person now."""
    return sorted(duty.text for duty in found(employee) if not duty.holder)


def waiting(employee):
    """What they wait for, and from whom."""
    return sorted((duty.text, duty.holder) for duty in found(employee) if duty.holder)


# Cases


def test_an_applicants_own_cases():
    applicant = EmployeeFactory(name="Applicant")
    draft = start_case(by=applicant)
    returned = a_case_in(State.CHANGES_REQUESTED, by=applicant, account_name="Parks")
    a_case_in(State.READY_TO_PRESENT, by=applicant, account_name="Pools")
    sent = a_case_in(State.ADVICE_REQUESTED, by=applicant, account_name="Roads")
    presented = a_case_in(State.AWAITING_DECISION, by=applicant, account_name="Trees")
    a_case_in(State.REJECTED, by=applicant)
    assert lines(applicant) == [
        "Change your business case: Parks",
        f"Finish your business case: Untitled account ({draft.reference})",
        "Present your business case: Pools",
    ]
    assert waiting(applicant) == [
        ("Advice on Roads", "Communications"),
        ("Decision on Trees", "Head of IT & Customer Services"),
    ]
    pages = {duty.url: (duty.since, duty.due_on) for duty in found(applicant)}
    assert pages[f"/cases/{draft.reference}/tasks/"] == (draft.state_since, None)
    assert pages[f"/cases/{returned.reference}/"] == (returned.state_since, None)
    assert pages[f"/cases/{sent.reference}/"] == (sent.state_since, sent.due_on)
    assert pages[f"/cases/{presented.reference}/"] == (presented.state_since, presented.due_on)


def test_who_answers_cases_that_wait():
    a_case_in(State.ADVICE_REQUESTED, account_name="Roads")
    a_case_in(State.AWAITING_DECISION, account_name="Trees")
    assert lines(the_holder(Post.COMMUNICATIONS_MANAGER)) == ["Advise on Roads"]
    assert lines(the_holder(Post.HEAD_OF_IT)) == ["Decide on Trees"]
    assert lines(holder_of(Post.AUDITOR)) == []


@pytest.mark.parametrize(
    ("state", "post"),
    [
        (State.ADVICE_REQUESTED, Post.COMMUNICATIONS_MANAGER),
        (State.AWAITING_DECISION, Post.HEAD_OF_IT),
    ],
)
def test_a_case_without_applicant_is_to_be_given_before_it_is_answered(state, post, start_from):
    case = start_from(a_case_in, state)
    record_leaving(case.applicant, on=clock.today(), by=None)
    assert lines(the_holder(post)) == []
    assert lines(case.manager) == ["Applicant left: give Library news to someone else"]


def test_where_nobody_may_act_the_policy_administrator_appoints():
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    case = a_case_in(State.ADVICE_REQUESTED, by=the_holder(Post.COMMUNICATIONS_MANAGER))
    (duty,) = found(administrator)
    assert duty.text == "Appoint someone to act for Library news"
    assert duty.url == (f"/appointments/new/?post=communications_manager&case={case.reference}")
    assert (duty.since, duty.due_on) == (case.state_since, case.due_on)


# The same rules in Python


def accounts_on_every_way():
    """Accounts that lack one thing each, and accounts that lack nothing."""
    an_approved_account()
    an_account_to_launch()
    a_live_account()
    unticked = an_approved_account()
    attend(*[access.person for access in unticked.accesses.all()])
    switch_on(unticked)
    for role in ("lead", "administrator"):
        for account in (an_approved_account(), an_account_to_launch()):
            record_leaving(access_of(account, role).person, on=clock.today(), by=None)
    ticked = an_approved_account()
    tick_all(ticked)
    for role in ("lead", "administrator"):
        one_on = an_approved_account()
        tick_all(one_on)
        attend(access_of(one_on, role).person)
        switch_on(one_on)


def test_queries_agree_with_the_rules_in_python():
    accounts_on_every_way()
    today = clock.today()
    accounts = Account.objects.order_by("pk")
    uncovered = [account for account in accounts if needs_cover(account)]
    assert list(without_cover(accounts)) == uncovered
    with_lead = accounts.filter(lead__left_on=None)
    ready = [account for account in with_lead if not missing_for_launch(account, day=today)]
    assert list(ready_to_launch(with_lead)) == ready
    assert (len(uncovered), len(ready), len(accounts)) == (2, 2, 11)


# What it costs


def a_council(rows: int) -> dict[str, Employee]:
    """Who asks, and so many of everything that waits for them."""
    lead, gone = EmployeeFactory(name="Lead"), EmployeeFactory(name="Gone")
    manager = EmployeeFactory(name="Manager")
    for _ in range(rows):
        start_case(by=lead)
        a_case_in(State.ADVICE_REQUESTED, by=lead, manager=manager)
        a_case_in(State.AWAITING_DECISION, by=gone, manager=manager)
        for who in (lead, gone):
            an_approved_account(by=who, manager=manager)
        BookingFactory(person=manager)
    Access.objects.filter(account__lead=lead).update(state="to_remove", reason="For the test")
    record_leaving(gone, on=clock.today(), by=None)
    return {
        "nobody": EmployeeFactory(),
        "lead": lead,
        "manager": manager,
        "communications": the_holder(Post.COMMUNICATIONS_MANAGER),
        "head of IT": the_holder(Post.HEAD_OF_IT),
        "operator": the_holder(Post.ACCESS_OPERATOR),
        "administrator": holder_of(Post.POLICY_ADMINISTRATOR),
    }


@pytest.mark.once
@pytest.mark.parametrize("rows", [1, 4])
def test_home_costs_the_same_however_much_waits(client, rows, django_assert_num_queries):
    for who, employee in a_council(rows).items():
        client.force_login(employee)
        with django_assert_num_queries(QUERIES + (who in TOLD_OF_VACANCIES)):
            assert client.get("/").status_code == 200


def test_what_is_to_be_read_by_two_posts_is_said_once():
    communications = the_holder(Post.COMMUNICATIONS_MANAGER)
    lead = EmployeeFactory(name="Lead", line_manager=communications)
    account = a_live_account(by=lead)
    with clock.at(datetime(2027, 4, 20, 10, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        a_sent_review(account.reviews.get())
        assert lines(communications) == ["Read review 1 of Library news"]


def test_a_lead_who_has_returned_is_not_asked_to_stand_in_for_themselves():
    """Nor is whoever administers asked about an account that is closed."""
    lead = EmployeeFactory(name="Lead")
    account = a_live_account(by=lead, manager=holder_of(Post.AUDITOR))
    administrator = the_holder(Post.POLICY_ADMINISTRATOR)
    record_leaving(lead, on=clock.today(), by=administrator)
    Employee.objects.filter(pk=account.named_manager_id).update(left_on=clock.today())
    asked = "Library news needs a new lead: Lead left"
    assert asked in lines(administrator)

    record_return(lead, by=administrator)
    AppointmentFactory(employee=lead, post=Post.POLICY_ADMINISTRATOR)
    assert asked in lines(administrator)
    assert asked not in lines(lead)


def test_a_case_to_give_has_no_date():
    manager = EmployeeFactory()
    gone = EmployeeFactory(name="Gone", line_manager=manager)
    a_case_in(State.ADVICE_REQUESTED, by=gone, manager=manager, account_name="Roads")
    record_leaving(gone, on=clock.today(), by=None)
    (duty,) = [duty for duty in found(manager) if not duty.holder]
    assert (duty.text, duty.due_on) == ("Gone left: give Roads to someone else", None)
