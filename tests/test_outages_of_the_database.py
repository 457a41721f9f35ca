"""The database or its disk away: pages say so, save nothing by halves, and are back by themselves.

The small versions of the drills of outages.
"""

import pytest

from tests.outages import while_database_is_gone, while_disk_is_full


@pytest.mark.postgresql
def test_pages_are_back_when_the_database_is(site):
    while_database_is_gone(site, seconds=1)


@pytest.mark.sqlite
def test_pages_are_read_while_the_disk_is_full(site):
    while_disk_is_full(site, seconds=1)
