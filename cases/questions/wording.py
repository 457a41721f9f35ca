"""How answers read in plain words: on pages, in print and in the frozen revisions (6.2)."""

from collections.abc import Iterable
from decimal import Decimal

from cases.models import BusinessCase, Role
from portal.models import Employee

Frequency = BusinessCase.Frequency
Channel = BusinessCase.Channel

DAYS_A_WEEK = 7


def person(employee: Employee | None) -> str:
    """A person in a way that tells two of the same name apart."""
    return f"{employee.name} ({employee.email})" if employee else ""


def people(employees: Iterable[Employee] | None) -> str:
    return "\n".join(person(employee) for employee in employees or [])


def covers(named: Iterable[tuple[Employee, str]] | None) -> str:
    return "\n".join(f"{person(p)}, {Role(role).label.lower()}" for p, role in named or [])


def channels(chosen: Iterable[str] | None, other: str | None) -> str:
    """One channel a line, the one that is not listed by its own name."""
    return "\n".join(
        other if channel == Channel.OTHER and other else Channel(channel).label
        for channel in chosen or []
    )


def updates(frequency: str | None, times: int | None) -> str:
    """How often, and as a daily rate where it is less than daily."""
    if not frequency:
        return ""
    if times is None:
        return Frequency(frequency).label
    often = "Once" if times == 1 else f"{times} times"
    if frequency == Frequency.DAILY:
        return f"{often} a day"
    return f"{often} a week (a daily rate of {Decimal(times) / DAYS_A_WEEK:.2f})"


def yes_or_no(answer: bool | None) -> str:
    return {True: "Yes", False: "No", None: ""}[answer]


def new_or_running(already_running: bool | None) -> str:
    return {True: "Already running", False: "A new account", None: ""}[already_running]


def confirmed(ticked: bool) -> str:
    return "Confirmed" if ticked else ""
