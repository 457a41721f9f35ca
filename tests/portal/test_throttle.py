"""Guessing passwords: what is looked at, what is not, and who gets in meanwhile."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from portal import clock, known_browsers
from portal.client_address import client_address, network_of
from portal.models import Employee, KnownBrowser, PasswordLinkRequest, Throttle
from portal.services import browser_sessions, throttle
from portal.services.outbox import drain_outbox
from portal.services.password_links import mail_links
from portal.services.people import record_leaving
from portal.services.throttle import TooManyTries
from portal.wording import clock_time, moment
from tests.factories import EmployeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PASSWORD = "three words together"
NEW_PASSWORD = "four new words here"
WAIT = "Wait before you sign in"
QUARTER = timedelta(minutes=15)


class CountedHasher(MD5PasswordHasher):
    """Counts how many passwords are looked at."""

    algorithm = "counted"
    count = 0

    def encode(self, password: str, salt: str) -> str:
        CountedHasher.count += 1
        return super().encode(password, salt)


@pytest.fixture
def looked_at(settings):
    """How many passwords have been looked at since the last time this was asked."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]

    def since_last_asked() -> int:
        count, CountedHasher.count = CountedHasher.count, 0
        return count

    return since_last_asked


@pytest.fixture
def ann(looked_at):
    ann = EmployeeFactory(name="Ann Example", email="ann@council.example")
    ann.set_password(PASSWORD)
    ann.save()
    looked_at()
    return ann


@pytest.fixture
def known(ann):
    """A browser in which Ann has signed in before."""
    return signed_out_again(ann)


def signed_out_again(person):
    browser = Client()
    assert guess(browser, person.email, PASSWORD).status_code == 302
    browser.post("/sign-in/out/")
    return browser


def guess(browser, email: str, password: str = "wrong", **extra):
    return browser.post("/sign-in/", {"login": email, "password": password}, **extra)


def lock(email: str = "ann@council.example") -> None:
    """A stranger enters ten wrong passwords, each from another address."""
    for number in range(10):
        guess(Client(), email, REMOTE_ADDR=f"192.0.2.{number}")


def gets_in(browser, password: str = PASSWORD) -> bool:
    """Whether Ann does, with the right password."""
    guess(browser, "ann@council.example", password)
    return browser.get("/notifications/").status_code == 200


def pass_time(by: timedelta) -> None:
    Throttle.objects.update(until=F("until") - by)


# An account


def test_ten_wrong_passwords_and_no_unknown_browser_gets_in_for_a_quarter_of_an_hour(ann):
    for number in range(10):
        # However the name is typed, and from ten addresses.
        typed = ("Ann@Council.Example", "ann@council.example ")[number % 2]
        wrong = guess(Client(), typed, REMOTE_ADDR=f"192.0.2.{number}")
        assert wrong.status_code == 422
    waiting = guess(Client(), "ANN@council.example")
    assert waiting.status_code == 429
    assert WAIT in waiting.text
    assert not gets_in(Client())

    pass_time(QUARTER)
    assert gets_in(Client())


def test_an_address_that_nobody_has_waits_just_the_same(ann):
    lock()
    lock("nobody@council.example")
    known, unknown = (guess(Client(), f"{who}@council.example") for who in ("ann", "nobody"))
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)


def test_during_the_wait_right_and_wrong_are_answered_alike_and_neither_is_looked_at(
    ann, looked_at
):
    lock()
    assert looked_at() == 10
    right, wrong = (guess(Client(), ann.email, password) for password in (PASSWORD, "wrong"))
    assert (right.status_code, right.content) == (wrong.status_code, wrong.content)
    assert right.cookies.keys() == wrong.cookies.keys()
    assert looked_at() == 0


def test_the_wait_ends_when_the_page_says_whatever_is_tried_meanwhile(ann):
    lock()
    ends = Throttle.objects.filter(tries=10).earliest("until").until
    assert timedelta(0) < clock.real_now() + QUARTER - ends < timedelta(minutes=1)
    until = f"Try again after {clock_time(ends + timedelta(minutes=1))}"
    before = list(Throttle.objects.order_by("pk").values_list("key", "tries", "until"))
    for number in range(30):
        password = (PASSWORD, "wrong")[number % 2]
        assert until in guess(Client(), ann.email, password).text
    assert list(Throttle.objects.order_by("pk").values_list("key", "tries", "until")) == before


def test_a_wait_into_another_day_says_which(db):
    later = clock.real_now() + timedelta(days=1)
    assert TooManyTries(later).until == moment(later + timedelta(minutes=1))


