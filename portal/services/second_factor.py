"""The second factor: codes of an authenticator app, and recovery codes for when it is lost.

allauth keeps and checks them; who needs one, what is recorded and who is told is decided here.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    validate_totp_code,
)
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.db import transaction

from portal import clock
from portal.models import Employee, Post, Posts
from portal.refusals import Refused
from portal.services import browser_sessions, notices, people, throttle, trail

logger = logging.getLogger(__name__)

TYPE = Authenticator.Type
# A code is taken once. It could be used for as long as its own period and one on either side.
SECONDS_A_CODE_LASTS = 90


@dataclass(frozen=True)
class SecondFactor:
    """What someone has set up."""

    since: datetime
    codes_left: int


def needs_second_factor(employee: Employee, posts: Posts) -> bool:
    """Whether they may do or read, by a post or in the system administration, what others may not.

    Every post counts, acting or for one case too: the auditor decides nothing and reads everything.
    """
    return bool(posts) or employee.is_staff


def second_factor_of(employee: Employee) -> SecondFactor | None:
    """What someone has set up, or None (1 query)."""
    held = {held.type: held for held in Authenticator.objects.filter(user=employee)}
    if TYPE.TOTP not in held:
        return None
    codes = held.get(TYPE.RECOVERY_CODES)
    left = len(_unused(codes)) if codes else 0
    return SecondFactor(since=held[TYPE.TOTP].created_at, codes_left=left)


def _unused(held: Authenticator) -> list[str]:
    with suppress(InvalidToken):
        return held.wrap().get_unused_codes()
    # Made under another SECRET_KEY: nobody can read them any more.
    return []


def has_second_factor(employee: Employee) -> bool:
    return Authenticator.objects.filter(user=employee, type=TYPE.TOTP).exists()


@transaction.atomic
def set_up(employee: Employee, *, secret: str, code: str) -> None:
    """Set up an authenticator app that shows the right code; recovery codes come with it.

    Raises Refused where the code is wrong, or one is set up already.
    """
    employee = people.lock_employee(employee.pk)
    if has_second_factor(employee):
        raise Refused("You have set up a second factor already.")
    if not validate_totp_code(secret, code):
        raise Refused("Enter the 6 digits that the app shows now")
    TOTP.activate(employee, secret)
    _use_once(employee.pk, code)
    _make_codes(employee)
    _record(employee, "second-factor.set-up", "Set up a second factor")
    _tell(employee, "second_factor_set_up")


def code_of(secret: str) -> str:
    """The code that an authenticator app with this secret shows now."""
    counter = int(clock.real_time()) // mfa_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(secret, counter))


@transaction.atomic
def make_recovery_codes(employee: Employee) -> None:
    """Replace someone's recovery codes: those made before no longer work."""
    employee = people.lock_employee(employee.pk)
    if not has_second_factor(employee):
        raise Refused("Set up a second factor first: recovery codes stand in for it.")
    _make_codes(employee)
    _record(employee, "recovery-codes.made", "Made new recovery codes")
    _tell(employee, "recovery_codes_made")


def _make_codes(employee: Employee) -> None:
    Authenticator.objects.filter(user=employee, type=TYPE.RECOVERY_CODES).delete()
    RecoveryCodes.activate(employee)


def codes_to_show(employee: Employee) -> list[str]:
    """The recovery codes, until their person has said that they are kept; then never again."""
    held = Authenticator.objects.filter(user=employee, type=TYPE.RECOVERY_CODES).first()
    return _unused(held) if held and not held.wrap().did_view else []


def stop_showing_codes(employee: Employee) -> None:
    """Their person has kept the recovery codes."""
    held = Authenticator.objects.filter(user=employee, type=TYPE.RECOVERY_CODES).first()
    if held:
        held.wrap().mark_as_viewed()


@transaction.atomic
def turn_off(employee: Employee) -> None:
    """Remove someone's own second factor, where no post of theirs needs it."""
    employee = people.lock_employee(employee.pk)
    if needs_second_factor(employee, Posts.of(employee, clock.today())):
        raise Refused("What you do for the council needs a second factor, so it stays on.")
    if not has_second_factor(employee):
        raise Refused("You have no second factor.")
    Authenticator.objects.filter(user=employee).delete()
    _record(employee, "second-factor.off", "Turned off their second factor")
    _tell(employee, "second_factor_off")


@transaction.atomic
def reset(employee: Employee, *, by: Employee | None) -> None:
    """Remove the second factor of someone who lost it, and end their sessions.

    The policy administrator does, for others; without ``by`` whoever runs the portal does, where
    the policy administrator's own is lost.
    """
    held = Posts.of(by, clock.today()).holds(Post.POLICY_ADMINISTRATOR) if by else None
    if by and not held:
        raise Refused("Only the policy administrator resets a second factor.")
    if by == employee:
        raise Refused("You cannot reset your own second factor: ask another policy administrator.")
    employee = people.lock_employee(employee.pk)
    if not has_second_factor(employee):
        raise Refused(f"{employee.name} has no second factor.")
    Authenticator.objects.filter(user=employee).delete()
    browser_sessions.end_all(employee)
    throttle.forgive_codes(employee)
    trail.record(
        "second-factor.reset",
        by=by,
        post=held.as_text if held else "",
        subject=people.subject_of(employee),
        summary=f"Reset the second factor of {employee.name}",
    )
    _tell(employee, "second_factor_reset", by=by.name if by else "The team that runs the portal")


def check_code(employee: Employee, typed: str, *, is_known: bool) -> Authenticator | None:
    """What a code typed by someone is of: their app or their recovery codes; None where it is
    wrong. No code is taken twice.

    ``is_known`` is whether they have signed in before in the browser in which it was typed. Raises
    TooManyTries once too many were wrong.
    """
    with transaction.atomic():
        # One at a time: each recovery code is taken once.
        employee = people.lock_employee(employee.pk)
        found = throttle.tried(
            throttle.codes_of(employee, is_known=is_known),
            lambda: next((held for held in _held(employee) if _fits(held, typed)), None),
        )
        if found and found.type == TYPE.RECOVERY_CODES:
            left = len(_unused(found))
            _record(employee, "recovery-code.used", f"Used a recovery code: {left} are left")
            _tell(employee, "recovery_code_used", left=left)
    return found


def _held(employee: Employee) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=employee).order_by("-type"))


def _fits(held: Authenticator, typed: str) -> bool:
    try:
        if not held.wrap().validate_code(typed):
            return False
    except InvalidToken:
        logger.error("the second factor of employee %s was set up under another key", held.user_id)
        return False
    return held.type != TYPE.TOTP or _use_once(held.user_id, typed)


def _use_once(employee_id: int, code: str) -> bool:
    key = f"second-factor-used-{employee_id}-{normalize_user_code(code)}"
    return cache.add(key, True, SECONDS_A_CODE_LASTS)


def _record(employee: Employee, event: str, summary: str) -> None:
    trail.record(event, by=employee, subject=people.subject_of(employee), summary=summary)


def _tell(employee: Employee, template: str, **context) -> None:
    """At once, as it may have been someone else."""
    notices.tell(
        template,
        recipients=[employee],
        about=f"employee {employee.pk} at {clock.real_now().isoformat()}",
        path="/sign-in/account/",
        urgent=True,
        **context,
    )
