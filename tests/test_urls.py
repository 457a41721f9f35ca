"""Every address, asked by everyone, in every state: the answers are in the tables of matrix/."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from cases.models import State
from portal import clock
from portal.models import DirectoryLink, Employee
from tests.builders import NOW
from tests.matrix.account_pages import ACCOUNTS, REVIEW_TIME, REVIEWS
from tests.matrix.asking import World, read_table
from tests.matrix.case_pages import CASES
from tests.matrix.media_pages import MEDIA_CONTACTS
from tests.matrix.other_pages import (
    ADMINISTERED,
    ADMINISTERED_PAGES,
    ADMINISTRATION,
    DEMONSTRATION,
    DIRECTORY,
    EVERYONE,
    IN_THE_DEMONSTRATION,
    OWN_ACCOUNT,
    POSTS,
    SIGN_IN,
    WITH_A_DIRECTORY,
)
from tests.matrix.session_pages import SESSIONS
from tests.matrix.version_pages import VERSIONS
from tests.matrix.worlds import (
    account_world,
    case_world,
    everyone_world,
    media_world,
    session_world,
    version_world,
)

OTHERS = {
    "everyone": EVERYONE,
    "posts": POSTS,
    "demonstration": DEMONSTRATION,
    "own account": OWN_ACCOUNT,
    "sign in": SIGN_IN,
    "directory": DIRECTORY,
}
# A world for each kind of page, and all tables about it with the namespace of their names.
KINDS = {
    "case": (lambda: case_world(State.DRAFT), [(t, "cases:") for t, _ in CASES.values()]),
    "account": (
        account_world,
        [(t, "") for t, _ in ACCOUNTS.values()] + [(t, "accounts:") for t, _ in REVIEWS.values()],
    ),
    "session": (lambda: session_world("upcoming"), [(t, "awareness:") for t in SESSIONS.values()]),
    "media contact": (
        lambda: media_world("reported"),
        [(t, "media_contacts:") for t in MEDIA_CONTACTS.values()],
    ),
    "version": (
        lambda: version_world("in consultation"),
        [(t, "policy:") for t in VERSIONS.values()],
    ),
    "other": (everyone_world, [(t, "") for t in OTHERS.values()]),
}


def check(world: World, table: str, namespace: str = "") -> None:
    firsts_only = connection.vendor == "postgresql"
    columns, expected = read_table(table, namespace=namespace, firsts_only=firsts_only)
    given = world.answers(columns, expected)
    wrong = [
        f"{way:4} {name:32} {expected[way, name]}  is answered  {given[way, name]}"
        for way, name in expected
        if expected[way, name] != given[way, name]
    ]
    assert not wrong, "\n".join(["", f"{'':37} {columns}", *wrong])


@pytest.mark.django_db
@pytest.mark.parametrize("state", CASES)
def test_pages_of_a_case(state):
    table, kind = CASES[state]
    with clock.at(NOW):
        check(case_world(**kind), table, "cases:")


@pytest.mark.django_db
@pytest.mark.parametrize("state", ACCOUNTS)
def test_pages_of_an_account(state):
    table, kind = ACCOUNTS[state]
    with clock.at(NOW):
        check(account_world(**kind), table)


@pytest.mark.django_db
@pytest.mark.parametrize("state", REVIEWS)
def test_pages_of_a_review(state):
    table, kind = REVIEWS[state]
    with clock.at(REVIEW_TIME):
        check(account_world(**kind), table, "accounts:")


@pytest.mark.django_db
@pytest.mark.parametrize("state", SESSIONS)
def test_pages_of_a_session(state):
    with clock.at(NOW):
        check(session_world(state), SESSIONS[state], "awareness:")


@pytest.mark.django_db
@pytest.mark.parametrize("state", MEDIA_CONTACTS)
def test_pages_of_a_media_contact(state):
    with clock.at(NOW):
        check(media_world(state), MEDIA_CONTACTS[state], "media_contacts:")


@pytest.mark.django_db
@pytest.mark.parametrize("state", VERSIONS)
def test_pages_of_a_policy_version(state):
    with clock.at(NOW):
        check(version_world(state), VERSIONS[state], "policy:")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OTHERS)
def test_other_pages(kind):
    with clock.at(NOW):
        check(everyone_world(), OTHERS[kind])


@pytest.mark.django_db
def test_pages_of_the_demonstration(settings):
    with clock.at(NOW):
        world = everyone_world()
        Employee.objects.update(is_demonstration=True)
        settings.DEMONSTRATION = settings.CLOCK_MOVABLE = True
        check(world, IN_THE_DEMONSTRATION)


@pytest.mark.django_db
def test_pages_with_a_directory_and_without_passwords(provider, settings):
    with clock.at(NOW):
        world = everyone_world()
        settings.PASSWORD_SIGN_IN = False
        [about] = world.about["person"]
        DirectoryLink.objects.create(
            employee_id=about, issuer=provider.issuer, subject="someone", linked_at=NOW
        )
        check(world, WITH_A_DIRECTORY)


# Every address has its rows


def names_in(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The names of all addresses; one without a name goes by its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_in(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}"


def asked(tables: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Each way to ask each page for which one of the tables has a row."""
    return {way for table, namespace in tables for way in read_table(table, namespace=namespace)[1]}


def test_every_address_has_a_row_and_every_row_an_address():
    named = {name for name in names_in(get_resolver().url_patterns) if "admin:" not in name}
    assert named == {name for _, tables in KINDS.values() for _, name in asked(tables)}


def test_the_system_administration_has_these_pages():
    named = {name for name in names_in(get_resolver().url_patterns) if "admin:" in name}
    models = {f"{model}_{page}" for model in ADMINISTERED for page in ADMINISTERED_PAGES}
    # The last two have no name: they lead on to a page that has, or to none.
    unnamed = {"<path:object_id>/", "(?P<url>.*)$"}
    assert named == {f"admin:{page}" for page in ADMINISTRATION | models | unnamed}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_way_to_ask_has_a_row(kind, settings):
    """A page says in which ways it can be asked when it is asked in another."""
    build, tables = KINDS[kind]
    # allauth's pages answer in no way but their own.
    rows = {(way, name) for way, name in asked(tables) if not name.startswith(("account_", "mfa_"))}
    with clock.at(NOW):
        world = build()
        settings.DEMONSTRATION = True
        ways = {
            (way, name)
            for _, name in rows
            for way in ("get", "post")
            if way.upper() in world.ways_to_ask(name)
        }
    assert ways == rows
