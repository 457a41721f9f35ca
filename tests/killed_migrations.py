"""A migration killed at random moments, and what became of the guards."""

import os
import random
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection

from portal.guards import all_guards, differences, lifted
from portal.models import TrailEvent
from tests.databases import CommittedDatabase
from tests.rows import sql

MIGRATE = [sys.executable, "-u", "manage.py", "migrate", "--skip-checks", "migrating"]
# Longer than the migration takes, so that some kills come while it commits, or too late.
LATEST_KILL = 1.0


def environment(database: CommittedDatabase, **others: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database.url,
        "DJANGO_SETTINGS_MODULE": "tests.migrating.settings",
        **others,
    }


def migrate(database: CommittedDatabase, **others: str) -> subprocess.CompletedProcess:
    """Apply the migration in a process of its own."""
    return subprocess.run(
        MIGRATE,
        cwd=settings.BASE_DIR,
        env=environment(database, **others),
        capture_output=True,
        text=True,
    )


def kill_migrations(database: CommittedDatabase, *, kills: int) -> dict[str, int]:
    """Kill the migration again and again and count after how many kills all guards were on."""
    moments = random.Random(12)
    inside = all_on = consistent = 0
    for _ in range(kills):
        child = subprocess.Popen(
            MIGRATE,
            cwd=settings.BASE_DIR,
            env=environment(database),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for line in child.stdout:
            if line.strip().endswith("begun"):
                break
        time.sleep(moments.uniform(0, LATEST_KILL))
        child.kill()
        child.communicate()
        applied, altered = _applied(), TrailEvent.objects.filter(summary="Altered").exists()
        inside += not applied
        all_on += not differences(connection)
        consistent += applied == altered
        if applied:
            _forget()
    return {
        "kills": kills,
        "before it had committed": inside,
        "all guards on": all_on,
        "of": len(all_guards(connection.vendor)),
        "whole or not at all": consistent,
    }


def _applied() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'migrating'")
        return cursor.fetchone()[0] > 0


def _forget() -> None:
    """Make the migration pending again, on a trail that is not altered."""
    sql("DELETE FROM django_migrations WHERE app = 'migrating'")
    with lifted(connection):
        sql("UPDATE portal_trailevent SET summary = 'Started'")
