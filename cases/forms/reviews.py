"""The forms of a review: its figures and texts, a question about it, and an excuse (6.2)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.html import format_html

from cases.forms.moves import SeenForm
from cases.models import Metric, Review, ReviewOutcome, Side
from portal.forms.fields import Confirm, DateField, Radios, TextArea, WholeNumber
from portal.wording import longdate

# The figure stands above the box for all who see it.
UNAVAILABLE = '<span class="govuk-visually-hidden">{}: </span>Not available on this platform'


class ReviewForm(SeenForm):
    """A review as its lead fills it in.

    Each figure is a number or "not available on this platform", never a silent 0.
    """

    content_checked_on = DateField(
        label="When was the content last checked?",
        help_text="Look through everything that is published, the profile and its links",
        missing="Enter the date the content was checked",
    )
    what_worked = TextArea(
        label="What worked, and what did not?", missing="Enter what worked", max_length=2000
    )
    how_aims_served = TextArea(
        label="How did the account serve its aims?",
        missing="Enter how the account served its aims",
        max_length=2000,
    )
    outcome = Radios(
        label="What do you propose?",
        choices=ReviewOutcome.choices,
        missing="Select what you propose",
    )

    submit_label = "Save and continue"
    secondary_label = "Save and come back later"

    def __init__(
        self, *args: Any, review: Review, previous: Review | None, day: date, **kwargs: Any
    ):
        kwargs["initial"] = _shown(review) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.review, self.day = review, day
        last = {figure.metric: figure for figure in previous.figures.all()} if previous else {}
        for metric in Metric:
            self.fields[metric.value] = WholeNumber(
                label=metric.label,
                help_text=f"Last period: {last[metric].shown}" if metric in last else "",
                width=10,
                required=False,
            )
            self.fields[_unavailable(metric)] = Confirm(
                label=format_html(UNAVAILABLE, metric.label),
                required=False,
                govuk={"classes": "govuk-checkboxes--small"},
            )
        # As the page shows them, and so the error summary.
        figures = [bound.name for pair in self.figure_fields() for bound in pair]
        self.order_fields([*figures, *self.base_fields])

    def figure_fields(self) -> list[tuple[BoundField, BoundField]]:
        """The number and the box of each figure, in their order."""
        return [(self[metric.value], self[_unavailable(metric)]) for metric in Metric]

    def other_fields(self) -> list[BoundField]:
        """Everything but the figures."""
        return [self[name] for name in self.base_fields]

    def clean_content_checked_on(self) -> date | None:
        day = self.cleaned_data["content_checked_on"]
        if day and day > self.day:
            raise ValidationError("The date the content was checked must be today or in the past")
        if day and day < self.review.period_from:
            first = longdate(self.review.period_from)
            raise ValidationError(f"The date the content was checked must be {first} or later")
        return day

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for metric in Metric:
            name = metric.label[0].lower() + metric.label[1:]
            number, unavailable = answers.get(metric.value), answers.get(_unavailable(metric))
            missing = number is None and not unavailable and not self.partial
            if number is not None and unavailable:
                self.add_error(metric.value, f"Enter {name}, or select 'not available', not both")
            elif missing and metric.value not in self.errors:
                self.add_error(metric.value, f"Enter {name}, or select 'not available'")
        return answers

    def answers(self) -> dict[str, Any]:
        """What `save_review` takes."""
        data = self.cleaned_data
        figures = {
            metric: data[metric.value]
            for metric in Metric
            if data[metric.value] is not None or data[_unavailable(metric)]
        }
        texts = {name: data[name] for name in self.base_fields if name != "version"}
        return {"figures": figures, "seen_version": data["version"], **texts}


def _unavailable(metric: Metric) -> str:
    return f"{metric.value}_not_available"


def _shown(review: Review) -> dict[str, Any]:
    """A saved review as the form's fields show it."""
    shown = {name: getattr(review, name) for name in ReviewForm.base_fields}
    for figure in review.figures.all():
        shown[figure.metric] = figure.value
        shown[_unavailable(Metric(figure.metric))] = figure.not_available
    return shown


class ReadForm(SeenForm):
    """For whom someone reads a review: asked only where they could read it for either side."""

    side = Radios(label="For whom do you answer?", choices=Side.choices, missing="Select one")

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.sides = sides
        self.fields["side"].choices = [(side.value, side.label) for side in sides]
        if len(sides) == 1:
            del self.fields["side"]

    @property
    def side_chosen(self) -> Side:
        return Side(self.cleaned_data["side"]) if "side" in self.fields else self.sides[0]


class AcknowledgeForm(ReadForm):
    submit_label = "Acknowledge"


class ReturnForm(ReadForm):
    """A question with which a review goes back to its lead."""

    question = TextArea(
        label="What do you want to ask?",
        help_text="The lead answers by changing the review and sending it again.",
        missing="Enter what you want to ask",
        max_length=1000,
    )
    submit_label = "Return with this question"


class ExcuseForm(SeenForm):
    """Why an account need not send one review."""

    reason = TextArea(
        label="Why is this review excused?",
        help_text="The lead and their manager read this.",
        missing="Enter why this review is excused",
        max_length=1000,
    )
    submit_label = "Excuse this review"
