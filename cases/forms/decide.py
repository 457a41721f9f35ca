from datetime import date
from typing import Any

from cases.forms.moves import SeenForm
from cases.forms.people import Press
from cases.models.account import Condition
from portal.forms.fields import Button, DateField, Radios, Text, TextArea

MOST_CONDITIONS = 5
LONGEST_CONDITION = Condition._meta.get_field("text").max_length
ADD = "add-condition"


class DecideForm(SeenForm):
    """The answer to one presenting (5.1): a move of the case, and what must come with it.

    Condition 2 is the field "condition-2", its date "condition-2-due".
    """

    outcome = Radios(
        label="What do you decide?",
        missing="Select your decision",
        choices=[
            ("approve", "Approve"),
            ("return", "Ask for changes"),
            ("refer_back", "Refer back to Communications"),
            ("reject", "Reject"),
        ],
    )
    comment = TextArea(label="Reasons (optional)", required=False, max_length=2000, rows=3)
    changes = TextArea(label="What must change?", missing="Enter what must change", max_length=2000)
    asked = TextArea(
        label="What must Communications advise on?",
        missing="Enter what Communications must advise on",
        max_length=2000,
    )
    reasons = TextArea(
        label="Your reasons",
        help_text="The applicant, their manager and Communications read them.",
        missing="Enter your reasons",
        max_length=2000,
    )
    submit_label = "Continue"
    legend_sizes = {"outcome": "l"}

    def __init__(
        self, *args: Any, today: date, effect: str, against: bool, rows: int = 1, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.today, self.effect, self.against = today, effect, against
        if against:
            self.fields["comment"] = TextArea(
                label="Why do you approve this against the advice?",
                missing="Enter why you approve this against the advice",
                max_length=2000,
                rows=3,
            )
        self.fields["outcome"].hints = {
            "approve": effect,
            "return": "It goes back to the applicant, who can change it and present it again.",
            "refer_back": "Communications advises again before it is presented again.",
            "reject": "It ends here. The applicant can copy it into a new business case.",
        }
        typed = sum(f"condition-{n}" in self.data for n in range(1, MOST_CONDITIONS + 1))
        self.rows = range(1, min(max(typed, rows), MOST_CONDITIONS) + 1)
        self.reveals = {
            "outcome": {
                "approve": [*self._add_conditions(), "comment"],
                "return": ["changes"],
                "refer_back": ["asked"],
                "reject": ["reasons"],
            }
        }

    def _add_conditions(self) -> list[str]:
        for row in self.rows:
            self.fields[f"condition-{row}"] = Text(
                label=f"Condition {row} (optional)", required=False, max_length=LONGEST_CONDITION
            )
            self.fields[f"condition-{row}-due"] = DateField(
                label=f"When is condition {row} due?",
                required=False,
                called=f"The date condition {row} is due",
            )
        names = [name for row in self.rows for name in (f"condition-{row}", f"condition-{row}-due")]
        if len(self.rows) < MOST_CONDITIONS:
            follower = f"id_condition-{len(self.rows) + 1}"
            press = Press("Add another condition", goes_to=follower)
            self.fields[ADD] = Button(widget=press, required=False)
            names.append(ADD)
        return names

    def redrawn(self, *, more: int = 0) -> "DecideForm":
        """The form as it was typed, with room for more conditions; nothing is judged."""
        typed = {name: self[name].data for name in self.fields}
        return type(self)(
            initial=typed,
            today=self.today,
            effect=self.effect,
            against=self.against,
            rows=len(self.rows) + more,
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for row in self.rows:
            text, due_on = answers.get(f"condition-{row}"), answers.get(f"condition-{row}-due")
            if due_on and not text:
                self.add_error(f"condition-{row}", f"Enter condition {row}")
            if text and not due_on and not self.has_error(f"condition-{row}-due"):
                self.add_error(f"condition-{row}-due", f"Enter when condition {row} is due")
            if due_on and due_on < self.today:
                error = f"The date of condition {row} must be today or in the future"
                self.add_error(f"condition-{row}-due", error)
        return answers

    @property
    def move(self) -> str:
        return self.cleaned_data["outcome"]

    @property
    def answers(self) -> dict[str, Any]:
        """What comes with the move."""
        data = self.cleaned_data
        given = {"reasons": data["comment"] or data["changes"] or data["asked"] or data["reasons"]}
        if self.move == "approve":
            given["conditions"] = [
                (data[f"condition-{row}"], data[f"condition-{row}-due"])
                for row in self.rows
                if data[f"condition-{row}"]
            ]
        return given
