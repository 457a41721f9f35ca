"""The guards of the database: named where missing, put back, and off inside a migration only."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import date
from http import HTTPStatus
from io import StringIO

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from django.db.migrations import Migration
from django.db.migrations.recorder import MigrationRecorder

from portal import guards
from portal.management.commands.migrate import GuardedExecutor
from portal.models import Notice, Post, TrailEvent
from portal.services.guarding import restore_guards, restore_guards_at_start, watch_guards
from tests.builders import the_holder
from tests.databases import at_once
from tests.killed_migrations import kill_migrations, migrate
from tests.processes import beat, wait_until, web, worker
from tests.rows import an_event, refused, sql

TRAIL_KEPT = "The audit trail is added to and never altered."
TODAY = date(2026, 11, 4)

# What was done to a guard → what it is called: on PostgreSQL, on SQLite.
DROPPED = {
    "postgresql": "DROP TRIGGER portal_trailevent_kept ON portal_trailevent",
    "sqlite": "DROP TRIGGER portal_trailevent_updated",
}
MISSING = {
    "postgresql": "portal_trailevent_kept on portal_trailevent is missing",
    "sqlite": "portal_trailevent_updated on portal_trailevent is missing",
}
EMPTIED = {
    "postgresql": (
        "CREATE OR REPLACE FUNCTION portal_refuse(sentence text) RETURNS void LANGUAGE plpgsql "
        "AS $$ BEGIN END $$"
    ),
    "sqlite": (
        "DROP TRIGGER portal_trailevent_updated; CREATE TRIGGER portal_trailevent_updated "
        "BEFORE UPDATE ON portal_trailevent BEGIN SELECT 1; END"
    ),
}
CHANGED = {
    "postgresql": "the function portal_refuse was changed",
    "sqlite": "portal_trailevent_updated on portal_trailevent was changed",
}
OFF = {"postgresql": "ALTER TABLE portal_trailevent DISABLE TRIGGER portal_trailevent_kept"}
SWITCHED_OFF = {"postgresql": "portal_trailevent_kept on portal_trailevent is switched off"}
HARM = [
    pytest.param(DROPPED, MISSING, id="dropped"),
    pytest.param(EMPTIED, CHANGED, id="changed"),
    pytest.param(OFF, SWITCHED_OFF, id="switched off", marks=pytest.mark.postgresql),
]
each_harm = pytest.mark.parametrize(("harm", "name"), HARM)


def harmed(harm: dict[str, str]) -> None:
    for statement in harm[connection.vendor].split("; ", 1 if connection.vendor == "sqlite" else 0):
        sql(statement)


# A migration


def test_a_migration_that_fails_leaves_every_guard_on(committed_db):
    an_event()

    failed = migrate(committed_db, FAIL_IN_MIGRATION="1")

    assert "RuntimeError: The migration failed." in failed.stderr
    assert guards.differences(connection) == []
    assert TrailEvent.objects.get().summary == "Started"
    with refused(TRAIL_KEPT):
        sql("UPDATE portal_trailevent SET summary = 'Something else'")


def test_a_migration_that_succeeds_had_them_off_and_has_them_on_again(committed_db):
    an_event()

    done = migrate(committed_db)

    assert done.returncode == 0, done.stderr
    assert TrailEvent.objects.get().summary == "Altered"
    assert guards.differences(connection) == []


def test_a_migration_that_is_killed_leaves_every_guard_on(committed_db):
    an_event()

    figures = kill_migrations(committed_db, kills=3)

    assert figures["all guards on"] == figures["whole or not at all"] == 3


def test_a_migration_that_is_not_atomic_is_refused(committed_db):
    migration = Migration("0001_initial", "migrating")
    migration.atomic = False

    with pytest.raises(CommandError, match=r"migrating\.0001_initial is not atomic"):
        GuardedExecutor(connection).migrate([], plan=[(migration, False)])


# Missing guards are named


@pytest.mark.django_db
@each_harm
def test_the_system_checks_name_it(harm, name):
    harmed(harm)

    database = run_checks(tags=["database"], databases=["default"])
    deployed = [m for m in run_checks(include_deployment_checks=True) if m.id == "portal.W001"]

    sentence = f"A guard is not in force: {name[connection.vendor]}."
    assert [message.msg for message in database] == [sentence]
    assert [message.msg for message in deployed] == [sentence]


@pytest.mark.django_db
@pytest.mark.both
@each_harm
def test_readiness_names_it(harm, name, client):
    assert client.get("/health/ready/").content == b"ok"
    harmed(harm)

    answer = client.get("/health/ready/")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.content.decode() == f"Guards are not in force: {name[connection.vendor]}"
    assert client.head("/health/ready/").status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert client.get("/health/").content == b"ok"


@pytest.mark.django_db
@pytest.mark.both
def test_readiness_names_migrations_that_are_pending(client):
    sql("DELETE FROM django_migrations WHERE app = 'portal' AND name = '0001_initial'")

    answer = client.get("/health/ready/")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.content == b"Migrations are pending: portal.0001_initial"


def test_readiness_says_that_the_database_does_not_answer(site):
    site.environment["DATABASE_URL"] = "postgres://portal:secret@127.0.0.1:1/portal"

    with web(site):
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(f"{site.address}/health/ready/", timeout=30)
        with answer.value as response:
            said = response.read()

    assert answer.value.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert said == b"The database does not answer."


@pytest.mark.django_db
@each_harm
def test_verify_trail_names_it_and_fails(harm, name):
    harmed(harm)

    with pytest.raises(CommandError, match=f"not in force: {name[connection.vendor]}."):
        call_command("verify_trail", stdout=StringIO())


@pytest.mark.django_db
@each_harm
def test_the_sweep_puts_it_back_and_notifies_the_auditor_and_the_head_of_it(harm, name):
    people = {the_holder(Post.AUDITOR), the_holder(Post.HEAD_OF_IT)}
    the_holder(Post.POLICY_ADMINISTRATOR)
    harmed(harm)

    assert watch_guards(today=TODAY) == 1
    assert watch_guards(today=TODAY) == 0

    notices = Notice.objects.filter(key__startswith="guards_missing|")
    assert {notice.recipient for notice in notices} == people
    for notice in notices:
        assert f"- {name[connection.vendor]} (put back)" in notice.body
        assert notice.urgent
    event = TrailEvent.objects.get(event="guards.restore")
    assert event.changes == {"guards": [name[connection.vendor]]}
    assert guards.differences(connection) == []


@pytest.mark.django_db
def test_while_migrations_are_pending_nothing_is_said_to_be_in_force():
    auditor = the_holder(Post.AUDITOR)
    MigrationRecorder(connection).record_unapplied("portal", "0001_initial")
    not_compared = "guards were not compared, as migrations are pending: portal.0001_initial"

    with pytest.raises(CommandError, match=not_compared):
        call_command("verify_trail", stdout=StringIO())
    assert watch_guards(today=TODAY) == 1

    assert not_compared in Notice.objects.get(recipient=auditor).body


SWALLOWING = {
    "postgresql": [
        "CREATE FUNCTION somebodys() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER somebodys BEFORE INSERT ON portal_trailevent FOR EACH ROW "
        "EXECUTE FUNCTION somebodys()",
        "CREATE RULE somebodys AS ON INSERT TO portal_trailseal DO INSTEAD NOTHING",
        "ALTER TABLE cases_access DISABLE TRIGGER ALL",
        "ALTER TABLE cases_access ENABLE TRIGGER USER",
    ],
    "sqlite": [
        "CREATE TRIGGER somebodys BEFORE INSERT ON portal_trailevent "
        "BEGIN SELECT RAISE(IGNORE); END",
    ],
}


@pytest.mark.django_db
def test_what_is_not_the_portals_and_could_swallow_rows_is_named_and_left():
    for statement in SWALLOWING[connection.vendor]:
        sql(statement)
    named = ["somebodys on portal_trailevent is not the portal's"]
    if connection.vendor == "postgresql":
        named += [
            "the rule somebodys on portal_trailseal is not the portal's",
            "references of cases_access are not compared",
        ]

    assert guards.differences(connection) == named
    assert guards.restore_guards(connection) == []
    assert guards.differences(connection) == named


@pytest.mark.django_db
def test_a_constraint_that_is_missing_is_named_and_stays_so():
    if connection.vendor == "postgresql":
        sql("ALTER TABLE portal_traillock DROP CONSTRAINT trail_lock_is_one_row")
        sql("ALTER TABLE portal_trailseal DROP CONSTRAINT portal_trailseal_event_id_key")
        missing = [
            "portal_trailseal.event_id is no longer unique",
            "the constraint trail_lock_is_one_row on portal_traillock is missing",
        ]
    else:
        sql("DROP INDEX attendance_once_for_each_session")
        missing = [
            "the constraint attendance_once_for_each_session on policy_attendance is missing"
        ]
    the_holder(Post.AUDITOR)

    assert guards.differences(connection) == missing
    assert watch_guards(today=TODAY) == len(missing)
    assert watch_guards(today=TODAY) == len(missing)

    body = Notice.objects.get(key__startswith="guards_missing|").body
    assert all(f"- {name} (still not in force)" in body for name in missing)


# They are put back


@each_harm
def test_a_process_that_starts_puts_it_back(harm, name, committed_db):
    harmed(harm)

    restore_guards_at_start()

    assert guards.differences(connection) == []
    assert TrailEvent.objects.get().changes == {"guards": [name[connection.vendor]]}


@pytest.mark.parametrize("process", [web, worker, beat])
def test_whatever_starts_puts_them_back(process, site):
    harmed(DROPPED)
    harmed({"postgresql": EMPTIED["postgresql"], "sqlite": "DROP TRIGGER portal_trailseal_deleted"})

    with process(site):
        # Beat has its schedule, by which it is known to be ready, a moment earlier.
        wait_until(lambda: not guards.differences(connection), what="the guards are back")

    assert guards.differences(connection) == []
    assert TrailEvent.objects.get(event="guards.restore").actor_name == "The portal"


def test_two_that_start_at_once_put_them_back_once(committed_db):
    harmed(DROPPED)

    restored = at_once(*[restore_guards] * 4)

    assert sorted(map(len, restored)) == [0, 0, 0, 1]
    assert TrailEvent.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db
def test_who_does_not_own_the_tables_says_so_and_starts(caplog):
    harmed(DROPPED)
    sql("CREATE ROLE of_a_guards_test")
    sql("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO of_a_guards_test")
    sql("SET LOCAL ROLE of_a_guards_test")

    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        restore_guards()

    assert watch_guards(today=TODAY) == 1
    assert "portal_trailevent_kept on portal_trailevent is missing" in caplog.text
    assert "run manage.py migrate as the role that owns the tables" in caplog.text


def test_a_database_that_is_down_keeps_no_process_from_starting(tmp_path):
    nowhere = "postgres://portal:secret@127.0.0.1:1/portal"

    started = subprocess.run(
        [sys.executable, "-c", "import portal.wsgi; print('started')"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": nowhere, "VAR_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert started.stdout == "started\n", started.stderr
    (line,) = started.stderr.splitlines()
    assert "the guards of the database could not be compared" in line
    assert "secret" not in line
