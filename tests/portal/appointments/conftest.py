"""Who appoints, on the 4th of November 2026, and who is named in a case.

What they are made by is imported late: a conftest is read before the apps are loaded.
"""

import pytest


@pytest.fixture(autouse=True)
def fourth_of_november():
    from portal import clock
    from tests.portal.appointments.appointing import NOW

    with clock.at(NOW):
        yield


@pytest.fixture
def head_of_it():
    from portal.models import Post
    from tests.factories import AppointmentFactory

    appointment = AppointmentFactory(post=Post.HEAD_OF_IT, employee__name="Harriet Head")
    return appointment.employee


@pytest.fixture
def administrator():
    from portal.models import Post
    from tests.factories import AppointmentFactory

    return AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee


@pytest.fixture
def case_naming(monkeypatch):
    """Declares who is named in the one case SM-2026-0042, in place of the apps above."""
    from portal import hooks

    def declare(*employees):
        def named(*, reference):
            return {e.pk for e in employees} if reference == "SM-2026-0042" else set()

        monkeypatch.setattr(hooks, "named_in_case", hooks.Hook("named_in_case"))
        hooks.named_in_case.append(named)

    return declare
