"""The page of a business case, its history, and all of it in print."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.gate import people_at_the_gate
from cases.models import BusinessCase, Condition, Decision, Revision, State
from cases.models.case import UNDECIDED, WAITS_FOR
from cases.parties import answerers_of, givers_of, managers_of
from cases.questions import answers_by_group, answers_of
from cases.standing import standing_of
from cases.views.finding import find_case
from cases.views.next_steps import next_steps
from cases.workflow import moves_open
from portal import clock
from portal.models import TrailEvent
from portal.paging import page_of

# Its latest presenting answered the latest advice.
PRESENTED = (State.AWAITING_DECISION, State.APPROVED, State.REJECTED)
ENDED = (State.APPROVED, State.REJECTED, State.WITHDRAWN)


@require_GET
def show_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the case stands, the reader's next step, the advice, the decision and the answers.

    While it waits for an answer, how it was answered before is left to its history.
    """
    case = find_case(request, reference)
    waits = case.state in WAITS_FOR
    if not waits:
        load_revisions(case)
    today = clock.today()
    context = case_context(request, case)
    moves = moves_open(case, by=request.user, posts=request.posts, day=today)
    main, others = next_steps(
        case, moves=moves, standing=context["standing"], by=request.user, posts=request.posts
    )
    context |= {
        "step": main,
        "other_steps": others,
        "asked_to_give": context["standing"].without_applicant
        and request.user in givers_of(case, day=today),
        "can_acknowledge": can_acknowledge(request, case),
        "can_copy": case.state in ENDED and request.user.pk in case.named_ids(),
        "can_share": case.state == State.DRAFT and request.user.pk == case.applicant_id,
        "gate": people_at_the_gate(case, at=clock.now()) if case.state in UNDECIDED else [],
        "advice": case.latest_advice(),
        "against_advice": case.reason_against_advice if case.state in PRESENTED else "",
        "answers": answers_by_group(answers_of(case)),
        "answered_before": waits and case.round > (case.state == State.AWAITING_DECISION),
        "decisions": [] if waits else decisions_on(case)[::-1],
        "conditions": conditions_of(case),
    }
    return render(request, "cases/detail.html", context)


@require_GET
def show_history(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that happened to the case, newest first, and every version of its answers."""
    case = find_case(request, reference)
    load_revisions(case)
    events = TrailEvent.objects.filter(subject=case.subject)
    context = case_context(request, case) | {
        "page": page_of(events, request.GET, order=("-pk",)),
        "latest": case.latest_revision(),
    }
    return render(request, "cases/history.html", context)


@require_GET
def print_case(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole record on one page: answers, advice, decisions, versions with their SHA-256."""
    case = find_case(request, reference)
    load_revisions(case)
    prefetch_related_objects([case], "advice__controls")
    context = {
        "case": case,
        "title": case.title,
        "section": "Business case",
        "caption": case.reference,
        "answers": answers_by_group(answers_of(case)),
        "decisions": decisions_on(case),
        "conditions": conditions_of(case),
        # The questions and answers are in it: each is an event.
        "events": TrailEvent.objects.filter(subject=case.subject).order_by("pk"),
        "printed_at": clock.now(),
    }
    return render(request, "cases/print.html", context)


def case_context(request: HttpRequest, case: BusinessCase) -> dict[str, Any]:
    """What every page of a case shows: its name and where it stands."""
    today = clock.today()
    return {
        "case": case,
        "title": case.title,
        "section": "Business case",
        "caption": case.reference,
        "back": reverse("cases:list"),
        "back_text": "All business cases",
        "standing": standing_of(case, answerers=answerers_of(case, day=today), day=today),
    }


def load_revisions(case: BusinessCase) -> None:
    """Read every version of the answers, each with the decision that was made on it."""
    with_decision = Revision.objects.select_related("by", "decision__by")
    prefetch_related_objects([case], Prefetch("revisions", with_decision))


def decisions_on(case: BusinessCase) -> list[Decision]:
    """How each presenting ended, from the versions that were read with their decisions."""
    return [r.decision for r in case.revisions.all() if hasattr(r, "decision")]


def conditions_of(case: BusinessCase) -> list[Condition]:
    """What the approval asks for, each with the date that it is due."""
    if case.state != State.APPROVED:
        return []
    return list(Condition.objects.filter(account__case=case))


def can_acknowledge(request: HttpRequest, case: BusinessCase) -> bool:
    """Whether the reader is the manager who was told, and has not said so yet (6.1)."""
    return (
        case.sent_at is not None
        and case.state in UNDECIDED
        and case.manager_acknowledged_at is None
        and request.user in managers_of(case, day=clock.today())
    )
