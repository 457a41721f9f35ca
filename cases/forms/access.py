"""The forms by which a lead adds people to an account and takes them off."""

from cases.forms.moves import SeenForm
from cases.models import Access
from portal.forms.fields import Radios, Text
from portal.forms.person import EmployeeField

ROLES = [choice for choice in Access.Role.choices if choice[0] != Access.Role.LEAD]


class AddPersonForm(SeenForm):
    """A person of the council and what they do on the account (5.1)."""

    person = EmployeeField(label="Who do you want to add?")
    role = Radios(
        label="What will they do?",
        choices=ROLES,
        hints={
            Access.Role.AUTHOR: "Writes posts, and stands in for you when you are away",
            Access.Role.ADMINISTRATOR: "Looks after the settings, and stands in for you",
        },
        missing="Select what they will do",
    )
    submit_label = "Add them"


class RemovePersonForm(SeenForm):
    """Why a person is taken off an account."""

    reason = Text(
        label="Why are you taking them off?",
        help_text="They are told the reason.",
        missing="Enter why you are taking them off",
        max_length=250,
    )
    submit_label = "Take them off"
