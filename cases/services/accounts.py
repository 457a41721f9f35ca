"""The account that an approval creates: its controls, its conditions, going live (5.1, 5.7)."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from cases.account_parties import communications_for, leads_of, managers_of
from cases.account_workflow import (
    ACCOUNT_MOVES,
    By,
    communications,
    communications_or_head_of_it,
    lead,
    permit,
)
from cases.models import (
    Access,
    AccessState,
    Account,
    AccountState,
    BusinessCase,
    Condition,
    Control,
    Decision,
)
from cases.models.account import NOT_OFF
from cases.models.case import COVER_ROLES
from cases.services.access import give_accesses
from cases.services.account_locking import check_version, lock_account, write
from cases.services.reviews import schedule_review
from portal import clock
from portal.models import Employee, Posts
from portal.refusals import Refused
from portal.services import notices, trail


def create_account(
    case: BusinessCase, *, decision: Decision, conditions: Iterable[tuple[str, date]]
) -> Account:
    """Create the account of an approved case, inside the caller's transaction (5.1).

    The applicant becomes its lead. Access starts for whoever has attended a session, and stays off
    for the others. ``conditions`` are texts, each with the date it is due.
    """
    account = Account.objects.create(
        case=case,
        decision=decision,
        name=case.account_name,
        category=case.category,
        platform=case.platform,
        address=case.address if case.already_running else "",
        service=case.applicant.service,
        lead=case.applicant,
        named_manager=case.manager,
        planned_daily_rate=case.daily_rate,
        created_at=decision.at,
        state_since=decision.at,
    )
    trail.record(
        "account.create",
        by=decision.by,
        subject=account.subject,
        summary=f"Created by the approval of {case.reference}",
        post=decision.by_post,
    )
    Condition.objects.bulk_create(
        Condition(account=account, text=text, due_on=due_on, set_by=decision.by, set_at=decision.at)
        for text, due_on in conditions
    )
    give_accesses(account, _people_named_in(case), by=decision.by, post=decision.by_post)
    return account


def _people_named_in(case: BusinessCase) -> list[tuple[Employee, Access.Role]]:
    """Everyone named, once each: the lead first, then covers, then members."""
    roles = {case.applicant: Access.Role.LEAD}
    for named in (*case.covers(), *case.members()):
        roles.setdefault(named.person, Access.Role(named.role))
    return list(roles.items())


# Controls and conditions


@transaction.atomic
def give_evidence(
    account: Account, thing: Control | Condition, *, evidence: str, by: Employee, seen_version: int
) -> None:
    """Say how a control, or a condition, is in place: the lead's part (5.7)."""
    account, thing, post = _open(account, thing, lead, by=by, seen_version=seen_version)
    word = thing._meta.verbose_name
    write(account)
    thing.evidence = evidence
    if isinstance(thing, Control):
        thing.evidence_by, thing.evidence_at = by, clock.now()
    thing.save()
    event = trail.record(
        f"{word}.evidence",
        by=by,
        subject=account.subject,
        summary=f"Gave evidence of a {word}",
        post=post,
        note=f"{thing.text}: {evidence}",
    )
    notices.tell(
        "evidence_given",
        recipients=communications_for(account, day=clock.today()),
        about=f"{account.subject} event {event.pk}",
        path=account.get_absolute_url(),
        account=account,
        word=word,
    )


@transaction.atomic
def tick_control(account: Account, control: Control, *, by: Employee, seen_version: int) -> None:
    """Tick a control on the lead's evidence: Communications' part (5.7)."""
    account, control, post = _open(
        account, control, communications, by=by, seen_version=seen_version
    )
    _check_evidence(account, control)
    write(account)
    control.ticked_by, control.ticked_at = by, clock.now()
    control.save()
    _record_met(account, control, "control.tick", "Ticked a control", by=by, post=post)


@transaction.atomic
def meet_condition(
    account: Account, condition: Condition, *, by: Employee, seen_version: int
) -> None:
    """Mark a condition as met on the lead's evidence, by Communications or the Head of IT."""
    account, condition, post = _open(
        account, condition, communications_or_head_of_it, by=by, seen_version=seen_version
    )
    _check_evidence(account, condition)
    write(account)
    condition.met_by, condition.met_at = by, clock.now()
    condition.save()
    _record_met(account, condition, "condition.meet", "Marked a condition as met", by=by, post=post)


