"""The table of a policy version's moves."""

from datetime import date, timedelta

import pytest

from policy.models import VersionState
from policy.services.versions.moves import move_version
from policy.version_workflow import MOVES
from portal.refusals import Refused
from tests.policy.versions import in_force_now, scheduled, the_administrator

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
DAY = timedelta(days=1)


@pytest.mark.parametrize("move", ["enter_force", "supersede"])
def test_nobody_puts_a_version_in_force_by_hand(move):
    version = scheduled(TODAY + DAY) if move == "enter_force" else in_force_now()
    with pytest.raises(Refused, match=r"The portal does this by itself on the day\."):
        move_version(version, move, by=the_administrator())


def test_a_version_does_not_come_into_force_before_its_day():
    with pytest.raises(Refused, match=r"This version comes into force on 5 November 2026\."):
        move_version(scheduled(TODAY + DAY), "enter_force", by=None)


def test_the_moves_and_where_they_lead():
    draft, consultation = VersionState.DRAFT, VersionState.IN_CONSULTATION
    coming, in_force = VersionState.SCHEDULED, VersionState.IN_FORCE
    assert {
        (name, source, move.target) for name, move in MOVES.items() for source in move.sources
    } == {
        ("consult", draft, consultation),
        ("redraft", consultation, draft),
        ("publish", draft, coming),
        ("publish", consultation, coming),
        ("call_off", coming, consultation),
        ("enter_force", coming, in_force),
        ("supersede", in_force, VersionState.SUPERSEDED),
    }
