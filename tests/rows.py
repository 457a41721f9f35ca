"""Rows written straight to the database, in the order in which the moves write them.

For the tests of what the database forbids: no service stands between them and it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from cases.models import (
    Access,
    Account,
    Acknowledgement,
    Advice,
    BusinessCase,
    Condition,
    Control,
    Metric,
    NamedPerson,
    Review,
    ReviewFigure,
    Revision,
    Role,
    Side,
    State,
)
from policy.models import Attendance, PlatformCategory
from portal.guards import held_guards
from portal.models import Employee, TrailEvent
from tests.factories import AttendanceFactory, EmployeeFactory, SessionFactory

NOW = datetime(2026, 11, 4, 10, tzinfo=UTC)
numbers = count(9000)


# Raw SQL


def sql(statement: str, *parameters: Any) -> None:
    """Run one statement, with nothing of the portal in between."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [in_database(value) for value in parameters])


def in_database(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.pk if isinstance(value, Model) else value


def quoted(column: str) -> str:
    """A column's name as both databases take it, whatever word it is."""
    return f'"{column}"'


def insert(table: str, **columns: Any) -> None:
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    sql(f"INSERT INTO {table} ({names}) VALUES ({places})", *columns.values())


def update(row: Model, **columns: Any) -> None:
    places = ", ".join(f"{quoted(name)} = %s" for name in columns)
    sql(f"UPDATE {row._meta.db_table} SET {places} WHERE id = %s", *columns.values(), row.pk)


def delete(row: Model) -> None:
    sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)


