"""The small version of the drill in which every field takes hostile values."""

import pytest

from portal.models import Post
from tests.builders import the_holder
from tests.demonstration import the_demonstration
from tests.hostile import attack_in_turn


@pytest.mark.once
@pytest.mark.xdist_group("demonstration")
def test_no_field_breaks_a_page_or_comes_back_as_markup(start_from, settings):
    settings.DEMONSTRATION = True
    start_from(the_demonstration)
    settings.DEMONSTRATION = False

    people = [the_holder(Post.COMMUNICATIONS_MANAGER)]
    faults = attack_in_turn(people, ["markup", "header", "template", "SQL"])

    assert faults == []
