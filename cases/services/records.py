"""What a move leaves behind for good: the frozen answers, the advice and the decision."""

import json
from hashlib import sha256

from django.db.models import Max

from cases import questions
from cases.models import Advice, BusinessCase, Control, Decision, Outcome, Revision
from portal import clock
from portal.models import Employee
from portal.services import trail


def freeze(case: BusinessCase, occasion: str, *, by: Employee, reason: str = "") -> Revision:
    """Keep the answers as they stand, with their SHA-256 (6.2)."""
    answers = questions.answers_of(case)
    last = case.revisions.aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(
        case=case,
        number=last + 1,
        occasion=occasion,
        answers=answers,
        sha256=fingerprint(answers),
        by=by,
        at=clock.now(),
        declared_by=case.declared_by,
        policy_version=case.policy_version,
        reason=reason,
    )


def fingerprint(answers: list[dict]) -> str:
    """The SHA-256 of frozen answers, the same wherever it is computed."""
    return sha256(
        json.dumps(answers, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()
    ).hexdigest()


def give_advice(
    case: BusinessCase, *, by: Employee, post: str, verdict: str, text: str, controls: list[str]
) -> Advice:
    """Record Communications' advice on the answers as last sent, with its controls (5.7)."""
    advice = Advice.objects.create(
        case=case,
        revision=case.revisions.order_by("-number").first(),
        verdict=verdict,
        text=text,
        by=by,
        by_post=post,
        at=clock.now(),
    )
    Control.objects.bulk_create(Control(advice=advice, text=control) for control in controls)
    return advice


def decide(
    case: BusinessCase, outcome: Outcome, *, by: Employee, post: str, reasons: str
) -> Decision:
    """Record the one answer to this presenting; it names the advice and the frozen answers."""
    return Decision.objects.create(
        case=case,
        round=case.round,
        outcome=outcome,
        reasons=reasons,
        revision=case.revisions.order_by("-number").first(),
        advice=case.latest_advice(),
        by=by,
        by_post=post,
        at=clock.now(),
    )


def let_advice_go_stale(case: BusinessCase, *, by: Employee, post: str = "") -> None:
    """Platform, category or authors changed: the case must be asked about again (5.7)."""
    advice = case.latest_advice()
    if advice is None or advice.is_stale:
        return
    case.advice.filter(pk=advice.pk).update(stale_at=clock.now())
    trail.record(
        "case.stale",
        by=by,
        subject=case.subject,
        summary="The advice no longer stands: platform, type of social media or authors changed",
        post=post,
    )
