"""The project as a whole: what it starts with, what it is pinned to, what lies at its top."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from portal.directory_settings import DirectorySettings

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
PRODUCTION = {
    "SECRET_KEY": "for-tests-only-abcdefghijklmnopqrstuvwxyz-0123456789",
    "SITE_ADDRESS": "https://portal.example",
}
ISSUER = "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0"
DIRECTORY = {
    **PRODUCTION,
    "DIRECTORY_ISSUER": ISSUER,
    "DIRECTORY_CLIENT_ID": "the-portal",
    "DIRECTORY_CLIENT_SECRET": "a secret",
}
READERS = r"env\.\w+|environment\.\w+|environ\.get|text|whole_number|yes_or_no"


def variables_read() -> set[str]:
    """The variables that the settings read, as they are named where they are read."""
    modules = (ROOT / "portal").glob("*settings.py")
    return {
        name
        for module in modules
        for name in re.findall(rf"(?:{READERS})\(\s*\"([A-Z_]+)\"", module.read_text())
    }


def start(environment: dict[str, str], *arguments: str, folder: Path):
    """Run Python with only these of the portal's settings in the environment."""
    # The browser tests set the last for their own process; a portal that has it is not deployed.
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in (*variables_read(), "DJANGO_ALLOW_ASYNC_UNSAFE")
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, "VAR_FOLDER": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


REFUSALS = {
    "no secret key": (
        {},
        "SECRET_KEY is not set: set it to 50 or more random characters and keep them secret, "
        "or set DEMONSTRATION=1 to try the portal on this computer.",
    ),
    "no address": (
        {"SECRET_KEY": PRODUCTION["SECRET_KEY"]},
        "SITE_ADDRESS is not set: set it to the address people type to reach the portal, such as "
        "https://social-media.council.example.",
    ),
    "an address without TLS": (
        {**PRODUCTION, "SITE_ADDRESS": "http://portal.example"},
        "SITE_ADDRESS is http://portal.example: set it to a whole address that starts with "
        "https://.",
    ),
    "a demonstration with a secret key": (
        {"DEMONSTRATION": "1", "SECRET_KEY": PRODUCTION["SECRET_KEY"]},
        "DEMONSTRATION and SECRET_KEY are both set: a real portal has no demonstration, "
        "so unset one of them.",
    ),
    "a directory without our ID in it": (
        {**PRODUCTION, "DIRECTORY_ISSUER": ISSUER, "DIRECTORY_CLIENT_SECRET": "a secret"},
        "DIRECTORY_ISSUER is set and DIRECTORY_CLIENT_ID is not: set it to the ID under which the "
        "portal is registered in the directory, or unset both to sign in by password.",
    ),
    "a secret without a directory": (
        {**PRODUCTION, "DIRECTORY_CLIENT_ID": "the-portal", "DIRECTORY_CLIENT_SECRET": "a secret"},
        "DIRECTORY_CLIENT_ID is set and DIRECTORY_ISSUER is not: set it to the directory's issuer, "
        "such as https://login.microsoftonline.com/TENANT/v2.0, or unset both to sign in by "
        "password.",
    ),
    "a directory without TLS": (
        {**DIRECTORY, "DIRECTORY_ISSUER": "http://directory.example"},
        "DIRECTORY_ISSUER is http://directory.example: set it to a whole address that starts with "
        "https://.",
    ),
    "a directory without TLS on this computer, for real": (
        {**DIRECTORY, "DIRECTORY_ISSUER": "http://localhost:9000"},
        "DIRECTORY_ISSUER is http://localhost:9000: set it to a whole address that starts with "
        "https://.",
    ),
    "a second factor without its value": (
        {**DIRECTORY, "DIRECTORY_SECOND_FACTOR": "mfa"},
        "DIRECTORY_SECOND_FACTOR is mfa: set it to a claim and its value, such as amr=mfa.",
    ),
    "no way to sign in": (
        {**PRODUCTION, "PASSWORD_SIGN_IN": "0"},
        "PASSWORD_SIGN_IN is off and no directory is set, so nobody could sign in: "
        "set DIRECTORY_ISSUER, or unset PASSWORD_SIGN_IN.",
    ),
    "a demonstration for others": (
        {"DEMONSTRATION": "1", "SITE_ADDRESS": "https://portal.example"},
        "DEMONSTRATION is set and SITE_ADDRESS is https://portal.example: the demonstration runs "
        "on this computer only, so unset one of them.",
    ),
    "a trail key's ID that is too long": (
        {**PRODUCTION, "TRAIL_KEY": "the-key-of-the-year-2026=secret"},
        "TRAIL_KEY has the key 'the-key-of-the-year-2026': write each as ID=KEY, the ID of "
        "20 characters or less.",
    ),
    "a trail key without a key": (
        {**PRODUCTION, "TRAIL_KEY": "2026="},
        "TRAIL_KEY has the key '2026': write each as ID=KEY, the ID of 20 characters or less.",
    ),
}


