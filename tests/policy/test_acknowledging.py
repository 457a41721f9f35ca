"""Acknowledging the policy, and the campaign that asks everyone and reminds them (2.1)."""

from datetime import date, datetime, timedelta

import pytest

from policy import campaign_rules
from policy.coverage import coverage_of
from policy.models import PolicyAcknowledgement
from policy.services.acknowledging import acknowledge, ask_everyone, remind_of_policy
from policy.services.versions import publish, put_in_force
from portal import clock
from portal.models import Employee, Notice, TrailEvent
from portal.refusals import Refused
from tests.builders import NOW
from tests.factories import EmployeeFactory, ServiceFactory
from tests.policy.versions import (
    in_consultation,
    in_force_now,
    newly_in_force,
    scheduled,
    the_administrator,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def sweep(day: date) -> int:
    """The policy's part of the hourly sweep, at six in the morning of a day."""
    with clock.at(datetime(day.year, day.month, day.day, 6, tzinfo=clock.COUNCIL_TIME)):
        return put_in_force(today=day) + ask_everyone(today=day) + remind_of_policy(today=day)


def told(person: Employee) -> list[tuple[date, str]]:
    """When someone was told what of the policy."""
    notices = Notice.objects.filter(recipient=person, key__startswith="policy_").order_by("pk")
    return [(clock.date_of(notice.created_at), notice.subject) for notice in notices]


# Acknowledging


def test_acknowledging_is_recorded_once():
    person, version = EmployeeFactory(), in_force_now()
    first = acknowledge(version, by=person)
    with clock.at(NOW + DAY):
        again = acknowledge(version, by=person)

    assert first.acknowledged_at == again.acknowledged_at == NOW
    assert PolicyAcknowledgement.objects.get().person == person
    event = TrailEvent.objects.get(event="policy.acknowledge")
    assert (event.actor, event.subject) == (person, f"employee {person.pk}")
    assert event.summary == "Acknowledged Social media policy, in force from 11 October 2011"


def test_a_page_of_the_former_version_acknowledges_nothing():
    former = in_force_now()
    newly_in_force("Social media policy 2026")
    sentence = (
        r"Social media policy 2026 came into force on 4 November 2026\. "
        r"Read it before you acknowledge it\."
    )
    with pytest.raises(Refused, match=sentence):
        acknowledge(former, by=EmployeeFactory())
    assert not PolicyAcknowledgement.objects.exists()


def test_a_version_is_acknowledged_on_its_first_day_before_any_sweep():
    version = scheduled(TODAY + DAY)
    with clock.at(NOW + DAY):
        acknowledge(version, by=EmployeeFactory())
    assert in_force_now() == version


# The rules


@pytest.mark.parametrize(
    ("asked_on", "days"),
    [
        (
            date(2026, 11, 4),
            [
                *(date(2026, 11, 4), date(2026, 11, 11), date(2026, 11, 25)),
                *(date(2026, 12, 25), date(2027, 1, 25), date(2027, 2, 25)),
            ],
        ),
        # 31 January has no such day in February; in March it is back.
        (
            date(2027, 1, 10),
            [
                *(date(2027, 1, 10), date(2027, 1, 17), date(2027, 1, 31)),
                *(date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)),
            ],
        ),
    ],
)
def test_days_on_which_people_are_told(asked_on, days):
    assert [campaign_rules.due_on(number, asked_on) for number in range(6)] == days
    for number, day in enumerate(days):
        assert campaign_rules.newest_due(asked_on, day) == number
        if number:
            assert campaign_rules.newest_due(asked_on, day - DAY) == number - 1


# The campaign


def test_everyone_is_asked_once_and_told_at_once():
    person = EmployeeFactory(name="Pat O'Neill")
    EmployeeFactory(left_on=TODAY)

    assert sweep(TODAY) == 2
    assert sweep(TODAY) == 0

    asked = PolicyAcknowledgement.objects.get()
    assert (asked.person, asked.version, asked.asked_on) == (person, in_force_now(), TODAY)
    notice = Notice.objects.get()
    assert notice.subject == "Read and acknowledge: Social media policy"
    assert notice.path == "/policy/"
    assert "Hello Pat O'Neill" in notice.body
    assert TrailEvent.objects.get(event="policy.ask").summary == (
        "Asked 1 person to acknowledge it"
    )


