"""The questions our forms ask: Django's fields, in plain English and GOV.UK's clothes.

Every one takes Django's own arguments and ``missing``, the sentence shown when it is left empty.
``govuk`` passes options straight to the component's macro. Every one has a greatest length, in
characters, beyond which what was sent is refused unread.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.forms.widgets import DateParts
from portal.models import Employee

Choices = Iterable[tuple[str, str]]

NOT_LISTED = "Select an answer that is listed"
OUTDATED = "This page is out of date. Open it again and enter your answers."
# The most that is taken where a question sets no limit: columns have one too.
LARGEST = 999_999_999_999
LONGEST_EMAIL = Employee._meta.get_field("email").max_length
LONGEST_NAME = Employee._meta.get_field("name").max_length


class Plain:
    """What all our fields share: one sentence when empty, options of the component, and a bound."""

    # The most characters of each value that is sent.
    longest: int
    # The sentence for what is longer, by its code.
    beyond = "invalid"

    def __init__(
        self, *args: Any, missing: str = "", govuk: Mapping[str, Any] | None = None, **kwargs: Any
    ):
        messages = dict(kwargs.pop("error_messages", None) or {})
        if missing:
            messages["required"] = missing
        super().__init__(*args, error_messages=messages or None, **kwargs)
        self.govuk = dict(govuk or {})

    def clean(self, value: Any, *initial: Any) -> Any:
        if isinstance(value, str) and len(value) > self.longest:
            raise ValidationError(self.error_messages[self.beyond], code=self.beyond)
        return super().clean(value, *initial)


class Bounded(Plain):
    """A text, which has a greatest length once it is stripped.

    It may be twice as long as it is sent: a browser sends a line break as two characters.
    """

    beyond = "max_length"

    def __init__(self, *, max_length: int, **kwargs: Any):
        self.longest = 2 * max_length
        super().__init__(max_length=max_length, **kwargs)


class Chosen(Plain):
    """An answer out of those that are listed, of which none is longer than ``longest``."""

    longest = 500
    beyond = "invalid_choice"
    default_error_messages = {"invalid_choice": NOT_LISTED}


def _width(characters: int | None) -> dict[str, Any]:
    return {"classes": f"govuk-input--width-{characters}"} if characters else {}


def _too_long(name: str, limit: int) -> dict[str, str]:
    """Of what a noun names, that it is too long; of a question, that its answer is."""
    noun = name.partition(" (")[0]
    subject = "Your answer" if noun.endswith("?") else noun
    return {"max_length": f"{subject} must be {limit:,} characters or less"}


class Text(Bounded, forms.CharField):
    """One line of text; ``width`` is one of GOV.UK's: 2, 3, 4, 5, 10, 20, 30.

    ``called`` begins its error where the label would not.
    """

    def __init__(
        self,
        *,
        label: str,
        called: str = "",
        max_length: int,
        width: int | None = None,
        **kwargs,
    ):
        kwargs.setdefault("error_messages", _too_long(called or label, max_length))
        kwargs.setdefault("govuk", _width(width))
        super().__init__(label=label, max_length=max_length, **kwargs)


class TextArea(Bounded, forms.CharField):
    """Several lines of text, with a count of the characters left.

    ``called`` begins its error where the label would not.
    """

    def __init__(
        self,
        *,
        label: str,
        called: str = "",
        max_length: int,
        rows: int = 5,
        **kwargs,
    ):
        kwargs.setdefault("error_messages", _too_long(called or label, max_length))
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(label=label, max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        # A browser sends each line break as two characters and counts it as one.
        return super().to_python(value).replace("\r\n", "\n")


class Email(Bounded, forms.EmailField):
    """An e-mail address."""

    def __init__(self, *, label: str, **kwargs):
        wrong = "Enter an e-mail address in the correct format, like name@example.com"
        messages = {"invalid": wrong, **_too_long(label, LONGEST_EMAIL)}
        kwargs.setdefault("error_messages", messages)
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(label=label, max_length=LONGEST_EMAIL, **kwargs)


class WebAddress(Bounded, forms.URLField):
    """A web address; https:// is added where it is left out."""

    def __init__(self, *, label: str, max_length: int, **kwargs):
        wrong = "Enter a web address in the correct format, like https://www.example.com/page"
        messages = {"invalid": wrong, **_too_long("The web address", max_length)}
        kwargs.setdefault("error_messages", messages)
        super().__init__(label=label, max_length=max_length, assume_scheme="https", **kwargs)


