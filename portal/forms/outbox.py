from portal.forms.base import GovukForm
from portal.forms.fields import Radios


class ReleaseForm(GovukForm):
    """What becomes of the e-mail that waited when the copy was made."""

    send = Radios(
        label="What happens to the notifications that waited when the copy was made?",
        choices=[
            ("no", "Do not e-mail them"),
            ("yes", "E-mail them"),
        ],
        hints={
            "no": "People still find them in the portal",
            "yes": "Some people may get an e-mail that they have already had",
        },
        missing="Select what happens to the notifications that waited",
    )

    submit_label = "Release e-mail"
