"""Who reports a media contact and who advises, on a Wednesday.

What they are made by is imported late: a conftest is read before the apps are loaded.
"""

import pytest


@pytest.fixture(autouse=True)
def november():
    from portal import clock
    from tests.policy.media_contacts.reporting import NOW

    with clock.at(NOW):
        yield


@pytest.fixture
def chief():
    from portal.models import Post
    from tests.factories import AppointmentFactory

    return AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, employee__name="Cora Chief"
    ).employee


@pytest.fixture
def adviser():
    from portal.models import Post
    from tests.factories import AppointmentFactory

    return AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee


@pytest.fixture
def reporter():
    from tests.factories import EmployeeFactory

    return EmployeeFactory(name="Rita Reporter", line_manager=EmployeeFactory(name="Mo Manager"))
