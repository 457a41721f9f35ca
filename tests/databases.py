"""A test's own database, for tests that commit, lock or start real processes."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases
from pytest_django.plugin import blocking_manager_key

RUN = Path(os.environ["TEST_RUN_FOLDER"])
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
MIGRATED = RUN / "migrated"
copies_made = 0


@dataclass(frozen=True)
class CommittedDatabase:
    """A fresh copy of the migrated test database, alive for one test."""

    name: str
    url: str


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory) -> Iterator:
    """Give a worker its own copy of the database that the first worker of the run migrated."""
    template = connection.settings_dict["TEST"]["NAME"]
    with django_db_blocker.unblock(), ExitStack() as stack:
        with one_worker_at_a_time():
            if not MIGRATED.exists():
                setup_databases(verbosity=0, interactive=False, aliases={"default"})
                connection.close()
                MIGRATED.touch()
            stack.enter_context(using(template))
            name = stack.enter_context(copied(tmp_path_factory.mktemp("database")))
            connection.close()
        stack.enter_context(using(name))
        yield


@contextmanager
def one_worker_at_a_time() -> Iterator[None]:
    with (RUN / "migrating").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop what the workers copied; a file goes with the folder of the run."""
    if WORKER == "main" and connection.vendor == "postgresql":
        with config.stash[blocking_manager_key].unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{connection.settings_dict["TEST"]["NAME"]}"')


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker, tmp_path) -> Iterator:
    """Point Django at a copy of the migrated database, for this test alone.

    Nothing is flushed after it, as the triggers of the trail would refuse: the copy is dropped.
    """
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block, "committed_db stands in the place of django_db"
        with copied(tmp_path) as name, using(name):
            yield CommittedDatabase(name=name, url=url_of(name))


def copied(folder: Path) -> AbstractContextManager[str]:
    """A copy of the database that Django is connected to, by its name, while it is needed."""
    return copied_to_file(folder) if connection.vendor == "sqlite" else copied_by_server()


@contextmanager
def copied_to_file(folder: Path) -> Iterator[str]:
    path = folder / "copy.sqlite3"
    connection.ensure_connection()
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.close()
    yield str(path)


@contextmanager
def copied_by_server() -> Iterator[str]:
    global copies_made
    copies_made += 1
    template = connection.settings_dict["NAME"]
    name = f"{RUN.name}_{WORKER}_{copies_made}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        # Django keeps another connection for when no event loop runs, as Playwright's does here.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template]
        )
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def using(name: str) -> Iterator[None]:
    """Make the default connection, in every thread, one to the database of that name."""
    kept, kept_settings = connections["default"], connections.settings["default"]
    del connections["default"]
    connections.settings["default"] = {**kept_settings, "NAME": name}
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = kept_settings
        connections["default"] = kept


def url_of(name: str) -> str:
    """The DATABASE_URL by which another process reaches a database of this server."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server = connection.settings_dict
    user, password = quote(server["USER"]), quote(server["PASSWORD"])
    return f"postgres://{user}:{password}@{server['HOST']}:{server['PORT']}/{name}"


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together, each on its own connection.

    Returns what each returned, or the exception that it raised, in their order.
    """
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait(timeout=30)
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


class Session:
    """One thread with its own connection, to interleave two transactions step by step."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1)

    def run(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """Run the call in this session and wait for what it returns."""
        return self.start(call, *arguments).result(timeout=30)

    def start(self, call: Callable[..., Any], *arguments: Any) -> Future:
        """Start the call in this session: for a call that is to wait for the other session."""
        return self.thread.submit(call, *arguments)

    def close(self) -> None:
        self.run(lambda: connection.close())
        self.thread.shutdown()


@pytest.fixture
def two_connections(committed_db) -> Iterator[tuple[Session, Session]]:
    """Two sessions on one committed database."""
    first, second = Session(), Session()
    yield first, second
    first.close()
    second.close()
