"""What the home page lists: kinds of duties, which the `hooks` supply, found together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import DateField, DateTimeField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

# The home page lists the oldest of each kind; the lists behind it have them all.
LISTED = 20


@dataclass(frozen=True)
class Duty:
    """One thing that waits: for the person who reads it, or for others on whom they wait."""

    text: str
    url: str
    since: datetime
    due_on: date | None = None
    # Whom it waits for, where that is others: it is then not for whoever reads it to do.
    holder: str = ""

    def is_overdue(self, day: date) -> bool:
        return self.due_on is not None and self.due_on < day


class Row(NamedTuple):
    """What the database says of one duty; a column that its kind has no use for is empty."""

    kind: int
    reference: str
    # The keys of what its page is about.
    about: int
    number: int
    title: str
    detail: str
    since: datetime | None
    at: datetime | None
    due_on: date | None


# PostgreSQL wants to be told the type of a column that is empty throughout.
EMPTY = {
    "reference": Value(""),
    "about": Value(0),
    "number": Value(0),
    "title": Value(""),
    "detail": Value(""),
    "since": Cast(None, DateTimeField()),
    "at": Cast(None, DateTimeField()),
    "due_on": Cast(None, DateField()),
}


@dataclass(frozen=True)
class Kind:
    """A kind of duty: its text, its page, and the rows in need of it, the oldest first.

    ``columns`` says what each column is of a row's model; together they tell any two rows apart.
    Text and holder may name any of a row's ``words``, which are its columns where nothing else is
    said.
    """

    text: str
    url: Callable[[Row], str]
    columns: Mapping[str, Any]
    rows: list[QuerySet]
    holder: str = ""
    words: Callable[[Row], Mapping[str, Any]] = Row._asdict
    since: Callable[[Row], datetime] = attrgetter("since")
    due_on: Callable[[Row], date | None] = attrgetter("due_on")

    def branches(self, number: int) -> Iterable[QuerySet]:
        columns = EMPTY | self.columns
        for rows in self.rows:
            # SQLite takes a limit inside a branch of a union, not at its end.
            oldest = rows.model.objects.order_by().filter(pk__in=rows.values("pk")[:LISTED])
            yield oldest.values_list(Value(number), *columns.values())

    def duty(self, row: Row) -> Duty:
        words = self.words(row)
        return Duty(
            text=self.text.format_map(words),
            url=self.url(row),
            since=self.since(row),
            due_on=self.due_on(row),
            holder=self.holder.format_map(words),
        )


def page(name: str, *columns: str) -> Callable[[Row], str]:
    """The page of a URL name whose arguments are these columns."""
    return lambda row: reverse(name, args=[getattr(row, column) for column in columns])


def gather(kinds: Iterable[Kind]) -> list[Duty]:
    """The oldest duties of each kind, in one query."""
    kinds = list(kinds)
    branches = [branch for number, kind in enumerate(kinds) for branch in kind.branches(number)]
    if not branches:
        return []
    first, *others = branches
    # Not all: what is a duty twice over, such as a review to read by two posts, is said once.
    rows = map(Row._make, first.union(*others))
    return [kinds[row.kind].duty(row) for row in rows]
