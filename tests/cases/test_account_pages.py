"""The pages of the register, of an account, of access: who sees what, and what forms say."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Access, Account, Condition, Control, Role
from portal import clock
from portal.models import Employee, Post
from portal.services.people import record_leaving
from tests.builders import holder_of, the_holder
from tests.cases.accounts import (
    ADDRESS,
    a_live_account,
    access_of,
    an_account_to_launch,
    an_approved_account,
    attend,
    version,
)
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

COVER = "administrator"


@pytest.fixture
def as_(client):
    """Sign in as someone and return the client."""

    def sign_in(employee):
        client.force_login(employee, backend="portal.backends.EmployeeBackend")
        return client

    return sign_in


def url(account, name="detail", *more):
    return reverse(f"accounts:{name}", args=[account.pk, *more])


# The register and the page of an account


def test_everyone_signed_in_sees_the_register_and_the_public_part(as_, start_from):
    account = start_from(a_live_account)
    client = as_(EmployeeFactory(name="Stranger"))
    register = client.get("/accounts/").content.decode()
    page = client.get(url(account)).content.decode()

    for text in ("Library news", ADDRESS, "Live", "Applicant", account.service.name):
        assert text in register
        assert text in page
    for private in ("Cover", "The council owns the credentials", "Reviews", "History"):
        assert private not in page


def test_the_lead_alone_is_led_to_taking_a_person_off(as_, start_from):
    account = start_from(a_live_account)
    page = as_(account.lead).get(url(account)).content.decode()
    # Of the cover; nobody takes off the lead.
    assert page.count("Take off<") == 1
    for other in (the_holder(Post.COMMUNICATIONS_MANAGER), account.lead.line_manager):
        page = as_(other).get(url(account)).content.decode()
        assert "Cover" in page
        assert "Take off" not in page


def test_the_register_is_searched_and_filtered(as_, start_from):
    live = start_from(a_live_account)
    new = an_approved_account(account_name="Parks news", platform="Bluesky")
    client = as_(EmployeeFactory())

    def found(**query):
        page = client.get("/accounts/", query).content.decode()
        return {a.name for a in (live, new) if url(a) in page}

    assert found() == {"Library news", "Parks news"}
    assert found(q="parks") == {"Parks news"}
    assert found(q="facebook") == {"Library news"}
    assert found(q="social.example") == {"Library news"}
    assert found(state="live") == {"Library news"}
    assert found(service=new.service.pk) == {"Parks news"}
    assert found(q="nothing") == set()


def test_its_parties_see_the_rest(as_, start_from):
    account = start_from(a_live_account)
    acting = EmployeeFactory(name="Acting")
    AppointmentFactory(
        employee=acting, post=Post.ACCESS_OPERATOR, acting=True, for_case=account.case.reference
    )
    parties = [
        account.lead,
        access_of(account, COVER).person,
        account.lead.line_manager,
        the_holder(Post.COMMUNICATIONS_MANAGER),
        the_holder(Post.HEAD_OF_IT),
        the_holder(Post.ACCESS_OPERATOR),
        holder_of(Post.AUDITOR),
        acting,
    ]
    for party in parties:
        page = as_(party).get(url(account)).content.decode()
        assert "The council owns the credentials" in page, party
        assert as_(party).get(url(account, "history")).status_code == 200
    for other in (EmployeeFactory(), holder_of(Post.POLICY_ADMINISTRATOR)):
        page = as_(other).get(url(account)).content.decode()
        assert "The council owns the credentials" not in page
        assert as_(other).get(url(account, "history")).status_code == 404


def test_its_history_is_told_in_words(as_, start_from):
    account = start_from(a_live_account)

    page = as_(account.lead).get(url(account, "history")).content.decode()

    assert "<del>Ready</del>" in page
    assert "Access on" in page
    assert "<strong>Due on</strong>: " in page
    for code in ("needs_session", "Due_on", account.reviews.get().due_on.isoformat()):
        assert code not in page, code


def test_an_access_operator_is_not_led_to_the_case(as_, start_from):
    account = start_from(a_live_account)
    assert (
        account.case.get_absolute_url()
        not in as_(the_holder(Post.ACCESS_OPERATOR)).get(url(account)).content.decode()
    )
    assert account.case.get_absolute_url() in as_(account.lead).get(url(account)).content.decode()


def test_nobody_is_led_to_a_case_that_is_theirs_no_more(as_):
    operator = the_holder(Post.ACCESS_OPERATOR)
    account = a_live_account(manager=operator)
    case = account.case.get_absolute_url()
    assert case in as_(operator).get(url(account)).content.decode()
    Employee.objects.filter(pk=account.lead_id).update(line_manager=EmployeeFactory())
    assert as_(operator).get(case).status_code == 404
    assert case not in as_(operator).get(url(account)).content.decode()


def test_whoever_was_taken_off_is_no_party_any_more(as_, start_from):
    account = start_from(an_approved_account)
    author = EmployeeFactory()
    access = Access.objects.create(
        account=account,
        person=author,
        role="author",
        state="off",
        state_since=clock.now(),
        decision=account.decision,
        reason="Moved",
    )
    assert as_(author).get(url(account, "history")).status_code == 404
    Access.objects.filter(pk=access.pk).update(state="needs_session")
    assert as_(author).get(url(account, "history")).status_code == 200


def test_a_managers_sight_goes_up_with_their_duties(as_, start_from):
    account = start_from(a_live_account)
    manager, senior = account.lead.line_manager, EmployeeFactory(name="Senior")
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    manager.line_manager = senior
    manager.save()
    assert as_(senior).get(url(account, "history")).status_code == 404
    record_leaving(manager, on=clock.today(), by=None)
    assert as_(senior).get(url(account, "history")).status_code == 200
    assert as_(administrator).get(url(account, "history")).status_code == 404
    record_leaving(senior, on=clock.today(), by=None)
    assert as_(administrator).get(url(account, "history")).status_code == 200


# Going live


def test_the_lead_makes_the_account_live(as_, start_from):
    account = start_from(an_account_to_launch)
    client = as_(account.lead)
    assert "Everything is in place" in client.get(url(account)).content.decode()
    wrong = client.post(url(account, "launch"), {"version": account.version, "address": "ftp://x"})
    assert wrong.status_code == 422
    assert "Enter the account&#39;s address" in wrong.content.decode()
    assert "ftp://x" in wrong.content.decode()
    right = {"version": account.version, "address": "social.example/library"}
    response = client.post(url(account, "launch"), right, follow=True)
    assert "Library news is live." in response.content.decode()
    assert Account.objects.get().address == ADDRESS


@pytest.mark.parametrize("typed", [ADDRESS, f"{ADDRESS}/"])
def test_two_accounts_have_no_address_in_common(as_, typed, start_from):
    other = start_from(a_live_account)
    account = an_account_to_launch()
    answer = as_(account.lead).post(
        url(account, "launch"), {"version": account.version, "address": typed}
    )
    assert answer.status_code == 422
    said = f"{other.name} has this address in the register already."
    assert answer.context["form"].errors == {"address": [said]}, "beside the field"


def test_what_is_missing_is_listed_and_refused(as_, start_from):
    account = start_from(an_approved_account)
    client = as_(account.lead)
    page = client.get(url(account, "launch")).content.decode()
    assert "2 controls are not ticked by Communications yet." in page
    answer = client.post(url(account, "launch"), {"version": account.version, "address": ADDRESS})
    assert answer.status_code == 422
    assert "2 controls are not ticked by Communications yet." in answer.content.decode()


def test_a_stale_page_is_answered_with_409(as_, start_from):
    account = start_from(an_account_to_launch)
    answer = as_(account.lead).post(
        url(account, "launch"), {"version": account.version - 1, "address": ADDRESS}
    )
    assert answer.status_code == 409
    assert "This account changed at 10:42am on 4 November 2026." in answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "cover", "manager", "communications"])
def test_nobody_but_the_lead_launches_or_changes_people(as_, who, start_from):
    account = start_from(an_account_to_launch)
    person, status = {
        "stranger": (EmployeeFactory(), 404),
        "cover": (access_of(account, COVER).person, 409),
        "manager": (account.lead.line_manager, 409),
        "communications": (the_holder(Post.COMMUNICATIONS_MANAGER), 409),
    }[who]
    client = as_(person)
    control = Control.objects.first()
    cover = access_of(account, COVER)
    for address in (
        url(account, "launch"),
        url(account, "add_person"),
        url(account, "remove_person", cover.pk),
        url(account, "control", control.pk),
    ):
        assert client.get(address).status_code == status
        assert client.post(address, {"version": account.version}).status_code == status


# Controls, conditions, people


def test_evidence_and_tick(as_, start_from):
    account = start_from(an_approved_account)
    control = Control.objects.first()
    page = url(account, "control", control.pk)
    client = as_(account.lead)
    empty = client.post(page, {"version": account.version, "evidence": ""})
    assert empty.status_code == 422
    assert "Enter how it is in place" in empty.content.decode()
    client.post(page, {"version": account.version, "evidence": "In the safe"})

    adviser = as_(the_holder(Post.COMMUNICATIONS_MANAGER))
    assert "Tick" in adviser.get(url(account)).content.decode()
    tick = url(account, "tick", control.pk)
    assert adviser.get(tick).status_code == 405
    assert adviser.post(tick, {"version": account.version}).status_code == 409
    adviser.post(tick, {"version": version(account)})
    control.refresh_from_db()
    assert control.ticked_by == the_holder(Post.COMMUNICATIONS_MANAGER)
    assert adviser.post(tick).status_code == 409


def test_a_control_of_another_account_does_not_exist(as_):
    account, other = an_approved_account(), an_approved_account()
    control = Control.objects.filter(advice__case=other.case).first()
    assert as_(account.lead).get(url(account, "control", control.pk)).status_code == 404


def test_a_condition_is_met(as_, start_from):
    account = start_from(an_approved_account)
    condition = Condition.objects.create(
        account=account,
        text="Publish a house style",
        due_on=date(2026, 11, 1),
        set_by=account.decision.by,
        set_at=clock.now(),
    )
    client = as_(account.lead)
    assert "Overdue" in client.get(url(account)).content.decode()
    page = url(account, "condition", condition.pk)
    client.post(page, {"version": account.version, "evidence": "Published"})
    head = as_(the_holder(Post.HEAD_OF_IT))
    head.post(url(account, "condition_met", condition.pk), {"version": version(account)})
    condition.refresh_from_db()
    assert condition.met_by == the_holder(Post.HEAD_OF_IT)


def test_the_lead_adds_a_person_and_takes_them_off(as_, start_from):
    account = start_from(a_live_account)
    person = EmployeeFactory(name="New author", email="new.author@council.example")
    client = as_(account.lead)
    add = url(account, "add_person")
    empty = client.post(add, {"version": account.version})
    assert empty.status_code == 422
    assert "Select a person from the council directory" in empty.content.decode()
    assert "Select what they will do" in empty.content.decode()
    client.post(add, {"version": account.version, "person": person.email, "role": "author"})
    again = client.post(
        add, {"version": version(account), "person": person.email, "role": "author"}
    )
    assert again.status_code == 422
    said = again.context["form"].errors
    assert said == {"person": ["New author is already on the list"]}, "beside the field"

    access = Access.objects.get(person=person)
    remove = url(account, "remove_person", access.pk)
    client.post(remove, {"version": version(account), "reason": "Moved to parks"})
    access.refresh_from_db()
    assert (access.state, access.reason) == ("off", "Moved to parks")
    assert client.get(remove).status_code == 404


# Access to switch


def test_the_queue_is_for_access_operators(as_, start_from):
    account = start_from(an_approved_account)
    attend(account.lead)
    access = access_of(account, "lead")
    switch = reverse("access:switch", args=[access.pk])
    for other in (account.lead, the_holder(Post.HEAD_OF_IT), holder_of(Post.AUDITOR)):
        assert as_(other).get("/access/").status_code == 404
        assert as_(other).post(switch, {"move": "switch_on"}).status_code == 404
    client = as_(the_holder(Post.ACCESS_OPERATOR))
    assert "Mark as on" in client.get("/access/").content.decode()
    assert client.get(switch).status_code == 405
    done = client.post(switch, {"move": "switch_on"}, follow=True).content.decode()
    assert "Applicant&#x27;s access to Library news is on." in done
    assert "No access waits to be switched on or removed." in done
    assert client.post(switch, {"move": "switch_on"}).status_code == 409


def test_an_operator_who_is_named_gets_no_button(as_):
    operator = the_holder(Post.ACCESS_OPERATOR)
    account = an_approved_account(covers=[(operator, Role.AUTHOR)])
    attend(account.lead)
    page = as_(operator).get("/access/").content.decode()
    assert "You are named for this account" in page
    assert "Mark as on" not in page
    assert (
        "Nobody may switch access for this account"
        in as_(account.lead).get(url(account)).content.decode()
    )


def test_whoever_acts_for_one_case_sees_that_one(as_):
    account, other = an_approved_account(), an_approved_account(account_name="Parks news")
    attend(account.lead, other.lead)
    acting = EmployeeFactory()
    AppointmentFactory(
        employee=acting, post=Post.ACCESS_OPERATOR, acting=True, for_case=account.case.reference
    )
    page = as_(acting).get("/access/").content.decode()
    assert "Library news" in page
    assert "Parks news" not in page
    unseen = access_of(other, "lead")
    assert as_(acting).post(f"/access/{unseen.pk}/", {"move": "switch_on"}).status_code == 404


# Queries: session, employee, posts, unread notices, then those of the page


@pytest.mark.parametrize("rows", [1, 30])
def test_an_account_takes_10_queries(as_, rows, django_assert_num_queries, start_from):
    account = start_from(a_live_account)
    for _ in range(rows):
        Access.objects.create(
            account=account,
            person=EmployeeFactory(),
            role="member",
            state="needs_session",
            state_since=clock.now(),
            decision=account.decision,
        )
        Condition.objects.create(
            account=account,
            text="A condition",
            due_on=date(2027, 1, 1),
            set_by=account.lead,
            set_at=clock.now(),
        )
    for reader in (account.lead, the_holder(Post.COMMUNICATIONS_MANAGER)):
        client = as_(reader)
        with django_assert_num_queries(10):
            assert client.get(url(account)).status_code == 200
