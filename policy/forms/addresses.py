from django import forms

from policy.addresses import MAX_LENGTH, WRONG, check_account_address
from portal.forms.fields import Text


class AccountAddress(Text):
    """The address of a blog or of a social media account."""

    def __init__(self, **kwargs):
        kwargs.setdefault("missing", WRONG)
        kwargs.setdefault("widget", forms.URLInput(attrs={"autocomplete": "off"}))
        super().__init__(max_length=MAX_LENGTH, **kwargs)

    def clean(self, value: str) -> str:
        value = super().clean(value)
        return check_account_address(value) if value else ""
