"""Guessing passwords over HTTP, with headers that say the caller is somewhere else each time."""

import http.client
from urllib.parse import urlencode

import pytest

from portal.models import Employee
from tests.processes import Site, web
from tests.visitor import TOKEN

GUESSES_OF_ONE_ACCOUNT = 10
GUESSES_FROM_ONE_ADDRESS = 15


def guess(site: Site, email: str, *, forwarded_for: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    headers = {
        "Host": f"localhost:{site.port}",
        "Cookie": f"csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": forwarded_for,
        "X-Real-IP": forwarded_for,
        "Forwarded": f"for={forwarded_for}",
    }
    typed = {"csrfmiddlewaretoken": TOKEN, "login": email, "password": "wrong"}
    try:
        connection.request("POST", "/sign-in/", urlencode(typed), headers)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("proxies", "from_one_caller", "elsewhere"),
    [
        # Nothing a caller says is believed: all of it comes from one address.
        ("0", "203.0.113.{n}", None),
        # The last hop is our proxy's word, what stands before it the caller's own.
        ("1", "203.0.113.{n}, 198.51.100.7", "203.0.113.1, 198.51.100.8"),
    ],
)
def test_an_account_and_an_address_lock_whatever_the_headers_say(
    site, proxies, from_one_caller, elsewhere
):
    ann = Employee.objects.create_user("ann@council.example", "the right password", name="Ann")
    site.environment["TRUSTED_PROXIES"] = proxies
    site.environment["WRONG_PASSWORDS_PER_ADDRESS"] = str(GUESSES_FROM_ONE_ADDRESS)
    # Whichever process answers, they count together.
    with web(site, workers=2):
        answers = [
            guess(site, ann.email, forwarded_for=from_one_caller.format(n=n))
            for n in range(GUESSES_OF_ONE_ACCOUNT + 1)
        ]
        assert answers == [422] * 10 + [429]

        left = GUESSES_FROM_ONE_ADDRESS - GUESSES_OF_ONE_ACCOUNT
        answers = [
            guess(site, f"person{n}@council.example", forwarded_for=from_one_caller.format(n=n))
            for n in range(left + 1)
        ]
        assert answers == [422] * left + [429]
        if elsewhere:
            assert guess(site, "somebody@council.example", forwarded_for=elsewhere) == 422
