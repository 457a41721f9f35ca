"""Three apps, one direction: cases stands on policy, policy on portal."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ["portal", "policy", "cases"]
MODULES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
LONGEST_MODULE = 500
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "base_utils"}
PRESENT_TIME = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}
LAYERS_TOLD_THE_DATE = {"models", "querysets"}
# Django asks whether someone may still sign in without telling the date.
ASKED_BY_DJANGO = "portal/models/people.py"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    """The dotted names a module imports, wherever in it, as "package.module.name"."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports by dots: name the app"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("app", "above"), [("portal", {"policy", "cases"}), ("policy", {"cases"})])
def test_no_app_imports_one_that_stands_on_it(app, above):
    upward = {
        f"{name(path)} imports {what}"
        for path in MODULES
        if path.is_relative_to(ROOT / app)
        for what in imported(path)
        if what.split(".")[0] in above
    }
    # Settings, addresses and the beat's schedule name what stands above by string.
    assert upward == set()


def test_no_module_is_named_after_nothing():
    assert [name(path) for path in MODULES if path.stem in SAYS_NOTHING] == []


def test_no_module_is_longer_than_a_reader_holds():
    long = {name(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {path: lines for path, lines in long.items() if lines > LONGEST_MODULE} == {}


def test_only_the_clock_asks_the_time():
    assert [
        f"{name(path)}:{line}"
        for path in MODULES
        if path != ROOT / "portal" / "clock.py"
        for line in times_asked(path)
    ] == []


def times_asked(path: Path) -> Iterator[int]:
    """Lines that ask timezone, datetime or date for the present time, called or only named."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            asked = (node.value.id, node.attr)
            if asked in PRESENT_TIME:
                yield node.lineno


def test_models_and_querysets_are_told_the_date():
    assert [
        name(path)
        for path in MODULES
        if LAYERS_TOLD_THE_DATE & {*path.relative_to(ROOT).parts, path.stem}
        and "portal.clock" in set(imported(path))
    ] == [ASKED_BY_DJANGO]
