"""Communications is reminded of a media contact (5.8)."""

from datetime import date, datetime, timedelta

import pytest

from policy.services.media_contacts import remind_of_media_contacts
from portal import clock
from portal.models import Holiday, Notice, Post
from tests.factories import AppointmentFactory
from tests.policy.media_contacts.reporting import HOUR, NOW, move, report, told

pytestmark = pytest.mark.django_db


def remind(at: datetime) -> int:
    with clock.at(at):
        return remind_of_media_contacts(today=clock.today())


def test_reminded_two_hours_before_the_deadline_once(chief, adviser, reporter):
    report(reporter, deadline_at=NOW + 5 * HOUR)
    assert remind(NOW + 3 * HOUR - timedelta(seconds=1)) == 0
    remind(NOW + 3 * HOUR)
    remind(NOW + 4 * HOUR)
    remind(NOW + 30 * HOUR)
    subject = "No advice yet: The Evening Example, deadline 3:42pm on 4 November 2026"
    assert told(chief)[1:] == told(adviser) == [subject]
    assert adviser.notices.get().urgent


def test_reminded_after_a_working_day_and_again_before_a_later_deadline(chief, reporter):
    Holiday.objects.create(day=date(2026, 11, 5), name="Town holiday")
    report(reporter, deadline_at=NOW + 120 * HOUR)
    assert remind(NOW + 48 * HOUR - timedelta(seconds=1)) == 0
    remind(NOW + 48 * HOUR)
    remind(NOW + 50 * HOUR)
    assert told(chief)[1:] == ["No advice for a working day: media contact by The Evening Example"]
    remind(NOW + 118 * HOUR)
    assert len(told(chief)) == 3


def test_a_backlog_reminds_of_the_deadline_alone(chief, reporter):
    report(reporter, deadline_at=NOW + HOUR)
    remind(NOW + 24 * 7 * HOUR)
    assert told(chief)[1:] == [
        "No advice yet: The Evening Example, deadline 11:42am on 4 November 2026"
    ]


def test_what_was_answered_is_not_reminded_of(chief, reporter):
    move(report(reporter), "advise", chief)
    assert remind(NOW + 24 * 7 * HOUR) == 0


def test_what_waits_again_is_reminded_of_again(chief, reporter):
    contact = report(reporter, deadline_at=NOW + HOUR)
    remind(NOW)
    with clock.at(NOW + 2 * HOUR):
        contact = move(move(contact, "advise", chief), "add", reporter)
    assert remind(NOW + 26 * HOUR - timedelta(seconds=1)) == 0
    remind(NOW + 26 * HOUR)
    remind(NOW + 27 * HOUR)
    assert told(chief)[1:] == [
        "No advice yet: The Evening Example, deadline 11:42am on 4 November 2026",
        "More about a media contact: The Evening Example, deadline 11:42am on 4 November 2026",
        "No advice for a working day: media contact by The Evening Example",
    ]
    body = chief.notices.first().body
    assert "Rita Reporter added to it at 12:42pm on 4 November 2026" in body


def test_who_holds_the_post_since_is_reminded_too(chief, reporter):
    report(reporter)
    remind(NOW + 24 * HOUR)
    successor = AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, acting=True, ends_on=date(2026, 12, 1)
    ).employee
    remind(NOW + 25 * HOUR)
    assert len(told(successor)) == 1
    assert Notice.objects.filter(recipient=chief).count() == 2
