"""The filters of the list of business cases."""

from cases.models import State
from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, Select, Text
from portal.models import Service

ANY = ("", "Any")


class CaseFilterForm(GovukForm):
    """Which business cases to list; kept in the address of the page."""

    q = Text(label="Reference, account or applicant", max_length=100, required=False)
    state = Select(label="State", choices=[ANY, *State.choices], required=False)
    service = Select(label="Service", required=False)
    waiting = Checkboxes(label="Waiting", choices=[("me", "Waiting with me")], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        services = Service.objects.values_list("pk", "name")
        self.fields["service"].choices = [ANY, *((str(pk), name) for pk, name in services)]
