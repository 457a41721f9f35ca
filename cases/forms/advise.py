from django.core.exceptions import ValidationError

from cases.forms.moves import SeenForm
from cases.models import Advice, Control, Verdict
from portal.forms.fields import Checkboxes, Radios, TextArea

LONGEST_CONTROL = Control._meta.get_field("text").max_length


class AdviseForm(SeenForm):
    """Communications' advice and the controls to be in place before launch (5.7)."""

    verdict = Radios(
        label="What do you advise?",
        missing="Select your advice",
        choices=Verdict.choices,
        hints={
            Verdict.SUPPORT: "The applicant can present it for a decision.",
            Verdict.CONDITIONS: "They can present it. Say which conditions you want set.",
            Verdict.CHANGES: "It goes back to the applicant, who can change it and ask you again.",
            Verdict.AGAINST: "They can still present it, and must say why they go against your "
            "advice.",
        },
    )
    text = TextArea(
        label="Your advice",
        help_text="The applicant, their manager and the Head of IT & Customer Services read this.",
        missing="Enter your advice",
        max_length=4000,
        rows=8,
    )
    standard_controls = Checkboxes(
        label="Which of these must be in place before launch?",
        help_text="The account cannot go live until you have ticked each of them.",
        choices=[],
        required=False,
    )
    own_controls = TextArea(
        label="Other controls (optional)",
        help_text="Enter each on a line of its own.",
        max_length=4000,
        required=False,
        rows=3,
    )
    submit_label = "Send your advice"

    def __init__(self, *args, standard: list[str], last: Advice | None, **kwargs):
        asked_for = [control.text for control in last.controls.all()] if last else standard
        kwargs["initial"] = {
            "standard_controls": asked_for,
            "own_controls": "\n".join(text for text in asked_for if text not in standard),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["standard_controls"].choices = [(text, text) for text in standard]

    def clean_own_controls(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["own_controls"].splitlines())
        controls = [line for line in lines if line]
        if any(len(control) > LONGEST_CONTROL for control in controls):
            raise ValidationError(f"Each control must be {LONGEST_CONTROL} characters or less")
        return controls

    @property
    def controls(self) -> list[str]:
        """Every control asked for, each once: the standard ones first."""
        data = self.cleaned_data
        return list(dict.fromkeys([*data["standard_controls"], *data["own_controls"]]))
