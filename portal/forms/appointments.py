from typing import Any

from portal.forms.base import GovukForm
from portal.forms.fields import DateField, Radios, Select, Text
from portal.forms.person import EmployeeField
from portal.models import Post
from portal.services.appointment_rules import IN_A_CASE

SUBSTANTIVE, ACTING = "substantive", "acting"


class AppointmentForm(GovukForm):
    """Who is to hold which post, and from when to when."""

    employee = EmployeeField(
        label="Who is it?", help_text="Start to type a name or an e-mail address"
    )
    post = Select(
        label="Which post?", choices=[("", "Select a post"), *Post.choices], missing="Select a post"
    )
    kind = Radios(
        label="Is it acting?",
        choices=[(SUBSTANTIVE, "No, they hold the post"), (ACTING, "Yes, they act in it")],
        hints={ACTING: "For a time, while the holder is away or the post is vacant"},
        missing="Select if they hold the post or act in it",
    )
    starts_on = DateField(label="First day", missing="Enter the first day", called="The first day")
    ends_on = DateField(
        label="Last day",
        called="The last day",
        help_text="Needed for an acting appointment. Otherwise leave it empty if there is none.",
        required=False,
    )

    submit_label = "Appoint"

    def appointment(self) -> dict[str, Any]:
        """What `appoint` is to be called with."""
        answers = self.cleaned_data
        return {
            "employee": answers["employee"],
            "post": Post(answers["post"]),
            "starts_on": answers["starts_on"],
            "ends_on": answers["ends_on"],
            "acting": answers["kind"] == ACTING,
        }


class CaseAppointmentForm(GovukForm):
    """Who is to act in one business case, whose own people are named in it."""

    for_case = Text(
        label="Which business case?",
        help_text="Its reference, such as SM-2026-0042",
        max_length=20,
        width=10,
        missing="Enter the reference of the business case",
    )
    post = Select(
        label="Which post?",
        choices=[("", "Select a post"), *((post.value, post.label) for post in IN_A_CASE)],
        missing="Select a post",
    )
    employee = EmployeeField(
        label="Who is to act?", help_text="Start to type a name or an e-mail address"
    )
    starts_on = DateField(label="First day", missing="Enter the first day", called="The first day")
    ends_on = DateField(
        label="Last day",
        called="The last day",
        help_text="Leave it empty to let them act until the case no longer needs them",
        required=False,
    )

    submit_label = "Appoint"

    def appointment(self) -> dict[str, Any]:
        """What `appoint` is to be called with."""
        answers = self.cleaned_data
        return {
            "employee": answers["employee"],
            "post": Post(answers["post"]),
            "starts_on": answers["starts_on"],
            "ends_on": answers["ends_on"],
            "acting": True,
            "for_case": answers["for_case"].upper(),
        }


class LastDayForm(GovukForm):
    """The day with which an appointment ends."""

    on = DateField(
        label="What is the last day?",
        help_text="They hold the post on this day, and no longer after it",
        missing="Enter the last day",
    )

    heading = "on"
    submit_label = "End the appointment"


class LaterDayForm(GovukForm):
    """The later day with which an appointment is to end."""

    until = DateField(
        label="What is the new last day?",
        help_text="They hold the post on this day, and no longer after it",
        missing="Enter the new last day",
    )

    heading = "until"
    submit_label = "Extend the appointment"

    def __init__(self, *args: Any, acting: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not acting:
            until = self.fields["until"]
            until.required = False
            until.help_text += ". Leave it empty and they hold it with no last day"


class HandOverForm(GovukForm):
    """Who follows in a post, and from which day."""

    employee = EmployeeField(
        label="Who is the next holder?", help_text="Start to type a name or an e-mail address"
    )
    starts_on = DateField(
        label="Their first day",
        called="Their first day",
        help_text="The day before is the last day of whoever holds the post now",
        missing="Enter their first day",
    )
    ends_on = DateField(
        label="Their last day",
        called="Their last day",
        help_text="Needed for an acting appointment. Otherwise leave it empty if there is none.",
        required=False,
    )

    submit_label = "Hand over"
