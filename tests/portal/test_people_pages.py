from datetime import UTC, date, datetime

import pytest

from portal import clock
from portal.models import Post
from tests.factories import AppointmentFactory, EmployeeFactory, ServiceFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(datetime(2026, 11, 4, 10, 42, tzinfo=UTC)):
        yield


@pytest.fixture
def administrator(client):
    held = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR, employee__name="Petra Policy")
    client.force_login(held.employee)
    return held.employee


@pytest.mark.parametrize(
    "post", [None, *(post for post in Post if post != Post.POLICY_ADMINISTRATOR)]
)
def test_people_are_for_the_policy_administrator(client, post):
    other = EmployeeFactory()
    employee = AppointmentFactory(post=post).employee if post else EmployeeFactory()
    client.force_login(employee)
    for path in ("", f"{other.pk}/", f"{other.pk}/leaving/"):
        assert client.get(f"/people/{path}").status_code == 404


def listed(client, **query) -> set[str]:
    page = client.get("/people/", query).content.decode()
    names = ("Ada Lee", "Ben Cole", "Cora Dunn")
    return {name for name in names if f">{name}</a>" in page}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"Ada Lee", "Ben Cole", "Cora Dunn"}),
        ({"search": "ada"}, {"Ada Lee"}),
        ({"search": "lee ada"}, {"Ada Lee"}),
        ({"search": "COLE@council"}, {"Ben Cole"}),
        ({"search": "libraries"}, {"Ada Lee", "Ben Cole"}),
        ({"search": "libraries cole"}, {"Ben Cole"}),
        ({"search": "nobody"}, set()),
        ({"show": "leavers"}, {"Ben Cole", "Cora Dunn"}),
        ({"show": "leavers", "search": "cora"}, {"Cora Dunn"}),
        ({"show": "everything"}, {"Ada Lee", "Ben Cole", "Cora Dunn"}),
    ],
)
def test_people_are_found_by_name_address_and_service(client, administrator, query, names):
    libraries = ServiceFactory(name="Libraries")
    EmployeeFactory(name="Ada Lee", email="a@council.example", service=libraries)
    EmployeeFactory(name="Ben Cole", email="cole@council.example", service=libraries, left_on=TODAY)
    EmployeeFactory(name="Cora Dunn", email="c@council.example", left_on=date(2026, 12, 1))
    assert listed(client, **query) == names


def test_who_has_left_and_who_is_leaving_is_said(client, administrator):
    EmployeeFactory(name="Ben Cole", left_on=TODAY)
    EmployeeFactory(name="Cora Dunn", left_on=date(2026, 12, 1))
    page = client.get("/people/").content.decode()
    assert page.index("Ben Cole") < page.index("on 4 November 2026")
    assert page.index("Cora Dunn") < page.index("on 1 December 2026")


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_at_1_and_at_30(
    client, administrator, count, django_assert_num_queries
):
    for _ in range(count):
        EmployeeFactory(line_manager=EmployeeFactory())
    # The session, the employee, their posts, the people; the header's.
    with django_assert_num_queries(5):
        client.get("/people/")


def test_a_person_with_what_they_hold(client, administrator):
    manager = EmployeeFactory(name="Mona Manager")
    ada = EmployeeFactory(name="Ada Lee", line_manager=manager, job_title="Librarian")
    EmployeeFactory(name="Ben Cole", line_manager=ada)
    AppointmentFactory(employee=ada, post=Post.AUDITOR, starts_on=date(2026, 12, 1))
    page = client.get(f"/people/{ada.pk}/").content.decode()
    for said in ("Mona Manager", "Librarian", "Auditor, from 1 December 2026", "Ben Cole"):
        assert said in page
    assert "Record that they leave" in page


@pytest.mark.parametrize("count", [1, 30])
def test_a_person_costs_the_same_however_much_they_hold(
    client, administrator, count, django_assert_num_queries
):
    ada = EmployeeFactory()
    EmployeeFactory.create_batch(count, line_manager=ada)
    for _ in range(count):
        AppointmentFactory(employee=ada, starts_on=date(2026, 12, 1))
    # The session, the administrator, their posts, the person, what they hold, whom they manage.
    with django_assert_num_queries(8):
        client.get(f"/people/{ada.pk}/")


DAY = {"on-day": "4", "on-month": "11", "on-year": "2026"}


