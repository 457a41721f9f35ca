"""What changed between two versions of the policy, the words marked."""

from datetime import date

import pytest
from django.urls import reverse

from policy.models import PolicyVersion
from tests.factories import EmployeeFactory
from tests.policy.versions import a_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(EmployeeFactory())
    return client


def compared(reader, old: PolicyVersion, new: PolicyVersion) -> str:
    response = reader.get(reverse("policy:compare"), {"from": old.pk, "to": new.pk})
    assert response.status_code == 200
    return response.content.decode()
