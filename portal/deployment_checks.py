"""What "check --deploy" says of a production that starts and still cannot be used."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
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
    if not settings.REDIS_URL:
        found.append(
            checks.Warning(
                "REDIS_URL is not set, so beat and workers have to share a folder of files.",
                hint="Set it to redis://host:6379/0; files are for trying.",
                id="portal.W102",
            )
        )
    return found
