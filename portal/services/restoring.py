"""Whether the database is a restored copy, what no copy brings back to life, and the held outbox.

A mark in the database names the database it was written in. On PostgreSQL that is the server's own
identifier and the object identifiers of the database and of the mark's table: a restore makes these
anew, whichever database it goes to; VACUUM FULL, CLUSTER and TRUNCATE keep them. On SQLite it is a
number that grows with each look, and that a file beside the database repeats.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q

from portal import clock
from portal.models import (
    BrowserSession,
    DatabaseMark,
    Employee,
    KnownBrowser,
    Notice,
    Outbox,
    PasswordLinkRequest,
)
from portal.refusals import Refused
from portal.services import trail
from portal.services.people import administrators_post

logger = logging.getLogger(__name__)

SUBJECT = "database"
MAY_ASK_SERVER = "SELECT has_function_privilege('pg_control_system()', 'EXECUTE')"
SERVER = "(SELECT system_identifier FROM pg_control_system())"
IDENTITY = (
    "SELECT concat_ws('/', {server}, "
    "(SELECT oid FROM pg_database WHERE datname = current_database()), '{table}'::regclass::oid)"
)


def check_database() -> None:
    """Treat the database as restored where its mark was written in another one.

    Asked by each web process before its first answer, and by each drain before it sends anything.
    """
    if _is_copy(DatabaseMark.objects.first()):
        with _locked_mark() as mark:
            # Another process may have been here meanwhile.
            if _is_copy(mark):
                _treat_as_restored(mark)


def mark_database() -> None:
    """Write the mark, where it is to be written anew; part of each drain, once it has checked."""
    if connection.vendor == "sqlite" or not DatabaseMark.objects.exists():
        treat_as_same()


def treat_as_restored() -> None:
    """Treat the database as restored, where that cannot be seen."""
    with _locked_mark() as mark:
        _treat_as_restored(mark)


def treat_as_same() -> None:
    """Let the database be the one it was, whatever its mark says."""
    with _locked_mark():
        pass


def epoch() -> int:
    """How often the database was restored: what was signed for an earlier epoch is void."""
    mark = DatabaseMark.objects.filter(pk=1).first()
    return mark.epoch if mark else 0


@contextmanager
def _locked_mark() -> Iterator[DatabaseMark]:
    """The mark, written anew at the end for the database that this is."""
    with transaction.atomic():
        DatabaseMark.objects.get_or_create(pk=1)
        mark = DatabaseMark.objects.select_for_update().get(pk=1)
        yield mark
        mark.identity = _identity(mark)
        mark.save()
    if connection.vendor == "sqlite":
        # After the database, so that whoever is killed between leaves the database ahead of it; and
        # under another name first, so that no reader meets half of it.
        beside = _file_beside()
        unfinished = beside.with_name(f"{beside.name}-{uuid4().hex}")
        unfinished.write_text(mark.identity)
        unfinished.replace(beside)


def _identity(mark: DatabaseMark) -> str:
    if connection.vendor == "sqlite":
        return str(int(mark.identity or 0) + 1)
    with connection.cursor() as cursor:
        cursor.execute(MAY_ASK_SERVER)
        server = SERVER if cursor.fetchone()[0] else "NULL"
        cursor.execute(IDENTITY.format(server=server, table=DatabaseMark._meta.db_table))
        return cursor.fetchone()[0]


def _is_copy(mark: DatabaseMark | None) -> bool:
    if mark is None:
        return False
    if connection.vendor == "sqlite":
        beside = _file_beside()
        return not beside.exists() or int(beside.read_text()) > int(mark.identity)
    written, now = mark.identity.split("/"), _identity(mark).split("/")
    # One role may ask for the server's number and another not: what both have is compared.
    shared = min(len(written), len(now))
    return written[-shared:] != now[-shared:]


def _file_beside() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-mark")


def _treat_as_restored(mark: DatabaseMark) -> None:
    """Hold the outbox, sign everyone out, and void what was used or replaced since the copy."""
    now = clock.now()
    mark.epoch += 1
    Outbox.objects.update_or_create(pk=1, defaults={"held_since": now, "leased_until": None})
    Notice.objects.filter(mail_only=True).delete()
    PasswordLinkRequest.objects.all().delete()
    BrowserSession.objects.all().delete()
    KnownBrowser.objects.all().delete()
    Authenticator.objects.all().delete()
    trail.record(
        "database.restored",
        by=None,
        subject=SUBJECT,
        summary="The database is a restored copy: all are signed out, second factors are removed, "
        "and e-mail is held",
    )
    logger.warning(
        "the database is a restored copy: everyone is signed out, second factors are removed, and "
        "no e-mail goes out until the policy administrator releases it"
    )


# The held outbox


@dataclass(frozen=True)
class HeldOutbox:
    """How many notifications wait to be e-mailed, and from when they are."""

    since: datetime
    # Those that waited already when the copy was made.
    waited: int
    oldest: datetime | None
    newest: datetime | None
    # Those that were written since.
    new: int


def held_outbox() -> HeldOutbox | None:
    """What a held outbox holds; None where it is not held."""
    since = Outbox.objects.filter(pk=1).values_list("held_since", flat=True).first()
    if since is None:
        return None
    waiting = Notice.objects.exclude(mail_due_at=None)
    waited = Q(created_at__lte=since)
    return HeldOutbox(
        since=since,
        **waiting.aggregate(
            waited=Count("pk", filter=waited),
            oldest=Min("created_at", filter=waited),
            newest=Max("created_at", filter=waited),
            new=Count("pk", filter=~waited),
        ),
    )


@transaction.atomic
def release_outbox(*, by: Employee | None, send: bool) -> None:
    """Let e-mail go out again; what waited when the copy was made only if it is to be sent.

    Without ``by`` whoever runs the portal does. Raises Refused.
    """
    post = administrators_post(by, "releases held e-mail") if by else ""
    outbox = Outbox.objects.select_for_update().filter(pk=1).exclude(held_since=None).first()
    if outbox is None:
        raise Refused("No e-mail is held.")
    dropped = 0
    if not send:
        waited = Notice.objects.filter(created_at__lte=outbox.held_since).exclude(mail_due_at=None)
        dropped = waited.update(
            mail_due_at=None, mail_error="Not sent: it waited in a restored copy."
        )
    outbox.held_since = None
    outbox.save(update_fields=["held_since"])
    trail.record(
        "outbox.released",
        by=by,
        post=post,
        subject=SUBJECT,
        summary=f"Released the e-mail of a restored copy, {dropped:,} not to be sent",
    )
