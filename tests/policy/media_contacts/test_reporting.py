"""A media contact is reported: what it needs, and who hears (4.j, 5.8)."""

from datetime import date

import pytest

from policy.models import MediaContact
from portal.models import Employee, Post, Posts, TrailEvent
from portal.refusals import Refused
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.policy.media_contacts.reporting import HOUR, NOW, TODAY, move, report, told

pytestmark = pytest.mark.django_db


def test_the_communications_manager_and_who_acts_for_them_hear_at_once(chief, adviser, reporter):
    acting = AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, acting=True, ends_on=date(2026, 11, 4)
    ).employee
    before = AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, acting=True, ends_on=date(2026, 11, 3)
    ).employee
    Employee.objects.filter(pk=chief.pk).update(mail=Employee.Mail.DAILY)

    contact = report(reporter, deadline_at=NOW + 5 * HOUR)

    subject = "Media contact: The Evening Example, deadline 3:42pm on 4 November 2026"
    assert told(chief) == told(acting) == [subject]
    assert told(before) == told(adviser) == told(reporter.line_manager) == []
    notice = chief.notices.get()
    assert (notice.mail_due_at, notice.urgent) == (NOW, True)
    assert notice.path == f"/media-contacts/{contact.pk}/"
    assert "pool" not in notice.subject + notice.body
    assert "Jo Journalist" not in notice.body


def test_without_a_manager_the_advisers_hear_and_without_those_hr(adviser, reporter):
    hr = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    report(reporter)
    assert told(adviser) == ["Media contact: The Evening Example, no deadline"]
    assert told(hr) == []

    contact = report(adviser)

    assert len(told(adviser)) == 1
    assert told(hr) == ["Nobody can advise on a media contact"]
    assert hr.notices.get().path == "/appointments/"
    assert "Example" not in hr.notices.get().body
    assert not MediaContact.objects.visible_to(hr, Posts.of(hr, TODAY), TODAY).exists()
    assert contact.state == "reported"


def test_the_line_manager_hears_of_posts_made_for_work(chief, reporter):
    report(reporter, about_work_posts=True, account="Library news")
    assert told(reporter.line_manager) == [
        "Media contact about work: The Evening Example, no deadline"
    ]
    assert reporter.line_manager.notices.get().urgent


def test_where_the_manager_has_left_their_manager_hears(chief):
    upper = EmployeeFactory()
    gone = EmployeeFactory(line_manager=upper, left_on=TODAY)
    report(EmployeeFactory(line_manager=gone), about_work_posts=True)
    assert len(told(upper)) == 1
    assert told(gone) == []


def test_without_any_manager_the_policy_administrator_does_their_duties(chief):
    hr = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    report(EmployeeFactory(), about_work_posts=True)
    assert len(told(hr)) == 1


def test_a_manager_who_is_communications_manager_is_told_once(chief):
    report(EmployeeFactory(line_manager=chief), about_work_posts=True)
    assert told(chief) == ["Media contact: The Evening Example, no deadline"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"contacted_at": NOW + HOUR}, "When they contacted you must be now or earlier."),
        (
            {"contacted_at": NOW - HOUR, "deadline_at": NOW - HOUR},
            "The deadline must be after they contacted you.",
        ),
    ],
)
def test_times_that_cannot_be_are_refused(reporter, said, sentence):
    with pytest.raises(Refused, match=sentence):
        report(reporter, **said)


def test_the_trail_says_who_and_when_and_nothing_of_what(chief, reporter):
    contact = report(reporter)
    move(contact, "advise", chief, "Say that we look into it.")
    move(contact, "add", reporter, "They called again.")
    move(contact, "advise", chief, "No more advice is needed.")
    move(contact, "close", chief, "Nothing was published.")

    events = TrailEvent.objects.filter(subject=f"media contact {contact.pk}").order_by("pk")

    assert [(e.event, e.actor, e.actor_post, e.note, e.changes) for e in events] == [
        ("media.report", reporter, "", "", {"state": [None, "reported"]}),
        (
            "media.advise",
            chief,
            "Communications Manager",
            "",
            {"state": ["reported", "advised"]},
        ),
        ("media.add", reporter, "", "", {"state": ["advised", "reported"]}),
        (
            "media.advise",
            chief,
            "Communications Manager",
            "",
            {"state": ["reported", "advised"]},
        ),
        ("media.close", chief, "Communications Manager", "", {"state": ["advised", "closed"]}),
    ]
    assert "Example" not in "".join(event.summary for event in events)