@pytest.fixture
def settings_of(monkeypatch, tmp_path):
    """Read the settings anew, with only these of them in the environment."""

    def read(environment: dict[str, str]) -> dict:
        for name in variables_read():
            monkeypatch.delenv(name, raising=False)
        for name, value in {"VAR_FOLDER": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "portal" / "settings.py"))

    return read


@pytest.mark.parametrize(("environment", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_a_portal_set_up_wrongly_says_so_in_one_sentence(environment, sentence, settings_of):
    with pytest.raises(ImproperlyConfigured) as refusal:
        settings_of(environment)

    assert str(refusal.value) == sentence


GUNICORN = ["-m", "gunicorn", "portal.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"]
CELERY = ["-m", "celery", "--app", "portal"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["manage.py", "migrate"], 1),
        (["manage.py", "check", "--deploy"], 1),
        (GUNICORN, 3),
        ([*GUNICORN, "--preload"], 3),
        ([*CELERY, "worker"], 1),
        ([*CELERY, "worker", "--beat"], 1),
        ([*CELERY, "beat"], 1),
        ([*CELERY, "inspect", "ping"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_is_started_says_that_sentence_and_gives_up(arguments, status, tmp_path):
    result = start({**PRODUCTION, "IDLE_MINUTES": "0"}, *arguments, folder=tmp_path)

    assert result.returncode == status
    assert result.stdout == ""
    # gunicorn logs beside it that it starts and stops.
    said = [line for line in result.stderr.splitlines() if not line.startswith("[")]
    assert said == ["IDLE_MINUTES is 0: set it to a whole number from 1 to 1440, or unset it."]


@pytest.mark.parametrize("command", ["migrate", "verify_trail", "createsuperuser"])
@pytest.mark.parametrize(
    ("database", "reason"),
    [
        ("postgres://portal:hunter2@localhost:1/portal", "Connection refused"),
        ("sqlite:///{folder}", "unable to open database file"),
    ],
    ids=["no server", "no file"],
)
def test_a_command_says_in_one_line_that_its_database_cannot_be_reached(
    command, database, reason, tmp_path
):
    environment = {**PRODUCTION, "DATABASE_URL": database.format(folder=tmp_path)}
    result = start(environment, "manage.py", command, folder=tmp_path)

    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("The database of DATABASE_URL cannot be reached: ")
    assert reason in line
    assert "hunter2" not in line


def test_a_fault_of_a_statement_keeps_its_traceback(tmp_path):
    result = start(PRODUCTION, "manage.py", "verify_trail", folder=tmp_path)

    assert "Traceback" in result.stderr
    assert "no such table" in result.stderr


CHECK = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
DEPLOYED = {
    **PRODUCTION,
    "TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "REDIS_URL": "redis://localhost",
}


def test_production_settings_pass_the_deployment_checks(tmp_path):
    result = start(DEPLOYED, *CHECK, folder=tmp_path)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "kind"),
    [("TRUSTED_PROXIES", "ERRORS"), ("DATABASE_URL", "WARNINGS"), ("REDIS_URL", "WARNINGS")],
)
def test_what_a_deployment_lacks_is_named_with_its_remedy(name, kind, tmp_path):
    environment = {key: value for key, value in DEPLOYED.items() if key != name}
    result = start(environment, *CHECK, folder=tmp_path)

    assert result.returncode == 1
    said = result.stderr.partition(f"{kind}:\n")[2].splitlines()
    assert f") {name} is " in said[0]
    assert "HINT: Set it to " in said[1]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("EMAIL_URL", "dummy:", "EMAIL_URL names no mail server, so nobody gets an e-mail."),
        (
            "TRAIL_KEY",
            "2027=change-me,2026=" + "a" * 40,
            "The key of TRAIL_KEY that seals, '2027', can be guessed.",
        ),
    ],
)
def test_what_starts_and_should_not_be_used_is_named(name, value, sentence, tmp_path):
    result = start(DEPLOYED | {name: value}, *CHECK, folder=tmp_path)

    assert result.returncode == 1
    assert sentence in result.stderr
    assert "HINT: " in result.stderr
    assert "change-me" not in result.stderr


# Whoever runs the tests may be root, who may write everywhere.
AS_NOBODY = """
import os, sys
from pathlib import Path
from portal.environment import folder
if os.geteuid() == 0:
    os.setuid(65534)
folder("VAR_FOLDER", Path(), make=sys.argv[1] == "make")
"""


