"""Guessing passwords: counted for each account, and for each address by what cannot be forged."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from portal.models import Employee
from tests.second_factors import give_second_factor

pytestmark = [pytest.mark.django_db, pytest.mark.both]

GUESSES_OF_ONE_ACCOUNT = 10
GUESSES_FROM_ONE_ADDRESS = 100


def guess(client, email: str, password: str = "wrong", **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


@pytest.fixture
def employee():
    return Employee.objects.create_user(
        email="ann@example.org", name="Ann Example", password="the right password"
    )


def test_an_account_locks_after_ten_wrong_passwords_however_its_name_is_typed(client, employee):
    for number in range(GUESSES_OF_ONE_ACCOUNT - 1):
        email = "Ann@Example.org" if number % 2 else "ann@example.org "
        # From ten addresses: each is known only by the connection.
        assert guess(client, email, REMOTE_ADDR=f"192.0.2.{number}").status_code != 429

    assert guess(client, "ANN@example.org", REMOTE_ADDR="192.0.2.99").status_code == 429
    right = guess(client, "ann@example.org", "the right password", REMOTE_ADDR="192.0.2.99")
    assert right.status_code == 429
    assert "Wait before you sign in" in right.text
    assert "_auth_user_id" not in client.session


def test_a_colleague_who_signs_in_does_not_forgive_the_guesses(client, employee):
    Employee.objects.create_user(email="bo@example.org", name="Bo", password="another password")
    for _ in range(GUESSES_OF_ONE_ACCOUNT - 1):
        guess(client, "ann@example.org")
    guess(client, "bo@example.org", "another password")
    client.logout()

    assert guess(client, "ann@example.org").status_code == 429


def test_an_address_locks_and_no_header_hides_it(client):
    for number in range(GUESSES_FROM_ONE_ADDRESS):
        forged = f"203.0.113.{number}"
        guess(client, f"person{number}@example.org", HTTP_X_FORWARDED_FOR=forged)

    locked = guess(client, "somebody@example.org", HTTP_X_FORWARDED_FOR="198.51.100.1")
    elsewhere = guess(client, "somebody@example.org", REMOTE_ADDR="198.51.100.1")

    assert "You have tried too many times" in locked.text
    assert "You have tried too many times" not in elsewhere.text


def test_a_count_is_not_forgotten_while_a_whole_council_signs_in():
    cache.set("address-000", 1)
    for address in range(1, 311):
        cache.set(f"address-{address:03}", 1)
    assert cache.get("address-000") == 1


def test_an_address_is_sent_five_links_in_a_quarter_of_an_hour(client, employee):
    answers = [
        client.post(reverse("account_reset_password"), {"email": "Ann@example.org"}).status_code
        for _ in range(6)
    ]
    assert answers == [302] * 5 + [429]


def test_a_password_that_is_right_is_no_leave_to_guess_codes(client, employee):
    """Nor do codes that are wrong lock the password out: each is counted for itself."""
    give_second_factor(employee)
    for _ in range(12):
        guess(client, "ann@example.org", "the right password")
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert employee.wrong_codes.count() == 10
    assert guess(client, "ann@example.org", "the right password").status_code == 302


def test_a_current_password_is_guessed_ten_times(client, employee):
    client.force_login(employee)
    new = {"password1": "four new words here", "password2": "four new words here"}
    answers = [
        client.post(reverse("account_change_password"), {"oldpassword": "wrong", **new}).status_code
        for _ in range(11)
    ]
    assert answers == [422] * 10 + [429]
