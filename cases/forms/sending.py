"""What is asked beside the questions: sharing a draft, and the declaration at sending."""

from cases.models import BusinessCase
from cases.workflow import MOVES
from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, Confirm, version_field


class ShareForm(GovukForm):
    """Who may read the draft and help with it (6.1)."""

    version = version_field()
    shared_with = Checkboxes(
        label="Who do you want to share your draft with?",
        help_text="They can read it and answer your questions. Only you can change it.",
        choices=[
            ("covers", "The authors and administrators you name"),
            ("communications", "Communications"),
        ],
        required=False,
    )

    submit_label = "Save"
    heading = "shared_with"

    def __init__(self, *args, case: BusinessCase, **kwargs):
        shared = {
            "manager": case.shared_with_manager,
            "covers": case.shared_with_covers,
            "communications": case.shared_with_communications,
        }
        chosen = [name for name, is_shared in shared.items() if is_shared]
        kwargs["initial"] = {"version": case.version, "shared_with": chosen}
        super().__init__(*args, **kwargs)
        if case.manager:
            field = self.fields["shared_with"]
            field.choices = [("manager", f"{case.manager}, your manager"), *field.choices]

    def to_save(self) -> dict[str, bool]:
        """What `share_draft` takes."""
        chosen = self.cleaned_data["shared_with"]
        return {name: name in chosen for name in ("manager", "covers", "communications")}


class SendForm(GovukForm):
    """The conduct declaration made at sending (1.5, 2.1, 3.3, 3.4, 5.2 to 5.6)."""

    version = version_field()
    declared = Confirm(
        label="I have read this declaration, and I will keep to it",
        missing="Confirm that you will keep to the declaration",
    )

    submit_label = MOVES["send"].label
