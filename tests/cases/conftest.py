import pytest


@pytest.fixture(autouse=True)
def november():
    """Every test of a case happens on Wednesday 4 November 2026, unless it moves the clock."""
    from portal import clock
    from tests.builders import NOW

    with clock.at(NOW):
        yield
