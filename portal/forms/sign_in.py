"""The forms of signing in and of passwords: allauth's, in our words."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_second_factor
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from portal.forms.base import GovukForm
from portal.forms.fields import Text
from portal.models import Employee
from portal.services.second_factor import TooManyCodes, check_code

STRENGTH = "At least 12 characters. Three words that only you would put together make a good one."


class InOurWords:
    """Gives each field our label, hint and sentence for an empty answer."""

    words = {
        "login": ("E-mail address", "Enter your e-mail address"),
        "email": ("E-mail address", "Enter your e-mail address"),
        "password": ("Password", "Enter your password"),
        "oldpassword": ("Current password", "Enter your current password"),
        "password1": ("New password", "Enter a new password"),
        "password2": ("New password again", "Enter the new password again"),
    }
    wrong_address = "Enter an e-mail address in the correct format, like name@example.com"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, missing = self.words[name]
            field.error_messages |= {"required": missing, "invalid": self.wrong_address}
            field.help_text = STRENGTH if name == "password1" else ""


class SignInForm(InOurWords, allauth.LoginForm):
    submit_label = "Sign in"


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):
    submit_label = "Change password"


class ForgottenPasswordForm(InOurWords, allauth.ResetPasswordForm):
    submit_label = "Send me a link"


class NewPasswordForm(InOurWords, allauth.ResetPasswordKeyForm):
    submit_label = "Set new password"


def _code_field(**options: Any) -> Text:
    options.setdefault("help_text", "The 6 digits that your authenticator app shows")
    options.setdefault("label", "Code")
    return Text(
        missing="Enter the code",
        max_length=20,
        error_messages={"max_length": "Enter the 6 digits that the app shows now"},
        govuk={
            "classes": "govuk-input--width-10 govuk-input--extra-letter-spacing",
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "spellcheck": False,
        },
        **options,
    )


OR_RECOVERY = "The 6 digits that your authenticator app shows, or one of your recovery codes"


class SignInCodeForm(AuthenticateForm, GovukForm):
    """The second factor of someone who is signing in."""

    code = _code_field(label="Enter your code", help_text=OR_RECOVERY)

    heading = "code"
    submit_label = "Sign in"

    def clean_code(self) -> str:
        self.authenticator = _checked(self.user, self.cleaned_data["code"])
        return self.cleaned_data["code"]


def _checked(employee: Employee, code: str) -> Any:
    try:
        found = check_code(employee, code)
    except TooManyCodes as too_many:
        raise ValidationError(too_many.sentence, code="too_many") from None
    if found is None:
        raise get_second_factor().validation_error("incorrect_code")
    return found


class ConfirmForm(GovukForm):
    """What someone enters to show again that it is them; valid once it is right."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.request = request

    submit_label = "Continue"


class ConfirmCodeForm(ConfirmForm):
    code = _code_field(help_text=OR_RECOVERY)

    def clean_code(self) -> str:
        _checked(self.request.user, self.cleaned_data["code"])
        return self.cleaned_data["code"]


class ConfirmPasswordForm(ConfirmForm):
    password = Text(
        label="Password",
        missing="Enter your password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        adapter, password = get_adapter(self.request), self.cleaned_data["password"]
        if not adapter.reauthenticate(self.request.user, password):
            raise adapter.validation_error("incorrect_password")
        return password


class ConfirmByPressForm(ConfirmForm):
    """In the demonstration a press is enough."""


class SetUpForm(GovukForm):
    """The first code of an authenticator app."""

    code = _code_field()

    submit_label = "Set it up"