def test_the_right_password_neither_counts_nor_forgives(ann):
    for _ in range(9):
        guess(Client(), ann.email)
    for _ in range(5):
        assert gets_in(Client())
    assert guess(Client(), ann.email).status_code == 422
    assert guess(Client(), ann.email).status_code == 429


def test_guessing_at_one_account_keeps_nobody_else_out(ann):
    lock("ben@council.example")
    assert gets_in(Client())


def test_an_account_that_nobody_has_takes_as_long(ann, looked_at):
    guess(Client(), ann.email)
    assert looked_at() == 1
    guess(Client(), "nobody@council.example")
    assert looked_at() == 1
    imported = EmployeeFactory()
    guess(Client(), imported.email)
    assert looked_at() == 1


# Who gets in meanwhile


def test_a_stranger_keeps_nobody_out_of_a_browser_they_know(ann, known):
    lock()
    assert gets_in(known)


def test_nor_by_wrong_passwords_from_the_address_of_the_whole_office(ann, known, settings):
    settings.WRONG_PASSWORDS_PER_ADDRESS = 15
    for number in range(15):
        guess(Client(), f"person{number}@council.example")
    assert WAIT in guess(Client(), ann.email).text
    assert gets_in(known)


def test_a_known_browser_has_ten_tries_of_its_own(ann, known):
    for _ in range(10):
        assert guess(known, ann.email).status_code == 422
    assert guess(known, ann.email).status_code == 429
    assert not gets_in(known)
    # They lock no other browser.
    assert gets_in(Client())


def test_a_browser_is_known_only_for_whoever_signed_in_there(ann, known):
    other = EmployeeFactory()
    lock(other.email)
    assert guess(known, other.email).status_code == 429


def test_several_people_are_known_at_one_browser(ann, known):
    ben = EmployeeFactory()
    ben.set_password(PASSWORD)
    ben.save()
    guess(known, ben.email, PASSWORD)
    known.post("/sign-in/out/")
    cookie = known.cookies[known_browsers.COOKIE].value
    assert not any(str(of) in cookie.split(":")[0] for of in (ann.email, ben.email, ann.name))
    lock(ann.email)
    lock(ben.email)
    assert guess(known, ben.email, PASSWORD).status_code == 302
    known.post("/sign-in/out/")
    assert gets_in(known)


def test_a_browser_is_known_for_ninety_days(ann, known):
    KnownBrowser.objects.update(signed_in_at=clock.real_now() - timedelta(days=90))
    lock()
    assert not gets_in(known)
    assert browser_sessions.clear_old(today=clock.today()) >= 1
    assert not KnownBrowser.objects.exists()


def test_a_cookie_that_is_made_up_or_altered_makes_no_browser_known(ann, known):
    lock()
    signed = known.cookies[known_browsers.COOKIE].value
    number = signed.split(":")[0]
    for value in (number, signed[:-1], f"{number}x:{signed.split(':', 1)[1]}", "", "\x00", ":::"):
        stranger = Client()
        stranger.cookies[known_browsers.COOKIE] = value
        assert not gets_in(stranger)


