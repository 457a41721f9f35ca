"""What the policy administrator says of a version of the policy (7.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from policy.importing import Outline, Remark, counted, first_words, read_policy
from policy.models import LONGEST_TEXT, Clause, Consultation, PolicyVersion
from portal.forms.base import GovukForm
from portal.forms.fields import DateField, Select, Text, TextArea
from portal.wording import longdate

AT_THE_BEGINNING = ""
FAULTS_SHOWN = 100


class TitleForm(GovukForm):
    """What a version is called."""

    title = Text(
        label="Title",
        help_text="As people will read it, such as Social media policy 2027",
        max_length=200,
        missing="Enter the title",
    )

    submit_label = "Save"


class ImportForm(TitleForm):
    """A text that the council agreed outside the portal, and when."""

    agreed_on = DateField(
        label="When did the council agree it?",
        help_text="For example, 27 3 2027",
        missing="Enter the day on which the council agreed it",
    )
    text = TextArea(
        label="The whole text",
        help_text="Plain text or Markdown, with its sections and paragraphs numbered",
        rows=20,
        max_length=200_000,
        strip=False,
        missing="Enter the text",
    )

    submit_label = "Import as a draft"

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today
        self.outline = Outline()
        # The first of them, each with how its line begins.
        self.faults: list[tuple[Remark, str]] = []

    def clean_agreed_on(self) -> date:
        day = self.cleaned_data["agreed_on"]
        if day > self.today:
            self.add_error("agreed_on", "The day must be today or in the past")
        return day

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        self.outline = read_policy(text)
        if self.outline.faults:
            lines = counted(len(self.outline.faults), "line")
            self.add_error("text", f"{lines} of the text cannot be placed")
            shown = self.outline.faults[:FAULTS_SHOWN]
            begins = first_words(text, [fault.line for fault in shown])
            self.faults = list(zip(shown, begins, strict=True))
        return text


class ClauseForm(GovukForm):
    """The words of one clause."""

    number = Text(
        label="Number",
        help_text="Such as 5.1 or 4.1.a",
        max_length=20,
        width=10,
        missing="Enter the number of the clause",
    )
    # A form's "heading" is another thing.
    clause_heading = Text(label="Heading (optional)", max_length=200, required=False)
    text = TextArea(
        label="Text",
        help_text="Leave a line empty between paragraphs, and begin each point of a list with "
        '"- ". A heading of a section has no text.',
        rows=10,
        max_length=LONGEST_TEXT,
        required=False,
    )
    closing = TextArea(
        label="Text after its lettered rules (optional)",
        max_length=LONGEST_TEXT,
        rows=3,
        required=False,
    )
    dos = TextArea(
        label="Personal use: do (optional)",
        help_text="One on each line",
        max_length=LONGEST_TEXT,
        rows=3,
        required=False,
    )
    donts = TextArea(
        label="Personal use: do not (optional)",
        help_text="One on each line",
        max_length=LONGEST_TEXT,
        rows=3,
        required=False,
    )

    submit_label = "Save clause"
    # The fields and what a clause calls them.
    words: ClassVar[dict[str, str]] = {
        "number": "number",
        "clause_heading": "heading",
        "text": "text",
        "closing": "closing",
        "dos": "dos",
        "donts": "donts",
    }

    def __init__(self, *args: Any, numbers: set[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.numbers = numbers

    @classmethod
    def initial_of(cls, clause: Clause) -> dict[str, str]:
        """What the form shows of a clause as it stands."""
        return {field: getattr(clause, name) for field, name in cls.words.items()}

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if number in self.numbers:
            self.add_error("number", f"There is a clause {number} already")
        return number

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not answers.get("clause_heading") and not answers.get("text"):
            self.add_error("text", "Enter the text of the clause, or a heading")
        return answers

    @property
    def texts(self) -> dict[str, str]:
        """What the services take."""
        return {name: self.cleaned_data[field] for field, name in self.words.items()}


class NewClauseForm(ClauseForm):
    """The words of a clause, and where it belongs."""

    after = Select(
        label="Where does it stand?", help_text="The clause after which it comes", required=False
    )

    field_order = ("after", *ClauseForm.words)
    submit_label = "Add clause"

    def __init__(self, *args: Any, clauses: list[Clause], **kwargs: Any):
        super().__init__(*args, numbers={clause.number for clause in clauses}, **kwargs)
        self.clauses = {str(clause.pk): clause for clause in clauses}
        self.fields["after"].choices = [
            (AT_THE_BEGINNING, "At the beginning"),
            *((key, f"After {clause}") for key, clause in self.clauses.items()),
        ]

    @property
    def place(self) -> Clause | None:
        """The clause after which it comes; none where it is the first."""
        return self.clauses.get(self.cleaned_data["after"])


class BodyForm(GovukForm):
    """A trade union that was sent the text."""

    body = Text(
        label="Which trade union was sent the text?",
        max_length=150,
        missing="Enter the name of the trade union",
    )
    sent_on = DateField(
        label="When was it sent?",
        help_text="For example, 27 3 2027",
        missing="Enter the day it was sent",
        called="The day it was sent",
    )
    answer_by = DateField(
        label="By when do you ask for an answer?",
        help_text="Without an answer, the policy cannot be published before this day has passed.",
        missing="Enter the day by which you ask for an answer",
        called="The day by which you ask for an answer",
    )

    submit_label = "Save"

    def __init__(self, *args: Any, today: date, asked: set[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today, self.asked = today, asked

    @classmethod
    def initial_of(cls, consultation: Consultation) -> dict[str, Any]:
        """What the form shows of a trade union that was asked."""
        return {name: getattr(consultation, name) for name in cls.base_fields}

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if body.casefold() in self.asked:
            self.add_error("body", f"{body} was sent this text already")
        return body

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        sent_on, answer_by = answers.get("sent_on"), answers.get("answer_by")
        if sent_on and sent_on > self.today:
            self.add_error("sent_on", "The day it was sent must be today or in the past")
        if sent_on and answer_by and answer_by < sent_on:
            self.add_error("answer_by", "The answer must be asked for after the text was sent")
        return answers


class AnswerForm(GovukForm):
    """What a trade union answered."""

    answered_on = DateField(
        label="When did they answer?",
        help_text="For example, 27 3 2027",
        missing="Enter the day they answered",
    )
    response = TextArea(
        label="What did they answer?",
        help_text="Their words, or what was agreed with them",
        rows=8,
        max_length=10_000,
        missing="Enter what they answered",
    )

    submit_label = "Save answer"

    def __init__(self, *args: Any, today: date, consultation: Consultation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today, self.consultation = today, consultation

    def clean_answered_on(self) -> date:
        day = self.cleaned_data["answered_on"]
        if not self.consultation.sent_on <= day <= self.today:
            sent_on = longdate(self.consultation.sent_on)
            self.add_error("answered_on", f"The day must be from {sent_on} up to today")
        return day


class RedraftForm(GovukForm):
    """Why a text in consultation must change."""

    reason = TextArea(
        label="Why must the text change?", max_length=2000, missing="Enter why it must change"
    )

    submit_label = "Change the text"


class DayForm(GovukForm):
    """The day from which a version is in force."""

    in_force_from = DateField(
        label="From which day is it in force?",
        help_text="Today, or a day to come. For example, 27 3 2027",
        missing="Enter the day from which it is in force",
    )

    submit_label = "Save"

    def __init__(self, *args: Any, today: date, taken: Mapping[date, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today, self.taken = today, taken

    def clean_in_force_from(self) -> date:
        day = self.cleaned_data["in_force_from"]
        if day < self.today:
            self.add_error("in_force_from", "The day must be today or in the future")
        elif title := self.taken.get(day):
            self.add_error("in_force_from", f"{title} comes into force on that day")
        return day


class PublishForm(DayForm):
    """The day, and what must be said where a trade union was not asked here or did not answer."""

    published_despite = TextArea(
        label="Why do you publish it without every answer?",
        max_length=2000,
        rows=4,
        missing="Enter why you publish it without every answer",
    )
    consulted_before = TextArea(
        label="How were trade unions consulted on this text?",
        max_length=2000,
        rows=4,
        missing="Enter how trade unions were consulted",
    )

    submit_label = "Continue"

    def __init__(self, *args: Any, version: PolicyVersion, unanswered: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.version, self.unanswered = version, unanswered
        if not unanswered:
            del self.fields["published_despite"]
        if not version.is_draft:
            del self.fields["consulted_before"]

    def redrawn(self) -> "PublishForm":
        """The form as it was typed; nothing is judged."""
        return type(self)(
            initial={name: self[name].data for name in self.fields},
            today=self.today,
            taken=self.taken,
            version=self.version,
            unanswered=self.unanswered,
        )
