"""50 people press the button on one case at the same moment."""

import pytest
from django.db import connection

from cases.models import BusinessCase, Decision, State
from tests.pressing import a_decision, press_at_once
from tests.processes import web
from tests.visitor import Answer


def press_to_decide(site, *, presses: int, **served) -> list[Answer]:
    """The Head of IT and someone acting for them both reject one case, many times at once."""
    press = a_decision(site, presses)
    with web(site, **served):
        return press_at_once(press, presses).answers


def check_one_decision(answers: list[Answer]) -> None:
    """One is recorded; all others are told who decided and when."""
    statuses = [answer.status for answer in answers]
    assert sorted(set(statuses)) == [302, 409]
    assert statuses.count(302) == 1
    decision = Decision.objects.get()
    assert BusinessCase.objects.get().state == State.REJECTED
    for answer in answers:
        if answer.status == 409:
            assert f"{decision.by.name} (" in answer.text
            assert "already answered this at" in answer.text


def test_50_decisions_at_once_record_one(site):
    check_one_decision(press_to_decide(site, presses=50, workers=2))


def test_without_the_guards_the_same_test_fails(site):
    with connection.cursor() as cursor:
        take_guards_away(cursor)

    # Two are enough, as there each waits for the other to read the case.
    answers = press_to_decide(site, presses=2, application="tests.unguarded")

    # It is for want of the guards that it fails: someone does decide.
    assert 302 in [answer.status for answer in answers]
    with pytest.raises(AssertionError):
        check_one_decision(answers)


def take_guards_away(cursor) -> None:
    """Drop the constraint of one decision each presenting, and the triggers on both tables."""
    tables = ("cases_decision", "cases_businesscase")
    if connection.vendor == "postgresql":
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE cases_decision DROP CONSTRAINT decision_once_each_presenting")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'cases_decision'::regclass "
            "AND contype = 'u'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE cases_decision DROP CONSTRAINT "{name}" CASCADE')
    else:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)", tables
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