def _open(
    account: Account, thing: Control | Condition, rule: By, *, by: Employee, seen_version: int
) -> tuple[Account, Control | Condition, str]:
    """Lock the account and read the control or condition under the lock, while it is not met."""
    account = lock_account(account.pk)
    today = clock.today()
    post = rule(account, by, Posts.of(by, today), today)
    thing = type(thing).objects.get(pk=thing.pk)
    check_not_met(thing)
    check_version(account, seen_version=seen_version)
    if account.state == AccountState.CLOSED:
        raise Refused("The account is closed.")
    return account, thing, post


def check_not_met(thing: Control | Condition) -> None:
    """Raises Refused once a control is ticked, or a condition marked as met."""
    if is_met(thing):
        raise Refused(f"This {thing._meta.verbose_name} is marked as met already.")


def is_met(thing: Control | Condition) -> bool:
    """Whether Communications has ticked a control, or a condition is marked as met."""
    return (thing.ticked_at if isinstance(thing, Control) else thing.met_at) is not None


def _check_evidence(account: Account, thing: Control | Condition) -> None:
    if not thing.evidence:
        raise Refused(f"{account.lead} has not given evidence of this yet.")


def _record_met(
    account: Account,
    thing: Control | Condition,
    event: str,
    summary: str,
    *,
    by: Employee,
    post: str,
) -> None:
    today = clock.today()
    account = lock_account(account.pk)
    trail.record(event, by=by, subject=account.subject, summary=summary, post=post, note=thing.text)
    notices.tell(
        "evidence_accepted",
        recipients=leads_of(account, day=today),
        about=f"{event} {thing.pk}",
        path=account.get_absolute_url(),
        account=account,
        missing=missing_for_launch(account, day=today),
    )


# Going live

ADDRESS_TAKEN = "{name} has this address in the register already."


@transaction.atomic
def launch_account(account: Account, *, address: str, by: Employee, seen_version: int) -> None:
    """Make an account live at its address, and schedule its first review (5.1, 5.7, 6.2).

    Raises Refused with a sentence for each thing that is missing.
    """
    account = lock_account(account.pk)
    # Locked too, so that no access goes off between this check and the account going live.
    list(Access.objects.select_for_update().filter(account=account).only("pk"))
    today = clock.today()
    rules = ACCOUNT_MOVES["launch"]
    post = permit(rules, account, by=by, posts=Posts.of(by, today), day=today)
    check_version(account, seen_version=seen_version)
    if missing := missing_for_launch(lock_account(account.pk), day=today):
        raise Refused(" ".join(missing))
    check_address_is_free(address, account)
    before = account.state
    try:
        with transaction.atomic():
            now = clock.now()
            write(account, state=rules.target, address=address, live_on=today, state_since=now)
    except IntegrityError as error:
        # Another went live at this address between our look and our row.
        raise Refused(ADDRESS_TAKEN.format(name="Another account"), about="address") from error
    trail.record(
        "account.launch",
        by=by,
        subject=account.subject,
        summary=rules.done,
        post=post,
        note=address,
        changes={"state": [before, account.state]},
    )
    review = schedule_review(account, number=1)
    people = [a.person for a in account.accesses.all() if a.state in NOT_OFF]
    notices.tell(
        "account_live",
        recipients=[
            *people,
            *managers_of(account, day=today),
            *communications_for(account, day=today),
        ],
        about=account.subject,
        path=account.get_absolute_url(),
        account=account,
        review=review,
    )


def check_address_is_free(address: str, account: Account) -> None:
    """Raises Refused where another account went live at that address and is not closed."""
    others = Account.objects.exclude(pk=account.pk).exclude(state=AccountState.CLOSED)
    if other := others.filter(address=address, live_on__isnull=False).first():
        raise Refused(ADDRESS_TAKEN.format(name=other.name), about="address")


def controls_of(account: Account) -> list[Control]:
    """The controls to be in place before launch: those of the advice it was approved on (5.7)."""
    return list(account.decision.advice.controls.all())


def missing_for_launch(account: Account, *, day: date) -> list[str]:
    """A sentence for each thing that stands between an account and going live (5.1, 5.7)."""
    on = [access for access in account.accesses.all() if access.state == AccessState.ON]
    missing = []
    if account.has_no_lead(day):
        missing.append(f"{account.lead} left the council: the account needs a new lead.")
    elif not any(access.role == Access.Role.LEAD for access in on):
        missing.append(f"{account.lead}, the lead, does not have access yet.")
    if not any(access.role in COVER_ROLES for access in on):
        missing.append("No author or administrator who stands in for the lead has access yet.")
    if waiting := sum(not is_met(control) for control in controls_of(account)):
        controls = "1 control is" if waiting == 1 else f"{waiting} controls are"
        missing.append(f"{controls} not ticked by Communications yet.")
    return missing
