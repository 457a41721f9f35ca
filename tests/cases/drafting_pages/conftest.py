"""An applicant at a browser, with a draft, a manager and a colleague.

What they are made by is imported late: a conftest is read before the apps are loaded.
"""

import pytest


@pytest.fixture
def manager():
    return someone("Morag Reid")


@pytest.fixture
def colleague():
    return someone("Callum Shaw")


@pytest.fixture
def applicant(manager):
    return someone("Ailsa Kerr", line_manager=manager)


def someone(name, **fields):
    from tests.factories import EmployeeFactory

    return EmployeeFactory(name=name, email=f"{name.split()[0].lower()}@council.example", **fields)


@pytest.fixture
def case(applicant):
    from tests.builders import a_draft

    return a_draft(by=applicant)


@pytest.fixture
def web(client, applicant):
    client.force_login(applicant)
    return client
