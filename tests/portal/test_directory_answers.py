"""What the directory answers, believed or not, and who is proved anew by it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from portal import clock
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
    assert "could not make sure that the answer came from the council’s directory" in page
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
    assert "You did not sign in to the council’s directory." in page


# A directory that is down


def test_a_directory_that_is_down_has_a_page_of_its_own(client, provider, ada):
    provider.told(down=True)
    page = refused(client.get("/sign-in/directory/"), status=503)
    assert "The council’s directory does not answer at the moment." in page


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


# Proof anew


def proofs(client) -> list[dict]:
    records = client.session.get("account_authentication_methods", [])
    return [record for record in records if record.get("reauthenticated")]


def test_someone_proves_anew_who_they_are(client, traveller, ada):
    traveller.sign_in("ada")
    response = traveller.confirm("ada", next_url="/cases/")
    assert response["Location"] == "/cases/"
    assert traveller.asked == 2, "signed in at the directory or not, they are asked"
    assert len(proofs(client)) == 1


def test_who_signed_in_by_password_can_prove_it_at_the_directory(client, traveller, ada):
    client.force_login(ada)
    assert traveller.confirm("ada")["Location"] == "/"
    assert len(proofs(client)) == 1


WRONG = {
    "an old sign-in": {"ignoresPrompt": True, "signedInAgo": 3600},
    "a minute ago": {"ignoresPrompt": True, "signedInAgo": 60},
    "no time": {"claims": {"auth_time": None}},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_directory_that_does_not_ask_proves_nothing(client, traveller, provider, ada, wrong):
    provider.told(**wrong)
    traveller.sign_in("ada")
    response = traveller.confirm("ada", next_url="/cases/")
    assert response.status_code == 403
    assert "did not ask you again who you are" in response.content.decode()
    assert proofs(client) == []
    assert is_signed_in(client)


def test_someone_else_proves_nothing_for_who_is_signed_in(client, traveller, ada):
    EmployeeFactory(email="ben.cole@council.example")
    traveller.sign_in("ada")
    response = traveller.confirm("ben")
    assert response.status_code == 403
    assert "as someone else than here" in response.content.decode()
    assert client.get("/").context["user"] == ada
    assert proofs(client) == []


def test_proof_is_not_taken_for_who_signs_in_meanwhile(client, traveller, ada):
    ben = EmployeeFactory(email="ben.cole@council.example")
    traveller.sign_in("ada")
    back = traveller.way_back("/sign-in/directory/confirm/", "ada")
    session = client.session
    session["_auth_user_id"], session["_auth_user_hash"] = str(ben.pk), ben.get_session_auth_hash()
    session.save()
    assert client.get(back).status_code == 403
    assert proofs(client) == []


def test_proof_signs_nobody_in(client, traveller, ada):
    traveller.sign_in("ada")
    back = traveller.way_back("/sign-in/directory/confirm/", "ada")
    session = client.session
    del session["_auth_user_id"]
    session.save()
    refused(client.get(back))


def test_the_clocks_of_portal_and_directory_need_not_agree(client, traveller, ada):
    with clock.at(clock.now() + timedelta(days=100)):
        traveller.sign_in("ada")
        traveller.confirm("ada")
    assert len(proofs(client)) == 1
