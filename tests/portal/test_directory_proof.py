"""Proving anew at the council's directory who one is, by someone who only ever signs in there."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from portal import clock
from portal.models import DirectoryLink, Post, TrailEvent
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.provider import is_signed_in, refused
from tests.second_factors import give_second_factor

pytestmark = pytest.mark.django_db

SECRET_PAGE = "/sign-in/second-factor/"  # shown after proof from the last five minutes


@pytest.fixture
def client() -> Client:
    """Nobody's: all that is proved is proved at the directory."""
    return Client()


@pytest.fixture
def ada():
    return EmployeeFactory(name="Ada Lee", email="ada.lee@council.example")


@pytest.fixture
def ben():
    """Who does what needs proof; the directory asks him for a second factor."""
    ben = EmployeeFactory(name="Ben Cole", email="ben.cole@council.example")
    return AppointmentFactory(post=Post.POLICY_ADMINISTRATOR, employee=ben).employee


@pytest.fixture
def second_factor(provider, settings):
    settings.DIRECTORY = replace(provider.settings, second_factor=("amr", "mfa"))


def leads_to(response) -> str:
    return unquote(response["Location"])


def is_proved(client) -> bool:
    return client.get(SECRET_PAGE).status_code == 200


def test_someone_who_has_just_signed_in_there_has_proved_it(client, traveller, ada):
    traveller.sign_in("ada")
    assert is_proved(client)


def test_someone_who_signed_in_there_long_ago_has_not(client, traveller, provider, ada):
    provider.told(signedInAgo=600)
    traveller.sign_in("ada")
    assert is_signed_in(client)
    assert not is_proved(client)


def test_they_prove_anew_who_they_are(client, traveller, provider, ada):
    provider.told(signedInAgo=600)
    traveller.sign_in("ada")
    assert leads_to(client.get(SECRET_PAGE)) == f"/sign-in/confirm/?next={SECRET_PAGE}"
    page = client.get("/sign-in/confirm/").content.decode()
    assert ">Sign in again with your council account</a>" in page
    provider.told()
    response = traveller.confirm("ada", next_url=SECRET_PAGE)
    assert response["Location"] == SECRET_PAGE
    assert traveller.asked == 2, "signed in at the directory or not, they are asked"
    assert is_proved(client)
    assert TrailEvent.objects.latest("pk").event == "sign-in.confirmed"


@pytest.mark.parametrize("seconds", [60, 3600])
def test_a_directory_that_does_not_ask_proves_nothing(client, traveller, provider, ada, seconds):
    provider.told(ignoresPrompt=True, signedInAgo=seconds)
    traveller.sign_in("ada")
    before = client.session["account_authentication_methods"]
    response = traveller.confirm("ada", next_url="/cases/")
    assert response.status_code == 403
    assert "did not ask you again who you are" in response.content.decode()
    assert is_signed_in(client)
    assert client.session["account_authentication_methods"] == before


def test_a_directory_that_tells_no_time_proves_nothing(client, traveller, provider, ada):
    provider.told(claims={"auth_time": None})
    traveller.sign_in("ada")
    assert traveller.confirm("ada").status_code == 403
    assert is_signed_in(client)
    assert not is_proved(client)


def test_someone_else_proves_nothing_for_who_is_signed_in(client, traveller, provider, ada, ben):
    provider.told(signedInAgo=600)
    traveller.sign_in("ada")
    response = traveller.confirm("ben")
    assert response.status_code == 403
    assert "as someone else than here" in response.content.decode()
    assert client.get("/").context["user"] == ada
    assert not is_proved(client)


def test_proof_is_not_taken_for_who_signs_in_meanwhile(client, traveller, ada):
    other = EmployeeFactory()
    traveller.sign_in("ada")
    back = traveller.way_back("/sign-in/directory/confirm/", "ada")
    session = client.session
    session["_auth_user_id"] = str(other.pk)
    session["_auth_user_hash"] = other.get_session_auth_hash()
    session.save()
    assert client.get(back).status_code == 403


def test_proof_signs_nobody_in(client, traveller, ada):
    traveller.sign_in("ada")
    back = traveller.way_back("/sign-in/directory/confirm/", "ada")
    session = client.session
    del session["_auth_user_id"]
    session.save()
    refused(client.get(back))


def test_the_clocks_of_portal_and_directory_need_not_agree(client, traveller, provider, ada):
    provider.told(signedInAgo=600)
    with clock.at(clock.now() + timedelta(days=100)):
        traveller.sign_in("ada")
        provider.told()
        traveller.confirm("ada")
        assert is_proved(client)


# A deed that needs it


def test_a_deed_waits_for_the_directory_and_goes_through(
    client, traveller, provider, second_factor, ada, ben
):
    DirectoryLink.objects.create(
        employee=ada, issuer=provider.issuer, subject="old", linked_at=clock.now()
    )
    deed = f"/people/{ada.pk}/directory/"
    provider.told(signedInAgo=600)
    traveller.sign_in("ben")
    assert leads_to(client.post(deed)) == f"/sign-in/confirm/?next={deed}"
    assert DirectoryLink.objects.filter(employee=ada).exists()
    provider.told()
    assert traveller.confirm("ben", next_url=deed)["Location"] == deed
    assert client.post(deed)["Location"] == f"/people/{ada.pk}/"
    assert not DirectoryLink.objects.filter(employee=ada).exists()


# A second factor


def test_the_directorys_second_factor_opens_a_post(client, traveller, second_factor, ben):
    traveller.sign_in("ben")
    assert client.get("/people/").status_code == 200


def test_without_the_setting_it_does_not(client, traveller, ben):
    traveller.sign_in("ben")
    assert leads_to(client.get("/people/")) == "/sign-in/second-factor/?next=/people/"


def test_a_post_leads_to_the_directory_for_a_second_factor(
    client, traveller, provider, second_factor, ben
):
    provider.told(claims={"amr": ["pwd"]})
    traveller.sign_in("ben")
    asked = client.get("/people/")
    assert leads_to(asked) == "/sign-in/directory/confirm/?next=/people/"
    provider.told()
    assert traveller.go(asked["Location"], "ben")["Location"] == "/people/"
    assert client.get("/people/").status_code == 200


def test_a_directory_that_asks_for_none_leads_to_the_portals_own(
    client, traveller, provider, second_factor, ben
):
    provider.told(claims={"amr": ["pwd"]})
    traveller.sign_in("ben")
    response = traveller.confirm("ben", next_url="/people/")
    assert leads_to(response) == "/sign-in/second-factor/?next=/people/"
    assert client.get(response["Location"]).status_code == 200


def test_who_has_set_up_the_portals_own_is_asked_for_it(client, traveller, ben):
    give_second_factor(ben)
    assert traveller.sign_in("ben")["Location"].startswith("/sign-in/code/")
    assert not is_signed_in(client)


def test_a_list_of_claims_counts_by_what_is_in_it(client, traveller, provider, settings):
    settings.DIRECTORY = replace(provider.settings, second_factor=("acrs", "c1"))
    AppointmentFactory(post=Post.AUDITOR, employee__email="eve.moss@council.example")
    traveller.sign_in("entra")
    assert is_signed_in(client)


def test_another_value_in_it_does_not(client, traveller, provider, settings):
    settings.DIRECTORY = replace(provider.settings, second_factor=("acrs", "c2"))
    AppointmentFactory(post=Post.AUDITOR, employee__email="eve.moss@council.example")
    traveller.sign_in("entra")
    assert leads_to(client.get("/cases/")) == "/sign-in/directory/confirm/?next=/cases/"
