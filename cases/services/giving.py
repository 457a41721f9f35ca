"""What becomes of a case whose applicant has left (6.2 leaving)."""

from datetime import date

from django.db import transaction

from cases.models import BusinessCase, State
from cases.models.case import UNDECIDED
from cases.parties import answerers_of, givers_of
from cases.services.locking import check_version, lock_case, write_case
from cases.services.moves import enter_state
from cases.services.records import let_advice_go_stale
from portal import clock
from portal.models import Employee, Post, Posts
from portal.refusals import Refused
from portal.services import notices, trail
from portal.services.people import post_for_manager, post_in_words


@transaction.atomic
def give_case(case: BusinessCase, *, to: Employee, by: Employee, seen_version: int) -> None:
    """Give the case of an applicant who has left to an employee, who declares anew.

    One who has returned since may be given it back. They stop being cover in it, and cannot have
    advised on it. A case that awaits a decision goes back for changes. Raises Refused.
    """
    today = clock.today()
    case = lock_case(case.pk)
    check_version(case, seen_version=seen_version)
    check_can_give(case, by=by, day=today)
    if to.has_left(today):
        raise Refused(f"{to} has left the council. Choose someone else.")
    if case.advice.filter(by=to).exists() or case.decisions.filter(by=to).exists():
        raise Refused(
            f"{to} has advised on or answered this business case, so they cannot become its "
            "applicant."
        )
    former, before = case.applicant, case.state
    were_to_decide = answerers_of(case, day=today) if before == State.AWAITING_DECISION else []
    post = post_for_manager(Posts.of(by, today), former, named=case.manager, day=today)
    # Given back, it has the author on whom Communications advised.
    if to != former:
        let_advice_go_stale(case, by=by, post=post)
    if case.state == State.AWAITING_DECISION:
        enter_state(case, State.CHANGES_REQUESTED, today=today)
    write_case(
        case,
        applicant=to,
        # The new applicant says who their manager is; nobody is their own.
        manager=None if case.manager_id == to.pk else case.manager,
        declared_by=None,
        declared_at=None,
        waits_for_applicant_since=None,
    )
    case.named_people.filter(person=to).delete()
    event = trail.record(
        "case.give",
        by=by,
        subject=case.subject,
        summary=f"Gave the business case to {to.name}"[:250],
        post=post,
        changes={"applicant": [former.name, to.name]}
        | ({} if case.state == before else {"state": [before, case.state]}),
    )
    told = {"about": f"{case.subject} event {event.pk}", "path": case.get_absolute_url()}
    notices.tell("case_given", recipients=[to], case=case, former=former, **told)
    others = [person for person in were_to_decide if person.pk != to.pk]
    notices.tell("case_given_undecided", recipients=others, case=case, former=former, **told)


def check_can_give(case: BusinessCase, *, by: Employee, day: date) -> None:
    """Raises Refused unless this person gives this case to someone else now."""
    if case.state not in UNDECIDED or not case.sent_at:
        raise Refused("Only a business case that was sent and is not decided can be given away.")
    if not case.has_no_applicant(day):
        raise Refused(f"{case.applicant} has not left the council: it is their business case.")
    # Whoever has returned does not give their own case to themselves.
    if by.pk == case.applicant_id or by not in givers_of(case, day=day):
        raise Refused("Only the manager, or without one the policy administrator, can do this.")


def let_cases_wait(employee: Employee, *, by: Employee | None, on: date) -> list[BusinessCase]:
    """Let a leaver's cases wait for a new applicant, and return them."""
    theirs = BusinessCase.objects.without_applicant(clock.today()).filter(applicant=employee)
    waiting = []
    # Those they did not get back after an earlier leaving wait already.
    for case in theirs.filter(waits_for_applicant_since=None):
        case = lock_case(case.pk)
        write_case(case, waits_for_applicant_since=on)
        trail.record(
            "case.without_applicant",
            by=by,
            subject=case.subject,
            summary=f"{employee.name} has left: the business case waits for a new applicant"[:250],
            post=post_in_words(by, Post.POLICY_ADMINISTRATOR),
        )
        waiting.append(case)
    return waiting
