"""Locking a case for the length of a transaction, and knowing a page that was drawn too early."""

from datetime import datetime

from cases.models import BusinessCase
from portal import clock
from portal.refusals import Stale
from portal.wording import moment


def lock_case(pk: int) -> BusinessCase:
    """The case with all it is judged by, locked until the transaction ends."""
    BusinessCase.objects.select_for_update().only("pk").get(pk=pk)
    return (
        BusinessCase.objects.select_related("applicant", "manager", "category", "policy_version")
        .prefetch_related("named_people__person", "advice", "decisions", "revisions")
        .get(pk=pk)
    )


def check_version(case: BusinessCase, *, seen_version: int, before: str = "you go on") -> None:
    """Raises Stale when the case changed after the person's page was drawn."""
    if case.version != seen_version:
        raise Stale(
            f"This case changed at {moment(case.changed_at)}. Check it again before {before}."
        )


def write_case(case: BusinessCase, **values) -> datetime:
    """Write columns of a locked case and count the write; returns when.

    The update is conditional on the version that was read, so that it fails rather than overwrite
    where a lock was lost.
    """
    now = clock.now()
    written = BusinessCase.objects.filter(pk=case.pk, version=case.version).update(
        version=case.version + 1, changed_at=now, **values
    )
    if not written:
        raise Stale("This case changed while you were reading it. Check it again.")
    case.version += 1
    case.changed_at = now
    for name, value in values.items():
        setattr(case, name, value)
    return now
