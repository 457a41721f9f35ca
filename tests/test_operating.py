"""What docs/operating.md tells an operator to type, typed: backup, restore, upgrade and grants."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client

from portal.models import BrowserSession, Employee, Notice, TrailEvent
from portal.services import trail
from portal.services.outbox import drain_outbox
from portal.services.password_links import mail_links
from portal.services.restoring import held_outbox
from tests.databases import using
from tests.factories import EmployeeFactory
from tests.rows import held_triggers
from tests.second_factors import give_second_factor
from tests.telling import tell_of

DOCUMENT = (settings.BASE_DIR / "docs" / "operating.md").read_text()
PYTHON = ".venv/bin/python"

needs_tools = pytest.mark.skipif(
    not (shutil.which("pg_dump") and shutil.which("pg_restore")),
    reason="needs PostgreSQL's own programs",
)


def lines(section: str, *, holding: str) -> list[str]:
    """The lines of the indented block of a section that holds a text."""
    text = DOCUMENT.split(f"\n## {section}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"(?:^ {4,}.*\n)+", text, re.MULTILINE)
    [block] = [block for block in blocks if holding in block]
    return [line.strip() for line in block.splitlines()]


@pytest.fixture
def typed(committed_db, tmp_path):
    """Types lines of the document in a shell, with this test's names in the place of its own."""
    server = connection.settings_dict
    where = urlsplit(committed_db.url)
    environment = {
        **os.environ,
        "DATABASE_URL": committed_db.url,
        "PGHOST": server["HOST"],
        "PGPORT": str(server["PORT"]),
        "PGUSER": server["USER"],
        "PGPASSWORD": server["PASSWORD"],
    }

    def run(*what: str, **names: str) -> str:
        script = "\n".join(what)
        names = {
            "portal:password@localhost:5432": where.netloc,
            "--owner portal": f"--owner {server['USER']}",
            "--role=portal": f"--role={server['USER']}",
            "portal_restored": f"{committed_db.name}_restored",
            "dump portal": f"dump {committed_db.name}",
            "portal-2026-11-04.dump": "portal-$(date +%F).dump",
            "portal-$(date": f"{tmp_path}/portal-$(date",
            "before-upgrade.dump": f"{tmp_path}/before-upgrade.dump",
            PYTHON: sys.executable,
            **names,
        }
        for name, ours in names.items():
            script = script.replace(name, ours)
        done = subprocess.run(
            ["sh", "-ec", script],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture
def restored(committed_db) -> Iterator[str]:
    """The name of the database that the document restores to, gone after the test."""
    name = f"{committed_db.name}_restored"
    yield name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@needs_tools
@pytest.mark.postgresql
def test_backup_and_restore_by_the_documents_lines(typed, restored):
    ada = EmployeeFactory()
    drain_outbox()
    browser = Client()
    browser.force_login(ada)
    give_second_factor(ada)
    tell_of("appointment 1", ada)
    trail.record("test", by=ada, subject="test", summary="Done before the dump")
    trail.seal_trail()
    head = trail.verify_trail().head
    guards = held_triggers()

    typed(*lines("Backups", holding="pg_dump"))
    said = typed(*lines("Backups", holding="pg_restore"), HEAD=head)

    assert head in said
    with using(restored):
        assert held_triggers() == guards
        assert drain_outbox() == 0
        assert held_outbox().waited == Notice.objects.exclude(mail_due_at=None).count() > 0
        assert not BrowserSession.objects.exists()
        assert not Authenticator.objects.exists()
        assert TrailEvent.objects.filter(event="database.restored").exists()
    # The one that was dumped goes on: what was told, and that a second factor was set up.
    assert drain_outbox() == 2


@needs_tools
@pytest.mark.postgresql
def test_moving_holds_nothing_and_signs_nobody_out(typed, restored, committed_db):
    ada = EmployeeFactory()
    drain_outbox()
    Client().force_login(ada)
    tell_of("appointment 1", ada)
    typed(*lines("Backups", holding="pg_dump"))
    typed(*lines("Backups", holding="pg_restore")[:3])
    [same] = lines("Backups", holding="mark_database --same")
    address = committed_db.url.replace(committed_db.name, restored)
    typed(f"DATABASE_URL={address} {same}")

    with using(restored):
        assert drain_outbox() == 1
        assert BrowserSession.objects.exists()


@needs_tools
@pytest.mark.postgresql
def test_upgrade_by_the_documents_lines(typed):
    guards = held_triggers()
    older, newer = sorted(
        path.stem for path in (settings.BASE_DIR / "portal" / "migrations").glob("0*.py")
    )[-2:]
    typed(f"{PYTHON} manage.py migrate portal {older}")

    upgrade = lines("Upgrading", holding="manage.py migrate")
    # Neither the code nor what it stands on is fetched here.
    typed(*[line for line in upgrade if "pg_dump" in line or line.endswith("manage.py migrate")])

    assert f"[X] {newer}" in typed(f"{PYTHON} manage.py showmigrations portal")
    assert held_triggers() == guards
    order = [line.split()[0].split("/")[-1] + " " + line.split()[1] for line in upgrade]
    assert order.index("pg_dump --format=custom") < order.index("git pull")
    assert order.index("git pull") < order.index("python manage.py")


# An account that does not own the tables

AS_THE_PORTAL = """
from django.test import Client
from portal.models import Employee, TrailEvent
from portal.services import outbox, trail
ada = Employee.objects.get()
ada.set_password("three words together")
ada.save()
page = Client(HTTP_HOST="portal.example").post(
    "/sign-in/", {"login": ada.email, "password": "three words together"}, secure=True
)
assert page.status_code == 302, page.content
trail.record("test", by=ada, subject="test", summary="Done")
assert trail.seal_trail() >= 2
assert trail.verify_trail().sound
assert outbox.drain_outbox() == 1
print("did it all")
"""


@pytest.fixture
def account(committed_db) -> Iterator[str]:
    name = f"{committed_db.name}_runs"
    yield name
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f'DROP OWNED BY "{name}"')
        cursor.execute(f'DROP ROLE "{name}"')


