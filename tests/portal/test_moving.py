"""Employees who join and move, by hand."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from portal import clock, hooks
from portal.models import Employee, Notice, Post, TrailEvent
from portal.refusals import Refused
from portal.services.moving import Move, add_employee, change_employee
from portal.services.password_links import mail_links
from portal.services.people import record_leaving, record_return
from tests.builders import holder_of
from tests.databases import at_once
from tests.factories import EmployeeFactory, ServiceFactory
from tests.rows import refused, sql

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 4)
CIRCLE = "Managers never go round in a circle."


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(NOW):
        yield


@pytest.fixture
def administrator(db, client):
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    client.force_login(administrator)
    return administrator


@pytest.fixture
def moves(monkeypatch) -> list[Move]:
    """What `on_moving` was called with, in place of the apps above."""
    found: list[Move] = []
    monkeypatch.setattr(hooks, "on_moving", hooks.Hook("on_moving"))
    hooks.on_moving.append(lambda moves, by: found.extend(moves))
    return found


# Joiners


def test_someone_is_added_and_recorded(administrator):
    manager = EmployeeFactory(name="Mona")
    values = {"name": "Ada Lee", "email": "Ada@Council.example", "employee_number": ""}
    ada = add_employee(by=administrator, values=values | {"line_manager": manager})
    assert (ada.email, ada.employee_number, ada.has_usable_password()) == (
        "ada@council.example",
        None,
        False,
    )
    event = TrailEvent.objects.get()
    assert (event.event, event.actor_post) == ("employee.joined", Post.POLICY_ADMINISTRATOR.label)
    assert event.changes == {
        "name": [None, "Ada Lee"],
        "email": [None, "ada@council.example"],
        "line_manager": [None, "Mona"],
    }


def test_someone_is_added_on_the_page(client, administrator):
    service = ServiceFactory(name="Libraries")
    typed = {"name": "Ada Lee", "email": "ada@council.example", "service": service.pk}
    response = client.post("/people/new/", typed, follow=True)
    assert "Ada Lee is in the directory." in response.content.decode()
    assert Employee.objects.get(name="Ada Lee").service == service


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": "ada"}, "Enter an e-mail address in the correct format"),
        ({"email": "MONA@council.example"}, "Mona has the e-mail address mona@council.example."),
        ({"employee_number": "9"}, "Mona has the employee number 9."),
        ({"line_manager": "nobody"}, "Select a person from the council directory"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, administrator, typed, sentence):
    EmployeeFactory(name="Mona", email="mona@council.example", employee_number="9")
    response = client.post(
        "/people/new/",
        {"name": "Ada Lee", "email": "ada@council.example", "job_title": "Librarian"} | typed,
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert 'value="Librarian"' in response.content.decode()


# Movers


def test_a_change_is_recorded_and_a_move_is_followed(administrator, moves):
    former, new = EmployeeFactory(name="Former"), EmployeeFactory(name="New")
    ada = EmployeeFactory(line_manager=former, service__name="Libraries")
    values = {"line_manager": new, "service": ServiceFactory(name="Museums"), "name": "Ada Leigh"}
    before = ada.name
    assert change_employee(ada, by=administrator, values=values)
    assert moves == [
        Move(employee=ada.pk, manager=(former.pk, new.pk), service=("Libraries", "Museums"))
    ]
    assert TrailEvent.objects.get().changes == {
        "name": [before, "Ada Leigh"],
        "service": ["Libraries", "Museums"],
        "line_manager": ["Former", "New"],
    }


def test_another_title_is_no_move_and_no_change_is_no_event(administrator, moves):
    ada = EmployeeFactory()
    assert change_employee(ada, by=administrator, values={"job_title": "Librarian"})
    assert not change_employee(ada, by=administrator, values={"job_title": "Librarian"})
    assert moves == []
    assert TrailEvent.objects.count() == 1


def test_a_person_is_changed_on_the_page_and_keeps_a_manager_who_left(client, administrator):
    manager = EmployeeFactory(name="Mona", left_on=TODAY)
    ada = EmployeeFactory(name="Ada", line_manager=manager, service=None)
    page = client.get(f"/people/{ada.pk}/edit/").content.decode()
    assert f"Mona ({manager.email})" in page
    typed = {"name": "Ada Lee", "email": ada.email, "line_manager": f"Mona ({manager.email})"}
    client.post(f"/people/{ada.pk}/edit/", typed)
    ada.refresh_from_db()
    assert (ada.name, ada.line_manager) == ("Ada Lee", manager)
    response = client.post(f"/people/{ada.pk}/edit/", typed, follow=True)
    assert "Nothing was changed." in response.content.decode()


def test_only_the_policy_administrator_adds_changes_and_takes_back(db):
    head = holder_of(Post.HEAD_OF_IT)
    ada = EmployeeFactory(left_on=TODAY)
    for act in (
        lambda: add_employee(by=head, values={"name": "A", "email": "a@council.example"}),
        lambda: change_employee(ada, by=head, values={"name": "B"}),
        lambda: record_return(ada, by=head),
    ):
        with pytest.raises(Refused, match="Only the policy administrator"):
            act()


def test_who_holds_a_post_is_told_of_a_new_address_at_both(administrator):
    auditor = holder_of(Post.AUDITOR)
    former = auditor.email
    change_employee(auditor, by=administrator, values={"email": "new@council.example"})
    change_employee(EmployeeFactory(), by=administrator, values={"email": "x@council.example"})
    assert Notice.objects.get(key__startswith="address_changed|").also_to == former


# Circles


def test_a_circle_of_managers_is_refused_with_its_names(client, administrator):
    head = EmployeeFactory(name="Hana Head")
    middle = EmployeeFactory(name="Mona Middle", line_manager=head)
    ada = EmployeeFactory(name="Ada Lee", line_manager=middle)
    typed = {"name": head.name, "email": head.email, "line_manager": ada.email}
    response = client.post(f"/people/{head.pk}/edit/", typed)
    assert response.status_code == 422
    assert (
        "Managers would go round in a circle: Hana Head → Ada Lee → Mona Middle → Hana Head."
        in response.content.decode()
    )


def test_the_database_refuses_a_circle_of_managers(db):
    head = EmployeeFactory()
    middle = EmployeeFactory(line_manager=head)
    ada = EmployeeFactory(line_manager=middle)
    with refused(CIRCLE):
        sql("UPDATE portal_employee SET line_manager_id = %s WHERE id = %s", ada.pk, head.pk)
    sql("UPDATE portal_employee SET line_manager_id = %s WHERE id = %s", head.pk, ada.pk)


def test_of_two_moves_at_once_that_make_a_circle_one_is_refused(committed_db):
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    one, other = EmployeeFactory(name="One"), EmployeeFactory(name="Other")

    def moving(employee, manager):
        def move():
            with clock.at(NOW):
                values = {"line_manager": manager}
                return change_employee(employee, by=administrator, values=values)

        return move

    answers = at_once(moving(one, other), moving(other, one))
    assert sorted(str(answer)[:35] for answer in answers) == [
        "Managers would go round in a circle",
        "True",
    ]


@pytest.mark.postgresql
def test_without_a_look_the_second_connection_waits_and_is_refused(two_connections):
    first, second = two_connections
    one, other = EmployeeFactory(), EmployeeFactory()
    update = "UPDATE portal_employee SET line_manager_id = %s WHERE id = %s"

    def begin_and_move():
        connection.set_autocommit(False)
        sql(update, other.pk, one.pk)

    def commit():
        connection.commit()
        connection.set_autocommit(True)

    first.run(begin_and_move)
    waiting = second.start(lambda: sql(update, one.pk, other.pk))
    first.run(commit)
    with refused(CIRCLE):
        waiting.result(timeout=30)


# Returns


def test_whoever_returns_may_sign_in_and_has_nothing_of_before(client, administrator):
    manager = EmployeeFactory(name="Mona")
    ada = EmployeeFactory(name="Ada Lee", line_manager=manager)
    ada.set_password("three words together")
    ada.save()
    session = ada.get_session_auth_hash()
    record_leaving(ada, on=TODAY, by=administrator)
    check = client.get(f"/people/{ada.pk}/return/").content.decode()
    assert "Ada Lee works for the council again" in check

    response = client.post(f"/people/{ada.pk}/return/", follow=True)

    assert "It is recorded that Ada Lee works for the council." in response.content.decode()
    ada.refresh_from_db()
    assert (ada.is_active, ada.left_on, ada.leaving_handled_at) == (True, None, None)
    assert not ada.check_password("three words together")
    assert ada.get_session_auth_hash() != session
    notice = Notice.objects.get(key__startswith="returned|")
    assert notice.recipient == manager
    assert TrailEvent.objects.latest("pk").event == "employee.returned"


def test_whoever_returned_sets_a_password_by_the_link(client, administrator):
    ada = EmployeeFactory(name="Ada Lee")
    record_leaving(ada, on=TODAY, by=administrator)
    record_return(ada, by=administrator)
    client.logout()
    client.post("/sign-in/forgotten/", {"email": ada.email})
    mail_links()
    notice = Notice.objects.get(recipient=ada, mail_only=True)
    client.post(client.get(notice.path).url, {"password1": "other words now", "password2": ""})
    form = client.get(notice.path, follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "other words together", "password2": "other words together"},
    )
    ada.refresh_from_db()
    assert ada.check_password("other words together")


def test_whoever_is_to_leave_stays(client, administrator):
    ada = EmployeeFactory(name="Ada Lee")
    record_leaving(ada, on=date(2026, 12, 1), by=administrator)
    assert "Ada Lee stays" in client.get(f"/people/{ada.pk}/return/").content.decode()
    client.post(f"/people/{ada.pk}/return/")
    ada.refresh_from_db()
    assert ada.left_on is None
    assert TrailEvent.objects.latest("pk").summary == "Ada Lee stays with the council"
    assert not Notice.objects.filter(key__startswith="returned|").exists()


def test_who_has_not_left_does_not_return(client, administrator):
    ada = EmployeeFactory(name="Ada Lee")
    for ask in (client.get, client.post):
        response = ask(f"/people/{ada.pk}/return/")
        assert response.status_code == 409
        assert "Ada Lee has not left the council." in response.content.decode()
