"""How the pages show a business case's state and who holds it."""

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString

from cases.models import AccessState, Advice, BusinessCase, Decision, Outcome, State, Verdict
from cases.standing import NO_APPLICANT, held_by
from portal import govuk
from portal.models import TrailEvent
from portal.wording import longdate

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
VERDICT_COLOURS = {
    Verdict.SUPPORT: "green",
    Verdict.CONDITIONS: "teal",
    Verdict.CHANGES: "yellow",
    Verdict.AGAINST: "red",
}
OUTCOME_COLOURS = {
    Outcome.APPROVED: "green",
    Outcome.REJECTED: "red",
    Outcome.RETURNED: "yellow",
    Outcome.REFERRED: "blue",
}

register.filter("holder", held_by)
register.filter("needs_applicant", BusinessCase.has_no_applicant)


@register.filter
def with_whom(case: BusinessCase) -> str:
    """Who has the next move, as a list says it under the state; empty once a case has ended."""
    holder = held_by(case)
    return holder if holder in ("", NO_APPLICANT) else f"With {holder}"


@register.filter
def state_tag(case: BusinessCase) -> SafeString:
    """The state of a case, as a tag."""
    return _tag(case.get_state_display(), COLOURS[State(case.state)])


@register.filter
def verdict_tag(advice: Advice) -> SafeString:
    """What Communications advised, as a tag."""
    return _tag(advice.get_verdict_display(), VERDICT_COLOURS[Verdict(advice.verdict)])


@register.filter
def outcome_tag(decision: Decision) -> SafeString:
    """How a presenting ended, as a tag."""
    return _tag(decision.get_outcome_display(), OUTCOME_COLOURS[Outcome(decision.outcome)])


def _tag(text: str, colour: str) -> SafeString:
    return govuk.component("tag", text=text, classes=f"govuk-tag--{colour}")


@register.filter
def doer(event: TrailEvent) -> str:
    """Who did it, with the post by which they acted."""
    return f"{event.actor_name}, {event.actor_post}" if event.actor_post else event.actor_name


@register.filter
def changed(event: TrailEvent) -> list[tuple[str, str, str]]:
    """What an event changed, as name, before and after; the summary says the state."""
    return [
        (
            (name[:1].upper() + name[1:]).replace("_", " "),
            _words(name, before),
            _words(name, after),
        )
        for name, (before, after) in event.changes.items()
        if name != "state"
    ]


def _words(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_words(name, part) for part in value)
    if value and name == "access":
        return AccessState(value).label
    if value and name.endswith("_on"):
        return longdate(date.fromisoformat(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