def test_the_cookie_is_for_the_pages_of_signing_in_and_no_script(ann, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = guess(Client(), ann.email, PASSWORD).cookies[known_browsers.COOKIE]
    assert (cookie["path"], cookie["samesite"]) == ("/sign-in/", "Lax")
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["max-age"] == 90 * 24 * 60 * 60


def test_so_many_browsers_are_known_as_one_persons(ann, known):
    for _ in range(10):
        signed_out_again(ann)
    assert ann.known_browsers.count() == 10
    lock()
    assert not gets_in(known)


# A browser is known no more


def test_after_a_new_password_only_the_browser_is_known_in_which_it_was_chosen(ann, known):
    here = Client()
    guess(here, ann.email, PASSWORD)
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    here.post("/sign-in/password/", {"oldpassword": PASSWORD, **new})
    here.post("/sign-in/out/")
    lock()
    assert not gets_in(known, NEW_PASSWORD)
    assert gets_in(here, NEW_PASSWORD)


def test_after_a_password_set_by_whoever_runs_the_portal_none_is_known(ann, known):
    ann.set_password(NEW_PASSWORD)
    ann.save()
    lock()
    assert not gets_in(known, NEW_PASSWORD)


def test_the_browser_of_a_session_that_is_not_theirs_is_known_no_more(ann):
    here, there = Client(), Client()
    for browser in (here, there):
        guess(browser, ann.email, PASSWORD)
    session = ann.browser_sessions.get(session_key=there.session.session_key)
    here.post("/sign-in/sessions/", {"session": session.handle})
    lock()
    assert not gets_in(there)
    here.post("/sign-in/out/")
    assert gets_in(here)


def test_nor_is_any_other_after_signing_out_everywhere_else(ann, known):
    here = Client()
    guess(here, ann.email, PASSWORD)
    here.post("/sign-in/sessions/", {"others": "1"})
    here.post("/sign-in/out/")
    lock()
    assert not gets_in(known)
    assert gets_in(here)


def test_who_left_and_returns_has_no_browser_that_is_known(ann, known):
    record_leaving(ann, on=clock.today(), by=None)
    Employee.objects.update(left_on=None, leaving_handled_at=None)
    ann.refresh_from_db()
    lock()
    assert guess(known, ann.email).status_code == 429


# The mailed link


def mailed_link() -> str:
    """The path of the link that was mailed last."""
    mail_links()
    drain_outbox()
    return re.search(r"https://portal\.example(/\S+)", mail.outbox[-1].body)[1]


def choose_password(browser, link: str) -> None:
    page = browser.get(link, follow=True)
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert browser.post(page.redirect_chain[-1][0], new).status_code == 302


def test_the_mailed_link_lets_in_whom_a_stranger_keeps_out(ann):
    lock()
    browser = Client()
    browser.post("/sign-in/forgotten/", {"email": ann.email})
    choose_password(browser, mailed_link())
    # What was counted is forgiven, also in other browsers.
    assert gets_in(Client(), NEW_PASSWORD)
    # The stranger goes on: the browser of the link is known from then on.
    lock()
    assert not gets_in(Client(), NEW_PASSWORD)
    assert gets_in(browser, NEW_PASSWORD)


def test_an_imported_person_chooses_a_first_password_by_the_mailed_link(ann):
    Employee.objects.update(password="")
    browser = Client()
    browser.post("/sign-in/forgotten/", {"email": ann.email})
    choose_password(browser, mailed_link())
    assert gets_in(browser, NEW_PASSWORD)


def test_five_links_are_mailed_in_a_quarter_of_an_hour_and_twenty_in_a_day(ann):
    def ask() -> int:
        return Client().post("/sign-in/forgotten/", {"email": "Ann@council.example"}).status_code

    assert [ask() for _ in range(6)] == [302] * 5 + [429]
    for _ in range(3):
        pass_time(QUARTER)
        assert [ask() for _ in range(5)] == [302] * 5
    pass_time(QUARTER)
    said = Client().post("/sign-in/forgotten/", {"email": "ann@council.example"})
    assert said.status_code == 429
    assert "use the newest link there" in said.text
    unknown = Client().post("/sign-in/forgotten/", {"email": "nobody@council.example"})
    assert unknown.status_code == 302


def test_the_address_typed_is_bound_and_kept_as_ours_are(ann):
    def ask(email: str) -> int:
        return Client().post("/sign-in/forgotten/", {"email": email}).status_code

    assert ask(f"ann@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.example") == 422
    assert ask("ann@\uff43ouncil.example") == 302
    assert list(PasswordLinkRequest.objects.values_list("email", flat=True)) == [ann.email]


def test_asking_for_a_link_is_the_same_work_for_an_address_that_nobody_has(ann):
    def queries(email: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            Client().post("/sign-in/forgotten/", {"email": email})
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in captured]

    assert queries("ann@council.example") == queries("nobody@council.example")


@pytest.mark.once
def test_and_takes_as_long(ann):
    def seconds(email: str) -> float:
        began = time.process_time()
        Client().post("/sign-in/forgotten/", {"email": email})
        return time.process_time() - began

    best = dict.fromkeys(("ann@council.example", "nobody@council.example"), 1.0)
    for _ in range(25):
        for email in best:
            Throttle.objects.all().delete()
            PasswordLinkRequest.objects.all().delete()
            best[email] = min(best[email], seconds(email))
    known, unknown = best.values()
    assert 0.7 < known / unknown < 1.4


# Who is signed in


def test_the_password_of_who_is_signed_in_is_guessed_ten_times(client, ann):
    client.force_login(ann)
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    for number in range(10):
        if number % 2:
            answer = client.post("/sign-in/password/", {"oldpassword": "wrong", **new})
        else:
            answer = client.post("/sign-in/confirm/", {"password": "wrong"})
        assert answer.status_code == 422
        assert "Too many" not in answer.text
    for answer in (
        client.post("/sign-in/password/", {"oldpassword": PASSWORD, **new}),
        client.post("/sign-in/confirm/", {"password": PASSWORD}),
    ):
        assert answer.status_code == 422
        assert "Too many wrong passwords were entered. Try again after" in answer.text
    assert gets_in(Client())


def test_a_stranger_does_not_keep_who_is_signed_in_from_confirming(client, ann):
    client.force_login(ann)
    lock()
    answer = client.post("/sign-in/confirm/?next=/notifications/", {"password": PASSWORD})
    assert answer.status_code == 302


# What protects, in numbers


def guesses_in_a_day(addresses: int) -> int:
    """How many guesses at one account are looked at of a stranger who never stops for a day."""
    looked_at = []
    attempts = 0
    for _ in range(24 * 4):
        for _ in range(max(addresses, 12)):
            attempts += 1
            address = f"198.18.{attempts % addresses // 250}.{attempts % addresses % 250}"
            limits = throttle.passwords_for("ann@council.example", address=address)
            try:
                throttle.tried(limits, lambda: looked_at.append(1))
            except TooManyTries:
                break
        pass_time(QUARTER)
    return len(looked_at)


@pytest.mark.parametrize("addresses", [1, 1000])
def test_a_hundred_guesses_a_day_at_one_account_are_looked_at(db, addresses):
    assert guesses_in_a_day(addresses) == 100


def test_every_address_of_a_thousand_that_try_at_once_counts(ann):
    answers = [
        guess(Client(), ann.email, REMOTE_ADDR=f"198.18.{n // 250}.{n % 250}").status_code
        for n in range(0, 1000, 10)
    ]
    assert answers == [422] * 10 + [429] * 90


def test_a_hundred_guesses_in_a_quarter_of_an_hour_from_one_address_whatever_the_account(db):
    for _ in range(2):
        for number in range(100):
            throttle.take(throttle.passwords_for(f"p{number}@council.example", address="192.0.2.1"))
        with pytest.raises(TooManyTries):
            throttle.take(throttle.passwords_for("another@council.example", address="192.0.2.1"))
        throttle.take(throttle.passwords_for("another@council.example", address="192.0.2.2"))
        pass_time(QUARTER)


def test_nothing_is_forgotten_however_full_the_cache_is(ann):
    lock()
    for number in range(310):
        guess(Client(), f"p{number}@council.example", REMOTE_ADDR=f"198.18.0.{number % 250}")
    cache.clear()
    assert not gets_in(Client())


def test_what_counts_no_more_is_swept_away_and_no_more_than_that(ann):
    lock()
    pass_time(QUARTER)
    assert browser_sessions.clear_old(today=clock.today()) >= 1
    # What is counted for a day.
    [day] = Throttle.objects.all()
    assert day.tries == 10


def test_what_strangers_type_is_not_kept(db):
    guess(Client(), "my password, in the wrong field@council.example")
    guess(Client(), "stranger@council.example")
    assert not any("council" in key for key in Throttle.objects.values_list("key", flat=True))


# An address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "connection", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 192.0.2.7", "192.0.2.1", "203.0.113.9"),
        (1, "203.0.113.9:4711", "192.0.2.1", "203.0.113.9"),
        (1, "[2001:db8::1]:4711", "192.0.2.1", "2001:db8::1"),
        (1, "fe80::1%eth0", "192.0.2.1", "fe80::1"),
        (1, "::ffff:203.0.113.9", "192.0.2.1", "203.0.113.9"),
        # Fewer proxies than are set, or none that can be read: the connection's.
        (1, "", "192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, ", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, unknown", "192.0.2.1", "192.0.2.1"),
        (1, "999.1.1.1", "192.0.2.1", "192.0.2.1"),
        (1, "a" * 4000, "192.0.2.1", "192.0.2.1"),
        (0, "", "", None),
        (1, "nonsense", "nonsense", None),
    ],
)
def test_where_a_request_comes_from(settings, proxies, forwarded, connection, address):
    settings.TRUSTED_PROXIES = proxies
    asked = RequestFactory().get("/", REMOTE_ADDR=connection, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(asked) == address


def test_what_an_address_is_counted_by():
    assert network_of("2001:db8:0:1::7") == network_of("2001:db8:0:1:ffff::") != ""
    assert network_of("2001:db8:0:1::7") != network_of("2001:db8:0:2::7")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_no_address_evades_the_count_or_is_an_error(ann, settings, proxies):
    settings.TRUSTED_PROXIES = proxies
    settings.WRONG_PASSWORDS_PER_ADDRESS = 6
    forged = ["", "nonsense", "1.2.3", ", ", "999.9.9.9, x", "\x00", "[::1"]
    answers = [
        guess(Client(), f"p{n}@council.example", HTTP_X_FORWARDED_FOR=text).status_code
        for n, text in enumerate(forged)
    ]
    assert answers == [422] * 6 + [429]
    # It is written down of sessions too, in a column for addresses.
    settings.WRONG_PASSWORDS_PER_ADDRESS = 100
    browser = Client(REMOTE_ADDR="nonsense", headers={"X-Forwarded-For": "fe80::1%eth0, nonsense"})
    assert gets_in(browser)
