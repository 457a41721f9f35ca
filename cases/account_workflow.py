"""The moves of an account, of an access and of a review: a table each, as of a business case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.account_parties import (
    managers_of,
    post_in_place_of_lead,
    post_of_reader,
    readers_of,
)
from cases.models import (
    Access,
    AccessState,
    Account,
    AccountState,
    Review,
    ReviewState,
    Side,
)
from portal.models import Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.refusals import Refused

# Who may make a move on an account, an access or a review: returns, in words, the post they act
# by; raises Refused.
By = Callable[[Any, Employee, Posts, date], str]


def lead(thing: Account | Access | Review, employee: Employee, posts: Posts, day: date) -> str:
    """The lead; once they have left, whoever does their manager's duties (6.2)."""
    account = _account_of(thing)
    without = account.has_no_lead(day)
    if employee.pk == account.lead_id:
        if without:
            raise Refused(f"{account.lead} left the council. This account waits for a new lead.")
        return ""
    if without and employee in managers_of(account, day=day):
        return post_in_place_of_lead(account, posts, day=day)
    raise Refused(f"Only {account.lead}, who leads this account, can do this.")


def communications(
    thing: Account | Access | Review, employee: Employee, posts: Posts, day: date
) -> str:
    """Communications, but nobody named in the case (5.7)."""
    return _holder(thing, employee, posts, COMMUNICATIONS, title="Communications")


def communications_or_head_of_it(
    thing: Account | Access | Review, employee: Employee, posts: Posts, day: date
) -> str:
    """Whoever may have set the condition of an account, but nobody named in the case."""
    return _holder(
        thing,
        employee,
        posts,
        (*COMMUNICATIONS, Post.HEAD_OF_IT),
        title=f"Communications or the {Post.HEAD_OF_IT.label}",
    )


def operator(thing: Account | Access | Review, employee: Employee, posts: Posts, day: date) -> str:
    """An access operator, or whoever acts as one for this case, not named in it (5.1)."""
    return _holder(thing, employee, posts, (Post.ACCESS_OPERATOR,), title="an access operator")


def manager(review: Review, employee: Employee, posts: Posts, day: date) -> str:
    """Whoever reads a review as the lead's manager (6.2)."""
    if employee not in readers_of(review, day=day):
        raise Refused("Only the manager of the lead can do this.")
    return post_of_reader(review, posts, day=day)


def reader(review: Review, employee: Employee, posts: Posts, day: date) -> str:
    """The manager or Communications, each for a side on which the other has not read (6.2)."""
    side, *_ = sides_to_answer(review, by=employee, posts=posts, day=day)
    return READS_AS[side](review, employee, posts, day)


READS_AS: dict[Side, By] = {Side.MANAGER: manager, Side.COMMUNICATIONS: communications}


def sides_to_answer(review: Review, *, by: Employee, posts: Posts, day: date) -> list[Side]:
    """The sides for which a person may still answer a review; raises Refused without any."""
    sides = sides_open(review, by=by, posts=posts, day=day)
    if not sides:
        raise Refused("Only the manager of the lead, and Communications, can do this, once each.")
    return sides


def sides_open(review: Review, *, by: Employee, posts: Posts, day: date) -> list[Side]:
    """The sides for which a person may still acknowledge a review; nobody does both (6.2)."""
    standing = review.standing_acknowledgements()
    if by.pk in {review.account.lead_id, review.sent_by_id, *(a.by_id for a in standing)}:
        return []
    done = {a.side for a in standing}
    return [
        side
        for side, reads in READS_AS.items()
        if side not in done and allows(reads, review, by=by, posts=posts, day=day)
    ]


def _account_of(thing: Account | Access | Review) -> Account:
    return thing if isinstance(thing, Account) else thing.account


def _holder(
    thing: Account | Access | Review,
    employee: Employee,
    posts: Posts,
    wanted: tuple[Post, ...],
    *,
    title: str,
) -> str:
    account = _account_of(thing)
    appointment = posts.holds(*wanted, case=account.case.reference)
    if appointment is None:
        raise Refused(f"Only {title} can do this.")
    if employee.pk in account.named_ids():
        raise Refused(
            "You are named in this account's business case, so someone else must do this."
        )
    return appointment.as_text


