"""The filters of the register, and the forms of an account's controls, conditions and launch."""

from cases.forms.listing import ANY
from cases.forms.moves import SeenForm
from cases.models import AccountState
from policy.forms.addresses import AccountAddress
from portal.forms.base import GovukForm
from portal.forms.fields import Select, Text, TextArea
from portal.models import Service


class AccountFilterForm(GovukForm):
    """Which accounts to list; kept in the address of the page."""

    q = Text(label="Account, platform, address or lead", max_length=100, required=False)
    state = Select(label="State", choices=[ANY, *AccountState.choices], required=False)
    service = Select(label="Service", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        services = Service.objects.values_list("pk", "name")
        self.fields["service"].choices = [ANY, *((str(pk), name) for pk, name in services)]


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