@pytest.mark.parametrize(
    ("folder", "make", "sentence"),
    [
        ("/", "", "let the user that runs the portal write to it, or name another."),
        ("/x", "", "there is no such folder, so make it or name another."),
        ("/x", "make", "there is no such folder, so make it or name another."),
    ],
)
def test_a_folder_that_the_portal_may_not_write_to_is_refused(folder, make, sentence):
    result = start({}, "-c", AS_NOBODY, make, folder=Path(folder))

    assert result.stderr.splitlines()[-1].endswith(f"VAR_FOLDER is {folder}: {sentence}")


def test_the_demonstration_makes_its_folder(settings_of, tmp_path):
    settings_of({"DEMONSTRATION": "1", "VAR_FOLDER": str(tmp_path / "in" / "another")})

    assert (tmp_path / "in" / "another").is_dir()


def test_the_demonstration_keeps_its_own_key(settings_of, tmp_path):
    first, second = [settings_of({"DEMONSTRATION": "1"})["SECRET_KEY"] for _ in range(2)]

    assert len(first) >= 50
    assert first == second
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_all_that_a_directory_needs_is_read(settings_of):
    chosen = {
        **DIRECTORY,
        "DIRECTORY_NAME": "your work account",
        "DIRECTORY_NUMBER_CLAIM": "employeeid",
        "DIRECTORY_ADDRESSES_VERIFIED": "1",
        "DIRECTORY_SECOND_FACTOR": "acrs=c1",
        "PASSWORD_SIGN_IN": "0",
    }

    read = settings_of(chosen)

    assert read["DIRECTORY"] == DirectorySettings(
        issuer=ISSUER,
        client_id="the-portal",
        client_secret="a secret",
        name="your work account",
        number_claim="employeeid",
        addresses_verified=True,
        second_factor=("acrs", "c1"),
    )
    assert read["PASSWORD_SIGN_IN"] is False


@pytest.mark.parametrize("command", ["seed_demo", "set_up_demo", "serve_demo"])
def test_production_refuses_the_demonstration(command):
    with pytest.raises(CommandError) as refusal:
        call_command(command)

    assert len(str(refusal.value).splitlines()) == 1


@pytest.mark.parametrize("document", [".env.example", "README.md", "docs/operating.md"])
def test_every_setting_that_is_read_is_in_the_documents(document):
    named = re.findall(r"\b[A-Z][A-Z_]+\b", (ROOT / document).read_text())

    assert variables_read() - set(named) == set()


def test_the_example_sets_nothing_that_is_not_read():
    set_in_it = re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text())

    assert set(set_in_it) <= variables_read()


# Each setting with values that it cannot have.
WRONG = {
    **dict.fromkeys(
        ("DEMONSTRATION", "DEBUG", "PASSWORD_SIGN_IN", "DISABLE_SERVER_SIDE_CURSORS"),
        ("maybe", "", "2", "1,0"),
    ),
    "DIRECTORY_ADDRESSES_VERIFIED": ("maybe", ""),
    **dict.fromkeys(
        ("ADVICE_WORKING_DAYS", "DECISION_WORKING_DAYS", "ATTENDANCE_VALID_MONTHS", "IDLE_MINUTES",
         "SIGNED_IN_HOURS", "OUTBOX_EVERY_SECONDS", "IMPORTS_EVERY_SECONDS", "RULES_EVERY_SECONDS",
         "WRONG_PASSWORDS_PER_ADDRESS"),
        ("0", "-1", "ten", "", "1.5", "1e3", "999999999", "9" * 100_000),
    ),
    "TRUSTED_PROXIES": ("-1", "one", "", "11"),
    "MAIL_PER_MINUTE": ("-1", "many", "", "1.5"),
    "SECRET_KEY": ("", "  ", "too-short"),
    "SITE_ADDRESS": (
        "", "portal.example", "http://portal.example", "ftp://portal.example", "https://",
        "https://portal.example,https://other.example", "https://portal.example other.example",
        "https://portal.example/portal", "https://portal.example/?a=1", "https://portal.example#a",
        "https://user:hunter2@portal.example", "https://portal.example:port",
        "https://portal.example:0", "https://portal.example:65536", "https://portal.exa\nmple",
        "https://pört.example", "https://[::1",
    ),
    "DIRECTORY_ISSUER": (
        "directory.example", "http://directory.example", "https://", "https://a.example:port",
        "https://user:hunter2@directory.example", "https://a.example https://b.example",
    ),
    "DIRECTORY_CLIENT_ID": ("", "the\nportal"),
    "DIRECTORY_CLIENT_SECRET": ("",),
    "DIRECTORY_NAME": ("", "a" * 51, "your\naccount"),
    "DIRECTORY_NUMBER_CLAIM": ("employee\nid",),
    "DIRECTORY_SECOND_FACTOR": ("mfa", "=mfa", "amr="),
    "DATABASE_URL": (
        "", "localhost/portal", "mysql://portal:hunter2@localhost/portal", "postgres://localhost",
        "postgres://portal:hunter2@/portal", "postgres://portal:hunter2@localhost:port/portal",
        "postgres://portal:hun#ter2@localhost/portal", "postgres://portal:hun/ter2@localhost/portal",
        "postgres://portal:1/hunter2@localhost/portal", "postgres://portal:hun?ter2@localhost/portal",
        "postgres://portal:hunter2@localhost/portal other", "sqlite:///", "sqlite:////nowhere/a.db",
    ),
    "REDIS_URL": (
        "", "localhost:6379", "http://localhost:6379", "redis://", "redis://:hunter2@",
        "redis://localhost:port", "redis://localhost:6379/portal", "redis://:hun#ter2@localhost/0",
    ),
    "EMAIL_URL": (
        "", "mail.example:25", "imap://mail.example", "smtp://", "smtp://user:hunter2@",
        "smtp://mail.example:port", "smtp://user:hun/ter2@mail.example", "smtps://mail.example",
        "smtp://mail.example?timeout=soon", "smtp://mail.example?timeout=60",
    ),
    "FROM_EMAIL": (
        "", "nobody", "a@b.example, c@d.example", "Portal <a@b.example>\nBcc: c@d.example",
        "Portal <a@b.example", "a@b",
    ),
    "COUNCIL_NAME": ("", " ", "a" * 101, "Two\nlines"),
    "COMMUNICATIONS_PHONE": ("1" * 51, "01632\n960100"),
    "QUEUE": ("", "a b", "a/b", "{a}", "a" * 101, "../a"),
    "VAR_FOLDER": ("", "var", "/nowhere/at/all", __file__, "/tmp\n"),
    "TRAIL_KEY": ("2026=",),
}  # fmt: skip


