from datetime import UTC, date, datetime

import pytest

from portal import clock, hooks
from portal.models import Post, TrailEvent
from portal.refusals import Refused
from portal.services.people import handle_leavers, holders, managers_on_duty, record_leaving
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(datetime(2026, 11, 4, 10, 42, tzinfo=UTC)):
        yield


@pytest.fixture
def handed_on(monkeypatch) -> list:
    """What `on_leaving` was called with, in place of the apps above."""
    calls = []
    monkeypatch.setattr(hooks, "on_leaving", hooks.Hook("on_leaving"))
    hooks.on_leaving.append(lambda **arguments: calls.append(arguments))
    return calls


# Leaving


def test_whoever_leaves_today_is_handed_on_at_once(handed_on):
    employee = EmployeeFactory(name="Lee Leaver")
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    record_leaving(employee, on=TODAY, by=administrator)
    assert handed_on == [{"employee": employee, "by": administrator, "on": TODAY}]
    employee.refresh_from_db()
    assert (employee.left_on, employee.is_active) == (TODAY, False)
    assert list(TrailEvent.objects.values_list("event", "summary")) == [
        ("employee.leaving", "Recorded that Lee Leaver leaves"),
        ("employee.left", "Lee Leaver left the council: what they held was handed on"),
    ]


def test_only_the_policy_administrator_records_who_leaves(handed_on):
    head = AppointmentFactory(post=Post.HEAD_OF_IT).employee
    with pytest.raises(Refused, match="Only the policy administrator"):
        record_leaving(EmployeeFactory(), on=TODAY, by=head)
    assert handed_on == []


def test_whoever_leaves_later_works_here_until_then(handed_on):
    employee = EmployeeFactory()
    record_leaving(employee, on=date(2026, 11, 5), by=None)
    employee.refresh_from_db()
    assert employee.is_active
    assert handle_leavers(today=TODAY) == 0
    assert handed_on == []
    with clock.at(datetime(2026, 11, 5, 0, 30, tzinfo=UTC)):
        assert not employee.is_active
        assert handle_leavers(today=date(2026, 11, 5)) == 1
        assert handle_leavers(today=date(2026, 11, 5)) == 0
    assert [call["employee"] for call in handed_on] == [employee]


def test_a_sweep_that_was_away_for_a_month_misses_no_leaver(handed_on):
    EmployeeFactory(left_on=date(2026, 10, 1))
    assert handle_leavers(today=TODAY) == 1
    assert len(handed_on) == 1


def test_the_day_of_leaving_can_be_moved_until_it_comes(handed_on):
    employee = EmployeeFactory()
    record_leaving(employee, on=date(2026, 12, 1), by=None)
    record_leaving(employee, on=date(2026, 12, 31), by=None)
    employee.refresh_from_db()
    assert employee.left_on == date(2026, 12, 31)
    assert TrailEvent.objects.latest("pk").changes == {"left_on": ["2026-12-01", "2026-12-31"]}


def test_nobody_leaves_twice(handed_on):
    employee = EmployeeFactory(name="Lee Leaver")
    record_leaving(employee, on=TODAY, by=None)
    with pytest.raises(Refused, match=r"Lee Leaver has already left the council\."):
        record_leaving(employee, on=date(2026, 12, 1), by=None)


def test_one_leaver_whom_nothing_can_be_handed_on_from_keeps_no_other_back(handed_on, caplog):
    stuck = EmployeeFactory(left_on=date(2026, 11, 1))
    EmployeeFactory(left_on=date(2026, 11, 2))

    def refuse(*, employee, **arguments):
        if employee == stuck:
            raise RuntimeError("what they held cannot be found")

    hooks.on_leaving.append(refuse)
    assert handle_leavers(today=TODAY) == 1
    assert f"employee {stuck.pk} has left" in caplog.text
    stuck.refresh_from_db()
    assert stuck.leaving_handled_at is None


def test_leaving_ends_what_they_signed_in_with(handed_on):
    employee = EmployeeFactory()
    employee.set_password("three words together")
    employee.save()
    before = employee.get_session_auth_hash()
    record_leaving(employee, on=TODAY, by=None)
    employee.refresh_from_db()
    employee.left_on = employee.leaving_handled_at = None  # they return
    employee.save()
    assert not employee.check_password("three words together")
    assert employee.get_session_auth_hash() != before


# Who stands in for a manager


def test_the_manager_does_their_duties():
    manager = EmployeeFactory()
    employee = EmployeeFactory(line_manager=manager)
    assert managers_on_duty(employee, named=None, day=TODAY) == [manager]


def test_the_manager_named_comes_before_the_line_manager():
    named = EmployeeFactory()
    employee = EmployeeFactory(line_manager=EmployeeFactory())
    assert managers_on_duty(employee, named=named, day=TODAY) == [named]


def test_the_duties_of_a_manager_who_left_go_up():
    top = EmployeeFactory()
    middle = EmployeeFactory(line_manager=top, left_on=TODAY)
    manager = EmployeeFactory(line_manager=middle, left_on=date(2026, 11, 1))
    employee = EmployeeFactory(line_manager=manager)
    assert managers_on_duty(employee, named=None, day=TODAY) == [top]


def test_without_a_manager_the_duties_are_the_policy_administrators():
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    manager = EmployeeFactory(left_on=TODAY)
    assert managers_on_duty(EmployeeFactory(), named=None, day=TODAY) == [administrator]
    employee = EmployeeFactory(line_manager=manager)
    assert managers_on_duty(employee, named=None, day=TODAY) == [administrator]


def test_a_line_of_managers_who_all_left_ends_at_the_policy_administrator():
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    manager = EmployeeFactory()
    for _ in range(5):
        manager = EmployeeFactory(left_on=TODAY, line_manager=manager)
    employee = EmployeeFactory(line_manager=manager)
    assert managers_on_duty(employee, named=None, day=TODAY) == [administrator]


def test_nobody_manages_themselves_in_the_place_of_a_manager_who_left():
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    employee = EmployeeFactory()
    named = EmployeeFactory(left_on=TODAY, line_manager=employee)
    assert managers_on_duty(employee, named=named, day=TODAY) == [administrator]


# Who holds a post


@pytest.mark.parametrize(
    ("appointment", "holds"),
    [
        ({}, True),
        ({"starts_on": TODAY}, True),
        ({"starts_on": date(2026, 11, 5)}, False),
        ({"ends_on": TODAY}, True),
        ({"ends_on": date(2026, 11, 3)}, False),
        ({"acting": True, "ends_on": date(2026, 11, 18)}, True),
        ({"employee__left_on": TODAY}, False),
        ({"employee__left_on": date(2026, 11, 5)}, True),
        ({"acting": True, "for_case": "SM-2026-0042"}, False),
    ],
)
def test_a_post_is_held_from_its_first_day_to_its_last(appointment, holds):
    held = AppointmentFactory(post=Post.AUDITOR, **appointment)
    assert holders(Post.AUDITOR, day=TODAY) == ([held.employee] if holds else [])


def test_someone_acting_for_a_case_holds_the_post_in_that_case():
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, for_case="SM-2026-0042")
    assert holders(Post.HEAD_OF_IT, day=TODAY, case="SM-2026-0042") == [acting.employee]
    assert holders(Post.HEAD_OF_IT, day=TODAY, case="SM-2026-0001") == []
