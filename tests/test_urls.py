"""Every address, asked by everyone, in every state: the answers are in the tables of matrix/."""

from datetime import timedelta

import pytest

from portal import clock
from tests.builders import NOW
from tests.matrix import case_pages
from tests.matrix.asking import World, read_table
from tests.matrix.worlds import case_world

pytestmark = pytest.mark.django_db


def check(world: World, table: str, namespace: str = "") -> None:
    columns, expected = read_table(table, namespace=namespace)
    given = world.answers(columns, expected)
    wrong = [
        f"{way:4} {name:24} {expected[way, name]}  is answered  {given[way, name]}"
        for way, name in expected
        if expected[way, name] != given[way, name]
    ]
    assert not wrong, "\n".join(["", f"{'':29} {columns}", *wrong])


@pytest.mark.parametrize("state", case_pages.TABLES)
def test_pages_of_a_case(state):
    table, kind = case_pages.TABLES[state]
    with clock.at(NOW):
        check(case_world(**kind), table, "cases:")