@dataclass(frozen=True)
class Move:
    """One move: its button, where it leads from and to, and who may make it.

    Without ``by`` nobody makes it: it follows from something else.
    """

    label: str
    sources: tuple[str, ...]
    target: str
    done: str
    by: By | None = None


ACCOUNT_MOVES: dict[str, Move] = {
    "launch": Move(
        "Go live",
        sources=(AccountState.AWAITING_ACCESS,),
        target=AccountState.LIVE,
        by=lead,
        done="The account went live",
    ),
}

ACCESS_MOVES: dict[str, Move] = {
    "give": Move(
        "Give access again",
        sources=(AccessState.OFF,),
        target=AccessState.NEEDS_SESSION,
        by=lead,
        done="Named {person} again",
    ),
    "attend": Move(
        "Attended a session",
        sources=(AccessState.NEEDS_SESSION,),
        target=AccessState.READY,
        done="{person} has attended a session: access can start",
    ),
    "lose": Move(
        "Attendance lost",
        sources=(AccessState.READY,),
        target=AccessState.NEEDS_SESSION,
        done="{person} needs a session: the attendance no longer counts",
    ),
    "switch_on": Move(
        "Mark as on",
        sources=(AccessState.READY,),
        target=AccessState.ON,
        by=operator,
        done="Switched on {person}'s access",
    ),
    "remove": Move(
        "Take off",
        sources=(AccessState.ON,),
        target=AccessState.TO_REMOVE,
        by=lead,
        done="{person} is no longer allowed: access to be removed",
    ),
    "drop": Move(
        "Take off",
        sources=(AccessState.NEEDS_SESSION, AccessState.READY),
        target=AccessState.OFF,
        by=lead,
        done="{person} is no longer named: access never started",
    ),
    "switch_off": Move(
        "Mark as off",
        sources=(AccessState.TO_REMOVE,),
        target=AccessState.OFF,
        by=operator,
        done="Removed {person}'s access",
    ),
}

REVIEW_MOVES: dict[str, Move] = {
    "open": Move(
        "Open",
        sources=(ReviewState.SCHEDULED,),
        target=ReviewState.OPEN,
        done="Opened review {number}",
    ),
    "send": Move(
        "Send to the manager and Communications",
        sources=(ReviewState.OPEN, ReviewState.RETURNED),
        target=ReviewState.SENT,
        by=lead,
        done="Sent review {number}",
    ),
    "acknowledge": Move(
        "Acknowledge",
        sources=(ReviewState.SENT,),
        target=ReviewState.ACKNOWLEDGED,
        by=reader,
        done="Acknowledged review {number}",
    ),
    "return": Move(
        "Return with a question",
        sources=(ReviewState.SENT,),
        target=ReviewState.RETURNED,
        by=reader,
        done="Returned review {number} with a question",
    ),
    "excuse": Move(
        "Excuse this review",
        sources=(ReviewState.OPEN, ReviewState.RETURNED),
        target=ReviewState.EXCUSED,
        by=communications,
        done="Excused review {number}",
    ),
}


def permit(
    rules: Move, thing: Account | Access | Review, *, by: Employee, posts: Posts, day: date
) -> str:
    """Check a row of a table and return, in words, the post by which the person makes the move.

    Raises Refused.
    """
    post = rules.by(thing, by, posts, day)
    check_state(rules, thing)
    return post


def check_state(rules: Move, thing: Account | Access | Review) -> None:
    """Raises Refused unless the move leads from the state that this is in."""
    if thing.state not in rules.sources:
        raise Refused(
            f"This cannot be done now. The state of the {thing._meta.verbose_name} is: "
            f"{thing.get_state_display()}."
        )


def moves_open(
    moves: dict[str, Move],
    thing: Account | Access | Review,
    *,
    by: Employee,
    posts: Posts,
    day: date,
) -> list[str]:
    """The moves of a table that a person can make on a day, in the table's order."""
    return [
        name
        for name, rules in moves.items()
        if rules.by
        and thing.state in rules.sources
        and allows(rules.by, thing, by=by, posts=posts, day=day)
    ]


def allows(
    rule: By, thing: Account | Access | Review, *, by: Employee, posts: Posts, day: date
) -> bool:
    """Whether a rule of who may act lets this person act."""
    try:
        rule(thing, by, posts, day)
    except Refused:
        return False
    return True
