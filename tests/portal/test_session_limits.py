"""How long a sign-in lasts, what becomes of what was typed, and where someone is signed in."""

from datetime import timedelta

import pytest
from django.test import Client

from portal import clock, kept
from portal.models import BrowserSession, Post, TrailEvent
from portal.services import browser_sessions
from portal.services.people import record_leaving
from portal.session_store import ACTIVE, SIGNED_IN
from tests.builders import a_draft
from tests.clients import signed_in
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.second_factors import code_now, give_second_factor

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MINUTE, HOUR = 60, 3600
PASSWORD = "three words together"
IDLE = "You were signed out after 15 minutes without activity."
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def ada():
    ada = EmployeeFactory(name="Ada Lee", email="ada.lee@council.example")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


@pytest.fixture
def administrator(ada):
    AppointmentFactory(employee=ada, post=Post.POLICY_ADMINISTRATOR)
    return ada


def pass_time(client, seconds, *, since=(ACTIVE,)):
    session = client.session
    for what in since:
        session[what] -= seconds
    session.save()


def sign_in(client, person, path, secret=""):
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD, "next": path})
    if secret:
        client.post("/sign-in/code/", {"code": code_now(secret)})


# How long


def test_a_holder_of_a_post_is_signed_out_after_a_quarter_of_an_hour(client, administrator):
    client.force_login(administrator)
    pass_time(client, 15 * MINUTE - 5)
    assert client.get("/people/").status_code == 200
    pass_time(client, 15 * MINUTE)
    ended = client.get("/people/?search=lee")
    assert ended["Location"] == "/sign-in/?next=/people/%3Fsearch%3Dlee"
    assert IDLE in client.get(ended["Location"]).text
    event = TrailEvent.objects.get(event="sign-out")
    assert event.summary == "Signed out by the portal, after 15 minutes without activity"


def test_others_may_do_nothing_all_day(client, ada):
    client.force_login(ada)
    pass_time(client, 7 * HOUR)
    assert client.get("/").status_code == 200


def test_nobody_is_signed_in_for_longer_than_eight_hours(client, ada):
    client.force_login(ada)
    pass_time(client, 8 * HOUR - 5, since=[SIGNED_IN])
    assert client.get("/").status_code == 200
    pass_time(client, 5, since=[SIGNED_IN])
    ended = client.get("/")
    assert "You were signed out after 8 hours." in client.get(ended["Location"]).text


def test_the_limits_are_the_councils(client, administrator, settings):
    settings.IDLE_MINUTES, settings.SIGNED_IN_HOURS = 5, 1
    client.force_login(administrator)
    pass_time(client, 5 * MINUTE)
    ended = client.get("/")
    page = client.get(ended["Location"]).text
    assert "You were signed out after 5 minutes without activity." in page


def test_moving_the_portals_clock_signs_nobody_out(client, administrator):
    client.force_login(administrator)
    with clock.at(clock.now() + timedelta(days=400)):
        assert client.get("/").status_code == 200


def test_activity_is_written_once_a_minute_at_most(client, ada, django_assert_num_queries):
    client.force_login(ada)
    before = client.session[ACTIVE]
    pass_time(client, 50)
    client.get("/")
    assert client.session[ACTIVE] == before - 50
    pass_time(client, 10)
    client.get("/")
    assert client.session[ACTIVE] >= before
    row = BrowserSession.objects.get(employee=ada)
    assert row.active_at.timestamp() == pytest.approx(client.session[ACTIVE], abs=1)


def test_a_page_that_nobody_needs_to_sign_in_for_ends_nothing(client, administrator):
    client.force_login(administrator)
    pass_time(client, 20 * MINUTE)
    assert client.get("/help/").status_code == 200
    assert client.get("/").status_code == 302


def test_asking_how_long_is_left_does_not_make_it_longer_and_a_press_does(client, administrator):
    client.force_login(administrator)
    pass_time(client, 14 * MINUTE)
    left = client.get("/sign-in/stay/").json()
    assert 50 <= left["seconds"] <= 60
    assert left["extends"]
    assert client.post("/sign-in/stay/", {"next": "/people/"})["Location"] == "/people/"
    assert client.get("/sign-in/stay/").json()["seconds"] > 14 * MINUTE


def test_the_end_of_the_day_cannot_be_put_off(client, administrator):
    client.force_login(administrator)
    pass_time(client, 8 * HOUR - 4 * MINUTE, since=[SIGNED_IN])
    left = client.get("/sign-in/stay/").json()
    assert left["seconds"] <= 4 * MINUTE
    assert not left["extends"]
    page = client.get("/").text
    assert "at the end of the time that a sign-in lasts" in page
    assert "Stay signed in" not in page


# What was typed


