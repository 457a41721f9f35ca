"""Every test of a version's life happens on the 4th of November 2026, unless it moves the clock."""

import pytest


@pytest.fixture(autouse=True)
def november():
    from portal import clock
    from tests.builders import NOW

    with clock.at(NOW):
        yield
