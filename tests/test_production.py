"""The portal as a council runs it, asked over plain HTTP behind a proxy and around it."""

import http.client
import re
import socket
from collections.abc import Iterator

import pytest

from portal.log_lines import LINES_A_MINUTE
from portal.models import Notice
from portal.services.password_links import mail_links
from tests.factories import EmployeeFactory
from tests.processes import Process, Site, web
from tests.visitor import TOKEN, Visitor

HOST = "portal.example"
HTTPS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


@pytest.fixture
def production(site) -> Site:
    """The site with the settings of a real portal, behind one proxy."""
    del site.environment["DEMONSTRATION"]
    site.environment |= {
        "SECRET_KEY": "for-tests-only-abcdefghijklmnopqrstuvwxyz-0123456789",
        "SITE_ADDRESS": f"https://{HOST}",
        "TRUSTED_PROXIES": "1",
    }
    return site


@pytest.fixture
def served(production) -> Iterator[Process]:
    with web(production) as process:
        yield process


def ask(
    site: Site, path: str, *, method: str = "GET", headers: dict[str, str], body: str = ""
) -> tuple[int, dict[str, str], bytes]:
    """The status, the headers and the body that the server answers with."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body.encode())
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


HOSTS = {
    "its own": HOST,
    "an address": "10.0.0.7:8000",
    "another name": "web-1.internal",
    "nothing": "",
    "no name": "a b/c?d",
    "half an address": "[::1",
    "a bad port": "portal.example:port",
    "two": "portal.example, other.example",
    "a long one": "a" * 5000,
}


def test_health_answers_whoever_asks_by_plain_http_and_says_no_more(production, served):
    for host in HOSTS.values():
        for method, body in (("GET", b"ok"), ("HEAD", b"")):
            headers = {"Host": host, "Cookie": "__Host-sessionid=nobodys; __Host-csrftoken=1"}
            status, answered, text = ask(production, "/health/", method=method, headers=headers)
            assert (status, text) == (200, body), host
            assert set(answered) <= {
                *("Server", "Date", "Connection", "Content-Type", "Content-Length"),
                *("Expires", "Cache-Control", "Transfer-Encoding"),
            }
    assert by_hand(production, b"GET /health/ HTTP/1.0\r\n\r\n").endswith(b"\r\n\r\nok")


def test_nothing_but_reading_is_for_health(production, served):
    for method in ("POST", "PUT", "DELETE"):
        status, answered, text = ask(production, "/health/", method=method, headers={"Host": "x"})
        assert (status, text) == (405, b"")
        assert answered["Allow"] == "GET, HEAD"
    assert ask(production, "/health/other/", headers={"Host": "x"})[0] == 404


def by_hand(site: Site, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_other_pages_are_for_the_portals_own_host_by_https(production, served):
    assert ask(production, "/help/", headers=HTTPS)[0] == 200
    status, answered, _ = ask(production, "/help/", headers={"Host": HOST})
    assert (status, answered["Location"]) == (301, f"https://{HOST}/help/")


def test_a_foreign_host_is_a_line_in_the_log_and_many_are_few(production, served):
    status, _, page = ask(production, "/", headers=HTTPS | {"Host": "evil.example"})
    assert status == 400
    assert b"We could not read that request" in page
    lines = served.output().splitlines()
    (line,) = [line for line in lines if "evil.example" in line]
    assert " WARNING django.security.DisallowedHost: " in line

    for number in range(5 * LINES_A_MINUTE):
        ask(production, "/", headers=HTTPS | {"Host": f"evil{number}.example{'a' * 1000}"})
    log = served.output()
    assert "Traceback" not in log
    # A minute may have ended meanwhile.
    assert log.count("DisallowedHost") <= 2 * LINES_A_MINUTE
    assert max(len(line) for line in log.splitlines()) < 500


# What a caller may say of where the portal is, and no proxy of the council's has said.
FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "8443",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Ssl": "off",
    "X-Forwarded-Protocol": "http",
    "X-Forwarded-Scheme": "http",
    "X-Url-Scheme": "http",
    "Front-End-Https": "off",
    "Forwarded": "for=203.0.113.9;host=evil.example;proto=http",
    "X-Host": "evil.example",
    "X-Original-Host": "evil.example",
    "X-Original-URL": "/evil/",
    "X-Rewrite-URL": "/evil/",
    "X-Script-Name": "/cases",
    "Script-Name": "/cases",
    "SCRIPT_NAME": "/cases",
    "PATH_INFO": "/evil/",
    "HTTP_HOST": "evil.example",
    "X_FORWARDED_PROTO": "http",
}
PAGES = ("/", "/cases/", "/cases", "/sign-in/", "/help/", "/nowhere/", "/cases/new/?next=/")


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_no_header_of_a_callers_changes_where_the_portal_says_it_is(production, proxies):
    visitor = Visitor(production, EmployeeFactory())
    production.environment["TRUSTED_PROXIES"] = proxies
    # Without a proxy, nobody's word for HTTPS counts.
    own = {**(HTTPS if proxies == "1" else {"Host": HOST}), "Cookie": visitor.cookies}
    forged = FORGED | ({} if proxies == "1" else {"X-Forwarded-Proto": "https"})
    with web(production):
        for path in PAGES:
            expected = ask(production, path, headers=own)
            for name, value in forged.items():
                answer = ask(production, path, headers=own | {name: value})
                assert lasting(answer) == lasting(expected), (path, name)
            assert lasting(ask(production, path, headers=own | forged)) == lasting(expected)
            assert b"evil" not in expected[2]


PASSING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|data-seconds="\d+"')


def lasting(answer: tuple[int, dict[str, str], bytes]) -> tuple[int, dict, bytes]:
    """An answer without what differs each time: the time, the token's mask, an order of words."""
    status, headers, body = answer
    words = {
        name: sorted(word for word in value.split("; ") if not word.startswith("expires="))
        for name, value in headers.items()
        if name not in ("Date", "Expires")
    }
    return status, words, PASSING.sub(b"", body)


def test_a_mailed_link_leads_to_the_portal_whatever_the_caller_says(production, served):
    ann = EmployeeFactory()
    headers = (
        HTTPS
        | FORGED
        | {
            "SCRIPT_NAME": "/sign-in",
            "Cookie": f"__Host-csrftoken={TOKEN}",
            "Referer": f"https://{HOST}/sign-in/forgotten/",
            "Content-Type": "application/x-www-form-urlencoded",
        }
    )
    typed = f"csrfmiddlewaretoken={TOKEN}&email={ann.email}"
    path = "/sign-in/forgotten/"

    status, answered, _ = ask(production, path, method="POST", headers=headers, body=typed)

    assert (status, answered["Location"]) == (302, "/sign-in/forgotten/sent/")
    assert mail_links() == 1
    assert Notice.objects.get(recipient=ann).path.startswith("/sign-in/new-password/")
