"""Applicants and leads who move: their new manager takes over what the former one did (6.2)."""

from datetime import date

from django.db import transaction

from cases.account_parties import communications_for, managers_of, post_of_manager
from cases.models import Account, AccountState, BusinessCase, LeadMove, MoverAnswer
from cases.models.case import UNDECIDED
from cases.services.account_locking import lock_account
from cases.services.locking import lock_case, write_case
from portal import clock
from portal.models import Employee, Posts
from portal.refusals import Refused
from portal.services import notices, trail
from portal.services.moving import Move

AT_ONCE = 1000
ANSWERED = {
    MoverAnswer.KEEP: "keeps",
    MoverAnswer.HAND_OVER: "is to hand over",
    MoverAnswer.CLOSE: "is to close",
}


def follow_moves(*, moves: list[Move], by: Employee | None) -> None:
    """Part of `on_moving`: the new manager sees the mover's cases, and is asked about accounts."""
    for start in range(0, len(moves), AT_ONCE):
        some = moves[start : start + AT_ONCE]
        _change_managers([move for move in some if move.changes_manager], by=by)
        _ask_of_accounts([move for move in some if move.changes_service], by=by)


def _change_managers(moves: list[Move], *, by: Employee | None) -> None:
    """Until the decision, the manager named in a case changes with the applicant's (6.1)."""
    moved = {move.employee: move.manager for move in moves}
    cases = BusinessCase.objects.filter(
        applicant__in=moved, state__in=UNDECIDED, manager__isnull=False
    )
    found = cases.order_by("pk").values_list("pk", "applicant", "manager")
    for pk, applicant, manager in found:
        before, after = moved[applicant]
        if manager == before:
            _change_manager(lock_case(pk), after, by=by)


def _change_manager(case: BusinessCase, manager: int | None, *, by: Employee | None) -> None:
    former = case.manager.name
    new = Employee.objects.get(pk=manager) if manager else None
    write_case(case, manager=new, manager_acknowledged_at=None)
    trail.record(
        "case.manager",
        by=by,
        subject=case.subject,
        summary=f"The manager changed with {case.applicant.name}'s"[:250],
        changes={"manager": [former, new.name if new else ""]},
    )
    if new and (case.sent_at or case.shared_with_manager):
        notices.tell(
            "manager_told" if case.sent_at else "draft_shared",
            recipients=[new],
            about=f"{case.subject} manager {new.pk} version {case.version}",
            path=case.get_absolute_url(),
            case=case,
        )


def _ask_of_accounts(moves: list[Move], *, by: Employee | None) -> None:
    moved = {move.employee: move.service for move in moves}
    led = Account.objects.filter(lead__in=moved, waits_for_lead_since=None)
    led = led.exclude(state=AccountState.CLOSED)
    for pk, lead in led.order_by("pk").values_list("pk", "lead"):
        before, after = moved[lead]
        _ask(lock_account(pk), before, after, by=by)


def _ask(account: Account, before: str, after: str, *, by: Employee | None) -> None:
    """Ask about an account once, however often its lead moves before it is answered."""
    # Of a former lead nobody is asked any more.
    account.lead_moves.filter(answer="").exclude(lead=account.lead).delete()
    # The newest move is what is asked about: its day is when whoever is the manager now was told.
    LeadMove.objects.update_or_create(
        account=account,
        answer="",
        defaults={
            "lead": account.lead,
            "from_service": before,
            "to_service": after,
            "moved_at": clock.now(),
        },
    )
    event = trail.record(
        "account.lead_moved",
        by=by,
        subject=account.subject,
        summary=f"{account.lead.name} moved to {after or 'no service'}: keep, hand over or close"[
            :250
        ],
        changes={"service": [before, after]},
    )
    notices.tell(
        "lead_moved",
        recipients=managers_of(account, day=clock.today()),
        about=f"{account.subject} event {event.pk}",
        path=f"{account.get_absolute_url()}lead-moved/",
        account=account,
        service=after,
    )


def asked_of(account: Account, *, by: Employee, day: date) -> LeadMove:
    """The question about an account that this person answers as the manager; raises Refused."""
    if by.pk == account.lead_id or by not in managers_of(account, day=day):
        raise Refused(f"Only the manager of {account.lead} can do this.")
    asked = LeadMove.objects.waiting(day).filter(account=account).first()
    if asked is None:
        raise Refused("Nothing is asked about this account: its lead has not moved, or it is said.")
    return asked


@transaction.atomic
def answer_move(account: Account, *, answer: MoverAnswer, reason: str, by: Employee) -> None:
    """Record what becomes of an account whose lead moved to another service (6.2 leaving).

    Communications hears of a handover or a closing, which nothing here begins.
    """
    account = lock_account(account.pk)
    day = clock.today()
    asked = asked_of(account, by=by, day=day)
    asked.answer, asked.reason = answer, reason
    asked.answered_by, asked.answered_at = by, clock.now()
    asked.save(update_fields=["answer", "reason", "answered_by", "answered_at"])
    event = trail.record(
        "account.mover_answered",
        by=by,
        post=post_of_manager(account, Posts.of(by, day), day=day),
        subject=account.subject,
        summary=f"{account.lead.name} moved and {ANSWERED[answer]} the account"[:250],
        note=reason,
        changes={"answer": ["", answer.label]},
    )
    told = [account.lead]
    if answer != MoverAnswer.KEEP:
        told += communications_for(account, day=day)
    notices.tell(
        "mover_answered",
        recipients=told,
        about=f"{account.subject} event {event.pk}",
        path=account.get_absolute_url(),
        account=account,
        answer=answer,
        done=ANSWERED[answer],
    )
