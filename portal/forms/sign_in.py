"""The forms of signing in and of passwords: allauth's, in our words."""

from allauth.account import forms as allauth

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


class ConfirmPasswordForm(InOurWords, allauth.ReauthenticateForm):
    submit_label = "Continue"


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):
    submit_label = "Change password"


class ForgottenPasswordForm(InOurWords, allauth.ResetPasswordForm):
    submit_label = "Send me a link"


class NewPasswordForm(InOurWords, allauth.ResetPasswordKeyForm):
    submit_label = "Set new password"
