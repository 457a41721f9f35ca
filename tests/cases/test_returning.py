"""Someone leaves and returns: what they held of cases and accounts still waits for others (6.2)."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.account_workflow import lead
from cases.home import duties
from cases.models import Access, Account, BusinessCase, State
from cases.needs import needs_of, people_needing
from cases.services.access import add_person, switch_access
from cases.services.accounts import missing_for_launch
from cases.services.giving import give_case
from cases.services.moves import move_case
from cases.services.reminders import remind_of_waiting_cases
from cases.workflow import moves_open
from portal import clock
from portal.models import Employee, Notice, Post, Posts
from portal.refusals import Refused
from portal.services.people import record_leaving, record_return
from tests.builders import a_case_in, a_draft, holder_of, the_holder
from tests.cases.accounts import a_live_account, an_approved_account, sweep, version
from tests.duties import duties_of
from tests.factories import EmployeeFactory
from tests.portal.imports.files import a_file, import_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return EmployeeFactory(name="Mona Manager", employee_number="1")


@pytest.fixture
def leaver(manager):
    return EmployeeFactory(name="Lee Leaver", employee_number="2", line_manager=manager)


@pytest.fixture
def case(leaver):
    return a_case_in(State.READY_TO_PRESENT, by=leaver, account_name="Book club")


@pytest.fixture
def account(leaver):
    return a_live_account(by=leaver, account_name="Library news")


def leave(employee: Employee) -> None:
    record_leaving(employee, on=clock.today(), by=None)


def by_hand(leaver: Employee, tmp_path) -> None:
    record_return(leaver, by=the_holder(Post.POLICY_ADMINISTRATOR))


def by_import(leaver: Employee, tmp_path) -> None:
    line = f"2,{leaver.email},{leaver.name},,,1,"
    first = f"1,{leaver.line_manager.email},{leaver.line_manager.name},,,,"
    out, _, went_well = import_file(tmp_path / "hr.csv", a_file(first, line))
    assert went_well
    assert "1 returning" in out


def reread(thing):
    return type(thing).objects.get(pk=thing.pk)


def found(employee: Employee) -> list[str]:
    return [duty.text for duty in duties_of(employee, duties)]


@pytest.mark.parametrize("come_back", [by_hand, by_import])
def test_a_return_gives_back_neither_case_nor_account_nor_access(
    come_back, case, account, leaver, manager, client, tmp_path
):
    leave(leaver)
    asked = found(manager)
    assert "Lee Leaver left: give Book club to someone else" in asked
    assert "Library news needs a new lead: Lee Leaver left" in asked

    come_back(leaver, tmp_path)

    leaver = reread(leaver)
    assert leaver.left_on is None
    assert found(leaver) == []
    assert found(manager) == asked
    access = Access.objects.get(account=account, person=leaver)
    assert access.state == "to_remove"

    client.force_login(leaver)
    assert "Book club" not in client.get("/").content.decode()
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Lee Leaver left the council. This business case waits for a new applicant." in page
    assert "Change your answers" not in page
    for name in ("present", "check", "tasks"):
        assert client.get(reverse(f"cases:{name}", args=[case.reference])).status_code == 409
    # A party until an access operator has removed their access.
    assert "New lead needed" in client.get(account.get_absolute_url()).content.decode()
    assert client.get(reverse("accounts:add_person", args=[account.pk])).status_code == 409
    switch_access(access, on=False, by=the_holder(Post.ACCESS_OPERATOR))
    assert client.get(reverse("accounts:add_person", args=[account.pk])).status_code == 404

    client.force_login(manager)
    page = client.get(account.get_absolute_url()).content.decode()
    assert "New lead needed" in page
    assert "Lee Leaver, who led this account, left the council." in page
    assert "New lead needed" in client.get("/team/").content.decode()


@pytest.mark.parametrize("state", [State.READY_TO_PRESENT, State.AWAITING_DECISION])
def test_no_move_is_open_to_anyone_until_it_is_given(state, leaver):
    case = a_case_in(state, by=leaver)
    leave(leaver)
    by_hand(leaver, None)

    case, today = reread(case), clock.today()
    for person in (reread(leaver), the_holder(Post.HEAD_OF_IT)):
        assert moves_open(case, by=person, posts=Posts.of(person, today), day=today) == []
    with pytest.raises(Refused, match="waits for a new applicant"):
        move_case(case, "withdraw", by=leaver, seen_version=case.version)
    assert found(the_holder(Post.HEAD_OF_IT)) == []
    assert remind_of_waiting_cases(today=today + timedelta(days=60)) == 0


def test_the_manager_gives_it_back_and_they_declare_anew(case, leaver, manager):
    leave(leaver)
    by_hand(leaver, None)
    case = reread(case)
    Notice.objects.all().delete()

    give_case(case, to=reread(leaver), by=manager, seen_version=case.version)

    case = reread(case)
    assert (case.applicant, case.waits_for_applicant_since) == (leaver, None)
    assert "has been given back to you" in leaver.notices.get().body
    assert found(leaver) == ["Present your business case: Book club"]
    with pytest.raises(Refused, match="Confirm that you will follow the rules"):
        move_case(case, "present", by=leaver, seen_version=case.version)
    move_case(case, "present", by=leaver, seen_version=case.version, declared=True)
    assert reread(case).state == State.AWAITING_DECISION


def test_nobody_gives_their_own_case_back_to_themselves(leaver):
    leaver.line_manager = None
    case = a_case_in(State.READY_TO_PRESENT, by=leaver)
    administrator = the_holder(Post.POLICY_ADMINISTRATOR)
    leave(leaver)
    record_return(leaver, by=administrator)
    leave(case.manager)
    holder_of(Post.POLICY_ADMINISTRATOR, employee=leaver)

    case = reread(case)
    assert not any("give" in text for text in found(reread(leaver)))
    with pytest.raises(Refused, match="Only the manager"):
        give_case(case, to=leaver, by=leaver, seen_version=case.version)
    give_case(case, to=leaver, by=administrator, seen_version=case.version)


def test_the_leads_duties_stay_the_managers(account, leaver, manager):
    leave(leaver)
    by_hand(leaver, None)

    account, today = reread(account), clock.today()
    with pytest.raises(Refused, match="This account waits for a new lead"):
        lead(account, reread(leaver), Posts(()), today)
    assert lead(account, manager, Posts(()), today) == "For the lead, who left"
    assert missing_for_launch(account, day=today)[0] == (
        "Lee Leaver left the council: the account needs a new lead."
    )
    with clock.at(clock.now() + timedelta(days=160)):
        sweep()
        assert "Send review 1 of Library news" in found(manager)
        assert found(leaver) == []


def test_a_second_leaving_asks_nobody_again(case, account, leaver):
    leave(leaver)
    by_hand(leaver, None)
    told = Notice.objects.filter(subject__contains="needed: ")
    before = (told.count(), version(account))

    with clock.at(clock.now() + timedelta(days=30)):
        leave(reread(leaver))

    assert (told.count(), version(account)) == before
    assert told.exists()
    left_on = reread(case).waits_for_applicant_since
    assert left_on == reread(account).waits_for_lead_since == clock.today()


def test_someone_who_is_to_leave_and_stays_keeps_all(case, account, leaver):
    record_leaving(leaver, on=clock.today() + timedelta(days=30), by=None)
    by_hand(leaver, None)
    assert "Present your business case: Book club" in found(reread(leaver))
    assert lead(reread(account), leaver, Posts(()), clock.today()) == ""


def test_they_need_no_session_for_what_they_do_not_get_back(leaver):
    case = a_case_in(State.READY_TO_PRESENT, by=leaver)
    leave(leaver)
    by_hand(leaver, None)
    today = clock.today()
    assert leaver not in people_needing(today)
    assert [n.person for n in needs_of(people_needing(today), at=clock.now())] == [
        named.person for named in case.named_people.all()
    ]


def test_someone_who_returned_can_be_named_again_and_is_no_lead(leaver, manager):
    account = an_approved_account(by=leaver)
    leave(leaver)
    by_hand(leaver, None)
    add_person(
        account,
        person=reread(leaver),
        role=Access.Role.AUTHOR,
        by=manager,
        seen_version=version(account),
    )
    assert found(leaver) == ["Book an awareness session for Library news"]


def test_only_an_undecided_case_waits_for_an_applicant():
    for case in (a_case_in(State.APPROVED), a_case_in(State.DRAFT)):
        with pytest.raises(IntegrityError), transaction.atomic():
            BusinessCase.objects.filter(pk=case.pk).update(waits_for_applicant_since=clock.today())
    assert Account.objects.without_lead(clock.today()).count() == 0


def test_what_earlier_leavers_held_is_marked_when_the_portal_is_upgraded(case, account, leaver):
    others = [a_case_in(State.READY_TO_PRESENT), a_draft(by=leaver), a_case_in(State.APPROVED)]
    leave(leaver)
    BusinessCase.objects.update(waits_for_applicant_since=None)
    Account.objects.update(waits_for_lead_since=None)

    migration = import_module("cases.migrations.0005_waiting_for_applicant_or_lead")
    migration.mark_what_leavers_held(apps, None)

    today = clock.today()
    assert reread(case).waits_for_applicant_since == today
    assert reread(account).waits_for_lead_since == today
    assert {reread(other).waits_for_applicant_since for other in others} == {None}
    assert Account.objects.exclude(pk=account.pk).get().waits_for_lead_since is None
