"""Signing in through the council's directory, against a real OpenID Connect provider."""

from dataclasses import replace

import pytest

from portal import clock
from portal.models import DirectoryLink, Employee, Notice, Post, TrailEvent
from portal.services.people import record_leaving
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.provider import Traveller, is_signed_in, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return EmployeeFactory(name="Ada Lee", email="ada.lee@council.example")


def events() -> list[str]:
    return list(TrailEvent.objects.values_list("event", flat=True))


# Who is let in


def test_someone_signs_in_and_lands_on_the_page_that_was_wanted(client, traveller, ada):
    response = traveller.sign_in("ada", next_url="/notifications/")
    assert (response.status_code, response["Location"]) == (302, "/notifications/")
    assert is_signed_in(client)
    recorded = list(TrailEvent.objects.values_list("event", "actor", "subject"))
    assert recorded == [
        ("directory.linked", ada.pk, f"employee {ada.pk}"),
        ("sign-in", ada.pk, f"employee {ada.pk}"),
    ]
    link = DirectoryLink.objects.get()
    assert (link.employee, link.subject) == (ada, "ada")


def test_signing_in_leads_to_no_other_site(traveller, ada):
    # As whoever signs in for the first time and wants no page of ours in particular.
    answer = traveller.sign_in("ada", next_url="https://elsewhere.example/")
    assert answer["Location"] == "/policy/?welcome=1"


def test_someone_signed_in_at_the_directory_is_not_asked_again(client, traveller, ada):
    traveller.sign_in("ada")
    client.logout()
    traveller.sign_in("ada")
    assert is_signed_in(client)
    assert traveller.asked == 1
    assert events() == ["directory.linked", "sign-in", "sign-in"]


def test_who_is_signed_in_is_not_sent_to_the_directory(client, traveller, ada):
    client.force_login(ada)
    assert client.get("/sign-in/directory/?next=/cases/")["Location"] == "/cases/"


def test_nobody_is_added(traveller, ada):
    assert "Nobody with the address sam@elsewhere.example is listed in this portal." in (
        refused(traveller.sign_in("stranger"))
    )
    assert list(Employee.objects.all()) == [ada]
    assert not DirectoryLink.objects.exists()
    assert events() == []


@pytest.mark.parametrize("subject", ["unverified", "unsaid"])
def test_an_address_that_is_not_verified_is_nobodys(traveller, ada, subject):
    page = refused(traveller.sign_in(subject))
    assert "does not say that the address ada.lee@council.example is verified" in page


def test_a_council_may_vouch_for_its_directory_but_not_against_it(client, traveller, settings, ada):
    settings.DIRECTORY = replace(settings.DIRECTORY, addresses_verified=True)
    refused(traveller.sign_in("unverified"))
    Traveller(client).sign_in("unsaid")
    assert is_signed_in(client)


def test_entra_ids_own_claim_says_that_an_address_is_verified(client, traveller):
    EmployeeFactory(email="eve.moss@council.example")
    traveller.sign_in("entra")
    assert is_signed_in(client)


def test_a_directory_that_tells_no_address_is_said(traveller, ada):
    page = refused(traveller.sign_in("addressless"))
    assert "does not tell the portal your e-mail address" in page


def test_a_leaver_is_refused(client, traveller, ada):
    Employee.objects.update(left_on=clock.today())
    response = traveller.sign_in("ada")
    assert response.status_code == 409
    assert "You no longer work for the council, so you cannot sign in." in response.content.decode()
    assert not is_signed_in(client)
    assert not DirectoryLink.objects.exists()


def test_someone_linked_who_leaves_is_refused(client, traveller, ada):
    traveller.sign_in("ada")
    record_leaving(ada, on=clock.today(), by=None)
    assert not is_signed_in(client)
    assert traveller.sign_in("ada").status_code == 409
    assert not is_signed_in(client)


# By employee number


@pytest.fixture
def numbered(settings, provider):
    settings.DIRECTORY = replace(provider.settings, number_claim="employeeid")


def test_someone_is_matched_by_employee_number(client, traveller, numbered):
    ada = EmployeeFactory(email="a.lee@council.example", employee_number="1001")
    traveller.sign_in("ada")
    assert is_signed_in(client)
    assert DirectoryLink.objects.get().employee == ada


def test_a_number_is_never_traded_for_an_address(traveller, numbered, ada):
    assert "Nobody with the employee number 1001 is listed" in refused(traveller.sign_in("ada"))


def test_a_worker_without_a_number_is_matched_by_address(client, traveller, numbered):
    EmployeeFactory(email="ben.cole@council.example", employee_number=None)
    traveller.sign_in("ben")
    assert is_signed_in(client)


