"""The filters of the register, and the forms of an account's controls, conditions and launch."""

from cases.forms.listing import ANY, drop_unasked
from cases.forms.moves import SeenForm
from cases.models import AccessState, AccountState
from policy.forms.addresses import AccountAddress
from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, Select, Text, TextArea
from portal.models import Service


class AccountFilterForm(GovukForm):
    """Which accounts to list; kept in the address of the page."""

    q = Text(label="Account, platform, address or lead", max_length=100, required=False)
    state = Select(label="State", choices=[ANY, *AccountState.choices], required=False)
    service = Select(label="Service", required=False)
    review = Select(
        label="Review",
        choices=[
            ANY,
            ("due", "Due in the next 30 days"),
            ("overdue", "Overdue"),
            ("half_year", "Due this half-year"),
        ],
        required=False,
    )
    access = Select(
        label="Access of anyone",
        choices=[
            ANY,
            (AccessState.NEEDS_SESSION, "Session needed"),
            (AccessState.READY, "To switch on"),
            (AccessState.TO_REMOVE, "To remove"),
        ],
        required=False,
    )
    team = Checkboxes(label="Lead", choices=[("mine", "Reports to me")], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        services = Service.objects.values_list("pk", "name")
        self.fields["service"].choices = [ANY, *((str(pk), name) for pk, name in services)]
        drop_unasked(self, "team")


class LaunchForm(SeenForm):
    """The lead's word that the account goes live, with its address."""

    address = AccountAddress(
        label="What is the account's address?",
        help_text="For example, https://www.example.com/yourpage",
    )
    submit_label = "Confirm and go live"


class EvidenceForm(SeenForm):
    """How the lead says that a control or a condition is in place (5.7)."""

    evidence = TextArea(
        label="How is it in place?",
        help_text="Say what was done, when and by whom. Do not enter passwords.",
        missing="Enter how it is in place",
        max_length=1000,
    )
    submit_label = "Save evidence"
