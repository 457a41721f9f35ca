"""The question for a person, who is looked for in the council's directory."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from portal import clock
from portal.forms.fields import LONGEST_EMAIL, LONGEST_NAME, Plain
from portal.forms.widgets import PersonInput
from portal.models import Employee
from portal.models.people import MOST_WORDS

# The fewest letters that are looked for in the council's directory.
LETTERS = 3


class EmployeeField(Plain, forms.Field):
    """Someone who works for the council today, found by name or e-mail address."""

    widget = PersonInput
    # The name, and the address in brackets after it.
    longest = LONGEST_NAME + LONGEST_EMAIL + 3
    beyond = "unknown"
    default_error_messages = {
        "required": "Select a person from the council directory",
        "unknown": "Select a person from the council directory",
        "few": "Enter at least 3 letters of the name, or the e-mail address",
        "several": "Select the person you mean",
        "too_many": "More than 10 people match: enter more of the name, or the e-mail address",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("govuk", {"formGroup": {"attributes": {"data-people-picker": ""}}})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Employee | None:
        if not value or isinstance(value, Employee):
            return value or None
        typed = str(value)
        # Nobody reads the directory off letter by letter; a name that is shorter is typed whole.
        short = len(typed.strip()) < LETTERS
        matching = people_matching(typed)
        found = list((matching.filter(name__iexact=typed.strip()) if short else matching)[:11])
        if short and not found:
            raise ValidationError(self.error_messages["few"], code="few")
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 10:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        if len(found) > 1:
            raise ValidationError(
                self.error_messages["several"], code="several", params={"matches": found}
            )
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Employee.objects.get(pk=value)
        return value


def people_matching(typed: str) -> QuerySet[Employee]:
    """Current employees whom a typed name or e-mail address may mean, by name.

    A whole e-mail address, alone or in brackets after the name, means one person. Nobody has a name
    of so many words, or of more letters than the directory keeps, so nobody is found by it.
    """
    current = Employee.objects.current(clock.today()).select_related("service")
    # PostgreSQL takes no such character, and no name has it.
    if "\0" in typed or len(typed) > EmployeeField.longest:
        return current.none()
    pieces = re.split(r"[\s()<>]+", typed)
    if address := next((piece for piece in pieces if "@" in piece[1:-1]), ""):
        return current.filter(email__iexact=address)
    words = typed.split()
    if not 0 < len(words) <= MOST_WORDS:
        return current.none()
    wanted = Q()
    for word in words:
        wanted &= Q(name__icontains=word) | Q(email__istartswith=word)
    return current.filter(wanted).order_by("name", "pk")
