"""Guessing passwords in many requests at once."""

from django.test import Client

from tests.databases import at_once
from tests.factories import EmployeeFactory
from tests.portal.test_throttle import PASSWORD, CountedHasher, guess

AT_ONCE = 40


def test_however_many_guess_at_once_ten_are_looked_at(committed_db, settings):
    settings.PASSWORD_HASHERS = [f"{CountedHasher.__module__}.CountedHasher"]
    ann = EmployeeFactory(email="ann@council.example")
    ann.set_password(PASSWORD)
    ann.save()
    CountedHasher.count = 0
    answers = at_once(*[lambda: guess(Client(), ann.email).status_code for _ in range(AT_ONCE)])
    assert sorted(answers) == [422] * 10 + [429] * (AT_ONCE - 10)
    assert CountedHasher.count == 10


def test_nobody_is_turned_away_as_many_people_sign_in_at_once_from_one_address(committed_db):
    answers = at_once(
        *[lambda n=n: guess(Client(), f"p{n}@council.example").status_code for n in range(AT_ONCE)]
    )
    assert answers == [422] * AT_ONCE
