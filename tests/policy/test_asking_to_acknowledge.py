"""Where people are asked to acknowledge the policy: their home page, and first sign-in."""

from datetime import date, timedelta

import pytest

from policy import acknowledging
from policy.services.acknowledging import acknowledge, ask_everyone
from portal import clock
from tests.builders import NOW
from tests.duties import duties_of
from tests.factories import EmployeeFactory
from tests.policy.versions import in_force_now, newly_in_force

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def asked_of(person):
    return duties_of(person, acknowledging.duties)


def test_home_asks_until_the_version_in_force_is_acknowledged(django_assert_num_queries):
    person = EmployeeFactory()
    # Before any sweep, since the version is in force; then since they were asked.
    assert clock.date_of(asked_of(person)[0].since) == date(2011, 10, 11)
    ask_everyone(today=TODAY)
    # And their posts.
    with django_assert_num_queries(2):
        (duty,) = asked_of(person)
    assert (duty.text, duty.url, duty.due_on) == (
        *("Read and acknowledge the social media policy", "/policy/"),
        None,
    )
    assert clock.date_of(duty.since) == date(2026, 11, 4)

    acknowledge(in_force_now(), by=person)
    assert asked_of(person) == []

    newly_in_force()
    assert len(asked_of(person)) == 1


def test_home_asks_for_the_version_in_force_alone_and_since_it_was():
    """What was asked of others, and versions before it, are nothing to a newcomer."""
    EmployeeFactory()
    ask_everyone(today=TODAY)
    newcomer = EmployeeFactory()
    assert clock.date_of(asked_of(newcomer)[0].since) == date(2011, 10, 11)
    newly_in_force()
    (duty,) = asked_of(newcomer)
    assert clock.date_of(duty.since) == in_force_now().in_force_from


@pytest.fixture
def starter():
    starter = EmployeeFactory(email="new@council.example")
    starter.set_password(PASSWORD)
    starter.save()
    return starter


def sign_in(client, **more):
    fields = {"login": "new@council.example", "password": PASSWORD}
    return client.post("/sign-in/", fields | more)["Location"]


def test_a_new_starter_is_shown_the_policy_once_and_can_do_it_later(client, starter):
    assert sign_in(client) == "/policy/?welcome=1"
    html = client.get("/policy/?welcome=1").content.decode()
    assert "Do this later" in html
    assert client.get("/").status_code == 200

    client.post("/sign-in/out/")
    with clock.at(NOW + timedelta(minutes=1)):
        assert sign_in(client) == "/"


def test_a_link_to_anything_else_leads_where_it_leads(client, starter):
    assert sign_in(client, next="/cases/?state=draft") == "/cases/?state=draft"


def test_whoever_has_acknowledged_already_goes_home(client, starter):
    acknowledge(in_force_now(), by=starter)
    assert sign_in(client) == "/"
