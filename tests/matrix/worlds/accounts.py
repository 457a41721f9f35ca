"""An account and its reviews in a state."""

from cases.models import Account, AccountState, Condition, LeadMove, Review, State
from cases.services.accounts import controls_of, give_evidence, launch_account
from cases.services.reviews import acknowledge_review, excuse_review, return_review
from portal import clock
from tests.builders import NOW
from tests.cases.accounts import (
    ADDRESS,
    a_sent_review,
    access_of,
    attend,
    fill_in,
    sweep,
    switch_on,
    tick_all,
    version,
)
from tests.matrix.asking import World
from tests.matrix.worlds.cases import a_case
from tests.matrix.worlds.people import LONG_AFTER, People, leave, the_people


def account_world(
    state: AccountState = AccountState.LIVE,
    *,
    review: str = "scheduled",
    without_lead: bool = False,
    lead_moved: bool = False,
) -> World:
    """An account whose lead moved to a new manager since the approval.

    Awaiting access: a control and a condition with evidence, a cover ready. Live: its first review
    in a state, a member ready.
    """
    people = the_people()
    with clock.at(NOW):
        account = an_account(people, state)
    if state == AccountState.LIVE:
        bring_review(account, review, people)
    words = "As it should be."
    seen = {"version": version(account)}
    ready = access_of(account, "author" if state == AccountState.AWAITING_ACCESS else "member")
    control, condition = controls_of(account)[0], account.conditions.get()
    review_seen = {"version": getattr(account.reviews.first(), "version", 1)}
    world = World(
        people,
        about={
            "accounts": [account.pk],
            "accounts:control": [account.pk, control.pk],
            "accounts:tick": [account.pk, control.pk],
            "accounts:condition": [account.pk, condition.pk],
            "accounts:condition_met": [account.pk, condition.pk],
            "accounts:remove_person": [account.pk, access_of(account, "member").pk],
            "access:switch": [ready.pk],
            "access:queue": [],
            **{f"accounts:review{page}": [account.pk, 1] for page in REVIEW_PAGES},
        },
        typed={
            "accounts:launch": seen | {"address": ADDRESS},
            "accounts:control": seen | {"evidence": words},
            "accounts:condition": seen | {"evidence": words},
            "accounts:tick": seen,
            "accounts:condition_met": seen,
            "accounts:add_person": seen | {"person": people["S"].email, "role": "author"},
            "accounts:remove_person": seen | {"reason": words},
            "accounts:lead_moved": {"answer": "keep"},
            "access:switch": {"move": "switch_on"},
            "accounts:review": review_seen | {"later": "1"},
            "accounts:review_check": review_seen,
            "accounts:review_acknowledge": review_seen,
            "accounts:review_return": review_seen | {"question": words},
            "accounts:review_excuse": review_seen | {"reason": words},
        },
    )
    leave(people["L"])
    if without_lead:
        leave(people["P"])
    if lead_moved:
        LeadMove.objects.create(account=account, lead=people["P"], moved_at=clock.now())
    return world


REVIEW_PAGES = ["", "_check", "_acknowledge", "_return", "_excuse"]


def an_account(people: People, state: AccountState) -> Account:
    case = a_case(people, State.APPROVED, moved_after=True)
    account = Account.objects.get(case=case)
    if state == AccountState.LIVE:
        attend(people["P"], people["V"])
        switch_on(account)
        tick_all(account)
        launch_account(account, address=ADDRESS, by=people["P"], seen_version=version(account))
        attend(people["W"])
    else:
        control = controls_of(account)[0]
        seen = version(account)
        give_evidence(account, control, evidence="Done.", by=people["P"], seen_version=seen)
        attend(people["V"])
    Condition.objects.create(
        account=account,
        text="A page that says who answers, and when",
        due_on=LONG_AFTER,
        set_by=people["H"],
        set_at=clock.now(),
        evidence="The page is there.",
    )
    return Account.objects.get(pk=account.pk)


def bring_review(account: Account, state: str, people: People) -> None:
    """The account's first review in a state; the clock stands where that can be."""
    if state == "scheduled":
        return
    sweep()
    review = fill_in(account.reviews.get())
    if state in ("sent", "returned", "acknowledged"):
        review = a_sent_review(review)
    if state == "returned":
        how = {"side": "communications", "question": "Why?", "by": people["C"]}
        return_review(review, seen_version=review.version, **how)
    if state == "acknowledged":
        for side, reader in (("manager", "M"), ("communications", "C")):
            review = Review.objects.get(pk=review.pk)
            seen = {"seen_version": review.version}
            acknowledge_review(review, side=side, by=people[reader], **seen)
    if state == "excused":
        excuse_review(review, reason="Flooded.", by=people["C"], seen_version=review.version)