def test_more_people_than_are_asked_at_once(monkeypatch):
    monkeypatch.setattr("policy.services.acknowledging.AT_ONCE", 2)
    EmployeeFactory.create_batch(5)
    assert sweep(TODAY) == 10
    assert Notice.objects.count() == PolicyAcknowledgement.objects.count() == 5


def test_a_year_with_starters_leavers_a_stop_of_two_months_and_a_new_version():
    sent = "Read and acknowledge: Social media policy"
    again = "Reminder: read and acknowledge the Social media policy"
    prompt, slow, never, leaver = EmployeeFactory.create_batch(4)
    starter = None
    day, end = TODAY, date(2027, 11, 4)
    off = (date(2027, 3, 1), date(2027, 5, 1))
    while day < end:
        if not off[0] <= day < off[1]:
            sweep(day)
        with clock.at(NOW + (day - TODAY)):
            if day == TODAY + DAY:
                acknowledge(in_force_now(), by=prompt)
            if day == date(2026, 11, 20):
                acknowledge(in_force_now(), by=slow)
            if day == date(2026, 12, 1):
                Employee.objects.filter(pk=leaver.pk).update(left_on=day)
            if day == date(2027, 1, 11):
                starter = EmployeeFactory()
            if day == date(2027, 7, 1):
                publish(
                    in_consultation("Policy 2027"),
                    in_force_from=date(2027, 7, 10),
                    by=the_administrator(),
                )
            if day == date(2027, 7, 12):
                acknowledge(in_force_now(), by=never)
        day += DAY

    assert told(prompt)[0] == (TODAY, sent)
    assert told(prompt)[1] == (date(2027, 7, 10), "Read and acknowledge: Policy 2027")
    assert told(slow)[:3] == [
        (TODAY, sent),
        (date(2026, 11, 11), again),
        (date(2027, 7, 10), "Read and acknowledge: Policy 2027"),
    ]
    assert told(leaver) == [(TODAY, sent), (date(2026, 11, 11), again), (date(2026, 11, 25), again)]
    # The portal was off from March on: in May the newest alone, then as ever.
    assert told(never) == [
        (TODAY, sent),
        *((day, again) for day in (date(2026, 11, 11), date(2026, 11, 25), date(2026, 12, 25))),
        *((day, again) for day in (date(2027, 1, 25), date(2027, 2, 25), date(2027, 5, 1))),
        *((day, again) for day in (date(2027, 5, 25), date(2027, 6, 25))),
        (date(2027, 7, 10), "Read and acknowledge: Policy 2027"),
    ]
    # Asked on the day after they came, with no one's help.
    assert told(starter)[:4] == [
        (date(2027, 1, 12), sent),
        (date(2027, 1, 19), again),
        (date(2027, 2, 2), again),
        (date(2027, 5, 1), again),
    ]
    assert told(starter)[-5:] == [
        (date(2027, 7, 17), "Reminder: read and acknowledge the Policy 2027"),
        (date(2027, 7, 31), "Reminder: read and acknowledge the Policy 2027"),
        (date(2027, 8, 31), "Reminder: read and acknowledge the Policy 2027"),
        (date(2027, 9, 30), "Reminder: read and acknowledge the Policy 2027"),
        (date(2027, 10, 31), "Reminder: read and acknowledge the Policy 2027"),
    ]


# Coverage


def test_coverage_is_of_those_who_work_here_today(django_assert_num_queries):
    libraries, roads = ServiceFactory(name="Libraries"), ServiceFactory(name="Roads")
    reader, _ = EmployeeFactory.create_batch(2, service=libraries)
    EmployeeFactory(service=roads)
    EmployeeFactory(service=None)
    leaver = EmployeeFactory(service=roads)
    sweep(TODAY)
    acknowledge(in_force_now(), by=reader)
    Employee.objects.filter(pk=leaver.pk).update(left_on=TODAY)

    version = in_force_now()
    with django_assert_num_queries(1):
        coverage = coverage_of(version, day=TODAY)

    assert [(s.service, s.acknowledged, s.waiting) for s in coverage.services] == [
        ("Libraries", 1, 1),
        ("Roads", 0, 1),
        ("No service", 0, 1),
    ]
    assert (coverage.asked, coverage.acknowledged, coverage.waiting) == (4, 1, 3)
    assert coverage.share == "25%"


def test_coverage_before_anyone_is_asked():
    assert coverage_of(in_force_now(), day=TODAY).share == "None asked yet"
