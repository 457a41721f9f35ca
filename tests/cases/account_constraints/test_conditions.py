"""What the database forbids of conditions, told by raw SQL."""

from datetime import date, timedelta

import pytest

from tests import rows
from tests.rows import NOW, a_condition, a_person, an_account, delete, refused, update

pytestmark = pytest.mark.django_db

CONDITION_UNALTERED = "A condition is never altered."
CONDITION_MET = "A condition that was met stays met, on its evidence."
CONDITION_KEPT = "A condition is never deleted."
LATER = NOW + timedelta(days=1)


def test_a_condition_is_given_evidence_and_met():
    condition = a_condition()
    update(condition, evidence="Published")
    update(condition, evidence="Published, and linked", met_by_id=a_person(), met_at=NOW)


def test_a_condition_is_never_altered():
    condition = a_condition()
    for columns in (
        {"id": 10**6},
        {"account_id": an_account()},
        {"text": "Another"},
        {"due_on": date(2028, 1, 15)},
        {"set_by_id": a_person()},
        {"set_at": LATER},
    ):
        with refused(CONDITION_UNALTERED):
            update(condition, **columns)


def test_a_condition_that_was_met_stays_met():
    condition = a_condition()
    rows.meet(condition)
    for columns in (
        {"met_at": None, "met_by_id": None},
        {"met_at": LATER},
        {"met_by_id": a_person()},
        {"evidence": "Something else"},
    ):
        with refused(CONDITION_MET):
            update(condition, **columns)


def test_a_condition_is_never_deleted():
    with refused(CONDITION_KEPT):
        delete(a_condition())
