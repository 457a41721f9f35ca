"""How the pages show a business case's state and who holds it."""

from django import template
from django.utils.safestring import SafeString

from cases.models import BusinessCase, State
from cases.models.case import ANSWERS_OPEN
from portal import govuk
from portal.models import Post

register = template.Library()

COLOURS = {
    State.DRAFT: "grey",
    State.ADVICE_REQUESTED: "blue",
    State.CHANGES_REQUESTED: "yellow",
    State.READY_TO_PRESENT: "teal",
    State.AWAITING_DECISION: "purple",
    State.APPROVED: "green",
    State.REJECTED: "red",
    State.WITHDRAWN: "grey",
}
WAITS_WITH = {
    State.ADVICE_REQUESTED: "Communications",
    State.AWAITING_DECISION: Post.HEAD_OF_IT.label,
}


@register.filter
def state_tag(case: BusinessCase) -> SafeString:
    """The state of a case, as a tag."""
    colour = f"govuk-tag--{COLOURS[State(case.state)]}"
    return govuk.component("tag", text=case.get_state_display(), classes=colour)


@register.filter
def holder(case: BusinessCase) -> str:
    """Who has to make the next move; nobody, once a case has ended."""
    if case.state in ANSWERS_OPEN:
        return case.applicant.name
    return WAITS_WITH.get(case.state, "")
