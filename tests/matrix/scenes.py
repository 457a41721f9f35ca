"""Each kind of page in each of its states: the world it stands in, and the table of its answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from django.db import connection

from portal import clock
from tests.builders import NOW
from tests.matrix.account_pages import ACCOUNTS, REVIEW_TIME, REVIEWS
from tests.matrix.asking import Cell, Page, Table, World, first_page, read_table, small_version
from tests.matrix.case_pages import CASES
from tests.matrix.media_pages import MEDIA_CONTACTS
from tests.matrix.other_pages import (
    DEMONSTRATION,
    DIRECTORY,
    EVERYONE,
    OWN_ACCOUNT,
    POSTS,
    SIGN_IN,
)
from tests.matrix.session_pages import SESSIONS
from tests.matrix.version_pages import VERSIONS
from tests.matrix.worlds.accounts import account_world
from tests.matrix.worlds.cases import case_world
from tests.matrix.worlds.media_contacts import media_world
from tests.matrix.worlds.others import everyone_world
from tests.matrix.worlds.sessions import session_world
from tests.matrix.worlds.versions import version_world


@dataclass(frozen=True)
class Scene:
    build: Callable[[], World]
    table: str
    namespace: str = ""
    moment: datetime = NOW

    def read(self) -> Table:
        return read_table(self.table, namespace=self.namespace)


OTHERS = {
    "everyone": EVERYONE,
    "posts": POSTS,
    "demonstration": DEMONSTRATION,
    "own account": OWN_ACCOUNT,
    "sign in": SIGN_IN,
    "directory": DIRECTORY,
}
SCENES = {
    "case": {
        state: Scene(partial(case_world, **kind), table, "cases:")
        for state, (table, kind) in CASES.items()
    },
    "account": {
        state: Scene(partial(account_world, **kind), table)
        for state, (table, kind) in ACCOUNTS.items()
    },
    "review": {
        state: Scene(partial(account_world, **kind), table, "accounts:", REVIEW_TIME)
        for state, (table, kind) in REVIEWS.items()
    },
    "session": {
        state: Scene(partial(session_world, state), table, "awareness:")
        for state, table in SESSIONS.items()
    },
    "media contact": {
        state: Scene(partial(media_world, state), table, "media_contacts:")
        for state, table in MEDIA_CONTACTS.items()
    },
    "version": {
        state: Scene(partial(version_world, state), table, "policy:")
        for state, table in VERSIONS.items()
    },
    "other": {which: Scene(everyone_world, table) for which, table in OTHERS.items()},
}
EACH = [(kind, state) for kind, states in SCENES.items() for state in states]

# The state of each kind of page in which all its pages have an address.
ONE_OF_EACH = {
    "case": "draft",
    "account": "live",
    "session": "upcoming",
    "media contact": "reported",
    "version": "in consultation",
    "other": "everyone",
}


def asked(*kinds: str) -> set[Page]:
    """Each way to ask each page for which a table of these kinds has a row."""
    return {way for kind in kinds for scene in SCENES[kind].values() for way in scene.read().rows}


@cache
def small_versions(kind: str) -> dict[str, set[Cell]]:
    return small_version({state: scene.read() for state, scene in SCENES[kind].items()})


def cells_of(kind: str, state: str) -> set[Cell]:
    """What "make test" asks of a scene.

    On PostgreSQL the first page of a kind's first state stands for all, as they find what they are
    about by the same queries.
    """
    if connection.vendor == "postgresql":
        return first_page(SCENES[kind][state].read())
    return small_versions(kind)[state]


def check(world: World, table: Table, cells: set[Cell] | None = None) -> None:
    """Ask for the cells of a table, or for all, and compare the answers."""
    unlike = world.unlike(table, cells)
    assert not unlike, "\n".join(["", f"{'':37} {table.columns}", *unlike])


def check_scene(kind: str, state: str, cells: set[Cell] | None = None) -> None:
    scene = SCENES[kind][state]
    with clock.at(scene.moment):
        check(scene.build(), scene.read(), cells)
