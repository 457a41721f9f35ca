"""Files as people's spreadsheets save them: every encoding, separator and slip, by its line."""

from datetime import date

import pytest

from portal.csv_reading import Column, Fault, read_date, read_rows

COLUMNS = [Column("Employee number", ("Number",)), Column("Date")]


def read(data):
    return read_rows(data, COLUMNS)


@pytest.mark.parametrize(
    ("data", "read_as"),
    [
        ("Employee number,Date\nD1,café\n".encode(), "UTF-8"),
        ("\ufeffEmployee number,Date\r\nD1,café\r\n".encode(), "UTF-8"),
        ("Employee number;Date\nD1;café".encode("cp1252"), "Windows-1252"),
        ("Employee number\tDate\nD1\tcafé".encode("utf-16"), "UTF-16"),
        ('"EMPLOYEE NUMBER";"date"\r"D1";"café"\r'.encode(), "UTF-8"),
        ("date,name,number\n café ,Pat,D1".encode(), "UTF-8"),
    ],
)
def test_one_row_however_it_was_saved(data, read_as):
    found = read(data)
    assert (found.rows, found.faults, found.read_as) == ([(2, ["D1", "café"])], [], read_as)


def test_lines_are_counted_over_empty_ones_and_columns_not_asked_for_are_named():
    found = read(b"\nNumber,Service,Date\n\nD1,Parks,1\n,,\nD2,Roads,2\n")
    assert found.rows == [(4, ["D1", "1"]), (6, ["D2", "2"])]
    assert found.unread == ["Service"]


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (b"", ["The file is empty."]),
        (b"Number,Date\n", ["The file has a heading and no rows under it."]),
        (b"Name\nPat", ["Line 1: There is no column “Employee number”.",
                        "Line 1: There is no column “Date”."]),
        (b"Number,Employee number,Date\n1,1,1",
         ["Line 1: There are 2 columns for “Employee number”."]),
        (b"Number,Date\nD1\nD2,2\n",
         ["Line 2: There is 1 cell, and the heading has 2."]),
        (b'Number,Date\n"D1,1\nD2,2\n',
         ["Line 2: A quotation mark is opened and not closed, "
          "or a cell goes on in the next line."]),
        (b"Number,Date\nD1,=1+1\n",
         ["Line 2: A cell begins with “=”, as a spreadsheet's formula does."]),
        ("Number,Date\nD1,\N{ZERO WIDTH SPACE}＝1+1\n".encode(),
         ["Line 2: A cell begins with “＝”, as a spreadsheet's formula does."]),
        (b"Number,Date\nD\x001,1\n",
         ["Line 2: A cell holds a character that is none, such as NUL, a tab or a line break."]),
        (b"Number,Date\n\xe9,1\n\xc3\xa9,1\n",
         ["Line 2: This line holds bytes that are not UTF-8, as other lines of the file are."]),
        (b"Number,Date\n\x81,1\n",
         ["Line 2: This line holds bytes that are neither UTF-8 nor Windows-1252."]),
        (b"PK\x03\x04 and so on",
         ["This is an Excel or OpenDocument spreadsheet, not a CSV file. "
          "Save it as CSV (UTF-8) and use that file."]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_by_its_line(data, faults):
    assert [str(fault) for fault in read(data).faults] == faults


def test_a_fault_in_one_line_leaves_the_others_readable():
    found = read(b'Number,Date\nD1,1\nD2,"2\nD3,3\n')
    assert [line for line, _ in found.rows] == [2, 4]
    assert found.faults == [Fault(3, found.faults[0].text)]


@pytest.mark.parametrize(
    "typed", ["2026-11-04", "4/11/2026", "04/11/2026", "04.11.2026", "4-11-2026", "4 Nov 2026",
              "4 November 2026"],
)  # fmt: skip
def test_dates_are_read_as_they_are_written_here(typed):
    assert read_date(typed) == date(2026, 11, 4)


@pytest.mark.parametrize("typed", ["", "4/11/26", "31/2/2026", "soon", "2026-13-01"])
def test_what_is_no_date_is_none(typed):
    assert read_date(typed) is None
