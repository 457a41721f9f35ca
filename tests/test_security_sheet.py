"""The sheet of docs/security.md: nothing is missing from it, and what it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
SHEET = (ROOT / "docs/security.md").read_text()
# How many requirements of levels 1 and 2 each section of OWASP ASVS 5.0.0 has, by their numbers;
# where a section has some of level 3 between them, the numbers themselves.
NUMBERS: dict[str, int | list[int]] = {
    "1.1": 2,
    "1.2": 9,
    "1.3": 11,
    "1.4": 3,
    "1.5": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "3.2": 2,
    "3.3": 4,
    "3.4": 6,
    "3.5": 5,
    "3.7": 2,
    "4.1": 3,
    "4.2": 1,
    "4.3": 2,
    "4.4": 4,
    "5.1": 1,
    "5.2": 3,
    "5.3": 2,
    "5.4": 3,
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "9.1": 3,
    "9.2": 4,
    "10.1": 2,
    "10.2": 2,
    "10.3": 4,
    "10.4": 11,
    "10.5": 5,
    "10.6": 2,
    "10.7": 3,
    "11.1": 2,
    "11.2": 3,
    "11.3": 3,
    "11.4": 4,
    "11.5": 1,
    "11.6": 1,
    "12.1": 3,
    "12.2": 2,
    "12.3": 4,
    "13.1": 1,
    "13.2": 5,
    "13.3": 2,
    "13.4": 5,
    "14.1": 2,
    "14.2": 4,
    "14.3": 3,
    "15.1": 3,
    "15.2": 3,
    "15.3": 7,
    "16.1": 1,
    "16.2": 5,
    "16.3": 4,
    "16.4": 3,
    "16.5": 3,
    "17.1": 1,
    "17.2": 4,
    "17.3": 2,
}
PATH = re.compile(
    r"`((?:[\w.-]+/)*[\w-]+(?:\.(?:py|md|txt|sql|html|json))|(?:static|docs)/[\w/]+)`"
)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def numbers() -> list[str]:
    """The requirements of levels 1 and 2, in their order."""
    return [
        f"{section}.{number}"
        for section, found in NUMBERS.items()
        for number in (range(1, found + 1) if isinstance(found, int) else found)
    ]


def rows() -> list[list[str]]:
    """The lines of all tables, without their headings."""
    lines = [line.strip("|").split("|") for line in SHEET.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines if set(line[0].strip()) != {"-"}]


@cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_requirement_of_levels_1_and_2_is_answered_once():
    assert len(numbers()) == 253
    assert [row[0] for row in rows() if re.fullmatch(r"\d+\.\d+\.\d+", row[0])] == numbers()


def test_no_cell_is_blank():
    assert [row for row in rows() if not all(row)] == []


def test_every_test_that_is_named_exists():
    named = TEST.findall(SHEET)
    assert [test for test in named if not (ROOT / test[0]).exists()] == []
    assert [test for test in named if test[1] not in functions_of(test[0])] == []


def test_every_path_that_is_named_exists():
    assert [path for path in PATH.findall(SHEET) if not (ROOT / path).exists()] == []
