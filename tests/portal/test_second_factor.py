import re
from contextlib import suppress
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test import Client

from portal import clock
from portal.models import BrowserSession, Notice, Post, Throttle, TrailEvent
from portal.refusals import Refused
from portal.services import second_factor, throttle
from portal.services.second_factor import check_code, codes_to_show
from portal.services.throttle import TooManyTries
from portal.wording import clock_time
from tests.clients import signed_in
from tests.databases import at_once
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.second_factors import code_now, give_second_factor

PASSWORD = "three words together"
WRONG = "000 000"
MINUTE = timedelta(minutes=1)
# Where someone goes who signs in for the first time.
WELCOME = "/policy/?welcome=1"


@pytest.fixture
def ada(db):
    ada = EmployeeFactory(name="Ada Lee", email="ada.lee@council.example")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


@pytest.fixture
def head(ada):
    AppointmentFactory(employee=ada, post=Post.HEAD_OF_IT)
    return ada


@pytest.fixture
def browser():
    """One that goes through the pages of signing in."""
    return Client()


def enter_password(browser, person, path="/"):
    typed = {"login": person.email, "password": PASSWORD, "next": path}
    return browser.post("/sign-in/", typed)


def wrong_code(secret: str) -> str:
    return next(code for code in ("000000", "111111") if code != code_now(secret))


# Signing in


def test_a_password_alone_signs_nobody_in_who_has_a_second_factor(browser, ada):
    secret = give_second_factor(ada)
    assert enter_password(browser, ada, "/notifications/")["Location"] == "/sign-in/code/"
    assert browser.get("/")["Location"] == "/sign-in/?next=/"

    assert browser.post("/sign-in/code/", {"code": ""}).status_code == 422
    wrong = browser.post("/sign-in/code/", {"code": wrong_code(secret)})
    assert wrong.status_code == 422
    assert "Enter the 6 digits that the app shows now, or a recovery code" in wrong.text

    right = browser.post("/sign-in/code/", {"code": code_now(secret)})
    assert right["Location"] == "/notifications/"
    assert browser.get("/").status_code == 200
    assert TrailEvent.objects.latest("pk").event == "sign-in"


def test_who_is_asked_for_a_code_may_sign_in_as_someone_else(browser, ada):
    give_second_factor(ada)
    enter_password(browser, ada)
    assert browser.get("/sign-in/")["Location"] == "/sign-in/code/"
    assert browser.post("/sign-in/code/", {"someone_else": "1"})["Location"] == "/sign-in/"
    assert browser.get("/sign-in/").status_code == 200
    assert browser.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_a_code_is_taken_once_for_as_long_as_it_could_be_used(browser, ada):
    secret = give_second_factor(ada)
    code = code_now(secret)
    assert check_code(ada, code, is_known=False)
    assert check_code(ada, code, is_known=False) is None
    assert check_code(ada, code_now(secret, steps=-3), is_known=False) is None


def test_a_recovery_code_signs_in_once_and_its_person_is_told(browser, ada):
    give_second_factor(ada)
    code = codes_to_show(ada)[0]
    enter_password(browser, ada)
    answer = browser.post("/sign-in/code/", {"code": f" {code[:4]} {code[4:]}"})
    assert answer["Location"] == WELCOME
    assert Notice.objects.filter(subject__startswith="A recovery code was used").count() == 1
    assert TrailEvent.objects.filter(event="recovery-code.used").count() == 1

    again = Client()
    enter_password(again, ada)
    assert again.post("/sign-in/code/", {"code": code}).status_code == 422


def test_ten_wrong_codes_and_no_code_is_taken_for_a_quarter_of_an_hour(browser, ada):
    secret = give_second_factor(ada)
    enter_password(browser, ada)
    for _ in range(10):
        assert "Try again after" not in browser.post("/sign-in/code/", {"code": WRONG}).text
    locked = browser.post("/sign-in/code/", {"code": code_now(secret)})
    until = clock_time(Throttle.objects.filter(tries=10).earliest("until").until + MINUTE)
    assert f"Too many wrong codes were entered. Try again after {until}" in locked.text
    with pytest.raises(TooManyTries):
        check_code(ada, codes_to_show(ada)[0], is_known=False)

    # Signing in elsewhere, or a new password, forgives nothing; time does.
    enter_password(Client(), ada)
    throttle.forgive(ada)
    with pytest.raises(TooManyTries):
        check_code(ada, code_now(secret), is_known=False)
    Throttle.objects.update(until=F("until") - 15 * MINUTE)
    assert check_code(ada, code_now(secret), is_known=False)


def test_a_hundred_codes_a_day_are_tried(ada):
    give_second_factor(ada)
    tried = 0
    for _ in range(24 * 4):
        with suppress(TooManyTries):
            for _ in range(11):
                check_code(ada, WRONG, is_known=False)
                tried += 1
        Throttle.objects.update(until=F("until") - 15 * MINUTE)
    assert tried == 100