class File(Plain, forms.FileField):
    """A file to upload; ``largest`` is in bytes."""

    # Of its name.
    longest = 150

    def __init__(self, *, largest: int, **kwargs):
        self.largest = largest
        kwargs.setdefault("error_messages", {"empty": "The file is empty"})
        super().__init__(max_length=self.longest, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > self.largest:
            raise ValidationError(f"The file must be smaller than {self.largest // 1_000_000} MB")
        return file


class WholeNumber(Plain, forms.IntegerField):
    """A whole number, typed with or without thousands separators."""

    widget = forms.TextInput
    longest = 40

    def __init__(
        self,
        *,
        label: str,
        min_value: int = 0,
        max_value: int | None = None,
        suffix: str = "",
        width: int = 5,
        **kwargs,
    ):
        between = (
            f" between {min_value:,} and {max_value:,}" if max_value else f", {min_value:,} or more"
        )
        wrong = f"{label} must be a whole number{between}"
        codes = ("invalid", "min_value", "max_value")
        messages = dict.fromkeys(codes, wrong)
        if max_value is None:
            max_value = LARGEST
            messages["max_value"] = f"{label} must be {LARGEST:,} or less"
        kwargs.setdefault("error_messages", messages)
        options = {"inputmode": "numeric", **_width(width)}
        if suffix:
            options["suffix"] = {"text": suffix}
        kwargs.setdefault("govuk", options)
        super().__init__(label=label, min_value=min_value, max_value=max_value, **kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)[,\s](?=\d{3})", "", value)
        return super().to_python(value)


class Select(Chosen, forms.ChoiceField):
    """One of a long list."""


class Radios(Chosen, forms.ChoiceField):
    """One of a few; ``hints`` explains answers by their value."""

    widget = forms.RadioSelect

    def __init__(self, *, choices: Choices, hints: Mapping[str, str] | None = None, **kwargs):
        self.hints = dict(hints or {})
        super().__init__(choices=choices, **kwargs)


class YesNo(Chosen, forms.TypedChoiceField):
    """Yes or no, kept as True or False, and None when it may be left empty."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        kwargs.setdefault("govuk", {"classes": "govuk-radios--inline"})
        super().__init__(
            choices=[("yes", "Yes"), ("no", "No")],
            coerce=lambda value: value == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class Checkboxes(Chosen, forms.MultipleChoiceField):
    """Any of a few; ``exclusive`` is the answer that rules the others out, such as "none"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self,
        *,
        choices: Choices,
        hints: Mapping[str, str] | None = None,
        exclusive: str | None = None,
        **kwargs,
    ):
        self.hints = dict(hints or {})
        self.exclusive = exclusive
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Each answer is looked for among the choices, so there are no more than those."""
        answers = value or []
        if len(answers) > len(self.choices) or any(len(one) > self.longest for one in answers):
            raise ValidationError(NOT_LISTED, code="invalid_choice")
        return super().clean(value)

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if self.exclusive in value and len(value) > 1:
            label = dict(self.choices)[self.exclusive]
            said = self.error_messages.get(
                "exclusive", f"Select other answers, or select '{label}'"
            )
            raise ValidationError(said, code="exclusive")


class Confirm(Plain, forms.BooleanField):
    """One box to tick, whose label is the commitment."""

    longest = 10


class DateField(Plain, forms.Field):
    """A date in three parts; the error says which part is wrong, and its link leads there.

    ``called`` begins the errors of a date that is not the only one of its form.
    """

    widget = DateParts
    # Of each part.
    longest = 4
    default_error_messages = {
        "required": "Enter a date",
        "incomplete": "The date must include a %(part)s",
        "invalid": "Date must be a real date, like 27 3 2027",
    }

    def __init__(self, *, called: str = "", **kwargs: Any):
        if called:
            kwargs["error_messages"] = {
                "incomplete": f"{called} must include a %(part)s",
                "invalid": f"{called} must be a real date, like 27 3 2027",
            }
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        if missing := [p for p, typed in zip(DateParts.parts, value, strict=True) if not typed]:
            self._fail("incomplete", missing)
        if wrong := self._out_of_range(value):
            self._fail("invalid", wrong)
        day, month, year = (int(typed) for typed in value)
        try:
            return date(year, month, day)
        except ValueError:
            self._fail("invalid", ["day"])

    def has_changed(self, initial: date | None, data: Any) -> bool:
        return self.widget.format_value(initial) != self.widget.format_value(data)

    def _out_of_range(self, value: tuple[str, ...]) -> list[str]:
        ranges = {"day": (1, 31), "month": (1, 12), "year": (1900, 2199)}
        return [
            part
            for (part, (least, most)), typed in zip(ranges.items(), value, strict=True)
            if not re.fullmatch(r"[0-9]{1,4}", typed) or not least <= int(typed) <= most
        ]

    def _fail(self, code: str, parts: list[str]) -> None:
        params = {"parts": parts, "part": " and ".join(parts)}
        raise ValidationError(self.error_messages[code], code=code, params=params)


class Version(Plain, forms.IntegerField):
    """The version of what a page shows, hidden in it, so that a page drawn too early is known."""

    widget = forms.HiddenInput
    default_error_messages = {"required": OUTDATED, "invalid": OUTDATED}
    longest = 18


def version_field() -> Version:
    return Version()


class Button(Plain, forms.Field):
    """A button among the fields, whose value says nothing."""

    longest = 1
    default_error_messages = {"invalid": NOT_LISTED}