@pytest.mark.postgresql
def test_an_account_that_does_not_own_its_tables_does_all_but_change_the_trail(
    typed, committed_db, account
):
    owner = connection.settings_dict["USER"]
    with connection.cursor() as cursor:
        for line in lines("The guards", holding="CREATE ROLE"):
            ours = line.replace("portal_runs", f'"{account}"')
            cursor.execute(ours.replace("ROLE portal ", f'ROLE "{owner}" '))
        # What a later version adds.
        cursor.execute("CREATE TABLE portal_later (id bigserial PRIMARY KEY)")
    tell_of("appointment 1", EmployeeFactory())
    where = urlsplit(committed_db.url)
    address = f"postgres://{account}:password@{where.hostname}:{where.port}/{committed_db.name}"

    said = typed(f"DATABASE_URL={address} {PYTHON} manage.py shell -c '{AS_THE_PORTAL}'")

    assert "did it all" in said
    guard, table = min(held_triggers())
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{account}"')
        cursor.execute("INSERT INTO portal_later DEFAULT VALUES")
        for change in (
            "UPDATE portal_trailevent SET summary = ''",
            "DELETE FROM portal_trailevent",
            "TRUNCATE portal_trailevent CASCADE",
            "UPDATE portal_trailseal SET hmac = ''",
            f"DROP TRIGGER {guard} ON {table}",
        ):
            with pytest.raises(ProgrammingError, match="permission denied|must be owner"):
                cursor.execute(change)


# People who are imported


@pytest.mark.django_db
def test_who_was_imported_chooses_a_first_password_by_the_mailed_link(tmp_path, mailoutbox):
    file = tmp_path / "hr.csv"
    file.write_text(
        "Employee number,E-mail,Name,Job title,Service,Manager's employee number,Left on\n"
        "1,new@council.example,Ada New,,,,\n"
    )
    call_command("import_employees", str(file))
    client = Client()
    client.post("/sign-in/forgotten/", {"email": "new@council.example"})
    mail_links()
    drain_outbox()
    path = mailoutbox[0].body.split(settings.SITE_ADDRESS)[-1].strip()
    page = client.get(path, follow=True)
    password = "three words together"
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    assert Employee.objects.get().check_password(password)


# Addresses with a password


@pytest.mark.parametrize(
    ("setting", "address", "asked"),
    [
        (
            "DATABASE_URL",
            "postgres://portal:{}@localhost:5432/portal",
            'settings.DATABASES["default"]["PASSWORD"]',
        ),
        ("EMAIL_URL", "smtp://user:{}@mail.council.example:587", "settings.EMAIL_HOST_PASSWORD"),
        (
            "REDIS_URL",
            "redis://:{}@localhost:6379/0",
            "Connection(settings.CELERY_BROKER_URL).password",
        ),
    ],
)
def test_a_password_of_any_signs_as_the_document_writes_it(setting, address, asked):
    plain, written = re.search(r"the password `(.*?)` is `(.*?)`", DOCUMENT, re.DOTALL).groups()
    code = f"from django.conf import settings; from kombu import Connection; print({asked})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, setting: address.format(written)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == plain, done.stderr
