"""Doing what a plan says, in one transaction: many rows at once, each in the trail."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal import hooks
from portal.models import Employee, LineKind, Service
from portal.services import trail
from portal.services.employee_imports.planning import Plan, Step
from portal.services.moving import Move
from portal.services.people import leave, subject_of, take_back, tell_of_new_address

AT_ONCE = 1000
PLAIN = ("name", "job_title", "service")
# What rows of other tables refer to, or can: written last, so that what else happens in the portal
# waits for these rows as briefly as can be.
KEYS = ("email", "employee_number")


@transaction.atomic
def apply_plan(plan: Plan, *, by: Employee | None, post: str, today: date) -> None:
    """Do all that a plan without faults says, or on an error nothing.

    Leavers and returns go through what leaving and returning by hand go through; everything is in
    the trail.
    """
    _Applying(plan, by=by, post=post, today=today).apply()


class _Applying:
    def __init__(self, plan: Plan, *, by: Employee | None, post: str, today: date):
        self.steps, self.by, self.post, self.today = plan.steps, by, post, today
        self.services = self._services(plan)
        self.pk_of: dict[str, int] = {}

    def apply(self) -> None:
        listed = [step for step in self.steps if step.listed]
        self._lock(step.listed.pk for step in listed)
        self._join([step for step in self.steps if step.kind == LineKind.JOINER])
        self._change(listed)
        self._record_changes(listed)
        self._move(listed)
        for step in listed:
            if step.returns:
                take_back(self._employee(step), by=self.by, post=self.post)
            if step.leaves:
                leave(self._employee(step), on=step.row.left_on, by=self.by, post=self.post)
        self._write(listed, KEYS)
        self._tell_of_new_addresses(listed)

    def _services(self, plan: Plan) -> dict[str, int]:
        Service.objects.bulk_create([Service(name=name) for name in plan.services])
        trail.record_many(
            "service.added",
            by=self.by,
            post=self.post,
            events=(
                (f"service {name}"[:60], f"Added the service {name}", {}) for name in plan.services
            ),
        )
        wanted = {step.row.service for step in plan.steps if step.row.service}
        return {
            name: pk
            for some in _chunks(wanted)
            for name, pk in Service.objects.filter(name__in=some).values_list("name", "pk")
        }

    def _lock(self, pks: Iterable[int]) -> None:
        """In the order of their ids, before anything is written; as for a leaving."""
        for some in _chunks(sorted(pks)):
            locked = Employee.objects.select_for_update(no_key=True).order_by("pk")
            list(locked.filter(pk__in=some).values_list("pk", flat=True))

    def _employee(self, step: Step) -> Employee:
        return Employee(pk=step.listed.pk)

    def _manager(self, step: Step) -> int | None:
        return self.pk_of[step.manager] if isinstance(step.manager, str) else step.manager

    # Joiners

    def _join(self, joiners: list[Step]) -> None:
        """Managers before those who report to them, so that each is written once."""
        for level in _levels(joiners):
            for some in _chunks(level):
                added = Employee.objects.bulk_create([self._joiner(step) for step in some])
                self.pk_of |= {e.employee_number: e.pk for e in added if e.employee_number}
                trail.record_many(
                    "employee.joined",
                    by=self.by,
                    post=self.post,
                    events=(
                        (subject_of(employee), f"Added {employee.name}", step.changes)
                        for employee, step in zip(added, some, strict=True)
                    ),
                )

    def _joiner(self, step: Step) -> Employee:
        return Employee(
            email=step.row.email,
            name=step.row.name,
            job_title=step.row.job_title,
            service_id=self.services.get(step.row.service),
            line_manager_id=self._manager(step),
            employee_number=step.row.number or None,
            left_on=step.row.left_on,
            password=make_password(None),
        )

    # Changes of those who are listed

    def _change(self, listed: list[Step]) -> None:
        self._write(listed, PLAIN)
        correct = [step for step in listed if step.corrects_day]
        self._update([(step.listed.pk, {"left_on": step.row.left_on}) for step in correct])
        moved = [step for step in listed if "line_manager" in step.changes]
        # Else two who change places would go round in a circle until the second is written.
        for some in _chunks([step.listed.pk for step in moved]):
            Employee.objects.filter(pk__in=some).update(line_manager=None)
        managers = [(step.listed.pk, {"line_manager_id": self._manager(step)}) for step in moved]
        self._update([(pk, new) for pk, new in managers if new["line_manager_id"]])

    def _write(self, listed: list[Step], names: tuple[str, ...]) -> None:
        self._update(
            [
                (step.listed.pk, new)
                for step in listed
                if (
                    new := {n: v for n, v in self._values(step) if n in names and n in step.changes}
                )
            ]
        )

    def _values(self, step: Step) -> Iterator[tuple[str, Any]]:
        yield "name", step.row.name
        yield "job_title", step.row.job_title
        yield "service", self.services.get(step.row.service)
        yield "email", step.row.email
        yield "employee_number", step.row.number

    def _update(self, rows: list[tuple[int, dict[str, Any]]]) -> None:
        """Write rows that have the same columns to be written at once."""
        alike: defaultdict[tuple[str, ...], list[Employee]] = defaultdict(list)
        for pk, values in rows:
            names = {"service": "service_id"}
            kept = {names.get(name, name): value for name, value in values.items()}
            alike[tuple(values)].append(Employee(pk=pk, **kept))
        for columns, employees in alike.items():
            fields = [name.removesuffix("_id") for name in columns]
            Employee.objects.bulk_update(employees, fields, batch_size=AT_ONCE)

    def _tell_of_new_addresses(self, listed: list[Step]) -> None:
        former = {step.listed.pk: step.listed.email for step in listed if "email" in step.changes}
        for some in _chunks(former):
            # Few hold a post, and only they are told.
            posts = Employee.objects.filter(pk__in=some, appointments__isnull=False)
            for employee in posts.distinct():
                tell_of_new_address(employee, former=former[employee.pk], by=self.by)

    def _record_changes(self, listed: list[Step]) -> None:
        """What is plainly changed; a leaving and a return are recorded as such."""

        def plain(step: Step) -> dict[str, Any]:
            if step.corrects_day:
                return step.changes
            return {name: change for name, change in step.changes.items() if name != "left_on"}

        trail.record_many(
            "employee.changed",
            by=self.by,
            post=self.post,
            events=(
                (
                    subject_of(self._employee(step)),
                    f"Changed what the directory says of {step.row.name}"[:250],
                    changes,
                )
                for step in listed
                if (changes := plain(step))
            ),
        )

    def _move(self, listed: list[Step]) -> None:
        moves = [
            Move(
                employee=step.listed.pk,
                manager=(step.listed.line_manager, self._manager(step)),
                service=(step.listed.service or "", step.row.service),
            )
            for step in listed
            if {"line_manager", "service"} & step.changes.keys()
        ]
        if moves:
            hooks.on_moving.call(moves=moves, by=self.by)


def _levels(joiners: list[Step]) -> Iterator[list[Step]]:
    """The joiners whose manager is listed, then those who report to these, and so on down."""
    reporting: defaultdict[str, list[Step]] = defaultdict(list)
    level = []
    for step in joiners:
        if isinstance(step.manager, str):
            reporting[step.manager].append(step)
        else:
            level.append(step)
    while level:
        yield level
        level = [below for step in level for below in reporting.get(step.row.number, ())]


def _chunks(values: Iterable) -> Iterator[list]:
    left = iter(values)
    while some := list(islice(left, AT_ONCE)):
        yield some
