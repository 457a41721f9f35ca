from portal.forms.base import GovukForm
from portal.forms.fields import TextArea


class MessageForm(GovukForm):
    text = TextArea(
        label="Ask a question, or answer one",
        missing="Enter your question or answer",
        error_messages={"max_length": "Your question or answer must be 2,000 characters or less"},
        max_length=2000,
        rows=4,
    )
    submit_label = "Send"
