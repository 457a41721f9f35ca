from cases.models import Revision
from portal.forms.base import GovukForm
from portal.forms.fields import Select
from portal.wording import moment


class CompareForm(GovukForm):
    """Which two versions of the answers to compare."""

    submit_label = "Compare"

    def __init__(self, *args, revisions: list[Revision], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (
                str(r.number),
                f"Version {r.number}: {r.get_occasion_display().lower()}, {moment(r.at)}",
            )
            for r in revisions
        ]
        # "from" is a word of the language, so it cannot be an attribute of the class.
        for name, label in (("from", "Compare"), ("to", "With")):
            self.fields[name] = Select(
                label=label, choices=choices, missing="Select which versions to compare"
            )
