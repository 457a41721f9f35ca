"""Moments on the two nights of the year on which the clocks change."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from policy.forms.media_contacts import MediaContactForm
from policy.models import AwarenessSession
from portal import clock
from portal.models import Post
from portal.wording import clock_time, moment
from tests.factories import AppointmentFactory, SessionFactory

FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
FIRST, SECOND = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "moments"),
    [
        (FORWARD, time(0, 59), [datetime(2026, 3, 29, 0, 59, tzinfo=UTC)]),
        (FORWARD, time(1), []),
        (FORWARD, time(1, 59), []),
        (FORWARD, time(2), [datetime(2026, 3, 29, 1, tzinfo=UTC)]),
        (BACK, time(0, 59), [datetime(2026, 10, 24, 23, 59, tzinfo=UTC)]),
        (BACK, time(1, 30), [FIRST, SECOND]),
        (BACK, time(1, 30, fold=1), [FIRST, SECOND]),
        (BACK, time(2), [datetime(2026, 10, 25, 2, tzinfo=UTC)]),
    ],
)
def test_a_time_is_shown_never_once_or_twice(day, at, moments):
    assert clock.moments_of(day, at) == moments


def test_a_moment_whose_time_comes_twice_is_shown_with_which_it_is():
    assert moment(FIRST) == "1:30am (before the clocks go back) on 25 October 2026"
    assert moment(SECOND) == "1:30am (after the clocks go back) on 25 October 2026"
    assert clock_time(datetime(2026, 10, 25, 2, 30, tzinfo=UTC)) == "2:30am"


@pytest.fixture
def typed(client, db) -> dict[str, str]:
    """A session that can be added, but for its day and time, by who is signed in."""
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    client.force_login(adviser)
    return {"minutes": "60", "place": "Room 1", "places": "3", "organiser": adviser.email}


def on(day: date, at: str) -> dict[str, str]:
    return {"day-day": day.day, "day-month": day.month, "day-year": day.year, "time": at}


@pytest.mark.both
def test_a_time_that_is_left_out_is_refused_beside_its_field(client, typed):
    with clock.at(datetime(2026, 3, 1, 10, tzinfo=UTC)):
        answer = client.post(reverse("awareness:new"), typed | on(FORWARD, "1:30am"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["time"] == [
        "1:30am does not exist on 29 March 2026, as the clocks go forward: enter another time"
    ]
    assert 'value="1:30am"' in answer.content.decode()
    assert not AwarenessSession.objects.exists()


@pytest.mark.both
@pytest.mark.parametrize(("which", "starts_at"), [("before", FIRST), ("after", SECOND)])
def test_of_a_time_that_comes_twice_it_is_asked_which(client, typed, which, starts_at):
    typed |= on(BACK, "1:30am")
    with clock.at(datetime(2026, 10, 1, 10, tzinfo=UTC)):
        asked = client.post(reverse("awareness:new"), typed)
        assert asked.status_code == 422
        assert asked.context["form"].errors["time_which"] == [
            "1:30am comes twice on 25 October 2026, as the clocks go back: select which you mean"
        ]
        assert "The second 1:30am, after the clocks go back" in asked.content.decode()
        wrong = client.post(
            reverse("awareness:new"), typed | {"time_which": which, "places": "none"}
        )
        chosen = f'name="time_which" type="radio" value="{which}" checked'
        assert wrong.status_code == 422
        assert chosen in " ".join(wrong.content.decode().split())
        client.post(reverse("awareness:new"), typed | {"time_which": which})
    assert AwarenessSession.objects.get().starts_at == starts_at


def test_an_answer_to_which_is_not_looked_at_for_a_time_that_comes_once(client, typed):
    with clock.at(datetime(2026, 10, 1, 10, tzinfo=UTC)):
        client.post(reverse("awareness:new"), typed | on(BACK, "3am") | {"time_which": "after"})
    assert AwarenessSession.objects.get().starts_at == datetime(2026, 10, 25, 3, tzinfo=UTC)


@pytest.mark.parametrize(("starts_at", "which"), [(FIRST, "before"), (SECOND, "after")])
def test_a_session_is_changed_without_moving_it(client, typed, starts_at, which):
    session = SessionFactory(starts_at=starts_at)
    with clock.at(datetime(2026, 10, 1, 10, tzinfo=UTC)):
        form = client.get(reverse("awareness:edit", args=[session.pk])).context["form"]
    assert (form["time"].value(), form["time_which"].value()) == ("1:30am", which)


def report(now: datetime, **typed: object) -> MediaContactForm:
    answers = {"who": "Pat", "outlet": "Herald", "way": "phone", "asked": "Why?"}
    answers |= {"about_work_posts": "no"} | typed
    return MediaContactForm(answers, now=now, accounts=[])


def test_the_deadline_of_a_media_contact_is_asked_about_too():
    contacted = {"day-day": "24", "day-month": "10", "day-year": "2026", "time": "9pm"}
    deadline = {"deadline_day-day": "25", "deadline_day-month": "10", "deadline_day-year": "2026"}
    now = datetime(2026, 10, 24, 21, tzinfo=UTC)
    form = report(now, **contacted, **deadline, deadline_time="1:15am")
    assert list(form.errors) == ["deadline_time_which"]
    form = report(now, **contacted, **deadline, deadline_time="1:15am", deadline_time_which="after")
    assert not form.errors
    assert form.details["deadline_at"] == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)


def test_within_the_hour_that_comes_twice_the_second_is_later_than_the_first():
    """Two moments of one time zone are compared by what clocks show, unless they are in UTC."""
    now = datetime(2026, 10, 25, 1, 45, tzinfo=UTC)
    form = report(
        now,
        **{"day-day": "25", "day-month": "10", "day-year": "2026", "time": "1:30am"},
        time_which="before",
        **{"deadline_day-day": "25", "deadline_day-month": "10", "deadline_day-year": "2026"},
        deadline_time="1:20am",
        deadline_time_which="after",
    )
    assert not form.errors


def test_now_is_shown_as_the_one_it_is():
    form = MediaContactForm(now=SECOND, accounts=[])
    assert (form["time"].value(), form["time_which"].value()) == ("1:30am", "after")
