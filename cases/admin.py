"""The system administration of the cases app: the controls that Communications is offered.

Nothing of a case, an account or a review is here: they change through their own pages alone.
"""

from django.contrib import admin

from cases.models import StandardControl
from portal.admin import StaffAdmin, system_administration


@admin.register(StandardControl, site=system_administration)
class StandardControlAdmin(StaffAdmin):
    """The controls offered with every advice (5.7); advice already given keeps its own words."""

    list_display = ("text", "order")
