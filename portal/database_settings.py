"""The settings of the database: PostgreSQL, or SQLite to try the portal with."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from portal import environment
from portal.environment import yes_or_no

SECONDS_CONNECTED = 60
OPTIONS = {
    "django.db.backends.sqlite3": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL",
    },
    # A database that is down is said at once, and one whose computer is gone within half a minute.
    # portal/database_waits.py says how long a page waits for one that is silent.
    "django.db.backends.postgresql": {
        "connect_timeout": 2,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
    },
}


def read_database(*, file: Path) -> dict[str, Any]:
    """Django's settings of the database that the environment names, or of SQLite in a file."""
    database = environment.database(
        "DATABASE_URL",
        f"sqlite:///{quote(str(file))}",
        conn_max_age=SECONDS_CONNECTED,
        conn_health_checks=True,
        # For a pgbouncer that pools by transaction.
        disable_server_side_cursors=yes_or_no("DISABLE_SERVER_SIDE_CURSORS", False),
    )
    # What the address says besides is the council's to choose.
    database["OPTIONS"] = OPTIONS[database["ENGINE"]] | database.get("OPTIONS", {})
    return database
