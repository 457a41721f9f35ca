"""Someone moves: the new manager sees and does what the former one did (6.2 leaving)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.models import Account, AccountState, BusinessCase, LeadMove, MoverAnswer, State
from cases.services.drafting import share_draft
from cases.services.movers import answer_move
from portal import clock
from portal.models import Employee, Post, Posts, TrailEvent
from portal.refusals import Refused
from portal.services.moving import change_employee
from portal.services.people import record_leaving
from tests.builders import NOW, a_case_in, a_complete_draft, the_holder
from tests.cases.accounts import an_approved_account, told
from tests.factories import EmployeeFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_working_hours():
    with clock.at(NOW):
        yield


@pytest.fixture
def former():
    return EmployeeFactory(name="Former manager")


@pytest.fixture
def new():
    return EmployeeFactory(name="New manager")


@pytest.fixture
def mover(former):
    return EmployeeFactory(name="Mover", line_manager=former, service__name="Libraries")


def move(mover: Employee, **values) -> None:
    change_employee(mover, by=the_holder(Post.POLICY_ADMINISTRATOR), values=values)


def sees(person: Employee, case: BusinessCase) -> bool:
    # Whether they lead people is asked once of each request.
    person = Employee.objects.get(pk=person.pk)
    return BusinessCase.objects.visible_to(person, clock.today()).filter(pk=case.pk).exists()


def duties_of(client, person: Employee) -> str:
    client.force_login(person)
    return client.get("/").content.decode()


@pytest.mark.parametrize("state", [State.ADVICE_REQUESTED, State.AWAITING_DECISION])
def test_the_new_manager_sees_a_case_and_the_former_does_not(client, mover, former, new, state):
    case = a_case_in(state, by=mover)
    assert (sees(former, case), sees(new, case)) == (True, False)

    move(mover, line_manager=new)

    assert (sees(former, case), sees(new, case)) == (False, True)
    assert ("New manager", "Mover is preparing a social media business case") in told(
        "manager_told"
    )
    event = TrailEvent.objects.get(event="case.manager")
    assert event.changes == {"manager": ["Former manager", "New manager"]}
    client.force_login(new)
    assert case.title in client.get("/cases/?team=mine").content.decode()
    client.force_login(former)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_shared_draft_is_shared_with_the_new_manager(mover, former, new):
    draft = a_complete_draft(by=mover)
    seen = {"seen_version": draft.version, "manager": True, "covers": False}
    share_draft(draft, by=mover, communications=False, **seen)
    move(mover, line_manager=new)
    assert (sees(former, draft), sees(new, draft)) == (False, True)
    assert ("New manager", "Mover shared a draft with you: Library news") in told("draft_shared")


def test_another_manager_whom_the_applicant_named_stays(mover, new):
    named = EmployeeFactory(name="Named manager")
    case = a_case_in(State.ADVICE_REQUESTED, by=mover, manager=named)
    move(mover, line_manager=new)
    assert sees(named, case)
    assert BusinessCase.objects.get().manager == named


def test_a_case_that_is_decided_keeps_who_was_told(mover, former, new):
    case = a_case_in(State.REJECTED, by=mover)
    move(mover, line_manager=new)
    assert BusinessCase.objects.get(pk=case.pk).manager == former


def test_the_new_manager_follows_the_accounts_and_the_former_does_not(client, mover, former, new):
    an_approved_account(by=mover)
    EmployeeFactory(line_manager=former)
    move(mover, line_manager=new)
    pages = {}
    for person in (former, new):
        client.force_login(person)
        pages[person] = client.get("/team/").content.decode()
    assert "Library news" in pages[new]
    assert "Library news" not in pages[former]


# Keep, hand over or close


@pytest.fixture
def account(mover, new) -> Account:
    account = an_approved_account(by=mover)
    move(mover, line_manager=new, service=ServiceFactory(name="Museums"))
    return Account.objects.get(pk=account.pk)


def test_after_a_change_of_service_the_new_manager_is_asked(client, account, former, new):
    asked = "Mover moved to another service: keep, hand over or close Library news"
    assert asked in duties_of(client, new)
    assert asked not in duties_of(client, former)
    assert told("lead_moved") == [
        ("New manager", "Keep, hand over or close: Library news"),
    ]
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "/lead-moved/" not in page


def test_nothing_is_asked_after_a_change_of_manager_alone(mover, new):
    an_approved_account(by=mover)
    move(mover, line_manager=new)
    assert not LeadMove.objects.exists()


def test_keep_is_recorded_and_the_lead_hears_of_it(client, account, new):
    client.force_login(new)
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert f"/accounts/{account.pk}/lead-moved/" in page
    response = client.post(
        f"/accounts/{account.pk}/lead-moved/", {"answer": "keep", "reason": ""}, follow=True
    )
    assert "Saved: keep Library news." in response.content.decode()
    asked = LeadMove.objects.get()
    assert (asked.answer, asked.answered_by, asked.from_service, asked.to_service) == (
        "keep",
        new,
        "Libraries",
        "Museums",
    )
    assert told("mover_answered") == [("Mover", "Kept by Mover: Library news")]
    assert "keep, hand over or close" not in duties_of(client, new)
    event = TrailEvent.objects.get(event="account.mover_answered")
    assert event.summary == "Mover moved and keeps the account"


@pytest.mark.parametrize(
    ("answer", "subject"),
    [("hand_over", "To be handed over: Library news"), ("close", "To be closed: Library news")],
)
def test_communications_hears_of_a_handover_or_a_closing(account, new, answer, subject):
    answer_move(account, answer=MoverAnswer(answer), reason="They are a curator now.", by=new)
    assert told("mover_answered") == [
        (Post.COMMUNICATIONS_MANAGER.label, subject),
        ("Mover", subject),
    ]
    assert LeadMove.objects.get().reason == "They are a curator now."


def test_an_answer_is_needed(client, account, new):
    client.force_login(new)
    response = client.post(f"/accounts/{account.pk}/lead-moved/", {})
    assert response.status_code == 422
    assert "Select what becomes of the account" in response.content.decode()


def test_only_the_manager_answers_and_once(account, mover, former, new):
    for person in (mover, former, the_holder(Post.COMMUNICATIONS_MANAGER)):
        with pytest.raises(Refused, match=r"Only the manager of Mover can do this\."):
            answer_move(account, answer=MoverAnswer.KEEP, reason="", by=person)
    answer_move(account, answer=MoverAnswer.KEEP, reason="", by=new)
    with pytest.raises(Refused, match="Nothing is asked"):
        answer_move(account, answer=MoverAnswer.CLOSE, reason="", by=new)


def test_who_moves_twice_is_asked_about_once_and_by_the_newest_move(account, mover):
    later = NOW + timedelta(days=3)
    with clock.at(later):
        move(Employee.objects.get(pk=mover.pk), service=ServiceFactory(name="Roads"))
    asked = LeadMove.objects.get()
    assert (asked.from_service, asked.to_service) == ("Museums", "Roads")
    assert asked.moved_at == later


@pytest.mark.parametrize("ended", ["closed", "left", "handed on"])
def test_what_needs_no_answer_any_more_is_not_asked(account, mover, ended):
    if ended == "closed":
        Account.objects.update(state=AccountState.CLOSED)
    elif ended == "left":
        record_leaving(mover, on=clock.today(), by=None)
    else:
        Account.objects.update(lead=EmployeeFactory())
    assert not LeadMove.objects.waiting(clock.today()).exists()


def test_the_duty_goes_up_where_the_new_manager_left(client, account, new):
    head = EmployeeFactory(name="Head")
    Employee.objects.filter(pk=new.pk).update(line_manager=head, left_on=clock.today())
    assert "keep, hand over or close Library news" in duties_of(client, head)
    answer_move(account, answer=MoverAnswer.KEEP, reason="", by=head)


@pytest.mark.parametrize(
    "columns",
    [
        {"answer": "sell"},
        {"answer": "keep"},
        {"answered_by_id": 1},
        {"answer": "keep", "answered_at": NOW, "answered_by_id": "lead"},
    ],
)
def test_the_database_refuses_an_answer_that_nobody_may_give(account, columns):
    if columns.get("answered_by_id") == "lead":
        columns = columns | {"answered_by_id": account.lead_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadMove.objects.update(**columns)


def test_the_database_asks_about_an_account_once(account):
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadMove.objects.create(account=account, lead=account.lead, moved_at=NOW)


# Where no manager is named, and the line manager is missing or has left


def test_a_case_without_a_named_manager_is_seen_by_who_does_their_duties(mover, former):
    case = a_case_in(State.ADVICE_REQUESTED, by=mover)
    BusinessCase.objects.update(manager=None)
    head = EmployeeFactory(name="Head")
    administrator = the_holder(Post.POLICY_ADMINISTRATOR)
    assert (sees(former, case), sees(head, case)) == (True, False)
    Employee.objects.filter(pk=former.pk).update(line_manager=head, left_on=clock.today())
    assert (sees(head, case), sees(administrator, case)) == (True, False)
    Employee.objects.filter(pk=mover.pk).update(line_manager=None)
    assert (sees(head, case), sees(administrator, case)) == (False, True)


def test_a_manager_who_left_is_followed_on_the_dashboard_of_the_next_one_up(client, mover, former):
    an_approved_account(by=mover)
    head = EmployeeFactory(name="Head")
    Employee.objects.filter(pk=former.pk).update(line_manager=head, left_on=clock.today())
    client.force_login(head)
    assert "Library news" in client.get("/team/").content.decode()
    assert "Library news" in client.get("/accounts/?team=mine").content.decode()


def test_a_case_without_an_applicant_waits_with_who_gives_it_away(mover, former):
    case = a_case_in(State.ADVICE_REQUESTED, by=mover)
    communications = the_holder(Post.COMMUNICATIONS_MANAGER)

    def waits_with(person):
        posts = Posts.of(person, clock.today())
        return case in BusinessCase.objects.waiting_with(person, posts, clock.today())

    assert (waits_with(communications), waits_with(former)) == (True, False)
    record_leaving(mover, on=clock.today(), by=None)
    assert (waits_with(communications), waits_with(former)) == (False, True)
