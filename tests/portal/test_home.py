from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import DateField, Value
from django.db.models.functions import Cast

from portal import clock, hooks
from portal.duties import Kind
from portal.models import Post, Service
from tests.factories import AppointmentFactory, EmployeeFactory, ServiceFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(NOW):
        yield


@pytest.fixture
def home(client):
    def get(employee) -> str:
        client.force_login(employee)
        return client.get("/").content.decode()

    return get


@pytest.fixture
def hooked(monkeypatch):
    """Declares what the home page lists, in place of the apps above."""

    def declare(found=()):
        monkeypatch.setattr(hooks, "duties", hooks.Hook("duties"))
        kinds = list(found)
        hooks.duties.append(lambda **arguments: kinds)

    return declare


def duty(text: str, due_on: date | None = None, days_ago: int = 0, **more) -> Kind:
    """A kind of which there is one: what a service of that name needs."""
    service = ServiceFactory(name=f"{text}{' of others' * bool(more.get('holder'))}")
    columns = {
        "title": Value(text),
        "since": Value(NOW - timedelta(days=days_ago)),
        "due_on": Cast(due_on, DateField()),
    }
    rows = [Service.objects.filter(pk=service.pk)]
    return Kind("{title}", lambda row: f"/{row.title}/", columns, rows, **more)


def test_what_is_due_first_comes_first_and_what_has_no_date_last(home, hooked):
    hooked(
        [
            duty("no date", days_ago=1),
            duty("next week", date(2026, 11, 11)),
            duty("no date, older", days_ago=9),
            duty("last week", date(2026, 10, 28)),
            duty("today", TODAY),
        ]
    )
    page = home(EmployeeFactory())
    order = ["last week", "today", "next week", "no date, older", "no date"]
    places = [page.index(f'href="/{text}/"') for text in order]
    assert places == sorted(places)


def test_what_was_due_before_today_is_overdue(home, hooked):
    hooked([duty("yesterday", date(2026, 11, 3)), duty("today", TODAY)])
    page = home(EmployeeFactory())
    assert page.count("Overdue") == 1
    assert page.index("3 November 2026") < page.index("Overdue") < page.index('href="/today/"')


def test_what_waits_for_others_says_with_whom_and_since_when(home, hooked):
    hooked([duty("Swimming pools", days_ago=3, holder="Communications")])
    page = home(EmployeeFactory())
    assert "Nothing needs you now." in page
    assert "Communications</td>" in page
    assert "1 November 2026" in page


def test_an_empty_home_offers_a_business_case(home, hooked):
    hooked()
    page = home(EmployeeFactory())
    assert "Nothing needs you now." in page
    assert 'href="/cases/new/"' in page
    assert "You wait for nobody." in page


def test_a_home_is_bounded_and_says_so(home, hooked):
    hooked([duty(f"duty {n:02}", TODAY, days_ago=100 - n) for n in range(35)])
    page = home(EmployeeFactory())
    assert "duty 29" in page
    assert "duty 30" not in page
    assert "5 more wait, and appear here as you deal with these." in page


def test_one_duty_more_is_said_in_the_singular(home, hooked):
    hooked([duty(f"duty {n:02}", TODAY) for n in range(31)])
    assert "1 more waits, and appears here as you deal with these." in home(EmployeeFactory())


def test_vacancies_head_the_policy_administrators_home(home, hooked):
    hooked([duty("something", TODAY)])
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 11, 10))
    page = home(administrator)
    assert page.index("Posts to fill") < page.index('href="/something/"')
    assert "from 11 November 2026" in page
    assert 'href="/appointments/new/?post=head_of_it"' in page


def test_vacancies_are_nobody_elses_to_see(home, hooked):
    hooked()
    AppointmentFactory(post=Post.POLICY_ADMINISTRATOR)
    for post in (Post.HEAD_OF_IT, Post.AUDITOR):
        assert "Posts to fill" not in home(AppointmentFactory(post=post).employee)


def test_without_a_policy_administrator_vacancies_head_the_head_of_its_home(home, hooked):
    hooked()
    AppointmentFactory(post=Post.POLICY_ADMINISTRATOR, ends_on=date(2026, 11, 3))
    assert "Posts to fill" in home(AppointmentFactory(post=Post.HEAD_OF_IT).employee)


def test_hooks_are_told_who_asks_the_posts_and_the_day(client, monkeypatch):
    monkeypatch.setattr(hooks, "duties", hooks.Hook("duties"))
    asked = []
    hooks.duties.append(lambda **arguments: asked.append(arguments) or [])
    held = AppointmentFactory(post=Post.AUDITOR)
    client.force_login(held.employee)
    client.get("/")
    (arguments,) = asked
    assert arguments["employee"] == held.employee
    assert arguments["posts"].holds(Post.AUDITOR) == held
    assert arguments["today"] == TODAY


@pytest.mark.once
@pytest.mark.parametrize("count", [1, 30])
def test_home_itself_costs_the_same_however_much_it_lists(
    client, hooked, count, django_assert_num_queries
):
    hooked(duty(f"duty {n}", holder=holder) for n in range(count) for holder in ("", "Others"))
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    client.force_login(administrator)
    # The session, the employee, their posts, what is listed, the vacancies; unread notices.
    with django_assert_num_queries(6):
        client.get("/")
