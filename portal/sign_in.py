"""Signing in, as allauth asks it of us: by e-mail address, for those who work for the council."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal import clock, hooks
from portal.models import Employee, TrailEvent
from portal.refusals import Refused
from portal.services import notices, people, trail


class SignInAdapter(DefaultAccountAdapter):
    """Who may sign in, what is recorded of it, and what is said when it fails."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Enter the e-mail address and the password you sign in with",
        "enter_current_password": "Enter your current password",
        "incorrect_password": "Enter the password you sign in with",
        "too_many_login_attempts": (
            "You have tried too many times. Wait 15 minutes, then try again."
        ),
        "rate_limited": "You have tried too many times. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Employee) -> HttpResponse:
        """Said only to someone who knows the password, so it tells nobody else who has left."""
        raise Refused("You no longer work for the council, so you cannot sign in.")

    def post_login(self, request: HttpRequest, user: Employee, **kwargs: Any) -> HttpResponse:
        is_first = not TrailEvent.objects.filter(actor=user, event="sign-in").exists()
        trail.record("sign-in", by=user, subject=people.subject_of(user), summary="Signed in")
        answer = super().post_login(request, user, **kwargs)
        return _led_elsewhere(user, answer) if is_first else answer

    def set_password(self, user: Employee, password: str) -> None:
        super().set_password(user, password)
        trail.record(
            "password.set", by=user, subject=people.subject_of(user), summary="Set a new password"
        )

    def send_password_reset_mail(self, user: Employee, email: str, context: dict[str, Any]) -> None:
        """Put the link in the outbox: a page waits for no mail server, and takes as long for an
        address that nobody has.
        """
        notices.mail_secret(
            "password_reset",
            recipient=user,
            about=clock.now().isoformat(),
            path=urlsplit(context["password_reset_url"]).path,
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
