"""Whoever a leaver's cases and accounts concern hears of all of them at once (6.2 leaving)."""

from datetime import timedelta

import pytest

from cases.models import Account, BusinessCase, State
from cases.services.leaving import hand_on
from portal import clock
from portal.models import Employee, Notice, Post
from portal.services.people import handle_leavers, record_leaving, record_return
from tests.builders import a_case_in, a_complete_draft, holder_of, the_holder
from tests.cases.accounts import a_live_account, told
from tests.factories import (
    AppointmentFactory,
    BookingFactory,
    EmployeeFactory,
    MediaContactFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def a_leaver():
    """Leads two accounts and wrote a case, all with one manager."""
    leaver = EmployeeFactory(name="Lee", line_manager=EmployeeFactory(name="Mona"))
    for name in ("Library news", "Park life"):
        a_live_account(by=leaver, account_name=name)
    a_case_in(State.ADVICE_REQUESTED, by=leaver, account_name="Book club")
    return leaver


@pytest.fixture
def leaver(start_from):
    return start_from(a_leaver)


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


def test_most_hold_nothing_and_cost_little(django_assert_num_queries):
    """An import has thousands of leavers."""
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    leaver = EmployeeFactory(left_on=clock.today())
    with django_assert_num_queries(3):
        hand_on(employee=leaver, by=administrator, on=leaver.left_on)


DAY = {"on-day": "1", "on-month": "4", "on-year": "2027"}


def test_what_somebody_holds_is_listed_before_their_leaving_is_recorded(client, leaver):
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    report = EmployeeFactory(name="Rae Report", line_manager=leaver)
    AppointmentFactory(post=Post.ACCESS_OPERATOR, employee=leaver)
    stands_in = a_live_account(covers=[(leaver, "author")], account_name="Roads")
    naming = a_case_in(State.AWAITING_DECISION, covers=[(leaver, "author")])
    a_complete_draft(covers=[(leaver, "author")])
    coming = SessionFactory(starts_at=clock.now() + timedelta(days=3), organiser=leaver)
    booked = BookingFactory(
        session=SessionFactory(starts_at=clock.now() + timedelta(days=4)), person=leaver
    ).session
    MediaContactFactory(reporter=leaver, outlet="Unseen", about_work_posts=True)
    client.force_login(administrator)

    page = client.post(f"/people/{leaver.pk}/leaving/", DAY).content.decode()

    for account in Account.objects.all():
        assert page.count(f'"{account.get_absolute_url()}"') >= 1
    assert f"Access to {stands_in.name}" in page
    assert BusinessCase.objects.get(account_name="Book club").reference in page
    assert naming.reference in page
    assert page.count("Named in it: once they have left, an approval gives them no access") == 1
    for session in (coming, booked):
        assert f'"/awareness/{session.pk}/"' in page
    assert f'"/people/{report.pk}/"' in page
    assert "Access operator (IT)" in page
    # Seen by the reporter, their manager and Communications alone (4.j, 5.8).
    assert "Media contact" not in page.split("<h1")[1]

    Employee.objects.filter(pk=leaver.pk).update(line_manager=None)
    page = client.post(f"/people/{leaver.pk}/leaving/", DAY).content.decode()
    assert "Media contact of" in page


@pytest.mark.once
@pytest.mark.parametrize("rows", [1, 4])
def test_the_check_costs_the_same_however_much_they_hold(client, rows, django_assert_num_queries):
    leaver = EmployeeFactory()
    for number in range(rows):
        EmployeeFactory(line_manager=leaver)
        at = clock.now() + timedelta(days=number + 1)
        SessionFactory(starts_at=at, organiser=leaver)
        BookingFactory(session__starts_at=at, person=leaver)
        a_case_in(State.ADVICE_REQUESTED, by=leaver)
    client.force_login(holder_of(Post.POLICY_ADMINISTRATOR))
    client.get("/")
    with django_assert_num_queries(10):
        client.post(f"/people/{leaver.pk}/leaving/", DAY)


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