def test_an_employee_with_a_number_is_not_matched_by_less(traveller, numbered):
    EmployeeFactory(email="ben.cole@council.example", employee_number="1002")
    refused(traveller.sign_in("ben"))


# The link


def test_who_is_linked_stays_so_when_addresses_change(client, traveller, ada):
    traveller.sign_in("ada")
    client.logout()
    Employee.objects.update(email="ada.cole@council.example")
    EmployeeFactory(name="Another", email="ada.lee@council.example")
    traveller.sign_in("ada")
    assert client.get("/").context["user"] == ada


def test_an_address_given_to_someone_else_hands_no_account_over(client, traveller, ada):
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    traveller.sign_in("ada")
    client.logout()
    for _ in range(2):
        page = refused(Traveller(client).sign_in("ada again"))
        assert "Ada Lee already signs in with another account" in page
    event = TrailEvent.objects.filter(event="directory.refused").latest("pk")
    assert event.subject == f"employee {ada.pk}"
    assert event.changes == {"subject": ["ada", "ada again"]}
    notice = Notice.objects.get()
    assert (notice.recipient, notice.path) == (administrator, f"/people/{ada.pk}/")
    assert notice.subject == "Someone could not sign in as Ada Lee"


def test_a_forgotten_link_lets_a_new_account_in(client, traveller, ada):
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    traveller.sign_in("ada")
    client.force_login(administrator)
    person = client.get(f"/people/{ada.pk}/").content.decode()
    assert f'href="/people/{ada.pk}/directory/"' in person
    assert "Ada Lee signs in with one account" in (
        client.get(f"/people/{ada.pk}/directory/").content.decode()
    )
    response = client.post(f"/people/{ada.pk}/directory/")
    assert response["Location"] == f"/people/{ada.pk}/"
    assert client.get(f"/people/{ada.pk}/directory/").status_code == 404
    event = TrailEvent.objects.get(event="directory.forgotten")
    assert (event.actor, event.changes) == (administrator, {"subject": ["ada", None]})
    assert Notice.objects.get().recipient == ada
    client.logout()
    Traveller(client).sign_in("ada again")
    assert DirectoryLink.objects.get().subject == "ada again"


def test_nobody_forgets_their_own_link(client, traveller, ada):
    AppointmentFactory(post=Post.POLICY_ADMINISTRATOR, employee=ada)
    traveller.sign_in("ada")
    client.force_login(ada)
    response = client.post(f"/people/{ada.pk}/directory/")
    assert response.status_code == 409
    assert "Someone else must forget your own directory account." in response.content.decode()
    assert DirectoryLink.objects.exists()


# Without a directory, and without passwords


@pytest.mark.parametrize("path", ["", "confirm/", "answer/"])
def test_without_a_directory_its_pages_do_not_exist(client, ada, path):
    client.force_login(ada)
    assert client.get(f"/sign-in/directory/{path}").status_code == 404


def test_the_sign_in_page_offers_the_directory_first(client, provider):
    page = client.get("/sign-in/?next=/cases/").content.decode()
    button = 'href="/sign-in/directory/?next=%2Fcases%2F">Sign in with your council account</a>'
    assert page.index(button) < page.index('name="password"')


def test_passwords_can_be_switched_off(client, provider, settings, ada):
    ada.set_password("three words together")
    ada.save()
    settings.PASSWORD_SIGN_IN = False
    page = client.get("/sign-in/").content.decode()
    assert "Sign in with your council account" in page
    assert 'name="password"' not in page
    typed = {"login": ada.email, "password": "three words together"}
    assert client.post("/sign-in/", typed).status_code == 404
    client.force_login(ada)
    assert "Change password" not in client.get("/").content.decode()
    for path in (
        "password",
        "forgotten",
        "forgotten/sent",
        "new-password/1-set",
        "new-password/done",
    ):
        assert client.get(f"/sign-in/{path}/").status_code == 404, path


def test_who_has_no_password_is_offered_no_page_to_change_it(client, traveller, ada):
    ada.set_unusable_password()
    ada.save()
    traveller.sign_in("ada")
    assert "Change password" not in client.get("/").content.decode()
    assert client.get("/sign-in/password/").status_code == 404


def test_signing_out_says_that_the_directory_does_not(client, traveller, ada):
    traveller.sign_in("ada")
    page = client.post("/sign-in/out/", follow=True).content.decode()
    assert (
        "You have signed out. If others use this computer, sign out of your council account" in page
    )
