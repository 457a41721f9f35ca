"""What the directory answers, believed or not, and who is proved anew by it."""

from dataclasses import replace

import pytest
from django.test import Client

from portal.models import DirectoryLink
from tests.factories import EmployeeFactory
from tests.processes import free_port
from tests.provider import Traveller, is_signed_in, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return EmployeeFactory(name="Ada Lee", email="ada.lee@council.example")


# Answers that are not believed


FORGED = {
    "another nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "another audience": {"claims": {"aud": "another-application"}},
    "one audience more": {"claims": {"aud": ["the-portal", "another-application"]}},
    "made for another": {"claims": {"azp": "another-application"}},
    "another issuer": {"claims": {"iss": "https://login.elsewhere.example"}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "never expires": {"claims": {"exp": None}},
    "nobody's": {"claims": {"sub": None}},
    "unsigned": {"signed": "not at all"},
    "signed by another key": {"signed": "by another key"},
    "signed by the client's secret": {"signed": "by the client's secret"},
    "signed by a key nobody knows": {"signed": "by a key nobody knows"},
}


@pytest.mark.parametrize("wrong", FORGED.values(), ids=FORGED)
def test_a_forged_token_signs_nobody_in(traveller, provider, ada, wrong):
    provider.told(**wrong)
    page = refused(traveller.sign_in("ada"))
    assert "could not make sure that the answer came from the council's directory" in page
    assert not DirectoryLink.objects.exists()


def test_a_token_that_is_signed_anew_is_believed_where_nothing_is_wrong(
    client, traveller, provider, ada
):
    """What the forged ones differ from."""
    provider.told(claims={"name": "Ada"})
    traveller.sign_in("ada")
    assert is_signed_in(client)


def test_an_answer_is_taken_once(client, traveller, ada):
    back = traveller.way_back("/sign-in/directory/", "ada")
    client.get(back)
    client.logout()
    assert "You waited for too long" in refused(client.get(back))


def test_an_answer_from_another_browser_is_not_taken(client, traveller, provider, ada):
    back = traveller.way_back("/sign-in/directory/", "ada")
    assert "began in another window" in refused(Client().get(back))


def test_an_answer_to_an_earlier_question_is_not_taken(client, traveller, ada):
    """A code is bound to its question by PKCE, and worth nothing with the state of another."""
    first = traveller.way_back("/sign-in/directory/", "ada")
    second = traveller.way_back("/sign-in/directory/", "ada")
    state = second.partition("state=")[2].partition("&")[0]
    swapped = first.replace(first.partition("state=")[2].partition("&")[0], state)
    refused(client.get(swapped))


def test_who_cancels_is_back_at_sign_in(client, traveller, ada):
    response = traveller.go("/sign-in/directory/", "")
    assert response["Location"] == "/"
    page = client.get("/", follow=True).content.decode()
    assert "You did not sign in to the council&#x27;s directory." in page


# A directory that is down


def test_a_directory_that_is_down_has_a_page_of_its_own(client, provider, ada):
    provider.told(down=True)
    page = refused(client.get("/sign-in/directory/"), status=503)
    assert "The council's directory does not answer at the moment." in page


def test_a_directory_that_goes_down_meanwhile_has_one_too(client, traveller, provider, ada):
    back = traveller.way_back("/sign-in/directory/", "ada")
    provider.told(down=True)
    refused(client.get(back), status=503)


def test_a_directory_that_is_nowhere_has_one_too(client, settings, provider):
    nowhere = f"http://127.0.0.1:{free_port()}"
    settings.DIRECTORY = replace(provider.settings, issuer=nowhere)
    refused(client.get("/sign-in/directory/"), status=503)


def test_a_directory_that_is_another_than_set_is_not_asked(client, settings, provider):
    settings.DIRECTORY = replace(provider.settings, issuer=f"{provider.issuer}/")
    refused(client.get("/sign-in/directory/"))


def test_what_the_directory_publishes_is_asked_for_once_an_hour(client, provider, ada):
    Traveller(client).sign_in("ada")
    client.logout()
    provider.told(down=True)
    assert client.get("/sign-in/directory/").status_code == 302
