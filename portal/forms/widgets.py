from datetime import date
from typing import Any

from django import forms

from portal.models import Employee


class DateParts(forms.Widget):
    """A date as three inputs: day, month, year."""

    parts = ("day", "month", "year")

    def value_from_datadict(self, data, files, name) -> tuple[str, ...]:
        return tuple((data.get(f"{name}-{part}") or "").strip() for part in self.parts)

    def value_omitted_from_data(self, data, files, name) -> bool:
        return all(f"{name}-{part}" not in data for part in self.parts)

    def format_value(self, value: date | tuple[str, ...] | None) -> tuple[str, ...]:
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value or ("", "", "")


class PersonInput(forms.TextInput):
    """A name or an e-mail address, and the person selected where several match it."""

    def value_from_datadict(self, data, files, name) -> str | None:
        return data.get(f"{name}-match") or data.get(name)

    def format_value(self, value: Any) -> str:
        return self.describe(value) if isinstance(value, Employee) else super().format_value(value)

    @staticmethod
    def describe(employee: Employee) -> str:
        """Name and e-mail address, which the field understands when it is sent back."""
        return f"{employee.name} ({employee.email})"
