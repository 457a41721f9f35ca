"""Every address, asked by people in every relationship to it, in every state: the answers are in
the tables of matrix/. The drill of the matrix asks for every single one.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from portal import clock
from portal.models import DirectoryLink, Employee
from tests.builders import NOW
from tests.matrix.asking import read_table
from tests.matrix.other_pages import (
    ADMINISTERED,
    ADMINISTERED_PAGES,
    ADMINISTRATION,
    IN_THE_DEMONSTRATION,
    WITH_A_DIRECTORY,
)
from tests.matrix.scenes import EACH, ONE_OF_EACH, SCENES, asked, cells_of, check, check_scene
from tests.matrix.worlds.others import everyone_world


def once_but_for_the_first(kind: str, state: str) -> list[pytest.MarkDecorator]:
    """On PostgreSQL too only the first state of a kind of page: see `cells_of`."""
    return [] if state == next(iter(SCENES[kind])) else [pytest.mark.once]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "state"),
    [pytest.param(*scene, marks=once_but_for_the_first(*scene)) for scene in EACH],
)
def test_who_is_answered_what(kind, state):
    check_scene(kind, state, cells_of(kind, state))


@pytest.mark.django_db
def test_pages_of_the_demonstration(settings):
    with clock.at(NOW):
        world = everyone_world()
        Employee.objects.update(is_demonstration=True)
        settings.DEMONSTRATION = settings.CLOCK_MOVABLE = True
        check(world, read_table(IN_THE_DEMONSTRATION))


@pytest.mark.django_db
def test_pages_with_a_directory_and_without_passwords(provider, settings):
    with clock.at(NOW):
        world = everyone_world()
        settings.PASSWORD_SIGN_IN = False
        [about] = world.about["person"]
        DirectoryLink.objects.create(
            employee_id=about, issuer=provider.issuer, subject="someone", linked_at=NOW
        )
        check(world, read_table(WITH_A_DIRECTORY))


# Every address has its rows


def names_in(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The names of all addresses; one without a name goes by its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_in(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}"


def test_every_address_has_a_row_and_every_row_an_address():
    named = {name for name in names_in(get_resolver().url_patterns) if "admin:" not in name}
    assert named == {name for _, name in asked(*SCENES)}


def test_the_system_administration_has_these_pages():
    named = {name for name in names_in(get_resolver().url_patterns) if "admin:" in name}
    models = {f"{model}_{page}" for model in ADMINISTERED for page in ADMINISTERED_PAGES}
    # The last two have no name: they lead on to a page that has, or to none.
    unnamed = {"<path:object_id>/", "(?P<url>.*)$"}
    assert named == {f"admin:{page}" for page in ADMINISTRATION | models | unnamed}


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), ONE_OF_EACH.items())
def test_every_way_to_ask_has_a_row(kind, state, settings):
    """A page says in which ways it can be asked when it is asked in another."""
    kinds = ("account", "review") if kind == "account" else (kind,)
    # allauth's pages answer in no way but their own.
    rows = {(way, name) for way, name in asked(*kinds) if not name.startswith(("account_", "mfa_"))}
    with clock.at(NOW):
        world = SCENES[kind][state].build()
        settings.DEMONSTRATION = True
        ways = {
            (way, name)
            for _, name in rows
            for way in ("get", "post")
            if way.upper() in world.ways_to_ask(name)
        }
    assert ways == rows
