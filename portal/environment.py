"""Settings read from the environment; each raises ImproperlyConfigured in one sentence.

The sentence names the setting, its value and the remedy, and shows no password and no key.
"""

import os
import re
from email.utils import getaddresses
from pathlib import Path
from typing import Any, NoReturn, overload
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environs import Env

env = Env()

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")
LONGEST_SHOWN = 100
SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
# PostgreSQL may have several hosts, and the folder of a socket in the place of one.
DATABASE_HOST = re.compile(r"[A-Za-z0-9._,-]+|[0-9A-Fa-f:.]+|%2f[\w%.-]+", re.IGNORECASE)
DATABASE_SCHEMES = ("postgres", "postgresql", "sqlite")
BROKER_SCHEMES = ("redis", "rediss")
MAIL_SCHEMES = ("smtp", "submission")
MAIL_WITHOUT_SERVER = ("console", "file", "memory", "dummy")

ONE_ADDRESS = "write it as one address, with a port from 1 to 65535 if any"
IN_PASSWORDS = ", and in a password %23 for #, %2F for / and so on"


def refuse(name: str, value: str, remedy: str) -> NoReturn:
    """Raise ImproperlyConfigured for a setting whose value cannot be used."""
    raise ImproperlyConfigured(f"{name} is {_shown(value)}: {remedy}")


def required(name: str, remedy: str) -> str:
    """The text of a setting without which the portal does not start."""
    value = os.environ.get(name, "")
    if not value.strip():
        raise ImproperlyConfigured(f"{name} is not set: {remedy}")
    return value


def key(name: str, remedy: str, *, least: int) -> str:
    """The characters of a required key, of which there are at least so many."""
    value = required(name, remedy)
    if len(value) < least:
        raise ImproperlyConfigured(f"{name} has {_characters(len(value))}: {remedy}")
    return value


def text(name: str, default: str = "", *, most: int = 200) -> str:
    """A line of text; one that is set and empty is refused where it would hide a default."""
    value = os.environ.get(name, default).strip()
    if not value and default:
        refuse(name, value, f"give it 1 to {most} characters, or unset it.")
    if len(value) > most:
        raise ImproperlyConfigured(f"{name} has {_characters(len(value))}: give it {most} at most.")
    if not value.isprintable():
        refuse(name, value, "write it in one line, without control characters.")
    return value


def name_of_queue(name: str, default: str) -> str:
    """A name that Redis, and a file of the broker that needs none, can bear."""
    value = os.environ.get(name, default)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", value):
        refuse(name, value, "give it 1 to 100 letters, digits, hyphens and underscores.")
    return value


@overload
def whole_number(name: str, default: int, *, least: int, most: int) -> int: ...
@overload
def whole_number(name: str, default: None, *, least: int, most: int) -> int | None: ...
def whole_number(name: str, default: int | None, *, least: int, most: int) -> int | None:
    """A whole number from the least to the greatest, or the default where it is not set."""
    if name not in os.environ:
        return default
    value = os.environ[name].strip()
    # Digits first: int() would take long over a million of them.
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        refuse(name, value, f"set it to a whole number from {least} to {most}, or unset it.")
    return int(value)


def yes_or_no(name: str, default: bool) -> bool:
    """Whether a setting is on: 1 or 0, or these in words."""
    if name not in os.environ:
        return default
    value = os.environ[name].strip()
    if value.lower() not in (*YES, *NO):
        refuse(name, value, "set it to 1 or 0, or unset it.")
    return value.lower() in YES


def folder(name: str, default: Path, *, make: bool) -> Path:
    """A folder that this process may write to, made first where ``make`` says so."""
    value = os.environ.get(name, str(default))
    path = Path(value)
    if not value.isprintable() or not path.is_absolute():
        refuse(name, value, "set it to the whole path of a folder.")
    try:
        if make:
            path.mkdir(parents=True, exist_ok=True)
        is_folder = path.is_dir()
    except OSError:
        is_folder = False
    if not is_folder:
        refuse(name, value, "there is no such folder, so make it or name another.")
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        refuse(name, value, "let the user that runs the portal write to it, or name another.")
    return path


def site_address(name: str, value: str, *, plain_http_at: list[str]) -> str:
    """A whole web address of a host alone, without a slash at its end."""
    if re.search(r"[\s,;]", value):
        refuse(name, _masked(value), "set it to one address.")
    parts = web_address(name, value, plain_http_at=plain_http_at)
    if parts.path.strip("/") or "?" in value or "#" in value:
        remedy = "the portal is at the root of its host, so leave out what follows the host."
        refuse(name, value, remedy)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def web_address(name: str, value: str, *, plain_http_at: list[str]) -> SplitResult:
    """The parts of a web address: https, or plain HTTP at the hosts given."""
    if "@" in value:
        refuse(name, _masked(value), "leave out what stands before the @, and the @.")
    parts = _parts(name, value, shown=value, remedy=f"{ONE_ADDRESS}.")
    plain = parts.scheme == "http" and parts.hostname in plain_http_at
    if not (parts.scheme == "https" or plain) or not HOST.fullmatch(parts.hostname or ""):
        refuse(name, value, "set it to a whole address that starts with https://.")
    return parts


