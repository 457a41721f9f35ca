"""People with an authenticator app."""

import hmac
import struct
import time
from base64 import b32decode
from hashlib import sha1

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache

from portal.models import Employee
from portal.services import second_factor


def give_second_factor(person: Employee) -> str:
    """Set up an authenticator app for someone and return its secret; its codes are all unused."""
    secret = generate_totp_secret()
    second_factor.set_up(person, secret=secret, code=code_now(secret))
    cache.clear()
    return secret


def code_now(secret: str, *, steps: int = 0) -> str:
    """The six digits that an app shows now, or so many steps of 30 seconds later (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(b32decode(secret), counter, sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