def test_who_signs_in_again_finds_what_they_typed(client, administrator):
    secret = give_second_factor(administrator)
    client.force_login(administrator)
    pass_time(client, 15 * MINUTE)
    ended = client.post("/awareness/new/", {"place": "Meeting room 7", "minutes": "45"})
    assert ended["Location"] == "/sign-in/?next=/awareness/new/"
    # Another tab posts a moment later.
    person = f"/people/{EmployeeFactory().pk}/leaving/"
    again = client.post(person, {"on-day": "30", "on-month": "11", "on-year": "2077"})
    assert again["Location"] == f"/sign-in/?next={person}"

    sign_in(client, administrator, person, secret)
    page = client.get(person)
    assert 'value="2077"' in page.text
    assert "Nothing has been sent yet." in page.text
    assert "2077" not in client.get(person).text


def test_someone_else_does_not_find_it(client, ada):
    case = client_of_a_case(client, ada)
    pass_time(client, 8 * HOUR, since=[SIGNED_IN])
    client.post(case, {"purpose": "For a private reason", "version": "1"})
    assert "private+reason" in str(client.session[kept.KEPT])

    ben = EmployeeFactory(email="ben@council.example")
    ben.set_password(PASSWORD)
    ben.save()
    sign_in(client, ben, "/")
    assert client.session[kept.KEPT] == []


def test_a_text_is_back_on_its_page(client, ada):
    case = client_of_a_case(client, ada)
    pass_time(client, 8 * HOUR, since=[SIGNED_IN])
    text = "What is on in our libraries <b>this week</b>."
    client.post(case, {"purpose": text, "version": "1"})
    sign_in(client, ada, case)
    assert "What is on in our libraries &lt;b&gt;this week&lt;/b&gt;." in client.get(case).text


def client_of_a_case(client, person):
    client.force_login(person)
    return f"/cases/{a_draft(by=person).reference}/purpose/"


def test_what_is_posted_by_nobody_is_not_kept(client):
    client.post("/cases/new/", {"school_employee": "no"})
    assert kept.KEPT not in client.session


# Where someone is signed in


def test_sessions_are_listed_and_one_is_ended(ada):
    here, there = Client(), Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="192.0.2.7")
    sign_in(here, ada, "/")
    sign_in(there, ada, "/")
    other = signed_in(EmployeeFactory())

    page = here.get("/sign-in/sessions/").text
    assert page.count("This one") == 1
    assert "Firefox on Windows" in page
    assert "192.0.2.7" in page
    for client in (here, there, other):
        assert client.session.session_key not in page

    theirs = BrowserSession.objects.get(session_key=other.session.session_key)
    here.post("/sign-in/sessions/", {"session": theirs.handle})
    assert other.get("/").status_code == 200
    own = BrowserSession.objects.get(session_key=there.session.session_key)
    assert (
        "You are signed out there."
        in here.post("/sign-in/sessions/", {"session": own.handle}, follow=True).text
    )
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    event = TrailEvent.objects.get(event="sessions.ended")
    assert event.changes == {"ended": [["Firefox on Windows, 192.0.2.7"], []]}


def test_signing_out_everywhere_else(ada):
    here, *others = (signed_in(ada) for _ in range(3))
    here.post("/sign-in/sessions/", {"others": "1"})
    assert [client.get("/").status_code for client in (here, *others)] == [200, 302, 302]
    assert TrailEvent.objects.get(event="sessions.ended").summary == (
        "Ended 2 sessions of their own"
    )


def test_a_new_password_ends_the_others(ada):
    here, there = signed_in(ada), signed_in(ada)
    new = {"password1": "four new words here", "password2": "four new words here"}
    here.post("/sign-in/password/", {"oldpassword": PASSWORD, **new})
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert BrowserSession.objects.filter(employee=ada).count() == 1


def test_a_session_that_is_over_is_not_listed(administrator):
    here, idle, long = (signed_in(administrator) for _ in range(3))
    pass_time(idle, 15 * MINUTE)
    pass_time(long, 8 * HOUR, since=[SIGNED_IN])
    assert here.get("/sign-in/sessions/").text.count('data-label="Last used"') == 1


def test_what_is_old_is_swept_away(ada):
    signed_in(ada)
    old = BrowserSession.objects.create(
        session_key="old", session_data="", expire_date=clock.real_now() - timedelta(seconds=1)
    )
    assert browser_sessions.clear_old(today=clock.today()) >= 1
    assert not BrowserSession.objects.filter(pk=old.pk).exists()
    assert BrowserSession.objects.filter(employee=ada).count() == 1


def test_someone_who_leaves_is_signed_out_everywhere(ada):
    clients = [signed_in(ada) for _ in range(3)]
    record_leaving(ada, on=clock.today(), by=None)
    assert [client.get("/").status_code for client in clients] == [302, 302, 302]
