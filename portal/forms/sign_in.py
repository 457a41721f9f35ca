"""The forms of signing in and of passwords: allauth's, in our words."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_second_factor
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest

from portal import known_browsers
from portal.client_address import client_address
from portal.forms.base import GovukForm
from portal.forms.fields import LONGEST_EMAIL, Text
from portal.models import Employee
from portal.services import password_links, throttle
from portal.services.second_factor import check_code
from portal.services.throttle import TooManyTries

# More than anybody's: a password is worked on for long whenever it is compared.
LONGEST_PASSWORD = 500
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
            _bound(field)


def _bound(field: forms.CharField) -> None:
    """Give a field of allauth's the greatest length that ours have."""
    is_email = isinstance(field, forms.EmailField)
    field.max_length = LONGEST_EMAIL if is_email else LONGEST_PASSWORD
    too_long = f"{field.label} must be {field.max_length} characters or less"
    field.validators.append(MaxLengthValidator(field.max_length, too_long))


class SignInForm(InOurWords, allauth.LoginForm):
    submit_label = "Sign in"


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):
    submit_label = "Change password"

    def clean_oldpassword(self) -> str:
        return _own_password(self.user, self.cleaned_data["oldpassword"], "enter_current_password")


class ForgottenPasswordForm(InOurWords, allauth.ResetPasswordForm):
    submit_label = "Send me a link"

    def clean_email(self) -> str:
        """The address as ours are written, whether or not anybody has it."""
        email = Employee.normalize_username(self.cleaned_data["email"])
        if len(email) > Employee._meta.get_field("email").max_length:
            raise ValidationError(self.wrong_address)
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Ask for a link; raises TooManyTries."""
        email = self.cleaned_data["email"]
        throttle.take(throttle.links_to(email, address=client_address(request)))
        password_links.request_link(email)
        return email


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
        known = known_browsers.find(context.request, email=self.user.email)
        code = self.cleaned_data["code"]
        self.authenticator = _checked(self.user, code, is_known=known is not None)
        return code


def _checked(employee: Employee, code: str, *, is_known: bool) -> Authenticator:
    try:
        found = check_code(employee, code, is_known=is_known)
    except TooManyTries as too_many:
        raise ValidationError(
            f"Too many wrong codes were entered. Try again after {too_many.until}: until then no "
            "code is accepted."
        ) from None
    if found is None:
        raise get_second_factor().validation_error("incorrect_code")
    return found


def _own_password(employee: Employee, password: str, wrong: str) -> str:
    """The password, where it is that of who is signed in; ``wrong`` names what is said if not."""
    adapter = get_adapter()
    try:
        if adapter.reauthenticate(employee, password):
            return password
    except TooManyTries as too_many:
        raise ValidationError(
            f"Too many wrong passwords were entered. Try again after {too_many.until}: until then "
            "no password is accepted here."
        ) from None
    raise adapter.validation_error(wrong)


class ConfirmForm(GovukForm):
    """What someone enters to show again that it is them; valid once it is right."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.request = request

    submit_label = "Continue"


class ConfirmCodeForm(ConfirmForm):
    code = _code_field(help_text=OR_RECOVERY)

    def clean_code(self) -> str:
        _checked(self.request.user, self.cleaned_data["code"], is_known=True)
        return self.cleaned_data["code"]


class ConfirmPasswordForm(ConfirmForm):
    password = Text(
        label="Password",
        max_length=LONGEST_PASSWORD,
        missing="Enter your password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        return _own_password(self.request.user, self.cleaned_data["password"], "incorrect_password")


class ConfirmByPressForm(ConfirmForm):
    """In the demonstration a press is enough."""


class SetUpForm(GovukForm):
    """The first code of an authenticator app."""

    code = _code_field()

    submit_label = "Set it up"
