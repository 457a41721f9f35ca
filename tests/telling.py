"""Telling people something, where it does not matter what."""

from portal.models import Employee
from portal.services.notices import tell
from tests.factories import AppointmentFactory, EmployeeFactory


def tell_of(about: str, *people: Employee) -> None:
    held = AppointmentFactory.build(employee=EmployeeFactory.build(), post="auditor")
    tell("appointment_set", recipients=people, about=about, path="/", appointment=held)


def tell_urgently(*people: Employee, about: str = "urgent") -> None:
    held = AppointmentFactory.build(employee=EmployeeFactory.build(), post="auditor")
    tell("appointment_set", recipients=people, about=about, path="/", urgent=True, appointment=held)
