"""Pages of a list by its keys: equally quick at any depth, and steady while rows are added."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

PAGE_SIZE = 25
# Characters of a cursor: the longest names and addresses that lists are ordered by.
LONGEST_CURSOR = 2_000


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the cursors of the pages beside it where there are any."""

    rows: list[Any]
    next: str | None = None
    previous: str | None = None

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(
    queryset: QuerySet,
    query: Mapping[str, str],
    *,
    order: Sequence[str],
    size: int = PAGE_SIZE,
) -> Page:
    """The page that ?after= or ?before= asks for, in one query; the first page otherwise.

    ``order`` names columns or annotations that are never null, each with "-" where it descends,
    and ends with one that is unique. A cursor that makes no sense gives the first page.
    """
    backwards = "before" in query
    start = _read(queryset, order, query.get("before") or query.get("after"))
    direction = _reversed(order) if backwards and start else order
    wanted = queryset.filter(_beyond(direction, start)) if start else queryset
    found = list(wanted.order_by(*direction)[: size + 1])
    rows, more = found[:size], len(found) > size
    if backwards and start:
        rows.reverse()
        return Page(rows, _cursor(rows[-1:], order), _cursor(rows[:1], order) if more else None)
    return Page(
        rows,
        _cursor(rows[-1:], order) if more else None,
        _cursor(rows[:1], order) if start else None,
    )


def _reversed(order: Sequence[str]) -> list[str]:
    return [key[1:] if key.startswith("-") else f"-{key}" for key in order]


def _beyond(order: Sequence[str], start: Sequence[Any]) -> Q:
    """Rows after these values: greater in the first key, or equal in it and beyond in the rest."""
    beyond = Q()
    for position in reversed(range(len(order))):
        name = order[position].lstrip("-")
        comparison = "lt" if order[position].startswith("-") else "gt"
        past = Q(**{f"{name}__{comparison}": start[position]})
        beyond = past | (Q(**{name: start[position]}) & beyond) if beyond else past
    return beyond


def _cursor(rows: Sequence[Any], order: Sequence[str]) -> str | None:
    if not rows:
        return None
    values = [_value(rows[0], key.lstrip("-")) for key in order]
    return _encoded(values)


def _encoded(values: Sequence[Any]) -> str:
    return urlsafe_b64encode(
        json.dumps(values, default=_as_text, allow_nan=False).encode()
    ).decode()


def _as_text(value: Any) -> str:
    return str(value.astimezone(UTC) if isinstance(value, datetime) else value)


def _value(row: Any, name: str) -> Any:
    return reduce(getattr, name.split(LOOKUP_SEP), row)


def _read(queryset: QuerySet, order: Sequence[str], cursor: str | None) -> list[Any] | None:
    return decode_cursor(cursor or "", [_column(queryset, key.lstrip("-")) for key in order])


def decode_cursor(cursor: str, columns: Sequence[Field]) -> list[Any] | None:
    """The values of a cursor, one for each column; None for whatever no list has made.

    A cursor that a list has made is made again, letter for letter, of the values that it holds.
    """
    if not 0 < len(cursor) <= LONGEST_CURSOR:
        return None
    try:
        typed = json.loads(urlsafe_b64decode(cursor))
        pairs = zip(columns, typed, strict=True)
        values = [column.to_python(value) for column, value in pairs]
        is_ours = _encoded(values) == cursor and all(map(_can_be_asked, values))
    except (ArithmeticError, RecursionError, TypeError, ValueError, ValidationError):
        return None
    return values if is_ours else None


def _can_be_asked(value: Any) -> bool:
    """Whether both databases take a value; raises ValueError for half a letter."""
    if isinstance(value, str):
        return b"\0" not in value.encode()
    return value is not None and not (isinstance(value, int) and value.bit_length() > 63)


def _column(queryset: QuerySet, name: str) -> Field:
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    field, model = None, queryset.model
    for part in name.split(LOOKUP_SEP):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        model = field.related_model
    return field
