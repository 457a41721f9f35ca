"""The form that every page's form is."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.utils import ErrorDict

from portal import kept
from portal.refusals import Refused


class GovukForm(forms.Form):
    """A form drawn with GOV.UK Frontend. One in 15 lines:

        class FrequencyForm(GovukForm):
            frequency = Radios(
                label="How often will you update it?",
                choices=[("daily", "Every day"), ("weekly", "Less than every day")],
                missing="Select how often you will update it",
            )
            times_a_day = WholeNumber(label="Times a day", min_value=1, max_value=50, width=2)
            times_a_week = WholeNumber(label="Times a week", min_value=1, max_value=6, width=2)

            heading = "frequency"
            secondary_label = "Save and come back later"
            reveals = {"frequency": {"daily": ["times_a_day"], "weekly": ["times_a_week"]}}

    ``heading`` names the field whose label is the page's heading. ``reveals`` says which fields an
    answer brings up: the others are then not asked, so they are neither required nor kept.
    ``secondary_label`` adds a second button named "later", which may leave questions empty.

    A form that could not be sent is drawn as it was typed when its person is back (portal.kept):
    ``as_typed``, in which nothing is judged, and which is never valid, so that nothing is done.
    """

    submit_label: str = "Save and continue"
    secondary_label: str = ""
    heading: str = ""
    legend_sizes: ClassVar[dict[str, str]] = {}
    reveals: ClassVar[dict[str, dict[str, list[str]]]] = {}

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.as_typed = False
        names = [self.add_prefix(name) for name in self.fields]
        if not self.is_bound and (typed := kept.typed_for(names)):
            self.data, self.is_bound, self.as_typed = typed, True, True
        self.label_suffix = ""
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = None
        if self.partial:
            for field in self.fields.values():
                field.required = False

    @property
    def partial(self) -> bool:
        """Whether "Save and come back later" was pressed, so that questions may be empty."""
        return bool(self.secondary_label) and self.is_bound and "later" in self.data

    def is_valid(self) -> bool:
        return not self.as_typed and super().is_valid()

    def full_clean(self) -> None:
        if self.as_typed:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for name in self._not_asked():
            self.errors.pop(name, None)
            self.fields[name].required = False
            answers[name] = self.fields[name].clean(None)
        return answers

    def add_refusal(self, refused: Refused) -> None:
        """Say what a rule refused: beside the field it is about, where the form has that field."""
        self.add_error(refused.about if refused.about in self.fields else None, str(refused))

    def _not_asked(self) -> set[str]:
        """The fields that no given answer reveals, and what those would reveal in turn."""
        hidden: set[str] = set()
        for question, answers in self.reveals.items():
            given = [] if question in hidden else self._given(question)
            for answer, names in answers.items():
                if answer not in given:
                    hidden.update(names)
        return hidden

    def _given(self, question: str) -> list[str]:
        data = self[question].data
        return ["on"] if data is True else self.fields[question].widget.format_value(data) or []
