"""A manager and a lead of theirs, and a browser.

What they are made by is imported late: a conftest is read before the apps are loaded.
"""

import pytest


@pytest.fixture
def see(client):
    """Open a page as somebody and return its text."""

    def see(person, url: str) -> str:
        client.force_login(person)
        response = client.get(url)
        assert response.status_code == 200
        return response.content.decode()

    return see


@pytest.fixture
def manager():
    from tests.factories import EmployeeFactory

    return EmployeeFactory(name="Manager")


@pytest.fixture
def lead(manager):
    from tests.factories import EmployeeFactory

    return EmployeeFactory(name="Lead", line_manager=manager)
