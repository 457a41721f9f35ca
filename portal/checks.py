"""System checks of the portal's own."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connections

from portal import guards
from portal.services.guarding import REMEDY

SHORTEST_KEY = 32


def register_checks() -> None:
    checks.register(check_guards, checks.Tags.database)
    checks.register(check_guards_before_deployment, deploy=True)
    checks.register(check_deployment, checks.Tags.security, deploy=True)


def check_guards(databases: Sequence[str] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Name the guards that a database lacks; Django asks this where databases are named."""
    return [
        message
        for alias in databases or []
        if not guards.pending_migrations(connections[alias])
        for message in _warnings(alias)
    ]


def check_guards_before_deployment(
    databases: Sequence[str] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Name them for ``check --deploy`` too, which names no databases."""
    if databases:
        return []
    try:
        if not guards.pending_migrations(connections["default"]):
            return _warnings("default")
        reason, hint = "migrations are pending.", "Run manage.py migrate first."
    except DatabaseError as error:
        reason, hint = " ".join(str(error).split()), "Start the database first."
    sentence = f"The guards of the database were not compared: {reason}"
    return [checks.Info(sentence, hint=hint, id="portal.I001")]


def _warnings(alias: str) -> list[checks.CheckMessage]:
    # As errors they would keep migrate from mending what they name.
    found = guards.differences(connections[alias])
    hint = f"{REMEDY[0].upper()}{REMEDY[1:]}."
    sentences = [f"A guard is not in force: {name}." for name in found]
    return [checks.Warning(sentence, hint=hint, id="portal.W001") for sentence in sentences]


def check_deployment(**kwargs: Any) -> list[checks.CheckMessage]:
    """What has to be set otherwise before people use a real portal."""
    if settings.DEMONSTRATION:
        return []
    found: list[checks.CheckMessage] = []
    if not settings.TRUSTED_PROXIES:
        found.append(
            checks.Error(
                "TRUSTED_PROXIES is 0, so no request is believed to have come by HTTPS and every "
                "page leads to itself for ever.",
                hint="Set it to the number of your proxies in front of gunicorn, of which the "
                "last sets X-Forwarded-Proto and X-Forwarded-For.",
                id="portal.E101",
            )
        )
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        found.append(
            checks.Warning(
                "DATABASE_URL is not that of PostgreSQL, so only one request at a time can write.",
                hint="Set it to postgres://user:password@host:5432/name; SQLite is for trying.",
                id="portal.W101",
            )
        )
    if not settings.EMAIL_BACKEND.startswith("portal.smtp."):
        found.append(
            checks.Warning(
                "EMAIL_URL names no mail server, so nobody gets an e-mail.",
                hint="Set it to smtp://user:password@host:587/?tls=True, or as your server has it.",
                id="portal.W103",
            )
        )
    if len(settings.TRAIL_KEYS[0][1]) < SHORTEST_KEY:
        found.append(
            checks.Warning(
                f"The key of TRAIL_KEY that seals, {settings.TRAIL_KEYS[0][0]!r}, can be guessed.",
                hint=f"Put one of {SHORTEST_KEY} or more random characters before it.",
                id="portal.W104",
            )
        )
    if not settings.REDIS_URL:
        found.append(
            checks.Warning(
                "REDIS_URL is not set, so beat and workers have to share a folder of files.",
                hint="Set it to redis://host:6379/0; files are for trying.",
                id="portal.W102",
            )
        )
    return found
