"""Browsers in which someone has signed in: whoever guesses elsewhere does not keep them out there.

The cookie holds a number, signed, and says nothing of anybody; whose browser it is known to be
stands in the database, several people's where they share a computer.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string

from portal import clock
from portal.models import Employee, KnownBrowser

COOKIE = "__Secure-known_browser" if settings.SESSION_COOKIE_SECURE else "known_browser"
KNOWN_FOR = timedelta(days=90)
BROWSERS_OF_ONE_PERSON = 10
PEOPLE_AT_ONE_BROWSER = 50


def find(request: HttpRequest, *, email: str) -> KnownBrowser | None:
    """The browser that asks, where whoever has the e-mail address has signed in in it (1 query)."""
    number = _number(request)
    if not number:
        return None
    known = KnownBrowser.objects.filter(
        browser=number,
        employee__email=Employee.normalize_username(email.strip()),
        signed_in_at__gt=clock.real_now() - KNOWN_FOR,
    )
    found = known.select_related("employee").first()
    if found and constant_time_compare(found.password_mark, found.employee.get_session_auth_hash()):
        return found
    return None


def remember(request: HttpRequest, response: HttpResponse, *, employee: Employee) -> str:
    """Know the browser that asks as someone's from now on; returns its number."""
    number = _number(request) or get_random_string(32)
    KnownBrowser.objects.update_or_create(
        browser=number,
        employee=employee,
        defaults={
            "password_mark": employee.get_session_auth_hash(),
            "signed_in_at": clock.real_now(),
        },
    )
    _keep_newest(BROWSERS_OF_ONE_PERSON, employee=employee)
    _keep_newest(PEOPLE_AT_ONE_BROWSER, browser=number)
    response.set_signed_cookie(
        COOKIE,
        number,
        max_age=KNOWN_FOR,
        path=reverse("account_login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return number


def _number(request: HttpRequest) -> str | None:
    return request.get_signed_cookie(COOKIE, default=None, max_age=KNOWN_FOR)


def _keep_newest(count: int, **which: object) -> None:
    rows = KnownBrowser.objects.filter(**which)
    newest = rows.order_by("-signed_in_at", "-pk").values_list("pk", flat=True)
    rows.exclude(pk__in=list(newest[:count])).delete()