def test_who_knows_the_password_keeps_its_person_out_of_no_browser_they_know(browser, ada):
    secret = give_second_factor(ada)
    enter_password(browser, ada)
    browser.post("/sign-in/code/", {"code": code_now(secret)})
    elsewhere = signed_in(ada)
    browser.post("/sign-in/out/")
    for _ in range(10):
        stranger = Client()
        enter_password(stranger, ada)
        stranger.post("/sign-in/code/", {"code": WRONG})
    enter_password(stranger, ada)
    right = {"code": code_now(secret, steps=1)}
    assert stranger.post("/sign-in/code/", right).status_code == 422
    # Nor from confirming where they are signed in.
    recovery = {"code": codes_to_show(ada)[0]}
    assert elsewhere.post("/sign-in/confirm/", recovery).status_code == 302
    enter_password(browser, ada)
    assert browser.post("/sign-in/code/", right).status_code == 302


def test_a_password_alone_makes_no_browser_known(browser, ada):
    give_second_factor(ada)
    enter_password(browser, ada)
    assert not ada.known_browsers.exists()


def test_a_reset_second_factor_forgives_the_codes_of_the_old(ada):
    give_second_factor(ada)
    for is_known in (True, False):
        for _ in range(10):
            check_code(ada, WRONG, is_known=is_known)
    second_factor.reset(ada, by=None)
    secret = give_second_factor(ada)
    assert check_code(ada, code_now(secret), is_known=False)


def test_the_codes_of_one_person_lock_nobody_else(ada):
    other = EmployeeFactory()
    secret = give_second_factor(other)
    give_second_factor(ada)
    for _ in range(10):
        check_code(ada, WRONG, is_known=False)
    assert check_code(other, code_now(secret), is_known=False)


def test_however_many_press_at_once_ten_codes_are_tried(committed_db):
    person = EmployeeFactory()
    give_second_factor(person)
    answers = at_once(*[lambda: check_code(person, WRONG, is_known=False)] * 14)
    assert answers.count(None) == 10
    assert sum(isinstance(answer, TooManyTries) for answer in answers) == 4


def test_what_the_database_holds_of_a_secret_is_no_use_to_who_reads_it(ada):
    secret = give_second_factor(ada)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert not any(secret in str(row) for row in cursor.fetchall())


def test_under_another_secret_key_no_code_is_right_and_it_can_be_reset(ada, settings):
    secret = give_second_factor(ada)
    codes = codes_to_show(ada)
    settings.SECRET_KEY = "another-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghij"
    assert check_code(ada, code_now(secret), is_known=False) is None
    assert check_code(ada, codes[0], is_known=False) is None
    assert second_factor.second_factor_of(ada).codes_left == 0
    second_factor.reset(ada, by=None)
    assert not second_factor.has_second_factor(ada)


# Who needs one


def test_a_holder_of_a_post_is_led_to_set_one_up_and_back_to_the_page(browser, head):
    assert enter_password(browser, head)["Location"] == WELCOME
    assert browser.get("/").status_code == 200
    assert browser.get("/policy/").status_code != 302
    assert browser.get("/media-contacts/new/").status_code == 200
    asked = browser.get("/appointments/")
    assert asked["Location"] == "/sign-in/second-factor/?next=%2Fappointments%2F"

    page = browser.get(asked["Location"])
    secret = re.search(r"portal-secret\">([A-Z2-7 ]+)<", page.text)[1].replace(" ", "")
    assert "<svg" in page.text
    assert "data:" not in page.headers["Content-Security-Policy"]
    wrong = browser.post(asked["Location"], {"code": wrong_code(secret)})
    assert wrong.status_code == 422
    assert "Enter the 6 digits that the app shows now" in wrong.text

    done = browser.post(asked["Location"], {"code": code_now(secret)})
    assert done["Location"] == "/sign-in/second-factor/codes/?next=%2Fappointments%2F"
    codes = codes_to_show(head)
    assert len(codes) == 10
    shown = browser.get(done["Location"]).text
    assert all(code in shown for code in codes)
    file = browser.get("/sign-in/second-factor/codes/recovery-codes.txt")
    assert file.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert codes[9] in file.text

    assert browser.post(done["Location"])["Location"] == "/appointments/"
    assert browser.get("/appointments/").status_code == 200
    assert browser.get("/sign-in/second-factor/codes/")["Location"] == "/sign-in/account/"
    assert browser.get("/sign-in/second-factor/codes/recovery-codes.txt").status_code == 404
    assert TrailEvent.objects.filter(event="second-factor.set-up").count() == 1
    assert Notice.objects.filter(subject="Your second factor is set up").count() == 1


def test_nobody_without_a_post_is_asked(browser, ada):
    enter_password(browser, ada)
    assert browser.get("/cases/").status_code == 200


def test_someone_appointed_from_today_is_asked_by_their_next_request(browser, ada):
    enter_password(browser, ada)
    assert browser.get("/cases/").status_code == 200
    AppointmentFactory(employee=ada, post=Post.AUDITOR, acting=True, ends_on=clock.today())
    assert browser.get("/cases/")["Location"] == "/sign-in/second-factor/?next=%2Fcases%2F"


