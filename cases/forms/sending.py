"""What is asked beside the questions: sharing a draft, and the declaration at sending."""

from cases.forms.question import version_field
from cases.models import BusinessCase
from cases.workflow import MOVES
from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, Confirm


class ShareForm(GovukForm):
    """Who may read the draft and help with it (6.1)."""

    version = version_field()
    shared_with = Checkboxes(
        label="Who do you want to share your draft with?",
        help_text="They can read it and answer your questions. Only you can change it.",
        choices=[
            ("manager", "Your manager"),
            ("covers", "The authors and administrators you name"),
            ("communications", "Communications"),
        ],
        required=False,
    )

    submit_label = "Save"
    heading = "shared_with"

    def __init__(self, *args, case: BusinessCase, **kwargs):
        shared = [
            name
            for name in ("manager", "covers", "communications")
            if getattr(case, f"shared_with_{name}")
        ]
        kwargs["initial"] = {"version": case.version, "shared_with": shared}
        super().__init__(*args, **kwargs)
        if case.manager:
            field = self.fields["shared_with"]
            field.choices = [("manager", f"Your manager, {case.manager.name}"), *field.choices[1:]]

    def to_save(self) -> dict[str, bool]:
        """What `share_draft` takes."""
        chosen = self.cleaned_data["shared_with"]
        return {name: name in chosen for name, _ in self.fields["shared_with"].choices}


class SendForm(GovukForm):
    """The conduct declaration made at sending (1.5, 2.1, 3.3, 3.4, 5.2 to 5.6)."""

    version = version_field()
    declared = Confirm(
        label="I have read this declaration, and I will keep to it",
        missing="Confirm that you will keep to the declaration",
    )

    submit_label = MOVES["send"].label
