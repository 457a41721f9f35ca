"""What many tests start from, built once by a worker instead of once by each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction
from django.db.models import Model

from portal import clock
from tests.databases import CommittedDatabase, copied, url_of, using

Thing = TypeVar("Thing", bound=Model | None)


class Built:
    """Databases in which something stands already, by its builder and the moment of building."""

    def __init__(self, template: str, folder: Path, until_the_end: ExitStack):
        self.template, self.folder, self.until_the_end = template, folder, until_the_end
        self.known: dict[tuple, tuple[str, Model | None]] = {}

    def get(self, build: Callable[..., Thing], *of: Any) -> tuple[str, Thing]:
        """The name of the database in which a builder's thing stands, and the thing."""
        what = build, *of, clock._set_to.get()
        if what not in self.known:
            folder = self.folder / str(len(self.known))
            folder.mkdir()
            with using(self.template):
                name = self.until_the_end.enter_context(copied(folder))
            with using(name), transaction.atomic():
                self.known[what] = name, build(*of)
                # As in any test, nothing is done after the commit.
                connection.run_on_commit.clear()
        return self.known[what]


@pytest.fixture(scope="session")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Built]:
    template = connection.settings_dict["TEST"]["NAME"]
    until_the_end = ExitStack()
    yield Built(template, tmp_path_factory.mktemp("built"), until_the_end)
    with django_db_blocker.unblock():
        until_the_end.close()


@pytest.fixture
def start_from(db, built) -> Iterator[Callable[..., Model]]:
    """Start from what a builder builds: `start_from(a_live_account)`, before all else.

    The thing is read anew, and what the test changes is rolled back.
    """
    from portal.models import Employee

    with ExitStack() as stack:

        def enter(build: Callable[..., Thing], *of: Any) -> Thing:
            assert not Employee.objects.exists(), "start_from comes before whatever else is made"
            name, thing = built.get(build, *of)
            stack.enter_context(using(name))
            stack.enter_context(rolled_back())
            return thing and type(thing)._default_manager.get(pk=thing.pk)

        yield enter


@contextmanager
def committed(
    build: Callable[..., Thing], *of: Any, built: Built, folder: Path
) -> Iterator[CommittedDatabase]:
    """A copy, for one test that commits, of the database in which a builder's thing stands."""
    name, _ = built.get(build, *of)
    with using(name), copied(folder) as copy, using(copy):
        yield CommittedDatabase(name=copy, url=url_of(copy))


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        if not connection.needs_rollback:
            connection.check_constraints()
        transaction.set_rollback(True)
