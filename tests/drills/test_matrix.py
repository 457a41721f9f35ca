"""Every address, asked by everyone, in every state: more than twelve thousand answers."""

import pytest

from tests.matrix.scenes import EACH, check_scene


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), EACH)
def test_everyone_is_answered_as_the_tables_say(kind, state):
    check_scene(kind, state)
