"""Consulting trade unions on a version before it is published (7.1)."""

from datetime import date
from typing import Any

from django.db import transaction

from policy.models import Consultation, PolicyVersion, VersionState
from policy.services.versions.moves import (
    lock_version,
    move_version,
    post_of_administrator,
    tell_administrators,
)
from portal import clock
from portal.models import Employee, TrailEvent
from portal.refusals import Refused
from portal.services import trail

FIELDS = ("body", "sent_on", "answer_by")


@transaction.atomic
def consult(
    version: PolicyVersion, *, body: str, sent_on: date, answer_by: date, by: Employee
) -> Consultation:
    """Record that a trade union was sent the text; the first makes the draft a consultation."""
    post = post_of_administrator(by)
    version = lock_version(version.pk)
    if version.is_draft:
        next_round = {"consultation_round": version.consultation_round + 1}
        event = move_version(version, "consult", by=by, values=next_round)
        version.refresh_from_db()
        tell_administrators("policy_consultation", version, event=event)
    _check_in_consultation(version)
    _check_days(sent_on, answer_by)
    _check_body(version, body)
    consultation = Consultation.objects.create(
        version=version,
        round=version.consultation_round,
        body=body,
        sent_on=sent_on,
        answer_by=answer_by,
    )
    _record(
        "policy.consult_body",
        consultation,
        by,
        post,
        f"Sent the text to {body}",
        {name: [None, str(getattr(consultation, name))] for name in FIELDS},
    )
    return consultation


@transaction.atomic
def change_body(
    consultation: Consultation, *, body: str, sent_on: date, answer_by: date, by: Employee
) -> Consultation:
    """Correct whom the text was sent to and when, or give them longer; the trail keeps both."""
    post = post_of_administrator(by)
    consultation = _lock(consultation)
    _check_days(sent_on, answer_by)
    _check_body(consultation.version, body, besides=consultation)
    if consultation.answered_on and sent_on > consultation.answered_on:
        raise Refused("The text was sent before they answered.")
    new = {"body": body, "sent_on": sent_on, "answer_by": answer_by}
    if changes := _change(consultation, new):
        summary = f"Corrected what was sent to {body}"
        _record("policy.change_body", consultation, by, post, summary, changes)
    return consultation


@transaction.atomic
def record_answer(
    consultation: Consultation, *, answered_on: date, response: str, by: Employee
) -> Consultation:
    """Record what a trade union answered; correcting it keeps in the trail what was there."""
    post = post_of_administrator(by)
    consultation = _lock(consultation)
    if not response:
        raise Refused("Enter what they answered.")
    if not consultation.sent_on <= answered_on <= clock.today():
        raise Refused("The answer came between the day the text was sent and today.")
    corrects = consultation.answered_on is not None
    new = {"answered_on": answered_on, "response": response}
    if changes := _change(consultation, new):
        summary = f"{'Corrected' if corrects else 'Recorded'} the answer of {consultation.body}"
        name = "policy.correct_answer" if corrects else "policy.answer"
        event = _record(name, consultation, by, post, summary, changes)
        if not corrects:
            version = consultation.version
            tell_administrators("policy_answer", version, event=event, body=consultation.body)
    return consultation


def redraft(version: PolicyVersion, *, reason: str, by: Employee) -> TrailEvent:
    """Take a version back to change its text, such as after what trade unions answered.

    They are consulted anew on the text that comes of it: 7.1 knows no small changes.
    """
    return move_version(version, "redraft", by=by, reason=reason)


def _lock(consultation: Consultation) -> Consultation:
    version = lock_version(consultation.version_id)
    consultation = Consultation.objects.get(pk=consultation.pk)
    consultation.version = version
    check_open(consultation)
    return consultation


def check_open(consultation: Consultation) -> None:
    """Raises Refused once the text that they were sent is no longer in consultation."""
    _check_in_consultation(consultation.version)
    if consultation.round != consultation.version.consultation_round:
        raise Refused("They were consulted on an earlier text, and what they answered is kept.")


def check_may_consult(version: PolicyVersion) -> None:
    """Raises Refused for a version whose text cannot be sent to trade unions now."""
    if not version.is_draft:
        _check_in_consultation(version)


def _check_in_consultation(version: PolicyVersion) -> None:
    if version.state != VersionState.IN_CONSULTATION:
        raise Refused(
            "Trade unions are consulted on a version that is in consultation. "
            f"The state of this one is: {version.get_state_display()}."
        )


def _check_days(sent_on: date, answer_by: date) -> None:
    if sent_on > clock.today():
        raise Refused("The text was sent today or earlier.")
    if answer_by < sent_on:
        raise Refused("The answer is asked for on the day the text is sent, or later.")


def _check_body(version: PolicyVersion, body: str, besides: Consultation | None = None) -> None:
    others = version.consultations.current().filter(body__iexact=body)
    if others.exclude(pk=besides and besides.pk).exists():
        raise Refused(f"{body} was sent this text already.")


def _change(consultation: Consultation, new: dict[str, Any]) -> dict[str, list[str]]:
    """Write what differs, and return it as the trail keeps it."""
    changes = {}
    for name, value in new.items():
        before = getattr(consultation, name)
        if before != value:
            changes[name] = ["" if before is None else str(before), str(value)]
            setattr(consultation, name, value)
    if changes:
        consultation.save()
    return changes


def _record(
    event: str,
    consultation: Consultation,
    by: Employee,
    post: str,
    summary: str,
    changes: dict[str, Any],
) -> TrailEvent:
    return trail.record(
        event,
        by=by,
        subject=consultation.version.subject,
        summary=summary[:250],
        post=post,
        changes=changes,
    )
