"""Signing in, as allauth asks it of us: by e-mail address, for those who work for the council."""

from base64 import urlsafe_b64encode
from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from portal import hooks, known_browsers, proof, session_limits
from portal.client_address import client_address
from portal.leading import local_path
from portal.models import Employee, TrailEvent
from portal.refusals import Refused
from portal.services import people, throttle, trail
from portal.session_store import KNOWN_BROWSER


class SignInAdapter(DefaultAccountAdapter):
    """Who may sign in, what is recorded of it, and what is said when it fails."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Enter the e-mail address and the password you sign in with",
        "enter_current_password": "Enter your current password",
        "incorrect_password": "Enter the password you sign in with",
    }

    def get_login_stages(self) -> list[str]:
        return ["portal.sign_in.SecondFactorStage"]

    def is_safe_url(self, url: str) -> bool:
        """Whether allauth may lead there: to a path of the portal, and to no other address."""
        return bool(url) and local_path(url, "") == url

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Employee | None:
        """Whoever has the e-mail address and the password.

        Raises TooManyTries, without looking at either, once too many were wrong: in a browser that
        their person has signed in in those typed there, in any other those of all others together.
        """
        email = credentials["email"]
        if known := known_browsers.find(request, email=email):
            limits = throttle.passwords_at(known)
        else:
            limits = throttle.passwords_for(email, address=client_address(request))
        return throttle.tried(limits, partial(super().authenticate, request, **credentials))

    def reauthenticate(self, user: Employee, password: str) -> bool:
        """Whether it is the password of someone who is signed in; raises TooManyTries."""
        limits = throttle.passwords_while_signed_in(user)
        return throttle.tried(limits, partial(user.check_password, password))

    def respond_user_inactive(self, request: HttpRequest, user: Employee) -> HttpResponse:
        """Said only to someone who knows the password, so it tells nobody else who has left."""
        raise Refused("You no longer work for the council, so you cannot sign in.")

    def post_login(self, request: HttpRequest, user: Employee, **kwargs: Any) -> HttpResponse:
        is_first = not TrailEvent.objects.filter(actor=user, event="sign-in").exists()
        session_limits.begin(request)
        trail.record("sign-in", by=user, subject=people.subject_of(user), summary="Signed in")
        answer = super().post_login(request, user, **kwargs)
        if is_first:
            answer = _led_elsewhere(user, answer)
        request.session[KNOWN_BROWSER] = known_browsers.remember(request, answer, employee=user)
        return answer

    def set_password(self, user: Employee, password: str) -> None:
        super().set_password(user, password)
        trail.record(
            "password.set", by=user, subject=people.subject_of(user), summary="Set a new password"
        )


def _led_elsewhere(user: Employee, answer: HttpResponse) -> HttpResponse:
    """The page that a new starter is shown first, where they were going to the home page anyway.

    A link to anything else leads where it leads.
    """
    if answer.url == reverse("home"):
        for page in hooks.first_page.call(employee=user):
            if page:
                return redirect(page)
    return answer


class SecondFactorStage(AuthenticateStage):
    """Asks whoever has set up a second factor for it, after their password or the directory."""

    urlname = "mfa_authenticate"

    def _should_handle(self, request: HttpRequest) -> bool:
        if proof.showed_second_factor(request, by=self.login.user):
            return False
        return super()._should_handle(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """What is kept of a second factor, and what is said of a wrong code."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Enter the 6 digits that the app shows now, or a recovery code",
    }

    def get_totp_issuer(self) -> str:
        return settings.COUNCIL_NAME

    def encrypt(self, text: str) -> str:
        """Kept so that a copy of the database, without SECRET_KEY, gives nobody a second factor."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = salted_hmac("portal.second-factor", "", secret=settings.SECRET_KEY, algorithm="sha256")
    return Fernet(urlsafe_b64encode(key.digest()))
