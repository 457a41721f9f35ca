"""The filter of who has not acknowledged."""

from typing import Any

from portal.forms.base import GovukForm
from portal.forms.fields import Select
from portal.models import Service


class CoverageFilter(GovukForm):
    """Whose acknowledgements to list; kept in the address of the page."""

    service = Select(label="Service", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        services = Service.objects.values_list("pk", "name")
        self.fields["service"].choices = [
            ("", "Any"),
            *((str(pk), name) for pk, name in services),
        ]
