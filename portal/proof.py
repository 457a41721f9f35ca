"""Showing who one is: by a second factor to use a post, and again, freshly, before deciding.

What someone has shown in this session, and when, is allauth's list of records, written at sign-in
and by `record_proof`. Times are real ones (`clock.real_time`), never the demonstration's.

A view that decides, grants or appoints asks for fresh proof:

    @fresh_proof
    def decide(request): ...

    @method_decorator(fresh_proof, name="dispatch")
    class Publish(FormView): ...

Reading is not held up. A POST without proof from the last five minutes is kept and leads to the
page that asks for it, then back to the page it was typed into, filled in, to be sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal import kept
from portal.clock import real_time
from portal.forms.sign_in import (
    ConfirmByPressForm,
    ConfirmCodeForm,
    ConfirmForm,
    ConfirmPasswordForm,
)
from portal.models import Employee
from portal.services import directory
from portal.services.second_factor import has_second_factor, needs_second_factor

View = Callable[..., HttpResponse]

FRESH_FOR = 5 * settings.MINUTE
# What allauth calls a code of the second factor, and a password.
CODE, PASSWORD = "mfa", "password"
# One press on the demonstration's list of people.
PRESS = "demonstration"
# A sign-in at the council's directory, without and with a second factor that it asked for.
DIRECTORY, DIRECTORY_AND_MORE = "directory", "directory and more"
SECOND_FACTORS = {CODE, PRESS, DIRECTORY_AND_MORE}


@dataclass(frozen=True)
class Way:
    """One way to show again who one is: a form on the page that asks, or another page.

    ``form`` is made with ``request``, and is valid once the proof is given; ``url`` is told by
    ?next= where the person goes afterwards, and calls `record_proof` once it is given there.
    """

    method: str
    text: str
    form: type[ConfirmForm] | None = None
    url: str = ""


def by_password(employee: Employee) -> Way | None:
    if not employee.has_usable_password():
        return None
    return Way(PASSWORD, "Enter your password again.", form=ConfirmPasswordForm)


def by_directory(employee: Employee) -> Way | None:
    if not directory.has_account(employee):
        return None
    text = f"Sign in again with {settings.DIRECTORY.name}"
    return Way(DIRECTORY, text, url=reverse("directory_confirm"))


BY_CODE = Way(CODE, "Enter a code of your second factor.", form=ConfirmCodeForm)
BY_PRESS = Way(PRESS, "In the demonstration a press is enough.", form=ConfirmByPressForm)
# Those of people without a second factor, best first: each says whether someone has it.
WAYS: list[Callable[[Employee], Way | None]] = [by_directory, by_password]


def ways(person: Employee) -> list[Way]:
    """The ways in which someone can show that it is them; a second factor is the only one."""
    if settings.DEMONSTRATION and person.is_demonstration:
        return [BY_PRESS]
    if has_second_factor(person):
        return [BY_CODE]
    return [way for offered in WAYS if (way := offered(person))]


# What was shown


def record_proof(
    request: HttpRequest, method: str, at: float | None = None, *, by: Employee | None = None
) -> None:
    """Record that the person has shown who they are, now or at a time (seconds since 1970).

    ``by`` names them while they are still signing in.
    """
    now = real_time()
    # Another server's clock may be ahead; nothing was shown later than now.
    at = now if at is None else min(at, now)
    record_authentication(request, by or request.user, method, at=at)


def proven_at(request: HttpRequest) -> float | None:
    """When the person last showed who they are in this session, in a way that counts for them.

    For those with a second factor only that counts; for others a password or the directory does.
    """
    newest = {record["method"]: record["at"] for record in _records(request)}
    strong = max((newest[method] for method in SECOND_FACTORS & newest.keys()), default=None)
    weak = max((at for method, at in newest.items() if method not in SECOND_FACTORS), default=None)
    if weak is None or (strong is not None and strong >= weak) or has_second_factor(request.user):
        return strong
    return weak


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person has shown who they are within the last FRESH_FOR seconds."""
    at = proven_at(request)
    return at is not None and 0 <= real_time() - at < FRESH_FOR


def showed_second_factor(request: HttpRequest, *, by: Employee | None = None) -> bool:
    """Whether the person has shown a second factor in this session; ``by`` as for the above."""
    records = get_authentication_records(request, by or request.user)
    return any(record["method"] in SECOND_FACTORS for record in records)


def forget_second_factor(request: HttpRequest) -> None:
    """Take back what a second factor that is no more had shown."""
    weak = [record for record in _records(request) if record["method"] not in SECOND_FACTORS]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = weak


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    return sorted(get_authentication_records(request, request.user), key=lambda r: r["at"])


# What asks for it


def fresh_proof(view: View) -> View:
    """The view's deeds need proof from the last five minutes; reading it needs none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS") or is_fresh(request):
            return view(request, *args, **kwargs)
        kept.keep(request.session, request, employee_id=request.user.pk)
        return _asking(request)

    return guarded


def fresh_proof_to_see(view: View) -> View:
    """The page shows a secret, so that reading it needs proof from the last five minutes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" or is_fresh(request):
            return view(request, *args, **kwargs)
        return _asking(request)

    return guarded


def _asking(request: HttpRequest) -> HttpResponse:
    return redirect(_leading_to("account_reauthenticate", kept.page_of(request)))


def without_second_factor(view: View) -> View:
    """The page is open to holders of posts who have not shown a second factor yet.

    For what nobody is to be kept from: setting one up, and what is urgent for every employee.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    opened.second_factor_required = False
    return opened


def lacks_second_factor(request: HttpRequest, view: View) -> bool:
    """Whether a page is closed to this person until they have shown a second factor."""
    return getattr(view, "second_factor_required", True) and misses_second_factor(request)


def misses_second_factor(request: HttpRequest) -> bool:
    """Whether the person needs a second factor and has shown none in this session."""
    shown = showed_second_factor(request)
    return not shown and needs_second_factor(request.user, request.posts)


def lead_to_second_factor(request: HttpRequest) -> HttpResponse:
    """To enter a code, to the directory, or to set up a second factor; then to the page asked."""
    if has_second_factor(request.user):
        page = "account_reauthenticate"
    else:
        asks = directory.asks_for_second_factor(request.user)
        page = "directory_confirm" if asks else "second_factor"
    return redirect(_leading_to(page, kept.page_of(request)))


def _leading_to(page: str, path: str) -> str:
    return f"{reverse(page)}?{urlencode({REDIRECT_FIELD_NAME: path})}"
