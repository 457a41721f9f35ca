"""What system administrators can touch of business cases: the standard controls, nothing else."""

import pytest

from cases.models import StandardControl
from portal.admin import system_administration
from portal.models import TrailEvent
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def test_only_the_standard_controls_are_there():
    registered = {
        model.__name__
        for model in system_administration._registry
        if model._meta.app_label == "cases"
    }
    assert registered == {"StandardControl"}


def test_a_changed_control_is_in_the_trail(client):
    client.force_login(EmployeeFactory(name="Administrator", is_staff=True))
    control = StandardControl.objects.first()

    answer = client.post(
        f"/system-administration/cases/standardcontrol/{control.pk}/change/",
        {"text": "Two people hold the password", "order": "1"},
    )

    assert answer.status_code == 302
    control.refresh_from_db()
    assert control.text == "Two people hold the password"
    assert TrailEvent.objects.filter(event="administration.change").count() == 1
