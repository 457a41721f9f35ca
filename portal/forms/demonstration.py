from portal.forms.base import GovukForm
from portal.forms.fields import Radios


class ClockForm(GovukForm):
    """How far to move the demonstration's clock, in days unless it is months."""

    SIX_MONTHS = "months"

    forward = Radios(
        label="How far forward?",
        choices=[("1", "1 day"), ("7", "7 days"), ("30", "30 days"), (SIX_MONTHS, "6 months")],
        missing="Select how far to move the clock forward",
    )

    submit_label = "Move the clock"
