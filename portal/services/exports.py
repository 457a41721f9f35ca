"""Lists taken out of the portal: one writer, which the trail knows of and no formula passes."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.db import transaction

from portal.models import Employee
from portal.services import trail

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@")
# By this Excel knows that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


@transaction.atomic
def export_csv(
    name: str,
    *,
    by: Employee,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    filters: dict[str, str],
    post: str = "",
) -> str:
    """Write a list as CSV and record in the trail who took out what, by which filters.

    ``post`` is that by which they see it, in words, where they see it by a post.
    """
    file = StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(headings)
    count = 0
    for row in rows:
        writer.writerow([as_text(value) for value in row])
        count += 1
    trail.record(
        "export",
        by=by,
        subject=name,
        summary=f"Exported {count} rows of {name}",
        post=post,
        changes={"filters": [None, filters]},
    )
    return file.getvalue()


def as_text(value: Any) -> Any:
    """A value that a spreadsheet shows and never computes; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip().startswith(FORMULA) else value
