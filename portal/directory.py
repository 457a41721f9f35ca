"""Asking the council's directory, by OpenID Connect, who someone is.

allauth keeps what was asked, proves by PKCE that it was us, and fetches the answer. Whether to
believe that is in `id_tokens`, and whose account it is in `services.directory`.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from requests import RequestException, Response, Session

from portal import clock
from portal.id_tokens import Identity, NotBelieved, identity_of, key_id_of, verified_claims
from portal.parameters import asked

WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# What a directory publishes of itself is asked for again after an hour, and its keys as soon as one
# is not among them.
KEPT_FOR = 3600  # seconds
# From the moment we asked to the moment the directory did.
ON_THE_WAY = timedelta(seconds=10)


class Cancelled(Exception):
    """They chose not to sign in at the directory."""


class Outdated(Exception):
    """An answer to nothing that was asked lately in this browser."""


class NotAnswering(Exception):
    """The directory is down, or cannot be reached."""


@dataclass(frozen=True)
class Answer:
    """Who someone is, as the directory answered, and what was kept while it was asked."""

    identity: Identity
    next_url: str | None
    # Of whom a new proof was asked, and when; nobody where someone signs in.
    person: int | None
    asked_at: datetime

    @property
    def is_fresh(self) -> bool:
        """Whether they proved who they are after we asked, and not before.

        How long ago that was is told by the directory's clock and how long ago we asked by ours, so
        the two need not agree.
        """
        ago = self.identity.signed_in_ago
        return ago is not None and ago <= clock.now() - self.asked_at + ON_THE_WAY


class DirectoryAdapter(DefaultSocialAccountAdapter):
    def get_requests_session(self) -> Session:
        """With allauth's timeout, and no redirects: the client's secret goes nowhere else."""
        session = super().get_requests_session()
        session.max_redirects = 0
        session.hooks["response"].append(_notice_that_it_is_down)
        return session


def _notice_that_it_is_down(response: Response, **kwargs: Any) -> None:
    """allauth takes any answer of the token endpoint that is no token for a refusal."""
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        response.raise_for_status()


class Directory(OpenIDConnectProvider):
    """The directory that the settings name."""

    pkce_enabled_default = True

    def __init__(self, request: HttpRequest):
        app = SocialApp(
            provider=self.id,
            client_id=settings.DIRECTORY.client_id,
            secret=settings.DIRECTORY.client_secret,
        )
        super().__init__(request, app=app)

    def get_oauth2_adapter(self, request: HttpRequest) -> "DirectoryProtocol":
        return DirectoryProtocol(request, self)

    def ask(self, *, next_url: str | None) -> HttpResponse:
        """Send someone to the directory to sign in; raises NotAnswering or NotBelieved."""
        return self._ask(next_url, person=None, wanted={})

    def ask_anew(self, *, next_url: str | None) -> HttpResponse:
        """Send who is signed in to prove again who they are; raises NotAnswering or NotBelieved."""
        wanted = {}
        if settings.DIRECTORY.second_factor:
            claim, value = settings.DIRECTORY.second_factor
            wanted[claim] = {"essential": True, "value": value}
        return self._ask(
            next_url, person=self.request.user.pk, wanted=wanted, prompt="login", max_age=0
        )

    def _ask(
        self, next_url: str | None, *, person: int | None, wanted: dict[str, Any], **parameters: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(32)
        kept = {"nonce": nonce, "person": person, "asked_at": clock.now().isoformat()}
        claims = {"id_token": {"auth_time": {"essential": True}, **wanted}}
        parameters |= {"nonce": nonce, "claims": json.dumps(claims)}
        try:
            return self.redirect(self.request, "", next_url, kept, auth_params=parameters)
        except RequestException as error:
            raise NotAnswering(str(error)) from error

    def answer(self) -> Answer:
        """The answer with which someone comes back.

        Raises Cancelled, Outdated, NotAnswering or NotBelieved.
        """
        try:
            kept = self.unstash_redirect_state(self.request, asked(self.request, "state"))
        except PermissionDenied as error:
            raise Outdated from error
        if asked(self.request, "error") == "access_denied":
            raise Cancelled
        if "code" not in self.request.GET:
            error = asked(self.request, "error") or "nothing"
            raise NotBelieved(f"the directory answers {error!r:.100}")
        data = kept["data"]
        try:
            claims = DirectoryProtocol(self.request, self).claims(
                verifier=kept["pkce_code_verifier"], nonce=data["nonce"]
            )
        except RequestException as error:
            raise NotAnswering(str(error)) from error
        except OAuth2Error as error:
            raise NotBelieved(str(error)) from error
        return Answer(
            identity=identity_of(claims, directory=settings.DIRECTORY),
            next_url=kept.get("next"),
            person=data["person"],
            asked_at=datetime.fromisoformat(data["asked_at"]),
        )


class DirectoryProtocol(OpenIDConnectOAuth2Adapter):
    """What is fetched from the directory."""

    def __init__(self, request: HttpRequest, provider: Directory):
        super().__init__(request, provider.id)
        self.provider = provider

    def get_provider(self) -> Directory:
        return self.provider

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the directory publishes of itself."""
        issuer = settings.DIRECTORY.issuer
        published = _fetch(issuer.rstrip("/") + WELL_KNOWN)
        if published.get("issuer") != issuer:
            raise NotBelieved(f"DIRECTORY_ISSUER is {issuer} and it is {published.get('issuer')}")
        scheme = issuer.partition(":")[0]
        if not all(str(published.get(name)).startswith(f"{scheme}://") for name in ENDPOINTS):
            raise NotBelieved(f"the directory does not name its addresses, or not as {scheme}")
        return published

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Of the address that people type, whatever this request was sent to."""
        return settings.SITE_ADDRESS + reverse("directory_answer")

    def claims(self, *, verifier: str, nonce: str) -> dict[str, Any]:
        """The claims that the directory gives for the code with which someone came back."""
        app = self.provider.app
        client = self.get_client(self.request, app)
        tokens = self.get_access_token_data(self.request, app, client, pkce_code_verifier=verifier)
        token = str(tokens.get("id_token"))
        return verified_claims(
            token, key=self._key(key_id_of(token)), directory=settings.DIRECTORY, nonce=nonce
        )

    def _key(self, key_id: str | None) -> dict[str, Any]:
        address = self.openid_config["jwks_uri"]
        for refresh in (False, True):
            for key in _fetch(address, refresh=refresh).get("keys", []):
                if key.get("kid") == key_id:
                    return key
        raise NotBelieved("the ID token is signed with a key that is not the directory's")


def _fetch(address: str, *, refresh: bool = False) -> dict[str, Any]:
    """A document that the directory publishes, kept for a while."""
    name = f"directory-{sha256(address.encode()).hexdigest()}"
    kept = None if refresh else cache.get(name)
    if kept is None:
        with get_adapter().get_requests_session() as session:
            response = session.get(address)
            response.raise_for_status()
            kept = response.json()
        if not isinstance(kept, dict):
            raise NotBelieved(f"{address} is not a JSON object")
        cache.set(name, kept, KEPT_FOR)
    return kept
