"""Django's sessions in the database, each row saying whose it is: what SESSION_ENGINE names."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from portal.models import BrowserSession

# What the session's data say of it, by the name under which they do.
SIGNED_IN, ACTIVE, ADDRESS, BROWSER = "signed_in_at", "active_at", "address", "browser"
KNOWN_BROWSER = "known_browser"


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def _validate_session_key(self, key: str) -> bool:
        """Whether a cookie's text can be a key: PostgreSQL fails on a NUL."""
        return bool(super()._validate_session_key(key)) and key.isascii() and key.isalnum()

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        row = super().create_model_instance(data)
        row.employee_id = data.get(SESSION_KEY)
        row.address = data.get(ADDRESS)
        row.browser = data.get(BROWSER, "")
        row.signed_in_at = _moment(data.get(SIGNED_IN))
        row.active_at = _moment(data.get(ACTIVE))
        return row


def _moment(seconds: float | None) -> datetime | None:
    return seconds and datetime.fromtimestamp(seconds, UTC)
