"""The file of past attendance, chosen or pasted."""

from typing import Any

from portal.forms.base import GovukForm
from portal.forms.fields import File, TextArea

LARGEST = 200_000


class AttendanceFileForm(GovukForm):
    """A CSV file with employee numbers and dates, or its text."""

    file = File(
        label="Choose a CSV file",
        help_text="Its columns: Employee number, Date. Any others are not read.",
        largest=1_000_000,
        required=False,
    )
    text = TextArea(
        label="Or paste the rows, with their headings",
        help_text="For example, “Employee number,Date” and beneath it “D0012,4/11/2024”.",
        max_length=LARGEST,
        called="The pasted text",
        required=False,
    )

    submit_label = "Check the file"

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        file, text = answers.get("file"), answers.get("text")
        if self.errors:
            return answers
        if file and text:
            self.add_error("file", "Choose a file or paste the rows, not both")
        elif not file and not text:
            self.add_error("file", "Choose a CSV file, or paste the rows")
        elif file and file.size > LARGEST:
            self.add_error("file", "The file must be smaller than 200 KB: split it")
        return answers

    @property
    def given(self) -> str:
        """The question that was answered."""
        return "file" if self.cleaned_data["file"] else "text"

    @property
    def content(self) -> bytes:
        """What the file holds, whichever way it came."""
        given = self.cleaned_data[self.given]
        return given.encode() if self.given == "text" else given.read()
