from portal.forms.base import GovukForm
from portal.forms.fields import TextArea


class MessageForm(GovukForm):
    text = TextArea(
        label="Ask a question, or answer one",
        missing="Enter your question or answer",
        called="Your question or answer",
        max_length=2000,
        rows=4,
    )
    submit_label = "Send"
