"""Lists taken out of the portal: one writer, which the trail knows of and no formula passes."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO, StringIO
from typing import Any

from django.db import transaction
from xlsxwriter import Workbook

from portal import clock
from portal.formulas import neutralised
from portal.models import Employee
from portal.services import trail

# By this Excel knows that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# A workbook keeps what it is given as it is; its rows go through a file, not through memory.
AS_GIVEN = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "constant_memory": True,
}
COLUMN_WIDTH = 22

Rows = Iterable[Sequence[Any]]


class FileType(StrEnum):
    """As what a list can be taken out, by the ending of the file's name."""

    CSV = "csv"
    XLSX = "xlsx"


@transaction.atomic
def export(
    name: str,
    *,
    as_file: FileType,
    by: Employee,
    headings: Sequence[str],
    rows: Rows,
    filters: dict[str, str],
    post: str = "",
) -> bytes:
    """Write a list as a file and record in the trail who took out what, by which filters.

    ``post`` is that by which they see it, in words, where they see it by a post.
    """
    counted = Counted(rows)
    data = WRITERS[as_file](headings, counted)
    row_or_rows = "row" if counted.count == 1 else "rows"
    trail.record(
        "export",
        by=by,
        subject=name,
        summary=f"Exported {counted.count:,} {row_or_rows} of {name} as {as_file.name}",
        post=post,
        changes={"filters": [None, filters]},
    )
    return data


class Counted:
    """Rows, and how many of them were read."""

    def __init__(self, rows: Rows):
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.count += 1
            yield row


def write_csv(headings: Sequence[str], rows: Rows) -> bytes:
    """A list as CSV: days as 2026-11-04, times as 2026-11-04 10:42."""
    file = StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow([as_text(heading) for heading in headings])
    writer.writerows([as_text(value) for value in row] for row in rows)
    return file.getvalue().encode()


def as_text(value: Any) -> Any:
    """A value that a spreadsheet shows and never computes; numbers stay numbers."""
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.COUNCIL_TIME):%Y-%m-%d %H:%M}"
    return neutralised(value) if isinstance(value, str) else value


def write_xlsx(headings: Sequence[str], rows: Rows) -> bytes:
    """A list as a workbook of one sheet: days and times as such, every text as text."""
    file = BytesIO()
    with Workbook(file, AS_GIVEN) as workbook:
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, COLUMN_WIDTH)
        sheet.write_row(0, 0, headings, workbook.add_format({"bold": True}))
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                # A sheet knows no time zones: its times are the council's.
                if isinstance(value, datetime):
                    local = value.astimezone(clock.COUNCIL_TIME).replace(tzinfo=None)
                    sheet.write_datetime(number, column, local, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return file.getvalue()


WRITERS: dict[FileType, Callable[[Sequence[str], Rows], bytes]] = {
    FileType.CSV: write_csv,
    FileType.XLSX: write_xlsx,
}
