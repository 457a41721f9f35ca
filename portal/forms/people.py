from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, DateField, Text

LEAVERS = "leavers"


class PeopleFilter(GovukForm):
    """Which people to list."""

    search = Text(label="Name, e-mail address or service", required=False)
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