def test_every_setting_has_values_that_are_refused():
    assert variables_read() == set(WRONG)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_value_that_cannot_be_is_refused_by_name(name, value, settings_of):
    environment = DIRECTORY if name.startswith("DIRECTORY_") else PRODUCTION
    with pytest.raises(ImproperlyConfigured) as refusal:
        settings_of({**environment, name: value})

    sentence = str(refusal.value)
    assert name in sentence
    assert sentence.isprintable()
    assert len(sentence) < 400
    assert "hun" not in sentence
    assert "ter2" not in sentence
    if not value.strip():
        assert f"{name} is empty: " in sentence or f"{name} is not" in sentence
    elif len(value) < 50 and name not in ("SECRET_KEY", "TRAIL_KEY"):
        assert any(
            f"{name} is {shown}" in sentence for shown in (value, f"{value!r}"[1:-1], scheme(value))
        )


def scheme(address: str) -> str:
    """What is shown of an address that may hold a password."""
    return f"{''.join(address.partition('://')[:2])}***" if "://" in address else "***"


@pytest.mark.django_db
def test_the_models_have_their_migrations():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_a_hash_and_names_no_host(file):
    text = (ROOT / file).read_text()
    requirements = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", text).strip())

    assert len(requirements) > 10
    for requirement in requirements:
        assert re.match(r"[a-z0-9-]+==\S+", requirement)
        assert "--hash=sha256:" in requirement
    assert "://" not in text


def test_the_front_end_packages_are_pinned_with_hashes_and_name_no_host():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert packages
    for entry in packages.values():
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry


def test_every_template_is_used():
    templates = {
        str(path.relative_to(folder))
        for folder in [ROOT / "templates", *ROOT.glob("*/templates")]
        for path in folder.rglob("*")
        if path.is_file()
    }
    text = "\n".join(
        path.read_text()
        for folder in ("portal", "policy", "cases", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    )
    unused = {name for name in templates if name not in text and not found_by_a_package(name)}
    assert {name for name in unused if not named_by_last_part(name, text)} == set()


def named_by_last_part(template: str, text: str) -> bool:
    """Whether the code names it by its last part: notices their e-mail, questions their page."""
    path = Path(template)
    return str(path.parent) in {"emails", "cases/questions"} and f'"{path.stem}"' in text


def found_by_a_package(template: str) -> bool:
    """Whether Django, allauth or crispy forms make up the name by which they find it."""
    errors = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    return template in errors or template.startswith(("account/", "govuk/"))


def test_the_top_of_the_project_stays_short():
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert {path.split("/")[0] for path in tracked} <= {
        ".ci",
        ".env.example",
        ".gitignore",
        "LICENSE",
        "Makefile",
        "README.md",
        "bench",
        "cases",
        "docs",
        "gunicorn.conf.py",
        "manage.py",
        "package-lock.json",
        "package.json",
        "policy",
        "portal",
        "pyproject.toml",
        "requirements-dev.txt",
        "requirements.txt",
        "static",
        "templates",
        "tests",
    }


def test_what_starts_from_the_same_is_given_to_one_worker(request, start_from):
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("the tests are not run in groups")
    assert request.node.nodeid.endswith("@start_from")