def test_the_check_says_which_posts_nobody_would_hold(client, administrator):
    ada = EmployeeFactory(name="Ada Lee")
    for post in (Post.AUDITOR, Post.HEAD_OF_IT):
        AppointmentFactory(employee=ada, post=post)
    AppointmentFactory(post=Post.AUDITOR)
    check = client.post(f"/people/{ada.pk}/leaving/", DAY).content.decode()
    assert "From 4 November 2026 nobody would be Head of IT &amp; Customer Services." in check
    assert "nobody would be Auditor" not in check
    assert "This is you" not in check

    own = client.post(f"/people/{administrator.pk}/leaving/", DAY).content.decode()
    assert "This is you" in own
    assert "nobody would be Policy administrator" in own


def test_leaving_is_recorded_after_a_check(client, administrator):
    ada = EmployeeFactory(name="Ada Lee")
    AppointmentFactory(employee=ada, post=Post.AUDITOR)
    check = client.post(f"/people/{ada.pk}/leaving/", DAY).content.decode()
    assert "Ada Lee no longer works for the council from 4 November 2026" in check
    assert "they are no longer <a" in check
    assert ">Auditor</a>" in check
    assert "You cannot take this back." in check
    ada.refresh_from_db()
    assert ada.left_on is None
    response = client.post(f"/people/{ada.pk}/leaving/", {**DAY, "checked": "yes"}, follow=True)
    assert "It is recorded that Ada Lee has left." in response.content.decode()
    ada.refresh_from_db()
    assert ada.left_on == TODAY
    assert ada.leaving_handled_at


def test_a_day_to_come_can_be_changed(client, administrator):
    ada = EmployeeFactory(name="Ada Lee", left_on=date(2026, 12, 1))
    form = client.get(f"/people/{ada.pk}/leaving/").content.decode()
    assert 'value="12"' in form
    later = {**DAY, "on-month": "12", "on-day": "31"}
    check = client.post(f"/people/{ada.pk}/leaving/", later).content.decode()
    assert "Ada Lee leaves the council on 31 December 2026" in check
    assert "You cannot take this back." not in check
    client.post(f"/people/{ada.pk}/leaving/", {**later, "checked": "yes"})
    ada.refresh_from_db()
    assert (ada.left_on, ada.leaving_handled_at) == (date(2026, 12, 31), None)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"on-day": "", "on-month": "", "on-year": ""},
            "Enter the first day they no longer work for the council",
        ),
        ({"on-day": "31"}, "Date must be a real date, like 27 3 2027"),
    ],
)
def test_a_day_that_is_not_one_is_asked_for_again(client, administrator, changed, sentence):
    response = client.post(f"/people/{EmployeeFactory().pk}/leaving/", DAY | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_nobody_leaves_twice(client, administrator):
    ada = EmployeeFactory(name="Ada Lee")
    for _ in range(2):
        response = client.post(f"/people/{ada.pk}/leaving/", {**DAY, "checked": "yes"})
    assert response.status_code == 409
    assert "Ada Lee has already left the council." in response.content.decode()


def test_a_number_that_nobody_could_have_is_not_found(client, administrator):
    for path in ("people/{}/", "people/{}/leaving/", "appointments/{}/end/", "notifications/{}/"):
        assert client.post("/" + path.format("9" * 30)).status_code in (404, 405)
        assert client.get("/" + path.format("9" * 30)).status_code in (404, 405)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "MONA@council.example", "Mona has the e-mail address mona@council.example."),
        ("employee_number", "E77", "Mona has the employee number E77."),
    ],
)
def test_what_someone_else_has_is_said_beside_the_field(
    client, administrator, field, value, sentence
):
    EmployeeFactory(name="Mona", email="mona@council.example", employee_number="E77")
    person = EmployeeFactory(name="Nora", email="nora@council.example")
    typed = {"name": "Nora", "email": "nora2@council.example", field: value}
    for path in ("new/", f"{person.pk}/edit/"):
        refused = client.post(f"/people/{path}", typed)
        assert refused.status_code == 422, path
        assert errors_of(refused) == {field: [sentence]}, path


def test_a_circle_of_managers_is_said_beside_the_manager(client, administrator):
    person = EmployeeFactory(name="Nora", email="nora@council.example")
    below = EmployeeFactory(name="Mona", email="mona@council.example", line_manager=person)
    typed = {"name": "Nora", "email": person.email, "line_manager": below.email}
    refused = client.post(f"/people/{person.pk}/edit/", typed)
    sentence = "Managers would go round in a circle: Nora → Mona → Nora."
    assert errors_of(refused) == {"line_manager": [sentence]}


def errors_of(response) -> dict[str, list[str]]:
    """What is said beside each field."""
    return dict(response.context["form"].errors)
