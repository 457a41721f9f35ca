"""A test's own database, for tests that commit, lock or start real processes."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

copies_made = 0


@dataclass(frozen=True)
class CommittedDatabase:
    """A fresh copy of the migrated test database, alive for one test."""

    name: str
    url: str


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_blocker
) -> Iterator:
    """Migrate the test database: pytest-django's own does so only for tests marked django_db."""
    with django_db_blocker.unblock():
        created = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(created, verbosity=0)


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker, tmp_path) -> Iterator:
    """Point Django at a copy of the migrated database, for this test alone.

    Nothing is flushed after it, as the triggers of the trail would refuse: the copy is dropped.
    """
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block, "committed_db stands in the place of django_db"
        copy = copied_to_file if connection.vendor == "sqlite" else copied_by_server
        with copy(tmp_path) as name, using(name):
            yield CommittedDatabase(name=name, url=url_of(name))


@contextmanager
def copied_to_file(folder: Path) -> Iterator[str]:
    path = folder / "committed.sqlite3"
    connection.ensure_connection()
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.close()
    yield str(path)


@contextmanager
def copied_by_server(folder: Path) -> Iterator[str]:
    global copies_made
    copies_made += 1
    template = connection.settings_dict["NAME"]
    name = f"{template}_{copies_made}"
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
