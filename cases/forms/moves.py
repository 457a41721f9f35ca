"""Forms of the moves that take a button, or a button and a few words."""

from portal.forms.base import GovukForm
from portal.forms.fields import TextArea, version_field


class SeenForm(GovukForm):
    """Carries the version of the case that the page showed."""

    version = version_field()


class AskAgainForm(SeenForm):
    asked = TextArea(
        label="What do you want to ask?",
        help_text="Say what changed, or what you want advice on.",
        missing="Enter what you want to ask",
        max_length=1000,
    )
    submit_label = "Ask Communications again"
