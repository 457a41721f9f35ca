from typing import Any

from portal.forms.base import GovukForm
from portal.forms.fields import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    Checkboxes,
    DateField,
    Email,
    Select,
    Text,
)
from portal.forms.person import EmployeeField
from portal.forms.widgets import PersonInput
from portal.models import Employee, Service

LEAVERS = "leavers"
NO_SERVICE = ("", "None")


class PeopleFilter(GovukForm):
    """Which people to list."""

    search = Text(label="Name, e-mail address or service", max_length=LONGEST_EMAIL, required=False)
    show = Checkboxes(
        label="Show",
        choices=[(LEAVERS, "Only people who have left, or are leaving")],
        required=False,
    )


class LeavingForm(GovukForm):
    """The first day on which someone no longer works for the council."""

    on = DateField(
        label="First day they no longer work for the council",
        help_text="From this day they cannot sign in. It may be in the future.",
        missing="Enter the first day they no longer work for the council",
    )

    submit_label = "Continue"


class ManagerField(EmployeeField):
    """Someone's manager: a current employee, or whoever it is already, though they have left."""

    standing: Employee | None = None

    def to_python(self, value: Any) -> Employee | None:
        if self.standing and value == PersonInput.describe(self.standing):
            return self.standing
        return super().to_python(value)


class EmployeeForm(GovukForm):
    """What the directory says of someone."""

    name = Text(label="Name", max_length=LONGEST_NAME, missing="Enter their name")
    email = Email(label="E-mail address", missing="Enter their e-mail address")
    employee_number = Text(
        label="Employee number (workers may have none)", max_length=30, width=10, required=False
    )
    job_title = Text(label="Job title (optional)", max_length=150, required=False)
    service = Select(label="Service", required=False)
    line_manager = ManagerField(
        label="Line manager (optional)",
        help_text="Start to type a name or an e-mail address.",
        required=False,
    )

    submit_label = "Save"

    def __init__(self, *args: Any, employee: Employee | None = None, **kwargs: Any):
        if employee:
            kwargs["initial"] = {name: getattr(employee, name) for name in self.base_fields}
            kwargs["initial"]["service"] = employee.service_id or ""
        super().__init__(*args, **kwargs)
        self.services = {str(service.pk): service for service in Service.objects.all()}
        choices = [(pk, service.name) for pk, service in self.services.items()]
        self.fields["service"].choices = [NO_SERVICE, *choices]
        self.fields["line_manager"].standing = employee.line_manager if employee else None

    def clean_service(self) -> Service | None:
        return self.services.get(self.cleaned_data["service"])
