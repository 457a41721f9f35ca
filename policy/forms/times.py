import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.forms.fields import Plain

_NAMED = {"midday": time(12), "noon": time(12), "midnight": time(0)}
_TWELVE_HOURS = re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5][0-9]))?\s*([ap])\.?m\.?")
_TWENTY_FOUR_HOURS = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])()")


class ClockTime(Plain, forms.Field):
    """A time of day, typed as people write it: 10am, 10:30am, 2.15 pm, 14:15, midday."""

    widget = forms.TextInput
    longest = 20
    default_error_messages = {"invalid": "Enter a time, like 10:30am"}

    def __init__(self, **kwargs):
        kwargs.setdefault("govuk", {"classes": "govuk-input--width-5"})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> time | None:
        typed = str(value or "").strip().lower()
        if not typed or typed in _NAMED:
            return _NAMED.get(typed)
        match = _TWELVE_HOURS.fullmatch(typed) or _TWENTY_FOUR_HOURS.fullmatch(typed)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        return time(hour, minute)
