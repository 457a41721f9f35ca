from cases.forms.moves import SeenForm
from portal.forms.fields import Confirm, TextArea


class PresentForm(SeenForm):
    """Presenting: a reason where it goes against the advice, a declaration where one is needed."""

    reason = TextArea(
        label="Why do you present it against the advice?",
        help_text="Communications does not support it as it is. Its advice is not binding, but "
        "going against it needs a reason (clause 5.7).",
        missing="Enter why you present this against the advice",
        max_length=1000,
    )
    declared = Confirm(
        label="I will follow the rules for using social media at work",
        missing="Confirm that you will follow the rules for using social media at work",
    )
    submit_label = "Present for a decision"

    def __init__(self, *args, against_advice: bool, declares: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not against_advice:
            del self.fields["reason"]
        if not declares:
            del self.fields["declared"]