def columns_of(row: Model, **others: Any) -> dict[str, Any]:
    """A row's columns as they stand, without its key: to write another one like it."""
    kept = {
        field.column: field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return {**kept, **others}


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    """The database refuses what is done here, in these words."""
    with (
        pytest.raises(IntegrityError, match=rf"^{re.escape(sentence)}(\n|$)"),
        transaction.atomic(),
    ):
        yield


# People and attendance


def a_person() -> Employee:
    return EmployeeFactory()


def an_attendance(person: Employee | None = None, *, attended: bool = True) -> Attendance:
    session = SessionFactory(starts_at=NOW - timedelta(days=7))
    return AttendanceFactory(session=session, person=person or a_person(), attended=attended)


def leave(person: Employee) -> None:
    """The leaving of a person is handled."""
    update(person, left_on=date(2026, 11, 4), leaving_handled_at=NOW)


def an_event() -> TrailEvent:
    return TrailEvent.objects.create(
        at=NOW, event="case.start", subject="case SM-2026-0001", summary="Started", actor_name="A"
    )


# A case, move by move


def a_case(state: State = State.DRAFT) -> BusinessCase:
    """A case with one cover, brought to a state by the shortest way."""
    case = BusinessCase.objects.create(
        reference=f"SM-2026-{next(numbers)}",
        applicant=a_person(),
        category=a_category(),
        created_at=NOW,
        changed_at=NOW,
        state_since=NOW,
    )
    NamedPerson.objects.create(case=case, person=a_person(), role=Role.AUTHOR)
    for reached, move in SHORTEST_WAYS[state]:
        move(case)
        assert case.state == reached
    return case


def enter(case: BusinessCase, state: State, **values: Any) -> None:
    BusinessCase.objects.filter(pk=case.pk).update(state=state, **values)
    case.refresh_from_db()


def send(case: BusinessCase) -> None:
    freeze(case, "sent")
    enter(case, State.ADVICE_REQUESTED, sent_at=NOW)


def advise(case: BusinessCase) -> None:
    advice = Advice.objects.create(
        case=case,
        revision=case.revisions.last(),
        verdict="support",
        text="Yes",
        by=a_person(),
        by_post="Communications adviser",
        at=NOW,
    )
    Control.objects.create(advice=advice, text="Two administrators")
    enter(case, State.READY_TO_PRESENT)


def present(case: BusinessCase) -> None:
    freeze(case, "presented")
    BusinessCase.objects.filter(pk=case.pk).update(round=case.round + 1)
    enter(case, State.AWAITING_DECISION)


def decide(case: BusinessCase, outcome: str, state: State) -> None:
    make_decision(case, outcome=outcome)
    enter(case, state)


def make_decision(case: BusinessCase, **others: Any) -> None:
    """Decide a case by raw SQL; what is not said is as it must be."""
    insert(
        "cases_decision",
        **{
            "case_id": case.pk,
            "round": case.round,
            "outcome": "approved",
            "reasons": "Because",
            "revision_id": case.revisions.last(),
            "advice_id": case.advice.last(),
            "by_id": others.get("by_id") or a_person(),
            "by_post": "Head of IT & Customer Services",
            "at": NOW,
            **others,
        },
    )


def approve(case: BusinessCase) -> None:
    decide(case, "approved", State.APPROVED)


def reject(case: BusinessCase) -> None:
    decide(case, "rejected", State.REJECTED)


def ask_for_changes(case: BusinessCase) -> None:
    decide(case, "returned", State.CHANGES_REQUESTED)


def withdraw(case: BusinessCase) -> None:
    enter(case, State.WITHDRAWN)


def freeze(case: BusinessCase, occasion: str) -> Revision:
    return Revision.objects.create(
        case=case,
        number=case.revisions.count() + 1,
        occasion=occasion,
        answers=[],
        sha256="0" * 64,
        by=case.applicant,
        at=NOW,
        declared_by=case.applicant,
    )


ADVISED = [(State.ADVICE_REQUESTED, send), (State.READY_TO_PRESENT, advise)]
PRESENTED = [*ADVISED, (State.AWAITING_DECISION, present)]
SHORTEST_WAYS = {
    State.DRAFT: [],
    State.ADVICE_REQUESTED: ADVISED[:1],
    State.READY_TO_PRESENT: ADVISED,
    State.AWAITING_DECISION: PRESENTED,
    State.CHANGES_REQUESTED: [*PRESENTED, (State.CHANGES_REQUESTED, ask_for_changes)],
    State.APPROVED: [*PRESENTED, (State.APPROVED, approve)],
    State.REJECTED: [*PRESENTED, (State.REJECTED, reject)],
    State.WITHDRAWN: [(State.WITHDRAWN, withdraw)],
}


# The account of an approved case


def an_account(case: BusinessCase | None = None) -> Account:
    """An account one step short of live: lead and cover have access on, the control is ticked."""
    case = case or a_case(State.APPROVED)
    decision = case.decisions.get()
    account = Account.objects.create(
        case=case,
        decision=decision,
        name="Libraries",
        category=a_category(),
        platform="A platform",
        address=f"https://social.example/libraries-{case.pk}",
        lead=case.applicant,
        planned_daily_rate=1,
        created_at=NOW,
        state_since=NOW,
    )
    an_access(account, case.applicant, Access.Role.LEAD)
    an_access(account, case.named_people.get().person, Access.Role.AUTHOR)
    tick(decision.advice.controls.first())
    return account


def a_category(name: str = "For tests") -> PlatformCategory:
    return PlatformCategory.objects.get_or_create(name=name)[0]


def an_access(
    account: Account, person: Employee, role: Access.Role = Access.Role.MEMBER, state: str = "on"
) -> Access:
    """An access on the attendance of its person; without one where a session is needed."""
    return Access.objects.create(
        account=account,
        person=person,
        role=role,
        state=state,
        state_since=NOW,
        decision=account.decision,
        attendance=None if state == "needs_session" else an_attendance(person),
        switched_on_by=a_person(),
        switched_on_at=NOW,
        reason="Left" if state in ("to_remove", "off") else "",
    )


def tick(control: Control) -> None:
    control.evidence, control.ticked_by, control.ticked_at = "Done", a_person(), NOW
    control.save()


def a_live_account() -> Account:
    account = an_account()
    Account.objects.filter(pk=account.pk).update(state="live", live_on=date(2026, 11, 4))
    account.refresh_from_db()
    return account


def switch_all_off(account: Account) -> None:
    account.accesses.update(state="to_remove", reason="The account is suspended")


def a_condition(account: Account | None = None) -> Condition:
    account = account or a_live_account()
    return Condition.objects.create(
        account=account,
        text="Publish a house style",
        due_on=date(2027, 1, 15),
        set_by=account.decision.by,
        set_at=NOW,
    )


def meet(condition: Condition) -> None:
    update(condition, evidence="Published", met_by_id=a_person(), met_at=NOW)


def a_review(state: str = "open", number: int = 1) -> Review:
    account = a_live_account()
    return Review.objects.create(
        account=account,
        number=number,
        period_from=date(2026, 11, 4),
        due_on=date(2027, 5, 4),
        state=state,
        content_checked_on=date(2027, 5, 1),
        outcome="continue",
        first_sent_at=NOW,
        sent_at=NOW,
        sent_by=account.lead,
        excused_reason="The library is closed" if state == "excused" else "",
    )


def a_figure(review: Review, metric: Metric = Metric.FOLLOWERS) -> ReviewFigure:
    return ReviewFigure.objects.create(review=review, metric=metric, value=10)


def an_acknowledgement(review: Review | None = None, side: Side = Side.MANAGER) -> Acknowledgement:
    return Acknowledgement.objects.create(
        review=review or a_review("sent"), side=side, by=a_person(), by_post="Manager", at=NOW
    )


def held_triggers() -> set[tuple[str, str]]:
    """The names of the triggers that the database holds, each with its table's."""
    return {(g.name, g.table) for g in held_guards(connection) if g.kind == "trigger"}
