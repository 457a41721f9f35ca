"""Whose password is being guessed, and from where: what axes counts failures by."""

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest


def account_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """The e-mail address being signed in with, in one case however it is typed."""
    credentials = credentials or {}
    typed = credentials.get("email") or credentials.get("username") or request.POST.get("login", "")
    return typed.strip().lower()


def address(request: HttpRequest) -> str | None:
    """The address of the caller, believing no more proxies than TRUSTED_PROXIES."""
    return get_client_ip(request)
