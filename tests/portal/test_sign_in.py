import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse

from portal import clock
from portal.models import Employee, Notice, Post, TrailEvent
from portal.services.outbox import drain_outbox
from portal.services.password_links import mail_links
from portal.services.people import record_leaving
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

PASSWORD = "three words together"
WRONG = "Enter the e-mail address and the password you sign in with"
# Whoever has not acknowledged the policy is shown it once, in the place of the home page.
FIRST_PAGE = "/policy/?welcome=1"


@pytest.fixture
def ada():
    ada = EmployeeFactory(name="Ada Lee", email="ada.lee@council.example")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def sign_in(client, email="ada.lee@council.example", password=PASSWORD, **data):
    return client.post("/sign-in/", {"login": email, "password": password, **data})


def signed_in(client) -> bool:
    return client.get("/").status_code == 200


def test_someone_signs_in_by_e_mail_and_it_is_recorded(client, ada):
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, FIRST_PAGE)
    assert signed_in(client)
    event = TrailEvent.objects.get()
    assert (event.event, event.actor, event.subject) == ("sign-in", ada, f"employee {ada.pk}")


def test_an_address_is_the_same_however_it_is_typed(client, ada):
    sign_in(client, email=" Ada.Lee@Council.Example ")
    assert signed_in(client)


def test_an_address_is_kept_in_lower_case():
    employee = Employee.objects.create_user("Ben.Cole@Council.Example", PASSWORD, name="Ben Cole")
    assert employee.email == "ben.cole@council.example"


def test_signing_in_leads_to_the_page_that_was_asked_for(client, ada):
    assert client.get("/notifications/")["Location"] == "/sign-in/?next=/notifications/"
    assert sign_in(client, next="/notifications/")["Location"] == "/notifications/"


def test_signing_in_leads_to_no_other_site(client, ada):
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == FIRST_PAGE


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada.lee@council.example", "a wrong password"),
        ("nobody@council.example", PASSWORD),
    ],
)
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, ada, email, password):
    response = sign_in(client, email, password)
    assert response.status_code == 422
    assert WRONG in response.content.decode()
    assert not signed_in(client)
    assert not TrailEvent.objects.exists()


def test_what_is_left_empty_is_said(client):
    response = sign_in(client, email="", password="")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Enter your e-mail address" in page
    assert "Enter your password" in page
    assert "<title>Error: Sign in" in page


# Leavers


def test_someone_who_left_is_told_so_once_the_password_is_right(client, ada):
    Employee.objects.update(left_on=clock.today())
    response = sign_in(client)
    assert response.status_code == 409
    assert "You no longer work for the council, so you cannot sign in." in (
        response.content.decode()
    )
    assert not signed_in(client)
    assert WRONG in sign_in(client, password="wrong").content.decode()


def test_once_what_they_held_is_handed_on_a_leaver_is_like_nobody(client, ada):
    record_leaving(ada, on=clock.today(), by=None)
    response = sign_in(client)
    assert response.status_code == 422
    assert WRONG in response.content.decode()


def test_someone_who_leaves_is_signed_out_by_their_next_request(client, ada):
    sign_in(client)
    assert signed_in(client)
    Employee.objects.update(left_on=clock.today())
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_someone_whose_day_of_leaving_has_not_come_stays(client, ada):
    Employee.objects.update(left_on=clock.today() + timedelta(days=1))
    sign_in(client)
    assert signed_in(client)


def test_someone_who_returns_finds_no_session_of_before(client, ada):
    sign_in(client)
    record_leaving(ada, on=clock.today(), by=None)
    Employee.objects.update(left_on=None, leaving_handled_at=None)
    assert not signed_in(client)


# Signing out and passwords


def test_signing_out_takes_a_press(client, ada):
    sign_in(client)
    assert "Do you want to sign out?" in client.get("/sign-in/out/").content.decode()
    assert signed_in(client)
    assert client.post("/sign-in/out/")["Location"] == "/sign-in/"
    assert not signed_in(client)


def test_someone_changes_their_password(client, ada):
    sign_in(client)
    assert 'href="/sign-in/account/">Your account</a>' in client.get("/").content.decode()
    assert 'href="/sign-in/password/"' in client.get("/sign-in/account/").content.decode()
    typed = {"oldpassword": PASSWORD, "password1": "four new words here"}
    short = client.post("/sign-in/password/", {**typed, "password1": "short", "password2": "short"})
    assert short.status_code == 422
    client.post("/sign-in/password/", {**typed, "password2": "four new words here"})
    ada.refresh_from_db()
    assert ada.check_password("four new words here")
    assert TrailEvent.objects.latest("pk").event == "password.set"
    assert signed_in(client)


def ask_for_link(client, email: str):
    response = client.post("/sign-in/forgotten/", {"email": email})
    assert (response.status_code, response["Location"]) == (302, "/sign-in/forgotten/sent/")
    return client.get(response["Location"]).content.decode()


