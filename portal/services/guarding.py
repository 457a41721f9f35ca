"""What is done about guards that are missing or changed: put back, recorded, notified of."""

import logging
from datetime import date
from hashlib import sha256

from django.db import DatabaseError, InterfaceError, ProgrammingError, connections, transaction

from portal import guards
from portal.models import Post
from portal.services import notices, people, trail

logger = logging.getLogger(__name__)

REMEDY = (
    "run manage.py migrate as the role that owns the tables, as docs/operating.md says under "
    '"The guards"'
)


def restore_guards(alias: str = "default") -> list[str]:
    """Put back the guards that are missing or changed, record it, and return what was wrong."""
    with transaction.atomic(alias):
        restored = guards.restore_guards(connections[alias])
        if restored:
            trail.record(
                "guards.restore",
                by=None,
                subject="guards",
                summary=f"Put back guards of the database: {len(restored)}",
                changes={"guards": restored},
            )
    if restored:
        logger.warning("guards of the database were put back: %s", "; ".join(restored))
    return restored


def restore_guards_at_start() -> None:
    """Put back, as a process starts, what may be put back; a database that is down stops nothing.

    The connection is closed afterwards: processes that fork have none to share.
    """
    try:
        if not guards.pending_migrations(connections["default"]):
            _restore_if_allowed()
    except DatabaseError as error:
        logger.warning("the guards of the database could not be compared: %s", _one_line(error))
    finally:
        connections.close_all()


def watch_guards(*, today: date) -> int:
    """Put back what is missing and notify the auditor and the Head of IT, once a day and set.

    Part of the hourly sweep; returns how many guards were not as they should be.
    """
    connection = connections["default"]
    pending = guards.pending_migrations(connection)
    restored = [] if pending else _restore_if_allowed()
    missing = guards.differences(connection)
    found = [*restored, *missing]
    if found:
        digest = sha256("\n".join(sorted(found)).encode()).hexdigest()[:16]
        notices.tell(
            "guards_missing",
            recipients=people.holders(Post.AUDITOR, Post.HEAD_OF_IT, day=today),
            about=f"guards {today} {digest}",
            path="/",
            urgent=True,
            restored=restored,
            missing=missing,
        )
    return len(found)


def _restore_if_allowed() -> list[str]:
    try:
        return restore_guards()
    except ProgrammingError as error:
        missing = "; ".join(guards.differences(connections["default"]))
        logger.error("guards are not in force (%s): %s; %s", missing, _one_line(error), REMEDY)
        return []


def problems() -> list[str]:
    """Why the portal is not ready, a line each; cheap enough to be asked every few seconds."""
    connection = connections["default"]
    try:
        if pending := guards.pending_migrations(connection):
            return [f"Migrations are pending: {', '.join(pending)}"]
        if found := guards.differences(connection):
            return [f"Guards are not in force: {'; '.join(found)}"]
    except (DatabaseError, InterfaceError):
        return ["The database does not answer."]
    return []


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
