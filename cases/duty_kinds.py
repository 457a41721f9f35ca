"""Kinds of duties, and the one query that finds what there is of all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import DateField, DateTimeField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from portal.duties import Duty

# The home page lists the oldest of each kind; the lists behind it have them all.
LISTED = 20


class Row(NamedTuple):
    """What the database says of one duty; a column that its kind has no use for is empty."""

    kind: int
    reference: str
    account: int
    number: int
    title: str
    detail: str
    since: datetime | None
    due_on: date | None


# PostgreSQL wants to be told the type of a column that is empty throughout.
EMPTY = {
    "reference": Value(""),
    "account": Value(0),
    "number": Value(0),
    "title": Value(""),
    "detail": Value(""),
    "since": Cast(None, DateTimeField()),
    "due_on": Cast(None, DateField()),
}


@dataclass(frozen=True)
class Kind:
    """A kind of duty: its words, its page, and the rows in need of it, the oldest first.

    The words may name any column of a row. ``columns`` says what each column is of a row's model;
    together they tell any two rows apart.
    """

    text: str
    url: Callable[[Row], str]
    columns: dict[str, Any]
    rows: list[QuerySet]
    holder: str = ""
    since: Callable[[Row], datetime] = attrgetter("since")

    def branches(self, number: int) -> Iterable[QuerySet]:
        columns = EMPTY | self.columns
        for rows in self.rows:
            # SQLite takes a limit inside a branch of a union, not at its end.
            oldest = rows.model.objects.order_by().filter(pk__in=rows.values("pk")[:LISTED])
            yield oldest.values_list(Value(number), *columns.values())

    def duty(self, row: Row) -> Duty:
        return Duty(
            text=self.text.format(**row._asdict()),
            url=self.url(row),
            since=self.since(row),
            due_on=row.due_on,
            holder=self.holder,
        )


def page(name: str, *columns: str) -> Callable[[Row], str]:
    """The page of a URL name whose arguments are these columns."""
    return lambda row: reverse(name, args=[getattr(row, column) for column in columns])


def gather(kinds: list[Kind]) -> list[Duty]:
    """The oldest duties of each kind, in one query."""
    first, *others = [
        branch for number, kind in enumerate(kinds) for branch in kind.branches(number)
    ]
    # Not all: what is a duty twice over, such as a review to read by two posts, is said once.
    rows = map(Row._make, first.union(*others))
    return [kinds[row.kind].duty(row) for row in rows]
