"""What is exported says the same as CSV and as a workbook, and none of it can become a formula."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from portal.models import TrailEvent
from portal.services.exports import FileType, as_text, export
from tests.factories import EmployeeFactory

XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADINGS = ("Outlet", "Count", "Day", "Time", "Nothing")
ROWS = [
    ("=1+1", -2, date(2026, 11, 4), datetime(2026, 7, 1, 9, 42, tzinfo=UTC), None),
    ("https://example.com", 3, date(2026, 2, 28), datetime(2026, 12, 1, 9, 42, tzinfo=UTC), ""),
    ("0042", 0, "", "", ""),
]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+44 1620", "'+44 1620"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r\n =1", "'\r\n =1"),
        ("Libraries = news", "Libraries = news"),
        ("", ""),
        (-2, -2),
        (None, None),
    ],
)
def test_text_is_neutralised_and_numbers_stay(value, expected):
    assert as_text(value) == expected


def exported(as_file: FileType) -> bytes:
    by = EmployeeFactory()
    return export("contacts", as_file=as_file, by=by, headings=HEADINGS, rows=ROWS, filters={})


@pytest.mark.django_db
def test_a_list_as_csv():
    assert list(csv.reader(StringIO(exported(FileType.CSV).decode("utf-8-sig")))) == [
        list(HEADINGS),
        ["'=1+1", "-2", "2026-11-04", "2026-07-01 10:42", ""],
        ["https://example.com", "3", "2026-02-28", "2026-12-01 09:42", ""],
        ["0042", "0", "", "", ""],
    ]


def cells_of(workbook: bytes) -> list[list[tuple[str, str]]]:
    """The kind and what stands in each cell of a workbook's sheet: a number, or a text as such."""
    with ZipFile(BytesIO(workbook)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{XML}f")), "no cell is computed"
    assert not list(sheet.iter(f"{XML}hyperlink")), "no cell leads anywhere"
    return [
        [(cell.get("t", "number"), "".join(cell.itertext())) for cell in row]
        for row in sheet.iter(f"{XML}row")
    ]


@pytest.mark.django_db
def test_a_list_as_a_workbook_keeps_text_as_text_and_days_as_days():
    headings, *rows = cells_of(exported(FileType.XLSX))
    assert [text for _, text in headings] == list(HEADINGS)
    # A workbook counts days from the end of 1899; times are the council's: 10:42 in summer.
    noted = [[(kind, text) for kind, text in row if text] for row in rows]
    assert noted[0][:3] == [("inlineStr", "=1+1"), ("number", "-2"), ("number", "46330")]
    assert float(noted[0][3][1]) == pytest.approx(46204 + (10 * 60 + 42) / 1440)
    assert noted[1][:2] == [("inlineStr", "https://example.com"), ("number", "3")]
    assert float(noted[1][3][1]) == pytest.approx(46357 + (9 * 60 + 42) / 1440)
    assert noted[2] == [("inlineStr", "0042"), ("number", "0")]


@pytest.mark.django_db
@pytest.mark.parametrize("as_file", FileType)
def test_the_trail_says_what_was_taken_out_and_as_what(as_file):
    exported(as_file)
    event = TrailEvent.objects.get(event="export")
    assert event.summary == f"Exported 3 rows of contacts as {as_file.name}"