def database(name: str, default: str, **options: Any) -> dict[str, Any]:
    """Django's settings of the database at an address: postgres:// or, for trying, sqlite:///."""
    value = os.environ.get(name, default)
    parts = _parts_with_password(name, value)
    if parts.scheme not in DATABASE_SCHEMES:
        remedy = "start it with postgres://, as in postgres://user:password@host:5432/name."
        refuse(name, _masked(value), remedy)
    # Without any host it is the socket on this computer.
    if parts.netloc and not DATABASE_HOST.fullmatch(parts.hostname or ""):
        refuse(name, _masked(value), "name the host of the database.")
    if not parts.path.strip("/"):
        refuse(name, _masked(value), "end it with / and the name of the database.")
    if parts.scheme == "sqlite" and not os.access(Path(unquote(parts.path[1:])).parent, os.W_OK):
        refuse(name, value, "there is no such folder that the portal may write to.")
    return env.dj_db_url(name, default, **options)


def broker(name: str) -> str:
    """The address of Redis, or nothing where it is not set."""
    if name not in os.environ:
        return ""
    value = os.environ[name]
    parts = _parts_with_password(name, value)
    if parts.scheme not in BROKER_SCHEMES or not HOST.fullmatch(parts.hostname or ""):
        remedy = "set it to a whole address that starts with redis://, as in redis://host:6379/0."
        refuse(name, _masked(value), remedy)
    if not re.fullmatch(r"/?[0-9]{0,4}", parts.path):
        refuse(name, _masked(value), "end it with / and the number of a database, such as 0.")
    return value


def mail_server(name: str, default: str) -> dict[str, Any]:
    """Django's EMAIL_ settings of the mail server at an address."""
    value = os.environ.get(name, default)
    parts = _parts_with_password(name, value)
    if parts.scheme not in (*MAIL_SCHEMES, *MAIL_WITHOUT_SERVER):
        remedy = "start it with smtp://, as in smtp://user:password@host:587/?tls=True."
        refuse(name, _masked(value), remedy)
    if parts.scheme in MAIL_SCHEMES and not HOST.fullmatch(parts.hostname or ""):
        refuse(name, _masked(value), "name the host of the mail server.")
    if "timeout" in parts.query:
        refuse(name, _masked(value), "leave out its timeout: the portal has its own.")
    found = env.dj_email_url(name, default)
    if parts.scheme in MAIL_SCHEMES:
        found["EMAIL_BACKEND"] = "portal.smtp.EmailBackend"
    return found


def sender(name: str, default: str) -> str:
    """A name and an e-mail address, in one line: who mail is from."""
    if name not in os.environ:
        return default
    value = text(name, default)
    addresses = [address for _, address in getaddresses([value])]
    whole = len(addresses) == 1 and (value == addresses[0] or value.endswith(f"<{addresses[0]}>"))
    try:
        validate_email(addresses[0] if whole else "")
    except ValidationError:
        remedy = "set it to one address, such as Social media portal <no-reply@council.example>."
        refuse(name, value, remedy)
    return value


def _parts_with_password(name: str, value: str) -> SplitResult:
    """The parts of an address that may hold a password, which a refusal does not show."""
    remedy = f"{ONE_ADDRESS}{IN_PASSWORDS}."
    parts = _parts(name, value, shown=_masked(value), remedy=remedy)
    if "@" in f"{parts.path}{parts.query}{parts.fragment}":
        refuse(name, _masked(value), remedy)
    return parts


def _parts(name: str, value: str, *, shown: str, remedy: str) -> SplitResult:
    # urlsplit leaves out line breaks and the like.
    if not value.isprintable() or " " in value:
        refuse(name, shown, remedy)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        refuse(name, shown, remedy)
    if port == 0:
        refuse(name, shown, remedy)
    return parts


def _masked(value: str) -> str:
    """An address without whatever in it may be a password, however wrongly it is written."""
    if not re.search(r"[:@?#]", SCHEME.sub("", value)):
        return value
    scheme = SCHEME.match(value)
    return f"{scheme[0] if scheme else ''}***"


def _shown(value: str) -> str:
    """A value as it stands in a sentence: in one line, not too long, and not nothing."""
    if not value:
        return "empty"
    line = value if value.isprintable() else value.encode("unicode_escape").decode()
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"


def _characters(count: int) -> str:
    return "1 character" if count == 1 else f"{count} characters"
