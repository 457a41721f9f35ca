"""The filters of the list of business cases."""

from cases.models import State
from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, Select, Text
from portal.models import Service

ANY = ("", "Any")
UNDER_WAY = "under_way"
STATES = [ANY, (UNDER_WAY, "Under way"), *State.choices]


class CaseFilterForm(GovukForm):
    """Which business cases to list; kept in the address of the page."""

    q = Text(label="Reference, account or applicant", max_length=100, required=False)
    state = Select(label="State", choices=STATES, required=False)
    service = Select(label="Service", required=False)
    waiting = Checkboxes(label="Waiting", choices=[("me", "Waiting with me")], required=False)
    decided = Checkboxes(
        label="Decided", choices=[("year", "In the last 12 months")], required=False
    )
    team = Checkboxes(label="Manager", choices=[("mine", "I am the manager")], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        services = Service.objects.values_list("pk", "name")
        self.fields["service"].choices = [ANY, *((str(pk), name) for pk, name in services)]
        drop_unasked(self, "team")


def drop_unasked(form: GovukForm, name: str) -> None:
    """Leave out a filter that few can use, until a dashboard's link asks for it."""
    if name not in form.data:
        del form.fields[name]
