"""Whose password is being guessed, and from where: what axes counts failures by."""

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal import clock


def account_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """The e-mail address being signed in with, in one case however it is typed."""
    credentials = credentials or {}
    typed = credentials.get("email") or credentials.get("username") or request.POST.get("login", "")
    return typed.strip().lower()


def address(request: HttpRequest) -> str | None:
    """The address of the caller, believing no more proxies than TRUSTED_PROXIES."""
    return get_client_ip(request)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict, **_):
    """The page that says when to try again: each try meanwhile puts it off."""
    until = clock.real_now() + settings.AXES_COOLOFF_TIME
    return render(request, "account/locked_out.html", {"until": until}, status=429)