def test_a_forgotten_password_is_set_anew_by_a_link(client, ada):
    assert "Check your e-mail" in ask_for_link(client, "Ada.Lee@council.example")
    assert mail.outbox == []  # a page waits for no mail server
    assert mail_links() == 1
    drain_outbox()
    link = re.search(r"https://portal\.example(/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    where = page.redirect_chain[-1][0]
    new = "four new words here"
    unlike = client.post(where, {"password1": new, "password2": "something else"})
    assert unlike.status_code == 422
    client.post(where, {"password1": new, "password2": new})
    assert not signed_in(client)
    sign_in(client, password=new)
    assert signed_in(client)
    again = client.get(link, follow=True)
    assert "This link no longer works" in again.content.decode()


def test_an_address_that_nobody_has_is_sent_nothing_and_told_the_same(client, ada):
    known = ask_for_link(client, "ada.lee@council.example")
    assert ask_for_link(client, "nobody@council.example") == known
    mail_links()
    assert Notice.objects.get().recipient == ada
    assert mail_links() == 0


def test_a_link_asked_for_many_times_before_the_worker_comes_is_mailed_once(client, ada):
    for _ in range(3):
        ask_for_link(client, "ada.lee@council.example")
    assert mail_links() == 1
    ask_for_link(client, "ada.lee@council.example")
    assert mail_links() == 1


def test_a_leaver_is_sent_no_link(client, ada):
    Employee.objects.update(left_on=clock.today())
    ask_for_link(client, "ada.lee@council.example")
    mail_links()
    assert not Notice.objects.exists()


def test_the_link_is_not_shown_to_who_is_signed_in(client, ada):
    ask_for_link(client, "ada.lee@council.example")
    mail_links()
    sign_in(client)
    assert "new password" not in client.get("/notifications/").content.decode()


def test_confirming_the_password_again(client, ada):
    sign_in(client)
    assert client.post("/sign-in/confirm/", {"password": "wrong"}).status_code == 422
    response = client.post("/sign-in/confirm/?next=/notifications/", {"password": PASSWORD})
    assert response["Location"] == "/notifications/"
    assert TrailEvent.objects.latest("pk").event == "sign-in.confirmed"


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_inactive",
        "account_set_password",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
    ],
)
def test_pages_of_signing_in_that_nobody_needs_are_absent(name):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=["key"] if name == "account_confirm_email" else [])


@pytest.mark.parametrize(
    "path", ["signup", "login", "email", "password/set", "inactive", "login/code"]
)
def test_the_usual_addresses_of_unused_pages_are_not_found(client, ada, path):
    client.force_login(ada)
    assert client.get(f"/sign-in/{path}/").status_code == 404


# The demonstration


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True
    head = AppointmentFactory(
        post=Post.HEAD_OF_IT,
        employee__name="Harriet Head",
        employee__email="harriet.head@demonstration.example",
        employee__is_demonstration=True,
    )
    return head.employee


def test_in_the_demonstration_one_press_signs_in(client, demonstration):
    page = client.get("/sign-in/").content.decode()
    assert "Harriet Head" in page
    assert "Head of IT &amp; Customer Services" in page
    response = client.post(
        "/demonstration/sign-in/", {"email": "harriet.head@demonstration.example"}
    )
    assert response["Location"] == FIRST_PAGE
    assert signed_in(client)
    assert TrailEvent.objects.get().event == "sign-in"


def test_nobody_real_is_signed_in_by_one_press(client, demonstration, ada):
    assert "Ada Lee" not in client.get("/sign-in/").content.decode()
    response = client.post("/demonstration/sign-in/", {"email": "ada.lee@council.example"})
    assert response.status_code == 404


def test_a_demonstration_leaver_is_not_signed_in_by_one_press(client, demonstration):
    Employee.objects.update(left_on=date(2020, 1, 1))
    assert "Harriet Head" not in client.get("/sign-in/").content.decode()
    data = {"email": "harriet.head@demonstration.example"}
    assert client.post("/demonstration/sign-in/", data).status_code == 404


@pytest.mark.parametrize("path", ["sign-in", "clock", "mail"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_the_demonstration_none_of_it_exists(client, demonstration, settings, path, method):
    settings.DEMONSTRATION = False
    data = {"email": "harriet.head@demonstration.example", "forward": "7"}
    response = getattr(client, method)(f"/demonstration/{path}/", data)
    assert response.status_code == 404
    assert "Harriet Head" not in client.get("/sign-in/").content.decode()


def test_the_sign_in_page_costs_the_same_for_one_person_and_for_thirty(
    client, demonstration, django_assert_num_queries
):
    with django_assert_num_queries(2):
        client.get("/sign-in/")
    for _ in range(29):
        AppointmentFactory(employee__is_demonstration=True)
    with django_assert_num_queries(2):
        client.get("/sign-in/")


def test_moving_the_clock_moves_it_for_everyone(client, demonstration, settings, monkeypatch):
    settings.CLOCK_MOVABLE = True
    monkeypatch.setattr(clock, "_offset", None)
    before = clock.today()
    assert client.post("/demonstration/clock/", {"forward": ""}).status_code == 422
    response = client.post("/demonstration/clock/", {"forward": "7"}, follow=True)
    assert clock.today() == before + timedelta(days=7)
    assert f"It is now {before + timedelta(days=7):%-d %B %Y}." in response.content.decode()


def test_the_mail_of_the_demonstration_is_read_in_the_browser(
    client, demonstration, settings, tmp_path
):
    settings.EMAIL_BACKEND = "portal.readable_mail.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    assert "None yet" in client.get("/demonstration/mail/").content.decode()
    mail.send_mail("Advice – sent", "See https://portal.example/x\n\n<b>", None, ["a@b.example"])
    page = client.get("/demonstration/mail/").content.decode()
    assert "Advice – sent" in page
    assert "To a@b.example" in page
    assert '<a href="https://portal.example/x" rel="nofollow">' in page
    assert "&lt;b&gt;" in page
