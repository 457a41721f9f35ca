"""A file of past attendance: what it says, and what would come of it, line by line (5.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256

from policy.models import Attendance, AwarenessSession, Booking
from portal import clock
from portal.csv_reading import Column, Fault, read_date, read_rows
from portal.models import Employee
from portal.wording import longdate

NUMBER = Column("Employee number", ("Number", "Employee no", "Payroll number", "Staff number"))
DATE = Column("Date", ("Date attended", "Attended on", "Session date", "Date of session"))
MOST_ROWS = 1_000
EARLIEST = 2000


class Outcome(StrEnum):
    """What comes of a line."""

    RECORD = "Attendance is recorded"
    KNOWN = "Recorded already: nothing changes"
    LEFT = "Has left the council: nothing is recorded"


@dataclass(frozen=True)
class Line:
    """A line without faults; without a session, one is made for its day."""

    line: int
    person: Employee
    day: date
    session: AwarenessSession | None
    outcome: Outcome


@dataclass(frozen=True)
class Plan:
    """What a file would do: its lines, and the faults for which it does nothing at all."""

    lines: list[Line]
    faults: list[Fault]
    read_as: str = ""
    unread: list[str] = field(default_factory=list)

    @property
    def to_record(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == Outcome.RECORD]

    @property
    def new_days(self) -> list[date]:
        """The days for which a session is made, the first first."""
        return sorted({line.day for line in self.to_record if line.session is None})

    @property
    def fingerprint(self) -> str:
        """The same for two plans that would do the same."""
        said = (
            f"{line.line}|{line.person.pk}|{line.day}|{line.session and line.session.pk}|"
            f"{line.outcome.name}"
            for line in self.lines
        )
        return sha256("\n".join(said).encode()).hexdigest()


def plan_of(data: bytes, *, by: Employee, today: date) -> Plan:
    """What a file would do if someone confirmed it now; a handful of queries, however long it is.

    A line goes to the session of its day: the one that the person had booked, else the first.
    """
    found = read_rows(data, [NUMBER, DATE])
    faults = list(found.faults)
    if len(found.rows) > MOST_ROWS:
        said = f"The file has more than {MOST_ROWS:,} rows. Split it, and import each part."
        return Plan([], [Fault(0, said)], found.read_as, found.unread)
    numbers = {cells[0] for _, cells in found.rows}
    people = {
        person.employee_number: person
        for person in Employee.objects.filter(employee_number__in=numbers).select_related("service")
    }
    read = []
    seen: dict[tuple[int, date], int] = {}
    for line, (number, typed) in found.rows:
        person, day = people.get(number), read_date(typed)
        wrong = _wrong(number, typed, person=person, day=day, by=by, today=today)
        if not wrong and (person.pk, day) in seen:
            wrong = [f"{person.name} and this date are in line {seen[person.pk, day]} already."]
        if wrong:
            faults += [Fault(line, said) for said in wrong]
            continue
        seen[person.pk, day] = line
        read.append((line, person, day))
    lines = _settle(read, faults, today=today)
    return Plan(lines, sorted(faults), found.read_as, found.unread)


def _wrong(
    number: str,
    typed: str,
    *,
    person: Employee | None,
    day: date | None,
    by: Employee,
    today: date,
) -> list[str]:
    wrong = []
    if not number:
        wrong.append("There is no employee number.")
    elif person is None:
        wrong.append(f"Nobody in the directory has the employee number {number}.")
    elif person == by:
        wrong.append("This is you: nobody records their own attendance.")
    if not typed:
        wrong.append("There is no date.")
    elif day is None:
        wrong.append(f"“{typed}” is not a date. Write it like 4/11/2024 or 2024-11-04.")
    elif day.year < EARLIEST:
        wrong.append(f"{longdate(day)} is too long ago: check the year.")
    elif day >= today:
        wrong.append(f"{longdate(day)} is not in the past.")
    return wrong


def _settle(
    read: list[tuple[int, Employee, date]], faults: list[Fault], *, today: date
) -> list[Line]:
    """Find each line's session, and what is recorded already."""
    sessions = _sessions_on({day for _, _, day in read})
    held = [session.pk for on_day in sessions.values() for session in on_day]
    rows = Attendance.objects.standing().filter(session__in=held)
    recorded = {(row.session_id, row.person_id): row.attended for row in rows}
    placed = Booking.objects.standing().filter(session__in=held)
    booked = set(placed.values_list("session", "person"))
    lines = []
    for line, person, day in read:
        on_day = sessions.get(day, [])
        said = {recorded[s.pk, person.pk] for s in on_day if (s.pk, person.pk) in recorded}
        theirs = [session for session in on_day if (session.pk, person.pk) in booked]
        session = next(iter(theirs or on_day), None)
        outcome = Outcome.RECORD
        if True in said:
            outcome = Outcome.KNOWN
        elif said:
            absent = f"{person.name} was recorded as absent on {longdate(day)}."
            faults.append(Fault(line, f"{absent} Correct it in the register of that session."))
            continue
        elif person.has_left(today):
            outcome = Outcome.LEFT
        lines.append(Line(line, person, day, session, outcome))
    return lines


def _sessions_on(days: Iterable[date]) -> dict[date, list[AwarenessSession]]:
    days = set(days)
    if not days:
        return {}
    held = AwarenessSession.objects.filter(
        cancelled_at=None,
        starts_at__gte=_midnight(min(days)),
        starts_at__lt=_midnight(max(days) + timedelta(days=1)),
    )
    found: dict[date, list[AwarenessSession]] = {}
    for session in held.order_by("starts_at", "pk"):
        found.setdefault(clock.date_of(session.starts_at), []).append(session)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.COUNCIL_TIME)
