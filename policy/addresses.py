"""Web addresses that people give us: of blogs and of social media accounts."""

import re
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError

WRONG = "Enter the account's address, like https://www.example.com/yourpage"
MAX_LENGTH = 300

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\<>\"`{}|^]")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# Whatever a browser would read as an IP number ends in a label that starts with a digit.
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z])(?=..){_LABEL}")


def check_account_address(value: str) -> str:
    """The address as it is kept: https, a host's name, and what follows it.

    https:// is added where it is left out, and a slash at the end left off, so that one account has
    one address. Raises ValidationError for another scheme, user
    information, an IP number, a port, or what is no address at all.
    """
    value = value.strip()
    if "://" not in value:
        value = f"https://{value}"
    if _UNSAFE.search(value):
        raise ValidationError(WRONG, code="address")
    try:
        parts = urlsplit(value)
        # Letters beyond ASCII are written as the network knows them, so that look-alikes show.
        host = parts.netloc.encode("idna").decode().lower()
    except ValueError as error:
        raise ValidationError(WRONG, code="address") from error
    address = urlunsplit(parts._replace(netloc=host)).rstrip("/")
    fits = len(host) <= 253 and len(address) <= MAX_LENGTH
    if parts.scheme != "https" or not fits or not _HOST.fullmatch(host):
        raise ValidationError(WRONG, code="address")
    return address
