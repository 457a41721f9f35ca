"""What an import would do: the file's rows beside the directory's, judged and counted."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models.functions import Lower

from portal.csv_reading import Fault
from portal.models import Employee, LineKind, Service
from portal.services.employee_imports.circles import find_circles
from portal.services.employee_imports.reading import Reading, Row, read_employees

AT_ONCE = 1000
Progress = Callable[[int, int], None]


class Listed(NamedTuple):
    """What the directory says of a person."""

    pk: int
    employee_number: str | None
    email: str
    name: str
    job_title: str
    service: str | None
    line_manager: int | None
    left_on: date | None
    is_demonstration: bool


LISTED = (
    "pk",
    "employee_number",
    "email",
    "name",
    "job_title",
    "service__name",
    "line_manager",
    "left_on",
    "is_demonstration",
)


@dataclass(slots=True)
class Step:
    """What is to be done for one person: someone listed, or a joiner."""

    kind: LineKind
    row: Row
    listed: Listed | None
    # The manager: someone listed, or a joiner by their number in the file.
    manager: int | str | None
    # What changes in words: before and after, by the field's name.
    changes: dict[str, list[str | None]]

    @property
    def returns(self) -> bool:
        return self.kind == LineKind.RETURN

    @property
    def leaves(self) -> bool:
        """Whether a day of leaving is to be recorded, by itself or after a return."""
        return "left_on" in self.changes and self.row.left_on is not None and not self.corrects_day

    @property
    def corrects_day(self) -> bool:
        """Whether only the past day is another on which someone left who has left."""
        return self.kind == LineKind.CHANGE and "left_on" in self.changes


@dataclass
class Plan:
    """What a file would do to the directory of today, and all that is wrong with it."""

    reading: Reading
    steps: list[Step] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    unchanged: int = 0
    not_in_file: int = 0

    @property
    def faults(self) -> list[Fault]:
        return self.reading.faults

    @property
    def notes(self) -> list[Fault]:
        return self.reading.notes

    def counts(self) -> dict[str, Any]:
        """What the preview and the command say of it in numbers."""
        kinds = Counter(step.kind.value for step in self.steps)
        return {
            **{kind.value: kinds[kind.value] for kind in LineKind},
            LineKind.FAULT.value: len(self.faults),
            LineKind.NOTE.value: len(self.notes),
            "unchanged": self.unchanged,
            "not_in_file": self.not_in_file,
            "services": self.services,
            "read_as": self.reading.read_as,
        }

    def fingerprint(self) -> str:
        """The SHA-256 of all that would be done: the same file may do another thing tomorrow."""
        digest = sha256(json.dumps([self.services, self.unchanged]).encode())
        for step in self.steps:
            pk = step.listed and step.listed.pk
            digest.update(json.dumps([step.kind, pk, step.manager, step.changes]).encode())
        return digest.hexdigest()


def make_plan(data: bytes, *, today: date, progress: Progress = lambda done, of: None) -> Plan:
    """Say what a file would do; nothing is written. ``progress`` hears how many rows are done."""
    reading = read_employees(data)
    plan = Plan(reading)
    if not reading.rows:
        return plan
    directory = _Directory(reading.rows, today=today, progress=progress)
    directory.check(reading)
    if not reading.faults:
        directory.fill(plan)
    reading.faults.sort()
    reading.notes.sort()
    return plan


class _Directory:
    """The people listed whom a file names, found by their number or else by their address."""

    def __init__(self, rows: list[Row], *, today: date, progress: Progress):
        self.rows, self.today = rows, today
        self.places = {
            row.number: place for place, row in reversed([*enumerate(rows)]) if row.number
        }
        self.matched: list[Listed | None] = [None] * len(rows)
        self.taken: list[Listed | None] = [None] * len(rows)
        for start in range(0, len(rows), AT_ONCE):
            self._match(range(start, min(start + AT_ONCE, len(rows))))
            progress(min(start + AT_ONCE, len(rows)), len(rows))
        self.by_pk = {listed.pk: n for n, listed in enumerate(self.matched) if listed}
        wanted = {row.manager for row in rows if row.manager and row.manager not in self.places}
        self.managers = {
            listed.employee_number: listed for listed in _listed("employee_number", wanted)
        }

    def _match(self, places: range) -> None:
        rows = [self.rows[place] for place in places]
        numbered = {
            listed.employee_number: listed
            for listed in _listed("employee_number", {row.number for row in rows if row.number})
        }
        addressed = {
            listed.email: listed for listed in _listed("email", {row.email for row in rows})
        }
        for place, row in zip(places, rows, strict=True):
            by_email, found = addressed.get(row.email), numbered.get(row.number)
            if found is None and by_email and not (row.number and by_email.employee_number):
                # A worker, or one who has a number from now on.
                found = by_email
            self.matched[place] = found
            self.taken[place] = by_email if by_email != found else None

    # What is wrong with the rows beside the directory's

    def check(self, reading: Reading) -> None:
        """Add what is wrong, and what is only to be known, to what was read."""
        matched_once: dict[int, int] = {}
        for place, row in enumerate(self.rows):
            for text in self._wrong(place):
                reading.faults.append(Fault(row.line, text))
            listed = self.matched[place]
            if listed and (first := matched_once.setdefault(listed.pk, row.line)) != row.line:
                said = f"This is {listed.name} again, who is in line {first} already."
                reading.faults.append(Fault(row.line, said))
            reading.notes += [Fault(row.line, text) for text in self._to_know(place)]
        for circle in find_circles(self._lines_up()):
            # Of those who are their own manager, it is said already.
            if len(circle) > 1:
                reading.faults.append(self._circle(circle))

    def _wrong(self, place: int) -> Iterator[str]:
        row, listed, taken = self.rows[place], self.matched[place], self.taken[place]
        if taken:
            number = f", employee number {taken.employee_number}" if taken.employee_number else ""
            yield f"The e-mail address {row.email} is that of {taken.name}{number}."
        if listed and listed.is_demonstration and listed.email != row.email:
            yield f"{listed.name} belongs to the demonstration: their e-mail address stays."
        if row.manager and row.manager not in self.places and row.manager not in self.managers:
            yield f"Nobody has the employee number {row.manager[:40]}, given as the manager's."

    def _to_know(self, place: int) -> Iterator[str]:
        row = self.rows[place]
        if self.is_passed_over(place):
            yield f"{row.name} has left and is not listed: they are not added."
        elif row.manager and not self._is_gone(place) and self._manager_is_gone(row.manager):
            yield f"The manager of {row.name} has left: their duties go to the next manager up."

    def is_passed_over(self, place: int) -> bool:
        """Whether a row is of someone who left before the directory ever listed them."""
        return self.matched[place] is None and self._is_gone(place)

    def _is_gone(self, place: int) -> bool:
        left_on = self.rows[place].left_on
        return left_on is not None and left_on <= self.today

    def _manager_is_gone(self, number: str) -> bool:
        if number in self.places:
            return self._is_gone(self.places[number])
        manager = self.managers.get(number)
        return manager is not None and manager.left_on is not None and manager.left_on <= self.today

    def _lines_up(self) -> dict[int, int]:
        """Who reports to whom once the file is applied, by place in the file; by minus their id
        where they are only listed.
        """
        up: dict[int, int] = {}
        for place, row in enumerate(self.rows):
            if row.manager in self.places:
                up[place] = self.places[row.manager]
            elif manager := self.managers.get(row.manager):
                up[place] = self._node(manager.pk)
        self.names = {-manager.pk: manager.name for manager in self.managers.values()}
        above = {-node for node in up.values() if node < 0}
        while above:
            found = list(_listed("pk", above))
            self.names |= {-listed.pk: listed.name for listed in found}
            reporting = {-e.pk: self._node(e.line_manager) for e in found if e.line_manager}
            up |= reporting
            above = {-node for node in reporting.values() if node < 0 and node not in up}
        return up

    def _node(self, pk: int) -> int:
        return self.by_pk.get(pk, -pk)

    def _circle(self, circle: Sequence[int]) -> Fault:
        names = [self.rows[n].name if n >= 0 else self.names[n] for n in (*circle, circle[0])]
        line = min((self.rows[n].line for n in circle if n >= 0), default=0)
        shown = names if len(names) <= 12 else [*names[:10], "…", names[-1]]
        return Fault(line, f"Managers go round in a circle: {' → '.join(shown)}.")

    # What is to be done

    def fill(self, plan: Plan) -> None:
        """Add every step, in the order of the file, and what else the file means."""
        services = _services({row.service for row in self.rows if row.service})
        managers = self._names_of_managers()
        present = 0
        for place, row in enumerate(self.rows):
            if self.is_passed_over(place):
                continue
            row.service = services.setdefault(row.service.casefold(), row.service)
            step = self._step(place, managers)
            if step is None:
                plan.unchanged += 1
            else:
                plan.steps.append(step)
            listed = self.matched[place]
            present += bool(listed and not (listed.left_on and listed.left_on <= self.today))
        known = set(services.known)
        plan.services = sorted(
            {s.row.service for s in plan.steps if s.row.service and s.row.service not in known}
        )
        plan.not_in_file = Employee.objects.current(self.today).count() - present

    def _names_of_managers(self) -> dict[int, str]:
        wanted = {listed.line_manager for listed in self.matched if listed and listed.line_manager}
        names = {listed.pk: listed.name for listed in self.managers.values()}
        names |= {listed.pk: listed.name for listed in self.matched if listed}
        found = _in_chunks(wanted - names.keys(), lambda some: _names(some))
        return names | dict(found)

    def _manager_of(self, row: Row) -> tuple[int | str | None, str]:
        """The manager of a row, by id or as a joiner by number, and their name."""
        if row.manager in self.places:
            place = self.places[row.manager]
            if self.is_passed_over(place):
                return None, ""
            listed = self.matched[place]
            return (listed.pk if listed else row.manager), self.rows[place].name
        manager = self.managers.get(row.manager)
        return (manager.pk, manager.name) if manager else (None, "")

    def _step(self, place: int, managers: dict[int, str]) -> Step | None:
        row, listed = self.rows[place], self.matched[place]
        manager, manager_name = self._manager_of(row)
        if listed is None:
            said = {
                "name": row.name,
                "email": row.email,
                "job_title": row.job_title,
                "service": row.service,
                "line_manager": manager_name,
                "employee_number": row.number,
                "left_on": row.left_on and row.left_on.isoformat(),
            }
            changes = {name: [None, value] for name, value in said.items() if value}
            return Step(LineKind.JOINER, row, None, manager, changes)
        before = {
            "name": (listed.name, row.name),
            "email": (listed.email, row.email),
            "job_title": (listed.job_title, row.job_title),
            "service": (listed.service or "", row.service),
            # A row without a number takes none away.
            "employee_number": (
                listed.employee_number or "",
                row.number or listed.employee_number or "",
            ),
        }
        changes = {name: [was, now] for name, (was, now) in before.items() if was != now}
        if listed.line_manager != manager:
            changes["line_manager"] = [managers.get(listed.line_manager, ""), manager_name]
        if listed.left_on != row.left_on:
            changes["left_on"] = [d and d.isoformat() for d in (listed.left_on, row.left_on)]
        if not changes:
            return None
        return Step(self._kind(listed, row), row, listed, manager, changes)

    def _kind(self, listed: Listed, row: Row) -> LineKind:
        had_left = listed.left_on is not None and listed.left_on <= self.today
        if listed.left_on == row.left_on:
            return LineKind.CHANGE
        if row.left_on is None or (had_left and row.left_on > self.today):
            return LineKind.RETURN
        # Of someone who has left, only the day is another.
        return LineKind.CHANGE if had_left else LineKind.LEAVER


class _Services(dict[str, str]):
    """The spelling of each service, by its name in lower case; ``known`` are those listed."""

    known: tuple[str, ...] = ()


def _services(names: set[str]) -> _Services:
    """The services listed that a file names, however it spells them."""
    services = _Services({"": ""})
    wanted = {name.lower() for name in names}
    listed = Service.objects.annotate(lower=Lower("name"))
    found = _in_chunks(
        wanted, lambda some: listed.filter(lower__in=some).values_list("name", flat=True)
    )
    for name in found:
        services[name.casefold()] = name
    services.known = tuple(services.values())
    return services


def _names(pks: list[int]) -> Iterable[tuple[int, str]]:
    return Employee.objects.filter(pk__in=pks).values_list("pk", "name")


def _listed(column: str, values: set) -> Iterator[Listed]:
    def ask(some: list) -> Iterable[tuple]:
        found = Employee.objects.order_by().filter(**{f"{column}__in": some})
        return found.values_list(*LISTED)

    return map(Listed._make, _in_chunks(values, ask))


def _in_chunks(values: set, ask: Callable[[list], Iterable]) -> Iterator:
    wanted = list(values)
    for start in range(0, len(wanted), AT_ONCE):
        yield from ask(wanted[start : start + AT_ONCE])
