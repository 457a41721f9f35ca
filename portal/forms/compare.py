from portal.forms.base import GovukForm
from portal.forms.fields import Select


class CompareForm(GovukForm):
    """Which two versions of something to compare."""

    submit_label = "Compare"

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        # "from" is a word of the language, so it cannot be an attribute of the class.
        for name, label in (("from", "Compare"), ("to", "With")):
            self.fields[name] = Select(
                label=label, choices=choices, missing="Select which versions to compare"
            )
