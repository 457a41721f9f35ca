"""Drafts of the policy: copied from the version in force and changed clause by clause (7.1)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from policy.models import Clause, PolicyVersion
from policy.services.versions.moves import lock_version, post_of_administrator
from portal import clock
from portal.models import Employee
from portal.refusals import Refused
from portal.services import trail

# More than any policy has clauses: rows go here on their way to another place.
AWAY = 10_000
TEXTS = ("number", "heading", "text", "closing", "dos", "donts")
# What is set beside the words of a clause for its readers, and is no rule of its own.
ASIDES = {"heading", "dos", "donts"}


@transaction.atomic
def draft_from_text_in_force(*, title: str, by: Employee) -> PolicyVersion:
    """Start a draft with the text of the version in force."""
    post = post_of_administrator(by)
    source = PolicyVersion.objects.in_force(clock.today())
    if source is None:
        raise Refused("No version of the policy is in force.")
    draft = PolicyVersion.objects.create(title=title, drafted_from=source)
    clauses = list(source.clauses.all())
    for clause in clauses:
        clause.pk, clause.version = None, draft
        clause._state.adding = True
    Clause.objects.bulk_create(clauses)
    trail.record(
        "policy.draft",
        by=by,
        subject=draft.subject,
        summary=f"Started a draft from {source.title}: {title}"[:250],
        post=post,
        changes={"copied_from": [None, source.subject]},
    )
    return draft


@transaction.atomic
def rename(version: PolicyVersion, *, title: str, by: Employee) -> PolicyVersion:
    """Give a draft another title."""
    post = post_of_administrator(by)
    version = lock_draft(version.pk)
    before, version.title = version.title, title
    if before != title:
        version.save(update_fields=["title"])
        _record("policy.rename", version, by, post, "Changed the title", title=[before, title])
    return version


@transaction.atomic
def add_clause(
    version: PolicyVersion, *, by: Employee, after: Clause | None, **texts: str
) -> Clause:
    """Add a clause to a draft, behind another or, without one, at the beginning."""
    post = post_of_administrator(by)
    version = lock_draft(version.pk)
    _check_number(version, texts["number"])
    place = version.clauses.get(pk=after.pk).order + 1 if after else 1
    _make_room(version, place)
    clause = Clause.objects.create(version=version, order=place, **texts)
    _forget_agreement(version)
    changes = {name: [None, value] for name, value in texts.items() if value}
    _record("policy.add_clause", version, by, post, f"Added clause {clause.number}", **changes)
    return clause


@transaction.atomic
def change_clause(clause: Clause, *, by: Employee, **texts: str) -> Clause:
    """Change the words of a draft's clause; what was there stays in the trail."""
    post = post_of_administrator(by)
    version = lock_draft(clause.version_id)
    clause = _clause_of(version, clause.pk)
    _check_number(version, texts["number"], besides=clause)
    changes = {
        name: [getattr(clause, name), value]
        for name, value in texts.items()
        if getattr(clause, name) != value
    }
    if not changes:
        return clause
    number = clause.number
    for name, value in texts.items():
        setattr(clause, name, value)
    clause.save()
    if _changes_what_was_agreed(clause, changes):
        _forget_agreement(version)
    _record("policy.change_clause", version, by, post, f"Changed clause {number}", **changes)
    return clause


@transaction.atomic
def remove_clause(clause: Clause, *, by: Employee) -> None:
    """Remove a clause from a draft; its words stay in the trail."""
    post = post_of_administrator(by)
    version = lock_draft(clause.version_id)
    clause = _clause_of(version, clause.pk)
    changes = {name: [getattr(clause, name), None] for name in TEXTS if getattr(clause, name)}
    number = clause.number
    clause.delete()
    _forget_agreement(version)
    _record("policy.remove_clause", version, by, post, f"Removed clause {number}", **changes)


@transaction.atomic
def delete_draft(version: PolicyVersion, *, by: Employee) -> None:
    """Delete a draft that no trade union was ever consulted on."""
    post = post_of_administrator(by)
    version = lock_draft(version.pk)
    check_is_deletable(version)
    _record("policy.delete_draft", version, by, post, f"Deleted the draft {version.title}"[:250])
    version.delete()


def lock_draft(pk: int) -> PolicyVersion:
    """A draft, held until the transaction ends; raises Refused once it is anything else."""
    version = lock_version(pk)
    check_is_draft(version)
    return version


def check_is_draft(version: PolicyVersion) -> None:
    if not version.is_draft:
        raise Refused(
            "The text changes only while this version is a draft. "
            f"Its state is: {version.get_state_display()}."
        )


def check_is_deletable(version: PolicyVersion) -> None:
    check_is_draft(version)
    if version.consultation_round:
        raise Refused("Trade unions were consulted on this version, so it is kept.")


def _clause_of(version: PolicyVersion, pk: int) -> Clause:
    clause = version.clauses.filter(pk=pk).first()
    if clause is None:
        raise Refused("Someone has removed this clause meanwhile.")
    return clause


def _check_number(version: PolicyVersion, number: str, besides: Clause | None = None) -> None:
    others = version.clauses.filter(number=number)
    if others.exclude(pk=besides and besides.pk).exists():
        raise Refused(f"There is a clause {number} already.")


def _make_room(version: PolicyVersion, place: int) -> None:
    """Move the clauses from a place on one further; two steps, as each place is taken once."""
    behind = version.clauses.filter(order__gte=place)
    behind.update(order=F("order") + AWAY)
    version.clauses.filter(order__gte=AWAY).update(order=F("order") - AWAY + 1)


def _changes_what_was_agreed(clause: Clause, changes: Iterable[str]) -> bool:
    """Whether a clause says another thing than it did; a section says nothing but its heading."""
    return not clause.text or not ASIDES.issuperset(changes)


def _forget_agreement(version: PolicyVersion) -> None:
    """A text that was agreed elsewhere and is changed here is no longer the one agreed."""
    if version.agreed_on:
        version.agreed_on = None
        version.save(update_fields=["agreed_on"])


def _record(
    event: str, version: PolicyVersion, by: Employee, post: str, summary: str, **changes: Any
) -> None:
    trail.record(event, by=by, subject=version.subject, summary=summary, post=post, changes=changes)
