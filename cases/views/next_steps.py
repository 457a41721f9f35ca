"""What a person can do with a case now: the one main action, and the others beside it."""

from dataclasses import dataclass

from django.urls import reverse

from cases.duties import appoint_url
from cases.models import BusinessCase, State
from cases.models.case import ANSWERS_OPEN, WAITS_FOR
from cases.standing import Standing
from cases.workflow import MOVES
from portal.models import Employee, Post, Posts


@dataclass(frozen=True)
class Step:
    """A button, and why the person would press it."""

    label: str
    url: str
    why: str = ""


# The moves that have a page, the likeliest first; a decision's four outcomes are one page.
PAGES = {
    "advise": ("cases:advise", "Communications advises before the business case is presented."),
    "approve": ("cases:decide", "Approve it, ask for changes, refer it back or reject it."),
    "return": ("cases:decide", "Ask for changes or refer it back to Communications."),
    "present": ("cases:present", "Communications has advised. Present it for a decision."),
    "ask_again": ("cases:ask_again", "Communications must advise on it as it now stands."),
    "send": ("cases:check", "Check your answers, then ask Communications for advice."),
    "take_back": ("cases:take_back", ""),
    "withdraw": ("cases:withdraw", ""),
}
LABELS = {"approve": "Decide", "return": "Decide"}
# Moves that are never what a person is waited for.
NEVER_MAIN = {"take_back", "withdraw"}


def next_steps(
    case: BusinessCase, *, moves: list[str], standing: Standing, by: Employee, posts: Posts
) -> tuple[Step | None, list[Step]]:
    """The main step of a person, where they are waited for, and the others."""
    open_moves = [move for move in PAGES if move in moves]
    if "ask_again" in open_moves and "send" in open_moves:
        open_moves.remove("send")
    main = [_step(case, move) for move in open_moves if move not in NEVER_MAIN]
    others = [_step(case, move) for move in open_moves if move in NEVER_MAIN]
    writes = by.pk == case.applicant_id and not standing.without_applicant
    if writes and case.state in ANSWERS_OPEN:
        # Where it is ready to present, the answers can change, but that is not what comes next.
        ready = case.state == State.READY_TO_PRESENT and "present" in open_moves
        main.insert(1 if ready else 0, _answers(case))
    if standing.nobody_may_act and posts.holds(Post.POLICY_ADMINISTRATOR):
        why = "Nobody can answer it until you appoint someone."
        url = appoint_url(post=WAITS_FOR[case.state][0], reference=case.reference)
        main.append(Step("Appoint someone for this case", url, why))
    # The outcomes of a decision are one page, so one button.
    steps: dict[str, Step] = {}
    for step in main:
        steps.setdefault(step.url, step)
    first, *rest = [*steps.values()] or [None]
    return first, [*rest, *others]


def _answers(case: BusinessCase) -> Step:
    url = reverse("cases:tasks", args=[case.reference])
    if case.state == State.DRAFT:
        why = "Answer every question, then ask Communications for advice."
        return Step("Continue your answers", url, why)
    advice = case.latest_advice()
    if advice is None:
        why = "Change your answers, then ask Communications for advice."
    elif advice.is_stale:
        why = "Change what is left to change, then ask Communications again."
    else:
        why = "Change your answers, then present it or ask Communications again."
    return Step("Change your answers", url, why)


def _step(case: BusinessCase, move: str) -> Step:
    page, why = PAGES[move]
    label = LABELS.get(move, MOVES[move].label)
    return Step(label, reverse(page, args=[case.reference]), why)
