"""The register of attendance, as a page that is filled in."""

from typing import Any

from policy.models import Attendance
from policy.register import Line, Register
from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, Confirm, Radios, version_field
from portal.forms.person import EmployeeField
from portal.models import Employee
from portal.wording import moment

ATTENDED, ABSENT = "attended", "absent"


class RegisterForm(GovukForm):
    """One tap for each person in the register, those who waited for a place and turned up, and
    someone who came without booking.
    """

    rest_absent = Confirm(label="Record everyone else as absent", required=False)
    waited = Checkboxes(
        label="On the waiting list: who came?",
        help_text="They are recorded as attended.",
        choices=(),
        required=False,
    )
    walk_in = EmployeeField(
        label="Add someone who came without booking (optional)",
        help_text="Enter a name or an e-mail address. They are recorded as attended.",
        required=False,
    )
    seen = version_field()

    submit_label = "Save attendance"

    def __init__(self, *args: Any, register: Register, by: Employee, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by = by
        # Nobody records themselves.
        self.lines = {
            f"person-{line.person.pk}": line for line in register.lines if line.person != by
        }
        for name, line in self.lines.items():
            self.fields[name] = _question(line)
        self.fields["seen"].initial = register.newest
        self.waiting = {str(person.pk): person for person in register.waiting if person != by}
        self.fields["waited"].choices = [(pk, p.name) for pk, p in self.waiting.items()]
        if not self.waiting:
            del self.fields["waited"]
        if all(line.attendance for line in self.lines.values()):
            del self.fields["rest_absent"]
        self.order_fields([*self.lines, "rest_absent", "waited", "walk_in", "seen"])

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        walk_in = answers.get("walk_in")
        if walk_in == self.by and walk_in:
            self.add_error("walk_in", "Choose someone other than yourself")
        elif walk_in in [line.person for line in self.lines.values()]:
            self.add_error("walk_in", f"{walk_in.name} is already in the register")
        elif not self.errors and not self.marks:
            first = next(iter(self.lines), "walk_in")
            self.add_error(first, "Record at least 1 person as attended or absent")
        return answers

    @property
    def marks(self) -> dict[Employee, bool]:
        """Who was there and who was not, of those that the page says it of."""
        rest = ABSENT if self.cleaned_data.get("rest_absent") else ""
        said = {name: self.cleaned_data.get(name) or rest for name in self.lines}
        marks = {
            line.person: said[name] == ATTENDED for name, line in self.lines.items() if said[name]
        }
        marks |= {self.waiting[pk]: True for pk in self.cleaned_data.get("waited", ())}
        if walk_in := self.cleaned_data.get("walk_in"):
            marks[walk_in] = True
        return marks

    @property
    def taken_away(self) -> list[Attendance]:
        """The attendances that are corrected to absent."""
        marks = self.marks
        standing = [line.attendance for line in self.lines.values() if line.attendance]
        return [row for row in standing if row.attended and marks.get(row.person) is False]


def _question(line: Line) -> Radios:
    about = ", ".join(part for part in (line.person.job_title, _service(line)) if part)
    said = [about] if about else []
    if not line.booked:
        said.append("Came without booking")
    initial = None
    if row := line.attendance:
        initial = ATTENDED if row.attended else ABSENT
        said.append(f"Recorded as {initial} by {row.recorded_by.name} at {moment(row.recorded_at)}")
    return Radios(
        label=line.person.name,
        help_text=". ".join(said),
        choices=[(ATTENDED, "Attended"), (ABSENT, "Absent")],
        initial=initial,
        required=False,
        govuk={"classes": "govuk-radios--inline portal-taps"},
    )


def _service(line: Line) -> str:
    return line.person.service.name if line.person.service else ""
