"""The one door through which a business case changes state."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction

from cases.models import BusinessCase, State, Verdict
from cases.parties import answerers_of
from cases.services.accounts import create_account
from cases.services.locking import check_version, lock_case, write_case
from cases.services.records import decide, freeze, give_advice
from cases.services.telling import Moved, tell_of
from cases.workflow import MOVES, is_answered, permit
from portal import clock
from portal.models import Employee, Holiday, Posts, TrailEvent
from portal.services import trail
from portal.wording import longdate
from portal.working_days import add_working_days

# In working days; the settings' names.
DUE_IN = {
    State.ADVICE_REQUESTED: "ADVICE_WORKING_DAYS",
    State.AWAITING_DECISION: "DECISION_WORKING_DAYS",
}


@transaction.atomic
def move_case(
    case: BusinessCase, move: str, *, by: Employee, seen_version: int, **answers
) -> TrailEvent:
    """Make one move of `cases.workflow.MOVES`: lock, check the table, write, tell.

    ``answers`` is what the move needs: ``declared``, ``verdict``, ``text``, ``controls``,
    ``reason``, ``reasons``, ``conditions``, ``asked``. State, record, trail and notices are written
    in one transaction. Raises Refused with the sentence that says why not, Stale where the case
    changed after the person's page was drawn.
    """
    rules = MOVES[move]
    seen = {"seen_version": seen_version, "before": "you decide" if rules.outcome else "you go on"}
    today = clock.today()
    case = lock_case(case.pk)
    # Whoever comes after a decision is told of it; after any other change, that there was one.
    if not is_answered(case):
        check_version(case, **seen)
    post = permit(case, move, by=by, posts=Posts.of(by, today), day=today)
    check_version(case, **seen)
    for need in rules.needs:
        need(case, answers, today)
    before, waited_on = case.state, answerers_of(case, day=today)
    decision = (
        decide(case, rules.outcome, by=by, post=post, reasons=answers.get("reasons", ""))
        if rules.outcome
        else None
    )
    EFFECTS.get(move, _nothing_more)(case, by=by, post=post, today=today, **answers)
    enter_state(case, rules.leads_to(answers.get("verdict")), today=today)
    event = trail.record(
        f"case.{move}",
        by=by,
        subject=case.subject,
        summary=rules.done,
        post=post,
        note=answers.get("reasons") or answers.get("reason") or answers.get("asked") or "",
        changes={"state": [before, case.state]} | _said(answers),
    )
    if case.state == State.APPROVED:
        create_account(case, decision=decision, conditions=answers.get("conditions", []))
    case = lock_case(case.pk)
    tell_of(move, Moved(case, event, decision, waited_on, today))
    return event


def _said(answers: dict) -> dict[str, list]:
    """What the trail keeps of an advice or an approval, beside its text."""
    said = {
        "advice": answers.get("verdict") and str(Verdict(answers["verdict"]).label),
        "controls": list(answers.get("controls", [])),
        "conditions": [
            f"{text} (by {longdate(due_on)})" for text, due_on in answers.get("conditions", [])
        ],
    }
    return {name: [None, value] for name, value in said.items() if value}


def enter_state(case: BusinessCase, state: State, *, today: date) -> None:
    """Write the state of a locked case, from when it holds and by when it must be answered."""
    due_in = DUE_IN.get(state)
    due_on = due_in and add_working_days(
        today,
        getattr(settings, due_in),
        holidays=set(Holiday.objects.filter(day__gt=today).values_list("day", flat=True)),
    )
    write_case(case, state=state, state_since=clock.now(), due_on=due_on, reminded=None)


def _nothing_more(case: BusinessCase, **answers) -> None:
    """Most moves leave nothing but the state behind."""


def _send(case: BusinessCase, *, by: Employee, today: date, **answers) -> None:
    _declare(case, by=by)
    freeze(case, "sent", by=by)
    write_case(case, sent_at=case.sent_at or clock.now(), asked="")


def _ask_again(case: BusinessCase, *, by: Employee, asked: str, declared: bool = False, **answers):
    if declared:
        _declare(case, by=by)
    freeze(case, "sent", by=by)
    write_case(case, asked=asked)


def _present(
    case: BusinessCase, *, by: Employee, reason: str = "", declared: bool = False, **answers
) -> None:
    if declared:
        _declare(case, by=by)
    freeze(case, "presented", by=by, reason=reason)
    write_case(case, round=case.round + 1)


def _advise(
    case: BusinessCase,
    *,
    by: Employee,
    post: str,
    verdict: str,
    text: str,
    controls: list[str] = (),
    **answers,
) -> None:
    give_advice(case, by=by, post=post, verdict=verdict, text=text, controls=controls)


def _refer_back(case: BusinessCase, *, reasons: str, **answers) -> None:
    write_case(case, asked=reasons)


def _declare(case: BusinessCase, *, by: Employee) -> None:
    write_case(case, declared_by=by, declared_at=clock.now())


EFFECTS: dict[str, Callable[..., None]] = {
    "send": _send,
    "ask_again": _ask_again,
    "present": _present,
    "advise": _advise,
    "refer_back": _refer_back,
}
