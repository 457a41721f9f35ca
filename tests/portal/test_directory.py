"""Signing in through the council's directory, against a real OpenID Connect provider."""

import pytest

from portal import clock
from portal.models import DirectoryLink, Employee, Notice, Post, TrailEvent
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.provider import Traveller

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return EmployeeFactory(name="Ada Lee", email="ada.lee@council.example")


@pytest.fixture
def traveller(client, provider):
    return Traveller(client)


def signed_in(client) -> bool:
    return client.get("/").status_code == 200


def test_someone_signs_in_and_lands_on_the_page_that_was_wanted(client, traveller, ada):
    response = traveller.sign_in("ada", next_url="/notifications/")
    assert (response.status_code, response["Location"]) == (302, "/notifications/")
    assert signed_in(client)
    events = list(TrailEvent.objects.values_list("event", "actor", "subject"))
    assert events == [
        ("directory.linked", ada.pk, f"employee {ada.pk}"),
        ("sign-in", ada.pk, f"employee {ada.pk}"),
    ]
