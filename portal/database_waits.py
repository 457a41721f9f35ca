"""How long a web process waits for PostgreSQL before it says that the portal is not available.

PostgreSQL ends a statement that takes too long; where PostgreSQL itself is silent, the process
stops waiting. Workers and commands wait as long as their work takes.
"""

import select
import sqlite3
from time import monotonic

import psycopg2
from django.db import DatabaseError, InterfaceError, connection, connections
from psycopg2 import extensions

SECONDS_TO_CONNECT = 3
# Longer than PostgreSQL's own limit for a statement, so that this comes first.
SECONDS_TO_ANSWER = 12
SERVER_LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "8s",
    "idle_in_transaction_session_timeout": "60s",
}
WAITED_FOR = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}
CONNECTED = (
    extensions.STATUS_READY,
    extensions.STATUS_BEGIN,
    extensions.STATUS_PREPARED,
)


def bound_waits() -> None:
    """Let this process wait no longer for its database than people wait for a page."""
    if connection.vendor != "postgresql":
        return
    settings = connections.settings["default"]
    # A pgbouncer that pools by transaction refuses these: it has limits of its own.
    if not settings["DISABLE_SERVER_SIDE_CURSORS"]:
        limits = " ".join(f"-c {name}={value}" for name, value in SERVER_LIMITS.items())
        given = settings["OPTIONS"].get("options", "")
        settings["OPTIONS"]["options"] = f"{limits} {given}".rstrip()
    extensions.set_wait_callback(Patience())


def is_unreachable(error: DatabaseError | InterfaceError) -> bool:
    """Whether it is the database that cannot be used, and not what was asked of it."""
    if isinstance(error.__cause__, sqlite3.Error):
        return error.__cause__.sqlite_errorcode != sqlite3.SQLITE_ERROR
    # What PostgreSQL itself says to a statement has a code; these are of its own going away.
    code = getattr(error.__cause__, "pgcode", None)
    return code is None or code.startswith(("08", "57P"))


class Patience:
    """Waits for PostgreSQL in psycopg2's place, which would wait for ever.

    While it has been silent, nobody waits longer than for a new connection: the threads that serve
    people are few.
    """

    def __init__(self) -> None:
        self.silent = False

    def __call__(self, waiting: extensions.connection) -> None:
        connected = waiting.status in CONNECTED
        seconds = SECONDS_TO_CONNECT if self.silent or not connected else SECONDS_TO_ANSWER
        deadline = monotonic() + seconds
        while (state := waiting.poll()) != extensions.POLL_OK:
            poller = select.poll()
            poller.register(waiting.fileno(), WAITED_FOR[state])
            if not poller.poll(max(0, deadline - monotonic()) * 1000):
                self.silent = True
                raise psycopg2.OperationalError(
                    f"PostgreSQL has not answered within {seconds} seconds."
                )
        self.silent = False
