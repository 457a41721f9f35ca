"""HR's file as rows of people: each cell judged by itself, and against the rest of the file."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.csv_reading import Column, Fault, read_rows
from portal.models import Employee, Service

COLUMNS = (
    Column("Employee number", ("Employee no", "Payroll number", "Payroll no", "Staff number")),
    Column("E-mail", ("E-mail address", "Work e-mail", "Mail")),
    Column("Name", ("Full name", "Employee name")),
    Column("Job title", ("Job", "Title", "Position", "Post")),
    Column("Service", ("Department", "Service area", "Directorate")),
    Column(
        "Manager's employee number",
        ("Manager’s employee number", "Manager number", "Manager", "Line manager number"),
    ),
    Column("Left on", ("Leaving date", "Date left", "End date", "Leaver date")),
)
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y")
# A spreadsheet adds a time to a date of which only the day is meant.
MIDNIGHT = re.compile(r"[ T]0?0:00(:00)?$")


def _limit(model: type, name: str) -> int:
    return model._meta.get_field(name).max_length


LIMITS = {
    "employee number": _limit(Employee, "employee_number"),
    "e-mail address": _limit(Employee, "email"),
    "name": _limit(Employee, "name"),
    "job title": _limit(Employee, "job_title"),
    "service": _limit(Service, "name"),
}


@dataclass(slots=True)
class Row:
    """What a line of the file says of one person."""

    line: int
    number: str
    email: str
    name: str
    job_title: str
    service: str
    manager: str
    left_on: date | None


@dataclass
class Reading:
    """The rows of a file, what is wrong with them, and what was not read."""

    read_as: str
    rows: list[Row]
    faults: list[Fault]
    notes: list[Fault]


def read_employees(data: bytes) -> Reading:
    """Read HR's file; every fault that can be seen without the directory is named by its line."""
    found = read_rows(data, COLUMNS)
    faults = found.faults
    rows = [_row(line, cells, faults) for line, cells in found.rows]
    notes = [Fault(1, f"The column “{heading}” was not read.") for heading in found.unread]
    _check_once(rows, lambda row: row.number, "employee number", faults)
    _check_once(rows, lambda row: row.email, "e-mail address", faults)
    return Reading(read_as=found.read_as, rows=rows, faults=faults, notes=notes)


def _row(line: int, cells: list[str], faults: list[Fault]) -> Row:
    number, email, name, job_title, service, manager, left = (" ".join(c.split()) for c in cells)
    row = Row(
        line=line,
        number=number,
        email=Employee.normalize_username(email),
        name=name,
        job_title=job_title,
        service=service,
        manager=manager,
        left_on=None,
    )
    said = {
        "employee number": number,
        "e-mail address": email,
        "name": name,
        "job title": job_title,
        "service": service,
    }
    for what, cell in said.items():
        if len(cell) > LIMITS[what]:
            text = f"The {what} is {len(cell)} characters long: {LIMITS[what]} is the most."
            faults.append(Fault(line, text))
    if not name:
        faults.append(Fault(line, "There is no name."))
    if not email:
        faults.append(Fault(line, "There is no e-mail address."))
    elif not _is_email(row.email):
        faults.append(Fault(line, f"“{email[:100]}” is not an e-mail address."))
    if manager and manager == number:
        faults.append(Fault(line, "The manager's employee number is their own."))
    if left:
        row.left_on = _day(line, left, faults)
    return row


def _is_email(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _day(line: int, typed: str, faults: list[Fault]) -> date | None:
    day = read_date(typed)
    if day is None:
        text = f"“{typed[:40]}” is not a date: write it like 2026-11-04 or 4/11/2026."
        faults.append(Fault(line, text))
    elif not EARLIEST <= day <= LATEST:
        faults.append(Fault(line, f"Nobody leaves on {day.isoformat()}: check the year."))
    return day


def read_date(typed: str) -> date | None:
    """A day as HR's systems write it, the day before the month; none where it is not one."""
    typed = MIDNIGHT.sub("", typed)
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(typed, form).date()
        except ValueError:
            continue
    return None


def _check_once(
    rows: list[Row], said: Callable[[Row], str], what: str, faults: list[Fault]
) -> None:
    """No two rows say the same number or address; each but the first is a fault."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        if value := said(row):
            lines[value].append(row.line)
    for value, (first, *others) in lines.items():
        text = f"The {what} {value[:100]} is in line {first} already."
        faults += [Fault(line, text) for line in others]
