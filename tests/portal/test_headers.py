"""What the portal tells browsers, so that they keep its pages and its people safe."""

import pytest
from django.conf import settings
from django.test import Client

from portal.models import Employee
from tests.clients import signed_in
from tests.factories import EmployeeFactory

# Nothing is loaded but the portal's own, and nobody frames it.
OWN_ALONE = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/policy/", "/sign-in/", "/help/", "/not-there/"])
def test_every_page_has_the_headers_that_protect_it(path):
    page = signed_in(EmployeeFactory()).get(path, secure=True)

    headers = page.headers
    assert set(headers["Content-Security-Policy"].split("; ")) >= OWN_ALONE
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.django_db
def test_cookies_are_for_this_site_and_not_for_scripts(client):
    Employee.objects.create_user("ann@council.example", "the right password", name="Ann")
    client.get("/sign-in/", secure=True)
    client.post(
        "/sign-in/", {"login": "ann@council.example", "password": "the right password"}, secure=True
    )

    cookies = client.cookies.values()
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} <= {c.key for c in cookies}
    for cookie in cookies:
        assert cookie["secure"], cookie.key
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] in ("Lax", "Strict"), cookie.key
        assert cookie["domain"] == "", cookie.key
        assert cookie.key.startswith("__Host-" if cookie["path"] == "/" else "__Secure-")


@pytest.mark.django_db
def test_a_post_without_the_token_of_the_page_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(EmployeeFactory(), backend=settings.AUTHENTICATION_BACKENDS[-1])

    assert client.post("/notifications/preferences/", {"mail": "daily"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/policy/", "/health/", "/cases/"])
def test_trace_is_not_answered(path):
    assert signed_in(EmployeeFactory()).trace(path).status_code == 405
