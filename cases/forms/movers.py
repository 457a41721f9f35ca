"""What becomes of an account whose lead moved to another service (6.2)."""

from cases.models import MoverAnswer
from portal.forms.base import GovukForm
from portal.forms.fields import Radios, TextArea


class MoverForm(GovukForm):
    """The manager's answer."""

    answer = Radios(
        label="What becomes of the account?",
        choices=MoverAnswer.choices,
        hints={
            MoverAnswer.KEEP: "They go on leading it from where they work now",
            MoverAnswer.HAND_OVER: "Someone else is to lead it. Communications hears of it",
            MoverAnswer.CLOSE: "It is to end. Communications hears of it",
        },
        missing="Select what becomes of the account",
    )
    reason = TextArea(
        label="Why, or who could take it on (optional)", max_length=1000, rows=3, required=False
    )

    submit_label = "Save"
