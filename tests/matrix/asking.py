"""Reading a table of expected answers, and asking the portal for the real ones.

On SQLite every page is asked for. A line's pages find what they are about by the same queries, so
on PostgreSQL the first of each line stands for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from portal.models import Employee
from tests.clients import signed_in

SIGNS = {200: "+", 302: ">", 404: ".", 403: "!", 409: "x", 422: "?"}
SIGN_IN = "/sign-in/?next="

# What is asked, as "get" or "post" and the page's name, to the answers in the columns' order.
Answers = dict[tuple[str, str], str]


def read_table(text: str, *, namespace: str = "", firsts_only: bool = False) -> tuple[str, Answers]:
    """The columns of a table, and its answers for each way to ask each page, or the first of each
    line alone.
    """
    head, *lines = (line for line in text.splitlines() if line.strip())
    left = len(head) - len(head.lstrip())
    columns, rows = head.split(), {}
    for line in lines:
        way, *names = line[:left].split()
        groups = line[left:].split()
        assert [len(group) for group in groups] == [len(group) for group in columns], line
        for name in names[:1] if firsts_only else names:
            asked = (way, f"{namespace}{name}")
            assert asked not in rows, f"twice in one table: {line}"
            rows[asked] = " ".join(groups)
    return head.strip(), rows


@dataclass
class World:
    """People by their column, signed in, and what the pages they ask for are about."""

    people: Mapping[str, Employee | None]
    # The parts of a page's address, by the page's name or else by its namespace.
    about: Mapping[str, list[Any]] = field(default_factory=dict)
    # What is typed into a page, by its name: enough for whoever may do it.
    typed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clients = {column: signed_in(person) for column, person in self.people.items()}

    def answers(self, columns: str, expected: Answers) -> Answers:
        """What the portal answers to all that is asked in a table."""
        return {
            (way, name): "".join(
                column if column == " " else self.ask(way, name, column) for column in columns
            )
            for way, name in expected
        }

    def ask(self, way: str, name: str, column: str) -> str:
        """One answer's sign; what it changes is taken back, so that everyone asks the same."""
        client, url = self.clients[column], self.url(name)
        if way == "get":
            return sign_of(client.get(url))
        cookies = client.cookies.copy()
        with transaction.atomic():
            answer = sign_of(client.post(url, self.typed.get(name, {})))
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer

    def ways_to_ask(self, name: str) -> str:
        """What a page says it allows when it is asked in a way that no page allows."""
        return self.clients["P"].trace(self.url(name))["Allow"]

    def url(self, name: str) -> str:
        namespace = name.partition(":")[0]
        return reverse(name, args=self.about.get(name, self.about.get(namespace, [])))


def sign_of(answer: HttpResponse) -> str:
    if answer.status_code == 302 and answer.url.startswith(SIGN_IN):
        return "s"
    return SIGNS[answer.status_code]
