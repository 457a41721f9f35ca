"""Someone who is signed in and speaks HTTP with a real server, without a browser."""

import http.client
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from django.conf import settings

from portal.models import Employee
from tests.clients import signed_in
from tests.processes import Site

TOKEN = "a" * 32


@dataclass(frozen=True)
class Answer:
    """What the server answered, its text with the HTML entities resolved."""

    status: int
    text: str


class Visitor:
    """One signed-in employee; each request has a connection of its own."""

    def __init__(self, site: Site, employee: Employee):
        self.site = site
        client = signed_in(employee)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        # The demonstration's names have no prefix, a real portal's have.
        self.cookies = "; ".join(
            f"{prefix}sessionid={session}; {prefix}csrftoken={TOKEN}" for prefix in ("", "__Host-")
        )

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **fields: object) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields})
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        headers = {"Host": f"localhost:{self.site.port}", "Cookie": self.cookies}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, unescape(response.read().decode()))
        finally:
            connection.close()
