"""CSV files as spreadsheets save them: encoding, separator, columns, and faults by line."""

import csv
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.formulas import begins_formula, first_seen, restored

SEPARATORS = (",", ";", "\t")
WINDOWS = "cp1252"
SPREADSHEETS = {
    b"PK\x03\x04": "an Excel or OpenDocument spreadsheet",
    b"\xd0\xcf\x11\xe0": "an Excel 97 spreadsheet",
}
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
SAVE_AS_CSV = "Save it as CSV (UTF-8) and use that file."


@dataclass(frozen=True)
class Column:
    """A column that a file must have, by its heading or by another word for it."""

    heading: str
    aliases: tuple[str, ...] = ()

    def is_called(self, heading: str) -> bool:
        return _plain(heading) in {_plain(name) for name in (self.heading, *self.aliases)}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, and in which line of the file; line 0 is the file as a whole."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text}" if self.line else self.text


@dataclass
class CsvRows:
    """The rows that could be read, each with its line and its cells in the order of the columns."""

    read_as: str = ""
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # Headings of columns that nobody asked for; they are not read.
    unread: list[str] = field(default_factory=list)


def read_rows(data: bytes, columns: Sequence[Column]) -> CsvRows:
    """Read a file with these columns in any order, each line for itself, with all its faults.

    A cell is never more than one line, so that one forgotten quotation mark costs one line.
    """
    found = CsvRows()
    lines = _decoded(data, found)
    start, heading = next(((n, text) for n, text in enumerate(lines, 1) if text.strip()), (0, ""))
    if not heading:
        if not found.faults:
            found.faults.append(Fault(0, "The file is empty."))
        return found
    separator = _separator(heading, columns)
    headings = _cells(heading, start, separator, found) or []
    places = _places(headings, start, columns, found)
    if places is None:
        return found
    for number, text in enumerate(lines[start:], start + 1):
        cells = _cells(text, number, separator, found)
        if cells is None:
            continue
        if len(cells) != len(headings):
            found.faults.append(Fault(number, _uneven(len(cells), len(headings))))
            continue
        found.rows.append((number, [cells[place] for place in places]))
    if not found.rows and not found.faults:
        found.faults.append(Fault(0, "The file has a heading and no rows under it."))
    return found


def read_date(typed: str) -> date | None:
    """A day as spreadsheets write it in Britain: 4/11/2026, 04.11.2026, 4 Nov 2026, 2026-11-04."""
    for form in DATES:
        try:
            return datetime.strptime(typed, form).date()
        except ValueError:
            continue
    return None


def _decoded(data: bytes, found: CsvRows) -> list[str]:
    """The lines of the file as text; none, with the reason among the faults, where it is not."""
    for start, kind in SPREADSHEETS.items():
        if data.startswith(start):
            found.faults.append(Fault(0, f"This is {kind}, not a CSV file. {SAVE_AS_CSV}"))
            return []
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _as_utf_16(data, found)
    if b"\0" in data[:200] and data[:200].count(b"\0") * 3 > len(data[:200]):
        said = f"The file looks like UTF-16 without a byte order mark. {SAVE_AS_CSV}"
        found.faults.append(Fault(0, said))
        return []
    data = data.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        found.read_as = "UTF-8"
        return data.decode().split("\n")
    except UnicodeDecodeError:
        return _as_windows(data, found)


def _as_utf_16(data: bytes, found: CsvRows) -> list[str]:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        said = f"The file is UTF-16 and cannot be read to its end. {SAVE_AS_CSV}"
        found.faults.append(Fault(0, said))
        return []
    found.read_as = "UTF-16"
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _as_windows(data: bytes, found: CsvRows) -> list[str]:
    """A file that is not UTF-8: Windows-1252, unless some of its lines can only be UTF-8."""
    lines = data.split(b"\n")
    wrong = [n for n, line in enumerate(lines, 1) if not _is(line, "utf-8")]
    if any(not line.isascii() and _is(line, "utf-8") for line in lines):
        said = "This line holds bytes that are not UTF-8, as other lines of the file are."
        found.faults += [Fault(number, said) for number in wrong]
        return []
    unknown = [n for n in wrong if not _is(lines[n - 1], WINDOWS)]
    if unknown:
        said = "This line holds bytes that are neither UTF-8 nor Windows-1252."
        found.faults += [Fault(number, said) for number in unknown]
        return []
    found.read_as = "Windows-1252"
    return data.decode(WINDOWS).split("\n")


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _separator(heading: str, columns: Sequence[Column]) -> str:
    """The separator by which most of the heading's cells are columns."""

    def known(separator: str) -> int:
        cells = heading.split(separator)
        return sum(column.is_called(cell.strip(' "')) for column in columns for cell in cells)

    return max(SEPARATORS, key=known)


def _places(
    headings: list[str], line: int, columns: Sequence[Column], found: CsvRows
) -> list[int] | None:
    """Where in a row each column stands; none where one is missing or there twice."""
    faults = len(found.faults)
    places = []
    for column in columns:
        called = [place for place, heading in enumerate(headings) if column.is_called(heading)]
        if not called:
            said = f"There is no column “{column.heading}”."
            found.faults.append(Fault(line, said))
        elif len(called) > 1:
            said = f"There are {len(called)} columns for “{column.heading}”."
            found.faults.append(Fault(line, said))
        places += called[:1]
    read = set(places)
    found.unread = [h for place, h in enumerate(headings) if place not in read and h]
    return places if len(found.faults) == faults else None


def _cells(text: str, line: int, separator: str, found: CsvRows) -> list[str] | None:
    """The cells of a line, without the space around them; none where it is empty or wrong."""
    try:
        cells = next(csv.reader([text], delimiter=separator, strict=True), [])
    except csv.Error as error:
        found.faults.append(Fault(line, _said(str(error))))
        return None
    cells = [cell.strip() for cell in cells]
    if not any(cells):
        return None
    wrong = next(_wrong_characters(cells), None)
    if wrong:
        found.faults.append(Fault(line, wrong))
        return None
    return [restored(cell) for cell in cells]


def _uneven(cells: int, headings: int) -> str:
    there = "There is 1 cell" if cells == 1 else f"There are {cells} cells"
    return f"{there}, and the heading has {headings}."


def _said(error: str) -> str:
    if "unexpected end" in error:
        return "A quotation mark is opened and not closed, or a cell goes on in the next line."
    if "field limit" in error:
        return "A cell is far too long."
    return "A quotation mark stands in the middle of a cell: write it twice, in a quoted cell."


def _wrong_characters(cells: list[str]) -> Iterator[str]:
    for cell in cells:
        if not cell.isprintable() and any(
            unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in cell
        ):
            yield "A cell holds a character that is none, such as NUL, a tab or a line break."
        if begins_formula(cell):
            yield f"A cell begins with “{first_seen(cell)}”, as a spreadsheet's formula does."


def _plain(heading: str) -> str:
    """A heading as it is compared: its letters alone, in lower case."""
    return "".join(c for c in heading.casefold() if c.isalnum())
