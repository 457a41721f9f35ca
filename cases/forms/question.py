"""What the forms of all groups of questions share."""

from datetime import date
from typing import Any, ClassVar

from cases.models import BusinessCase
from cases.questions import Group, stored_answers
from cases.questions.rules import TEXTS, Answers, Fault
from portal.forms.base import GovukForm
from portal.forms.fields import Text, TextArea, version_field
from portal.refusals import Refused


class QuestionForm(GovukForm):
    """One group of questions of a case, judged by the rule of the group and by nothing else.

    "Save and come back later" keeps what there is: only what is wrong, and not what is missing,
    stands in its way.
    """

    secondary_label = "Save and come back later"
    group: ClassVar[Group]

    version = version_field()

    def __init__(self, *args: Any, case: BusinessCase, day: date, **kwargs: Any):
        self.case, self.day = case, day
        kwargs["initial"] = self.shown(stored_answers(case)) | kwargs.get("initial", {})
        kwargs["initial"].setdefault("version", case.version)
        super().__init__(*args, **kwargs)
        self.prepare()
        for name, field in self.fields.items():
            field.required = name == "version"

    def shown(self, answers: dict[str, Any]) -> dict[str, Any]:
        """The stored answers as the form's fields show them."""
        return answers

    def prepare(self) -> None:
        """Fit the fields to the case."""

    def answers(self) -> dict[str, Any]:
        """What was answered, by the names that the rule judges and the case keeps."""
        return {field: self.cleaned_data.get(field) for field in self.group.fields}

    def to_save(self) -> dict[str, Any]:
        """What `save_answers` takes."""
        answers = self.answers()
        people = {name: answers[name] for name in ("covers", "members") if name in answers}
        own = {name: answers[name] for name in self.group.fields if name not in people}
        return {"answers": own, **people}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answers = Answers(self.answers(), applicant=self.case.applicant, day=self.day)
        for fault in self.group.faults(answers):
            field = self.field_of(fault)
            if field not in self.errors and not (fault.missing and self.partial):
                self.add_error(field, fault.message)
        return cleaned

    def add_refusal(self, refused: Refused) -> None:
        field = self.field_of(Fault(refused.about, str(refused)))
        self.add_error(field or None, str(refused))

    def field_of(self, fault: Fault) -> str:
        """Where the form shows what is wrong."""
        return fault.field


def line(field: str, *, label: str, **options: Any) -> Text:
    """One line for a text answer, with its limit."""
    words = TEXTS[field]
    return Text(
        label=label,
        max_length=words.limit,
        error_messages={"max_length": words.too_long},
        **options,
    )


def text(field: str, *, label: str, **options: Any) -> TextArea:
    """Several lines for a text answer, with a count of the characters left."""
    words = TEXTS[field]
    return TextArea(
        label=label,
        max_length=words.limit,
        error_messages={"max_length": words.too_long},
        **options,
    )
