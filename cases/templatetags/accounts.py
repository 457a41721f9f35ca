"""How the pages show the state of an account, an access and a review."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from cases.models import (
    Access,
    AccessState,
    Account,
    AccountState,
    Condition,
    Control,
    Review,
    ReviewState,
)
from cases.services.accounts import is_met
from portal import govuk

register = template.Library()

COLOURS = {
    AccountState: {
        AccountState.AWAITING_ACCESS: "blue",
        AccountState.LIVE: "green",
        AccountState.SUSPENDED: "orange",
        AccountState.CLOSED: "grey",
    },
    AccessState: {
        AccessState.NEEDS_SESSION: "yellow",
        AccessState.READY: "teal",
        AccessState.ON: "green",
        AccessState.TO_REMOVE: "orange",
        AccessState.OFF: "grey",
    },
    ReviewState: {
        ReviewState.SCHEDULED: "grey",
        ReviewState.OPEN: "yellow",
        ReviewState.SENT: "purple",
        ReviewState.RETURNED: "yellow",
        ReviewState.ACKNOWLEDGED: "green",
        ReviewState.EXCUSED: "grey",
    },
}
# A review that is open is, to its lead, due.
WORDS = {ReviewState.OPEN: "Review due"}


@register.filter
def account_tag(account: Account) -> SafeString:
    """The state of an account, as a tag."""
    return _tag(AccountState(account.state))


@register.filter
def access_tag(access: Access) -> SafeString:
    """The state of an access, as a tag."""
    return _tag(AccessState(access.state))


@register.filter
def review_tag(review: Review, today: date) -> SafeString:
    """The state of a review on a day, as a tag; overdue where it is, after that of one returned."""
    state = _tag(ReviewState(review.state))
    if not review.is_overdue(today):
        return state
    overdue = govuk.component("tag", text="Overdue", classes="govuk-tag--red")
    return state + " " + overdue if review.state == ReviewState.RETURNED else overdue


@register.filter
def evidence_tag(thing: Control | Condition) -> SafeString:
    """How far a control or a condition has come, as a tag."""
    if is_met(thing):
        words, colour = ("Ticked" if isinstance(thing, Control) else "Met"), "green"
    elif thing.evidence:
        words, colour = "Evidence to check", "purple"
    else:
        words, colour = "Evidence needed", "yellow"
    return govuk.component("tag", text=words, classes=f"govuk-tag--{colour}")


def _tag(state: AccountState | AccessState | ReviewState) -> SafeString:
    colour = COLOURS[type(state)][state]
    return govuk.component(
        "tag", text=WORDS.get(state, state.label), classes=f"govuk-tag--{colour}"
    )
