"""Reading a table of expected answers, and asking the portal for the real ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.models import Employee
from tests.clients import signed_in

SIGNS = {200: "+", 302: ">", 404: ".", 403: "!", 409: "x", 422: "?"}
SIGN_IN = "/sign-in/?next="
# What anyone may keep a copy of: nobody's name is on it.
PUBLIC = {
    *("help", "accessibility", "privacy", "health", "ready"),
    *("demonstration_clock", "demonstration_mail", "demonstration_sign_in"),
}

# A way to ask, "get" or "post", and a page's name.
Page = tuple[str, str]
# One answer of a table: that of a page in a column.
Cell = tuple[Page, str]


@dataclass
class Table:
    """Expected answers; a row is as the columns are, blanks between their groups."""

    columns: str
    rows: dict[Page, str] = field(default_factory=dict)

    def firsts(self) -> set[Page]:
        """Of the pages that are asked in one way and answer everybody alike, the first."""
        alike: dict[tuple[str, str], Page] = {}
        for page, row in self.rows.items():
            way, _ = page
            alike.setdefault((way, row), page)
        return set(alike.values())

    def cells(self) -> Iterator[tuple[Cell, str]]:
        """Each cell with the sign of its answer."""
        for page, row in self.rows.items():
            for column, sign in zip(self.columns, row, strict=True):
                if column != " ":
                    yield (page, column), sign


def read_table(text: str, *, namespace: str = "") -> Table:
    head, *lines = (line for line in text.splitlines() if line.strip())
    left = len(head) - len(head.lstrip())
    table = Table(" ".join(head.split()))
    for line in lines:
        way, *names = line[:left].split()
        row = " ".join(line[left:].split())
        assert [sign == " " for sign in row] == [one == " " for one in table.columns], line
        pages = [(way, f"{namespace}{name}") for name in names]
        assert table.rows.keys().isdisjoint(pages), f"twice in one table: {line}"
        table.rows |= dict.fromkeys(pages, row)
    return table


def small_version(tables: Mapping[str, Table]) -> dict[str, set[Cell]]:
    """The cells, by state, that stand for all in the tables of one kind of page.

    In each state every answer that a page gives is asked for by somebody; and of pages that answer
    alike everybody asks the first, in some state where it is so, for every answer that it gives to
    them. Cells that show something new of both come first, so that few are enough.
    """
    shown, chosen = set(), {state: set() for state in tables}
    for enough in (2, 1):
        for state, table in tables.items():
            firsts = table.firsts()
            for cell, sign in table.cells():
                page, _ = cell
                shows = {(state, page, sign)}
                if page in firsts:
                    shows.add((cell, sign))
                if len(shows - shown) >= enough:
                    chosen[state].add(cell)
                    shown |= shows
    return chosen


def first_page(table: Table) -> set[Cell]:
    """The cells of a table's first page."""
    first = next(iter(table.rows))
    return {cell for cell, _ in table.cells() if cell[0] == first}


@dataclass
class World:
    """People by their column, and what the pages they ask for are about."""

    people: Mapping[str, Employee | None]
    # The parts of a page's address, by the page's name or else by its namespace.
    about: Mapping[str, list[Any]] = field(default_factory=dict)
    # What is typed into a page, by its name: enough for whoever may do it.
    typed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict, init=False)

    def unlike(self, table: Table, cells: set[Cell] | None) -> list[str]:
        """The pages that answer otherwise than a table says, where its cells, or all, are asked."""
        given = {
            cell: self.ask(*cell) if cells is None or cell in cells else sign
            for cell, sign in table.cells()
        }
        return [
            f"{page[0]:4} {page[1]:32} {row}  is answered  {answered}"
            for page, row in table.rows.items()
            if row != (answered := "".join(given.get((page, c), " ") for c in table.columns))
        ]

    def ask(self, page: Page, column: str) -> str:
        """One answer's sign; what it changes is taken back, so that everyone asks the same."""
        way, name = page
        client, url = self.client(column), self.url(name)
        if way == "get":
            answer = client.get(url)
        else:
            cookies = client.cookies.copy()
            with transaction.atomic():
                answer = client.post(url, self.typed.get(name, {}))
                transaction.set_rollback(True)
            client.cookies = cookies
        if self.people[column] or name not in PUBLIC:
            assert answer.get("Cache-Control") == "no-store, private", f"{name} may be kept"
        return sign_of(answer)

    def ways_to_ask(self, name: str) -> str:
        """What a page says it allows when it is asked in a way that no page allows."""
        return self.client("P").trace(self.url(name))["Allow"]

    def client(self, column: str) -> Client:
        """Whoever stands in a column, signed in when they first ask."""
        if column not in self.clients:
            self.clients[column] = signed_in(self.people[column])
        return self.clients[column]

    def url(self, name: str) -> str:
        namespace = name.partition(":")[0]
        return reverse(name, args=self.about.get(name, self.about.get(namespace, [])))


def sign_of(answer: HttpResponse) -> str:
    if answer.status_code == 302 and answer.url.startswith(SIGN_IN):
        return "s"
    return SIGNS[answer.status_code]
