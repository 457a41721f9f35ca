"""Employees who join the council, and who move within it: another service, manager or job."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from portal import hooks
from portal.models import Employee
from portal.refusals import Refused
from portal.services import trail
from portal.services.people import (
    administrators_post,
    lock_employee,
    subject_of,
    tell_of_new_address,
)

# What HR says of a person; leaving is recorded, and not written.
FIELDS = ("name", "email", "job_title", "service", "line_manager", "employee_number")


@dataclass(frozen=True)
class Move:
    """Somebody's new manager or service, or both: each before and after."""

    employee: int
    manager: tuple[int | None, int | None]
    service: tuple[str, str]

    @property
    def changes_manager(self) -> bool:
        return self.manager[0] != self.manager[1]

    @property
    def changes_service(self) -> bool:
        return self.service[0] != self.service[1]


@transaction.atomic
def add_employee(*, by: Employee, values: dict[str, Any]) -> Employee:
    """Add someone who joins the council (3.1); they choose a password by the link for forgotten
    ones, or sign in by the council's directory.
    """
    post = administrators_post(by, "adds people")
    _check_unique(values, but=None)
    employee = Employee(**_kept(values))
    employee.set_unusable_password()
    with _refusing(values, employee):
        employee.save(force_insert=True)
    trail.record(
        "employee.joined",
        by=by,
        post=post,
        subject=subject_of(employee),
        summary=f"Added {employee.name}",
        changes={name: [None, said(employee, name)] for name in FIELDS if said(employee, name)},
    )
    return employee


@transaction.atomic
def change_employee(employee: Employee, *, by: Employee, values: dict[str, Any]) -> bool:
    """Change what the directory says of someone, and hand on what a move brings with it (6.2).

    Returns whether anything changed. Raises Refused.
    """
    post = administrators_post(by, "changes what the directory says")
    employee = lock_employee(employee.pk)
    values = _kept(values)
    before = {name: said(employee, name) for name in FIELDS}
    manager_before, service_before = employee.line_manager_id, before["service"]
    for name, value in values.items():
        setattr(employee, name, value)
    changes = {
        name: [before[name], said(employee, name)]
        for name in values
        if before[name] != said(employee, name)
        or (name == "line_manager" and manager_before != employee.line_manager_id)
    }
    if not changes:
        return False
    _check_unique(values, but=employee)
    if employee.line_manager_id != manager_before:
        check_no_circle(employee, employee.line_manager)
    with _refusing(values, employee):
        employee.save(update_fields=[*values])
    trail.record(
        "employee.changed",
        by=by,
        post=post,
        subject=subject_of(employee),
        summary=f"Changed what the directory says of {employee.name}"[:250],
        changes=changes,
    )
    if "email" in changes:
        tell_of_new_address(employee, former=before["email"], by=by)
    move = Move(
        employee=employee.pk,
        manager=(manager_before, employee.line_manager_id),
        service=(service_before, said(employee, "service")),
    )
    if move.changes_manager or move.changes_service:
        hooks.on_moving.call(moves=[move], by=by)
    return True


def said(employee: Employee, name: str) -> str:
    """A field of a person as the trail keeps it."""
    value = getattr(employee, name)
    return "" if value is None else str(value)


def check_no_circle(employee: Employee, manager: Employee | None) -> None:
    """Raises Refused where managers would go round in a circle; the database forbids it too."""
    above = list(_line_of(manager))
    if employee in above:
        names = [person.name for person in above[: above.index(employee) + 1]]
        raise Refused(
            f"Managers would go round in a circle: {' → '.join([employee.name, *names])}.",
            about="line_manager",
        )


def _line_of(manager: Employee | None) -> Iterator[Employee]:
    """A manager, their manager, and so on up."""
    while manager is not None:
        yield manager
        manager = manager.line_manager


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    """Values as they are kept: an address in lower case, no number rather than an empty one."""
    kept = {name: values[name] for name in FIELDS if name in values}
    if "email" in kept:
        kept["email"] = Employee.normalize_username(kept["email"])
    if "employee_number" in kept:
        kept["employee_number"] = kept["employee_number"] or None
    return kept


def _check_unique(values: dict[str, Any], *, but: Employee | None) -> None:
    others = Employee.objects.exclude(pk=but.pk) if but else Employee.objects
    if "email" in values:
        other = others.filter(email__iexact=values["email"]).first()
        if other:
            raise Refused(f"{other.name} has the e-mail address {other.email}.", about="email")
    if number := values.get("employee_number"):
        other = others.filter(employee_number=number).first()
        if other:
            raise Refused(
                f"{other.name} has the employee number {number}.", about="employee_number"
            )


@contextmanager
def _refusing(values: dict[str, Any], employee: Employee) -> Iterator[None]:
    """Say in words what the database refuses, where others wrote between our look and our row."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        known = employee if employee.pk else None
        _check_unique(values, but=known)
        if known and employee.line_manager_id:
            check_no_circle(employee, Employee.objects.get(pk=employee.line_manager_id))
        raise