@pytest.mark.parametrize("post", Post)
def test_every_post_needs_one(browser, ada, post):
    AppointmentFactory(employee=ada, post=post)
    enter_password(browser, ada)
    assert browser.get("/cases/").status_code == 302


def test_the_system_administration_needs_one(browser, ada):
    ada.is_staff = True
    ada.save()
    enter_password(browser, ada)
    assert browser.get("/system-administration/").status_code == 302


def test_who_set_one_up_at_another_browser_enters_a_code_at_this_one(browser, head):
    enter_password(browser, head)
    secret = give_second_factor(head)
    asked = browser.get("/appointments/")
    assert asked["Location"] == "/sign-in/confirm/?next=%2Fappointments%2F"
    given = browser.post(asked["Location"], {"code": code_now(secret)})
    assert given["Location"] == "/appointments/"
    assert browser.get("/appointments/").status_code == 200


def test_a_post_by_someone_without_one_changes_nothing(browser, head):
    enter_password(browser, head)
    response = browser.post("/appointments/new/", {"post": Post.AUDITOR})
    assert response["Location"].startswith("/sign-in/second-factor/?next=")


def test_setting_one_up_takes_proof_that_is_fresh(browser, ada):
    enter_password(browser, ada)
    make_stale(browser)
    asked = browser.get("/sign-in/second-factor/")
    assert asked["Location"] == "/sign-in/confirm/?next=%2Fsign-in%2Fsecond-factor%2F"
    assert browser.post("/sign-in/second-factor/", {"code": WRONG}).status_code == 302
    assert not Authenticator.objects.exists()


def make_stale(browser):
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 5 * 60
    session.save()


# Replacing it and turning it off


def test_new_recovery_codes_void_the_old(client, ada):
    give_second_factor(ada)
    old = codes_to_show(ada)
    second_factor.stop_showing_codes(ada)
    client.force_login(ada)
    assert (
        "The ones you have no longer work." in client.get("/sign-in/second-factor/codes/new/").text
    )
    client.post("/sign-in/second-factor/codes/new/")
    new = codes_to_show(ada)
    assert not set(new) & set(old)
    assert check_code(ada, old[0], is_known=False) is None
    assert TrailEvent.objects.filter(event="recovery-codes.made").exists()


def test_who_needs_none_turns_it_off_and_is_signed_out_elsewhere(client, ada):
    give_second_factor(ada)
    client.force_login(ada)
    elsewhere = signed_in(ada)
    assert client.post("/sign-in/second-factor/off/")["Location"] == "/sign-in/account/"
    assert not Authenticator.objects.exists()
    assert elsewhere.get("/").status_code == 302
    assert TrailEvent.objects.filter(event="second-factor.off").exists()
    # What it had shown counts no more.
    AppointmentFactory(employee=ada, post=Post.HEAD_OF_IT)
    assert client.get("/cases/")["Location"].startswith("/sign-in/second-factor/")


def test_who_needs_it_does_not_turn_it_off(client, head):
    give_second_factor(head)
    client.force_login(head)
    assert "Your second factor stays on" in client.get("/sign-in/second-factor/off/").text
    assert client.post("/sign-in/second-factor/off/").status_code == 409
    assert second_factor.has_second_factor(head)


# A lost device


@pytest.fixture
def administrator(db):
    return AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee


def test_the_policy_administrator_resets_the_second_factor_of_another(client, head, administrator):
    give_second_factor(head)
    theirs = signed_in(head)
    client.force_login(administrator)
    url = f"/people/{head.pk}/second-factor/"
    assert f'href="{url}"' in client.get(f"/people/{head.pk}/").text
    assert "First make sure that it is really them who asks" in client.get(url).text
    assert client.post(url)["Location"] == f"/people/{head.pk}/"
    assert not second_factor.has_second_factor(head)
    assert not BrowserSession.objects.filter(employee=head).exists()
    assert theirs.get("/").status_code == 302
    event = TrailEvent.objects.get(event="second-factor.reset")
    assert (event.actor, event.actor_post) == (administrator, "Policy administrator (HR)")
    assert Notice.objects.get(subject="Your second factor was reset").recipient == head
    assert client.post(url).status_code == 409


def test_nobody_resets_their_own(client, administrator):
    give_second_factor(administrator)
    client.force_login(administrator)
    url = f"/people/{administrator.pk}/second-factor/"
    assert url not in client.get(f"/people/{administrator.pk}/").text
    assert client.post(url).status_code == 404
    with pytest.raises(Refused, match="You cannot reset your own second factor"):
        second_factor.reset(administrator, by=administrator)


def test_nobody_else_resets_one(head):
    other = EmployeeFactory()
    give_second_factor(other)
    with pytest.raises(Refused, match="Only the policy administrator"):
        second_factor.reset(other, by=head)


def test_who_runs_the_portal_resets_one_by_command(administrator, capsys):
    give_second_factor(administrator)
    call_command("reset_second_factor", administrator.email)
    assert not second_factor.has_second_factor(administrator)
    assert TrailEvent.objects.get(event="second-factor.reset").actor_name == "The portal"
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("reset_second_factor", administrator.email)
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("reset_second_factor", "nobody@council.example")
