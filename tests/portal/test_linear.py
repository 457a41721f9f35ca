"""Twice as much typed takes about twice the time, whatever is typed."""

import re
import time
from collections.abc import Callable

import pytest
from django import forms

from policy.comparison import changes
from policy.forms.versions import FAULTS_SHOWN
from policy.importing import first_words, read_policy
from policy.importing.outline import ClauseText
from policy.models import Clause
from policy.reading import find, read, words_of
from portal.csv_reading import Column, read_rows
from portal.forms.base import GovukForm
from portal.forms.person import EmployeeField, people_matching
from portal.services.employee_imports.reading import read_employees
from portal.services.heads import read_heads
from portal.word_comparison import compare, in_blocks
from tests.portal.test_bounds import our_forms

# Twice the text may take this many times as long: what is quadratic takes four times, and what is
# cubic eight. Below the floor, in seconds, the clock says nothing and nobody is held up.
MOST_TIMES, FLOOR = 3.0, 0.25
RUNS = 2

# Each makes a text of a length. Those of the importers are lines, as a text of a policy is.
SHAPES: dict[str, Callable[[int], str]] = {
    "spaces": lambda n: "a" + " " * (n - 2) + "b",
    "one letter": lambda n: "a" * n,
    "letters with @": lambda n: "a@" * (n // 2),
    "one letter and @": lambda n: "a" * (n - 1) + "@",
    "dots": lambda n: "." * (n - 1) + "x",
    "newlines": lambda n: "a" + "\n" * (n - 2) + "b",
    "digits": lambda n: "9" * n,
    "brackets": lambda n: "[" * n,
    "links": lambda n: "[](" * (n // 3),
    "markup": lambda n: "**a " * (n // 4),
    "underscores": lambda n: "__a" * (n // 3),
    "hashes": lambda n: "# " + " #" * (n // 2 - 1),
    "spaced title": lambda n: "# a" + " " * (n - 4) + "b",
    "combining": lambda n: "a" + "\u0301" * (n - 1),
    "long words": lambda n: ("b" * 999 + " ") * (n // 1000),
    "hyphens": lambda n: "-" * (n - 1) + "x",
    "alternating": lambda n: "a " * (n // 2),
    "quotation marks": lambda n: '"' * n,
    "commas": lambda n: "," * n,
    "page numbers": lambda n: "  page" * (n // 6) + " x",
    "different words": lambda n: " ".join(f"{i:x}" for i in range(n // 6)),
}
POLICY = "1. Introduction\n1.1 One.\n\n"
OF_LINES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: POLICY + "a. Rule\n\n" + "text\n\n" * (n // 6),
    "wrapped": lambda n: POLICY + "a\n" * (n // 2),
    "first sections": lambda n: "1. Title\n" * (n // 9),
    "points": lambda n: POLICY + "- a\n" * (n // 4),
    "lost lines": lambda n: POLICY + "| a\n\n" * (n // 5),
    "clauses": lambda n: POLICY + "".join(f"1.{i} A.\n" for i in range(2, n // 8)),
    "pages": lambda n: POLICY + "a b,\n3\n" * (n // 7),
    "contents": lambda n: POLICY + "2. a" + "." * n + "x\n",
}


def seconds(work: Callable[[], object]) -> float:
    best = []
    for _ in range(RUNS):
        begin = time.process_time()
        work()
        best.append(time.process_time() - begin)
        if best[-1] < FLOOR / 4:
            break
    return min(best)


def check(work: Callable[[str], object], text: Callable[[int], str], length: int) -> None:
    """Compare each length with half of it, from the shortest: what is slow is found soon."""
    before = None
    for part in (32, 16, 8, 4, 2, 1):
        typed = text(max(length // part, 12))
        took = seconds(lambda typed=typed: work(typed))
        if before is not None and took > FLOOR:
            # Once more, as something else may have had the processor meanwhile.
            assert min(took, seconds(lambda typed=typed: work(typed))) < MOST_TIMES * before
        before = max(took, FLOOR / MOST_TIMES)


def test_what_is_quadratic_is_found():
    def quadratic(text: str) -> None:
        re.search(r"[^\s]+@[^\s]+", text)

    with pytest.raises(AssertionError):
        check(quadratic, SHAPES["one letter"], 40_000)
    check(lambda text: re.search(r"[^\s]+@", text), SHAPES["one letter and @"], 400_000)


# Fields


def lengths_of(field: forms.Field) -> int:
    return min(getattr(field, "longest", None) or field.max_length, 400_000)


def own_fields() -> list[tuple[str, forms.Field]]:
    """The fields of all forms, each kind with each length once."""
    found = {}
    for kind in our_forms():
        for name, field in kind.base_fields.items():
            key = (type(field), lengths_of(field))
            found.setdefault(key, (f"{kind.__name__}.{name}", field))
    return sorted(found.values(), key=lambda pair: pair[0])


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("shape", SHAPES)
def test_every_field_reads_the_most_it_takes_in_linear_time(shape):
    for _, field in own_fields():
        # Each for itself: what a form asks of its answers together is with the importers.
        form = type("OneFieldForm", (GovukForm,), {"answer": field})

        def work(text: str, form: type[GovukForm] = form) -> None:
            shown = form({"answer": text, "answer-day": text, "answer-match": ""})
            shown.is_valid()
            str(shown["answer"].data)

        check(work, SHAPES[shape], lengths_of(field))


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("shape", SHAPES)
def test_a_field_refuses_what_is_far_too_long_in_no_time(shape):
    """What the attack sent: two megabytes to a field for a person."""
    text = SHAPES[shape](2_000_000)
    with pytest.raises(forms.ValidationError):
        EmployeeField().clean(text)
    assert seconds(lambda: list(people_matching(text)[:1])) < FLOOR


# Importers and comparisons


def imported(text: str) -> None:
    outline = read_policy(text)
    first_words(text, [fault.line for fault in outline.faults[:FAULTS_SHOWN]])


@pytest.mark.once
@pytest.mark.parametrize("shape", [*SHAPES, *OF_LINES])
def test_a_policy_is_imported_in_linear_time(shape):
    text = (SHAPES | OF_LINES)[shape]
    check(lambda text: imported(POLICY + text), text, 200_000)
    check(lambda text: imported(f"1. {text}\n1.1 {text}\n"), text, 100_000)


@pytest.mark.once
@pytest.mark.parametrize("shape", SHAPES)
def test_files_are_read_in_linear_time(shape):
    columns = [Column("Employee number", ("Number",)), Column("Date")]
    for heading in ("", "Number,Date\n"):
        check(
            lambda text, heading=heading: read_rows((heading + text).encode(), columns),
            SHAPES[shape],
            100_000,
        )
    people = "Employee number,E-mail,Name,Job title,Service,Manager,Left on\n"
    rows = lambda text: (people + ",".join([text] * 7) + "\n").encode()  # noqa: E731
    check(lambda text: read_employees(rows(text)), SHAPES[shape], 30_000)


@pytest.mark.once
@pytest.mark.parametrize("between", [" ", "\xa0", "> ", "=20", "=\n"])
def test_mails_of_heads_are_read_in_linear_time(between):
    check(read_heads, lambda n: "position" + between * (n // len(between)) + "!", 100_000)


@pytest.mark.once
@pytest.mark.parametrize("shape", SHAPES)
def test_texts_are_compared_and_searched_in_linear_time(shape):
    def compared(text: str) -> None:
        for other in (text[::-1], text[1:] + "a", text + " b"):
            old, new = compare(text, other)
            in_blocks(old + new)

    check(compared, SHAPES[shape], 20_000)

    def searched(text: str) -> None:
        for query in (SHAPES[shape](100), "a b c d e f g h a", "a" * 50):
            words = words_of(query)
            for found in find([Clause(number="1.1", text=text)], words):
                read(found, words)

    check(searched, SHAPES[shape], 20_000)


@pytest.mark.once
def test_versions_of_many_clauses_are_compared_in_linear_time():
    def versions(count: int) -> None:
        old = [ClauseText(f"1.{n}", text=f"Same old words {n}") for n in range(count)]
        new = [ClauseText(f"2.{n}", text=f"Same new words {n}") for n in range(count)]
        changes([Old(c) for c in old], [Old(c) for c in new])

    took, half = seconds(lambda: versions(4000)), seconds(lambda: versions(2000))
    assert took < FLOOR or took < MOST_TIMES * half


class Old:
    """A clause of a version, as it is compared."""

    def __init__(self, text: ClauseText):
        self.number, self.heading, self.text = text.number, text.heading, text.text
        self.closing = self.dos = self.donts = ""
