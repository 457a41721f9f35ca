"""A list of people in a form, one row each, that grows and shrinks without JavaScript too."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.forms.question import QuestionForm
from cases.questions.rules import NOT_IN_DIRECTORY, Fault
from portal import govuk
from portal.forms.fields import Button
from portal.forms.person import EmployeeField

MOST_ROWS = 100

# What a row holds: field suffix → what was typed or is stored.
Row = dict[str, Any]


class Press(forms.Widget):
    """A button among the fields, whose press draws the form again."""

    def __init__(self, words: str, *, about: str = "", goes_to: str):
        super().__init__()
        self.words, self.about, self.goes_to = words, about, goes_to

    def draw(self, bound: forms.BoundField) -> SafeString:
        button = govuk.component(
            "button",
            html=format_html(
                '{}<span class="govuk-visually-hidden"> {}</span>', self.words, self.about
            ),
            classes="govuk-button--secondary",
            name=bound.html_name,
            value="1",
            # The browser comes back to the row, not to the top of the page.
            attributes={"formaction": f"#{self.goes_to}"},
        )
        return format_html('<div class="portal-row-button">{}</div>', button)


class PeopleForm(QuestionForm):
    """A group of questions with a list of people.

    Row 2 of "covers" is the field "covers-2", beside it "covers-2-role"; the buttons are
    "covers-2-remove" and "covers-add".
    """

    people: str
    one: str
    add: str

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any):
        self.rows: list[Row] | None = kwargs.pop("rows", None)
        super().__init__(data, *args, **kwargs)

    def prepare(self) -> None:
        if self.is_bound:
            self.numbers = [number for number, _ in typed_rows(self.data, self.people)] or [0]
        else:
            rows = self.rows if self.rows is not None else self.stored_rows()
            self.numbers = list(range(len(rows))) or [0]
            for number, row in enumerate(rows):
                for suffix, value in row.items():
                    self.initial[f"{self.people}-{number}{suffix}"] = value
        for place, number in enumerate(self.numbers, start=1):
            self.add_row(f"{self.people}-{number}", place)
        follower = f"id_{self.people}-{len(self.numbers)}"
        self.fields[f"{self.people}-add"] = Button(widget=Press(self.add, goes_to=follower))

    def stored_rows(self) -> list[Row]:
        """The rows that the case has kept."""
        return [{"": person} for person in self.initial[self.people]]

    def add_row(self, name: str, place: int) -> None:
        """The fields of one row; ``place`` counts from 1, for people."""
        self.fields[name] = EmployeeField(
            label=f"{self.one} {place}",
            error_messages={"unknown": NOT_IN_DIRECTORY},
        )
        self.add_role(name, place)
        if len(self.numbers) > 1:
            about = f"{self.one.lower()} {place}"
            self.fields[f"{name}-remove"] = Button(
                widget=Press("Remove", about=about, goes_to=f"id_{self.people}-0")
            )

    def add_role(self, name: str, place: int) -> None:
        """What is asked of a person besides who they are."""

    def answered(self) -> list[int]:
        """The numbers of the rows in which someone was found."""
        return [n for n in self.numbers if self.cleaned_data.get(f"{self.people}-{n}")]

    def answers(self) -> dict[str, Any]:
        found = [self.person_of(f"{self.people}-{number}") for number in self.answered()]
        return super().answers() | {self.people: found}

    def person_of(self, name: str) -> Any:
        return self.cleaned_data[name]

    def field_of(self, fault: Fault) -> str:
        match = re.fullmatch(rf"{self.people}-(\d+)(.*)", fault.field)
        if not match:
            return fault.field
        if fault.missing:
            # Someone was named who is not found: that row says so.
            return next((n for n in self.errors if n in self.names()), self.names()[0])
        return f"{self.people}-{self.answered()[int(match[1])]}{match[2]}"

    def names(self) -> list[str]:
        return [f"{self.people}-{number}" for number in self.numbers]

    def redrawn(self) -> "PeopleForm | None":
        """The form with a row more or less, where a button asked for it; nothing is judged."""
        rows = [row for _, row in typed_rows(self.data, self.people)]
        pressed = {f"{self.people}-{n}-remove": at for at, n in enumerate(self.numbers)}
        removed = next((at for name, at in pressed.items() if name in self.data), None)
        if removed is not None:
            del rows[removed]
        elif f"{self.people}-add" in self.data and len(rows) < MOST_ROWS:
            rows.append({})
        else:
            return None
        typed = {name: self[name].data for name in self.base_fields}
        return type(self)(case=self.case, day=self.day, initial=typed, rows=rows)


def typed_rows(data: QueryDict, people: str) -> list[tuple[int, Row]]:
    """The rows that a form sent: the number of each, and what was typed in it."""
    numbers = sorted(
        int(match[1]) for key in data if (match := re.fullmatch(rf"{people}-(\d{{1,3}})", key))
    )
    return [
        (
            number,
            {
                "": data.get(f"{people}-{number}-match") or data[f"{people}-{number}"],
                "-role": data.get(f"{people}-{number}-role", ""),
            },
        )
        for number in numbers[:MOST_ROWS]
    ]
