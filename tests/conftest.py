"""What every test stands on: the environment the settings are read from, and the databases."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.test import Client

# Set before Django reads its settings. One folder for a whole run, whose name is in the names of
# its databases too, so that two runs side by side never meet; one folder in it for each worker.
if "TEST_RUN_FOLDER" not in os.environ:
    os.environ["TEST_RUN_FOLDER"] = tempfile.mkdtemp(prefix=f"portal_tests_{os.getpid()}_")
RUN = Path(os.environ["TEST_RUN_FOLDER"])
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

(RUN / WORKER).mkdir(exist_ok=True)
os.environ.pop("DEMONSTRATION", None)
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings",
    SECRET_KEY="for-tests-only-abcdefghijklmnopqrstuvwxyz-0123456789",
    SITE_ADDRESS="https://portal.example",
    COUNCIL_NAME="Example Council",
    EMAIL_URL="memory:",
    QUEUE=f"{RUN.name}_{WORKER}",
    VAR_FOLDER=str(RUN / WORKER),
)

# By the folder a test is in, which is "tests" for those of the portal as a whole.
FIRST = {"browser": 0, "tests": 1}

pytest_plugins = ["tests.databases", "tests.processes", "tests.provider", "tests.starting"]


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    # Looking for garbage after every 700 objects takes a tenth of the run.
    gc.set_threshold(100_000)
    database = settings.DATABASES["default"]
    in_file = database["ENGINE"] == "django.db.backends.sqlite3"
    name = str(RUN / "migrated.sqlite3") if in_file else RUN.name
    database.setdefault("TEST", {})["NAME"] = name
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Django's test client speaks plain HTTP and needs no collected files.
    settings.SECURE_SSL_REDIRECT = False
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    # Each of Django's test clients is a process of its own to it, in which it looks once.
    settings.MIDDLEWARE.remove("portal.middleware.RestoredMiddleware")


def pytest_unconfigure(config: pytest.Config) -> None:
    if WORKER == "main":
        shutil.rmtree(RUN, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in its own.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    from django.db import connection

    elsewhere = {"postgresql": "sqlite", "sqlite": "postgresql"}[connection.vendor]
    for item in items:
        if item.get_closest_marker(elsewhere):
            item.add_marker(pytest.mark.skip(reason=f"only {elsewhere} can show it"))
        if "client" in item.fixturenames and not item.get_closest_marker("both"):
            item.add_marker(pytest.mark.page)
        if not item.get_closest_marker("xdist_group") and (group := group_of(item)):
            item.add_marker(pytest.mark.xdist_group(group))
    # What walks the whole portal takes longest, and so begins first.
    items.sort(key=lambda item: FIRST.get(item.path.parent.name, len(FIRST)))


def group_of(item: pytest.Item) -> str | None:
    """Tests that one worker takes one after another."""
    if "browser" in item.fixturenames:
        return None
    # They mostly wait for their processes: the other workers have the processor meanwhile.
    if "site" in item.fixturenames:
        return "processes"
    # What they start from is built once.
    if "start_from" in item.fixturenames:
        return "start_from"
    return None


@pytest.fixture
def client() -> Client:
    """In the place of pytest-django's: who is signed in by `force_login` has given every proof."""
    from tests.clients import SignedInClient

    return SignedInClient()


@pytest.fixture(autouse=True)
def no_flushing(request: pytest.FixtureRequest) -> None:
    """Refuse what would empty tables after a test: the guards of the trail are never off."""
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        pytest.fail("A test that commits uses the committed_db fixture.")
