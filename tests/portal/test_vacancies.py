from datetime import UTC, date, datetime

import pytest

from portal import clock
from portal.models import Notice, Post
from portal.services.vacancies import Vacancy, announce_vacancies, held_until, vacancies
from tests.factories import AppointmentFactory

TODAY = date(2026, 11, 4)
NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("periods", "until"),
    [
        ([], date(2026, 11, 3)),
        ([(date(2020, 1, 1), None)], None),
        ([(date(2020, 1, 1), TODAY)], TODAY),
        ([(date(2020, 1, 1), date(2026, 11, 3))], date(2026, 11, 3)),
        ([(date(2020, 1, 1), NOVEMBER), (date(2026, 12, 1), DECEMBER)], DECEMBER),
        ([(date(2026, 12, 1), None), (date(2020, 1, 1), NOVEMBER)], None),
        ([(date(2020, 1, 1), NOVEMBER), (date(2026, 12, 2), None)], NOVEMBER),
        ([(date(2020, 1, 1), DECEMBER), (date(2026, 11, 1), NOVEMBER)], DECEMBER),
        ([(date(2026, 11, 5), None)], date(2026, 11, 3)),
    ],
)
def test_a_post_is_held_until_the_first_gap(periods, until):
    assert held_until(periods, TODAY) == until


@pytest.fixture
def all_held_but_head_of_it(db):
    for post in set(Post) - {Post.HEAD_OF_IT}:
        AppointmentFactory(post=post)


@pytest.mark.parametrize(
    ("appointments", "expected"),
    [
        ([], [Vacancy(Post.HEAD_OF_IT, None)]),
        ([{}], []),
        ([{"ends_on": date(2026, 10, 1)}], [Vacancy(Post.HEAD_OF_IT, date(2026, 10, 2))]),
        ([{"ends_on": date(2026, 11, 17)}], [Vacancy(Post.HEAD_OF_IT, date(2026, 11, 18))]),
        ([{"ends_on": date(2026, 11, 18)}], []),  # 15 days away
        ([{"employee__left_on": TODAY}], [Vacancy(Post.HEAD_OF_IT, TODAY)]),
        ([{"ends_on": TODAY}, {"acting": True, "ends_on": date(2027, 1, 31)}], []),
        (
            [{"acting": True, "for_case": "SM-2026-0042"}],
            [Vacancy(Post.HEAD_OF_IT, None)],
        ),
    ],
)
def test_vacancies_are_posts_that_nobody_holds_now_or_in_14_days(
    all_held_but_head_of_it, appointments, expected
):
    for appointment in appointments:
        AppointmentFactory(post=Post.HEAD_OF_IT, **appointment)
    assert vacancies(TODAY) == expected


def test_what_is_vacant_longest_comes_first(all_held_but_head_of_it):
    AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 11, 10))
    AppointmentFactory(post=Post.AUDITOR)
    found = vacancies(TODAY)
    assert [vacancy.post for vacancy in found] == [Post.HEAD_OF_IT]


def announcements() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("subject", flat=True))


def sweep(day: date) -> None:
    with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        announce_vacancies(today=day)


def test_a_vacancy_is_announced_14_7_and_1_days_before_once_each(all_held_but_head_of_it):
    AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=NOVEMBER)
    heard = []
    for day in range(10, 31):
        sweep(date(2026, 11, day))
        sweep(date(2026, 11, day))
        if len(announcements()) > len(heard):
            heard.append(day)
    assert heard == [17, 24, 30]
    assert announcements() == ["Nobody is Head of IT & Customer Services from 1 December 2026"] * 3


def test_after_a_month_without_the_sweep_only_the_newest_announcement_is_made(
    all_held_but_head_of_it,
):
    AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 11, 20))
    sweep(date(2026, 12, 4))
    sweep(date(2026, 12, 5))
    assert announcements() == ["Nobody is Head of IT & Customer Services from 21 November 2026"]


def test_a_vacancy_that_comes_with_a_leaver_is_announced_the_same_day(all_held_but_head_of_it):
    AppointmentFactory(post=Post.HEAD_OF_IT, employee__left_on=TODAY)
    sweep(TODAY)
    assert announcements() == ["Nobody is Head of IT & Customer Services from 4 November 2026"]


def test_a_post_that_was_never_held_is_not_announced(all_held_but_head_of_it):
    sweep(TODAY)
    assert announcements() == []


def test_policy_administrators_are_told_and_without_one_the_head_of_it(db):
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR, ends_on=date(2026, 11, 10))
    head = AppointmentFactory(post=Post.HEAD_OF_IT)
    for post in set(Post) - {Post.POLICY_ADMINISTRATOR, Post.HEAD_OF_IT}:
        AppointmentFactory(post=post)
    sweep(TODAY)
    assert [notice.recipient for notice in Notice.objects.all()] == [administrator.employee]
    sweep(date(2026, 11, 11))
    assert Notice.objects.first().recipient == head.employee
