"""No number, cursor or text in an address is a fault of the portal's."""

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse

from portal.models import Post
from tests.clients import signed_in
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.test_urls import names_in

LARGEST = 10**18 - 1
QUERY = {
    **dict.fromkeys(("after", "before"), "WzFlOTk5LCAxXQ=="),
    **dict.fromkeys(("q", "search", "sort", "show", "from", "to", "service", "as"), "9" * 100),
    **dict.fromkeys(("state", "review", "access", "team", "post", "case"), "\ufffd'\"%"),
    "next": "abc",
    # Of the system administration.
    **dict.fromkeys(("_to_field", "_popup", "p", "o", "e", "all", "term"), ""),
}


@pytest.fixture
def everyone(db):
    person = EmployeeFactory(is_staff=True)
    for post in Post:
        AppointmentFactory(employee=person, post=post)
    client = signed_in(person)
    client.person = person
    return client


def addresses() -> list[str]:
    found = []
    for name in names_in(get_resolver().url_patterns):
        for given in ([], [LARGEST], [LARGEST, LARGEST], ["SM-2026-999999999"], [LARGEST, "9.9"]):
            try:
                found.append(reverse(name, args=given))
            except NoReverseMatch:
                continue
    return found


@pytest.mark.both
def test_the_largest_numbers_and_any_query_are_no_fault(everyone):
    asked = addresses()
    assert len(asked) > 130
    everyone.raise_request_exception = False
    faults = {}
    for address in asked:
        for answer in (
            everyone.get(address, QUERY),
            everyone.get(address + "?q=%ff%ed%a0%80&after=%F0&from=-1"),
            everyone.post(address, {"seen": "9" * 300, "version": "-", "until": "²", "a": "\0"}),
        ):
            if answer.status_code >= 500:
                faults[address] = answer.status_code
        if "_auth_user_id" not in everyone.session:
            everyone.force_login(everyone.person)
    assert faults == {}


@pytest.mark.both
@pytest.mark.parametrize("text", ["aaaaaaaa\0", "é" * 10, "x" * 3000])
def test_a_session_cookie_that_is_no_key_is_nobodys(everyone, text):
    everyone.cookies[settings.SESSION_COOKIE_NAME] = text

    assert everyone.get("/").status_code == 302
