"""Whoever a leaver's cases and accounts concern hears of all of them at once (6.2 leaving)."""

from datetime import timedelta

import pytest

from cases.models import Account, State
from portal import clock
from portal.models import Employee, Notice, Post
from portal.services.people import handle_leavers, record_leaving, record_return
from tests.builders import a_case_in, holder_of, the_holder
from tests.cases.accounts import a_live_account, told
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver():
    """Leads two accounts and wrote a case, all with one manager."""
    leaver = EmployeeFactory(name="Lee", line_manager=EmployeeFactory(name="Mona"))
    for name in ("Library news", "Park life"):
        a_live_account(by=leaver, account_name=name)
    a_case_in(State.ADVICE_REQUESTED, by=leaver, account_name="Book club")
    return leaver


def leave(person: Employee) -> None:
    record_leaving(person, on=clock.today(), by=None)


def of(person: Employee) -> Notice:
    return Notice.objects.get(recipient=person, key__startswith="leaving|")


def test_everyone_hears_once_of_all_that_waits_for_them(leaver):
    covers = {
        access.person
        for account in Account.objects.all()
        for access in account.accesses.exclude(person=leaver)
    }

    leave(leaver)

    manager = of(leaver.line_manager)
    assert manager.subject == "Lee has left: Book club, Library news, Park life"
    assert manager.path == "/"
    assert manager.body == (
        "Hello Mona\n\nLee has left the council.\n\n"
        "Business cases that wait until you give them to someone else:\n- Book club\n\n"
        "Accounts that need a new lead, whose duties are the manager's until then:\n"
        "- Library news\n- Park life\n\nSee what waits:"
    )
    communications = of(the_holder(Post.COMMUNICATIONS_MANAGER))
    assert communications.subject == "New lead needed: Library news, Park life"
    assert communications.path == "/accounts/?q=Lee"
    assert "Book club" not in communications.body
    operator = of(the_holder(Post.ACCESS_OPERATOR))
    assert operator.subject == "Access to remove: Library news, Park life"
    assert operator.path == "/access/"
    for cover in covers:
        (account,) = Account.objects.filter(accesses__person=cover)
        assert of(cover).subject == f"New lead needed: {account.name}"
        assert of(cover).path == account.get_absolute_url()
    assert len(told("leaving")) == 3 + len(covers)


def test_a_second_leaving_tells_of_what_waits_since_then(leaver):
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    leave(leaver)
    handle_leavers(today=clock.today())
    before = told("leaving")
    record_return(leaver, by=administrator)
    leaver.refresh_from_db()
    again = a_live_account(by=leaver, account_name="Roads")

    with clock.at(clock.now() + timedelta(minutes=1)):
        leave(leaver)

    assert len(told("leaving")) > len(before)
    assert ("Mona", "New lead needed: Roads") in told("leaving")
    assert again.get_absolute_url() in set(Notice.objects.values_list("path", flat=True))
