"""The life of an import: uploaded, checked by the worker, seen by a person, applied by the worker.

Whoever works on one holds it by a lease that is moved forward as the work goes on; where they die,
the next sweep after the lease takes it again. What is applied is applied in one transaction, in
which the import itself changes its state: done once, or not at all.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from portal import clock
from portal.models import Employee, EmployeeImport, ImportLine, ImportState, LineKind
from portal.models.imports import TO_DO, UNDER_WAY
from portal.refusals import Refused
from portal.services import trail
from portal.services.employee_imports.applying import apply_plan
from portal.services.employee_imports.planning import Plan, Progress, make_plan
from portal.services.people import administrators_post
from portal.wording import moment

logger = logging.getLogger(__name__)

LARGEST_FILE = 25_000_000
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
REPORTED_EVERY = timedelta(seconds=1)
WRITTEN_AT_ONCE = 1000
# The faults of so many imports are kept: as many as the upload page lists.
FAULTS_KEPT = 10


@transaction.atomic
def upload_import(
    *, name: str, data: bytes, by: Employee | None, taken: bool = False
) -> EmployeeImport:
    """Keep a file of HR's to be checked, by the worker or, ``taken``, by the caller.

    One import at a time. Raises Refused.
    """
    post = administrators_post(by, "imports people") if by else ""
    if len(data) > LARGEST_FILE:
        raise Refused(f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    _check_none_under_way()
    _clear_lines()
    now = clock.now()
    try:
        with transaction.atomic():
            uploaded = EmployeeImport.objects.create(
                name=name[:150],
                file=data,
                uploaded_by=by,
                post=post,
                uploaded_at=now,
                state_since=now,
                **(_lease(1) if taken else {}),
            )
    except IntegrityError:
        # Someone else uploaded one between our look and our row.
        _check_none_under_way()
        raise
    _record(uploaded, "import.uploaded", f"Uploaded {uploaded.name} to be imported", by=by)
    return uploaded


def _clear_lines() -> None:
    """Forget what earlier imports found, but for the faults of the latest: HR mends them yet.

    What was done is in the trail.
    """
    latest = EmployeeImport.objects.order_by("-pk").values_list("pk", flat=True)[:FAULTS_KEPT]
    ended = ImportLine.objects.exclude(employee_import__state__in=UNDER_WAY)
    ended.exclude(
        employee_import__in=list(latest), employee_import__state=ImportState.REFUSED
    ).delete()


def _check_none_under_way() -> None:
    other = EmployeeImport.objects.filter(state__in=UNDER_WAY).first()
    if other:
        by = other.uploaded_by.name if other.uploaded_by else "the command line"
        raise Refused(
            f"There is an import already: {other.name}, uploaded by {by} at "
            f"{moment(other.uploaded_at)}. Apply or cancel it first."
        )


@transaction.atomic
def ask_to_apply(
    employee_import: EmployeeImport, *, by: Employee | None, seen: str, taken: bool = False
) -> EmployeeImport:
    """Let the worker or, ``taken``, the caller apply what the person saw, by its fingerprint.

    Raises Refused.
    """
    post = administrators_post(by, "imports people") if by else ""
    locked = _lock(employee_import.pk)
    if locked.state != ImportState.CHECKED:
        raise Refused(f"This import cannot be applied: {locked.get_state_display().lower()}.")
    if locked.fingerprint != seen:
        raise Refused("What this import would do has changed. Look at it again.")
    lease = _lease(1) if taken else {"leased_until": None, "attempts": 0}
    _enter(locked, ImportState.TO_APPLY, applied_by=by, post=post, **lease)
    _record(locked, "import.asked", f"Asked for {locked.name} to be applied", by=by)
    return locked


@transaction.atomic
def cancel_import(employee_import: EmployeeImport, *, by: Employee | None) -> None:
    """Give an import up, unless it is being applied. Raises Refused."""
    if by:
        administrators_post(by, "imports people")
    locked = _lock(employee_import.pk)
    if locked.state not in (ImportState.TO_CHECK, ImportState.CHECKED):
        raise Refused(f"This import cannot be cancelled: {locked.get_state_display().lower()}.")
    _end(locked, ImportState.CANCELLED)
    _record(locked, "import.cancelled", f"Cancelled the import of {locked.name}", by=by)


# The worker's part


def run_imports() -> int:
    """Check or apply the import that waits, and return how many were done; a sweep of its own."""
    done = 0
    while taken := take_import():
        done += run_import(taken)
    return done


def take_import() -> EmployeeImport | None:
    """Take the import that waits for work and that nobody works on, for the length of a lease."""
    now = clock.now()
    free = EmployeeImport.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now), state__in=TO_DO
    )
    found = free.first()
    if found is None:
        return None
    lease = _lease(found.attempts + 1)
    if not free.filter(pk=found.pk, attempts=found.attempts).update(**lease):
        return None
    for name, value in lease.items():
        setattr(found, name, value)
    if found.attempts > MOST_ATTEMPTS:
        _give_up(found)
        return None
    return found


def _lease(attempt: int) -> dict[str, Any]:
    return {"leased_until": clock.now() + LEASE, "attempts": attempt}


def run_import(taken: EmployeeImport, *, progress: Progress = lambda done, of: None) -> bool:
    """Do what a taken import waits for. An error leaves it to the next attempt, after the lease."""
    work = check_import if taken.state == ImportState.TO_CHECK else apply_import
    try:
        work(taken, progress=progress)
    except Exception:
        logger.exception("import %s failed at attempt %s", taken.pk, taken.attempts)
        return False
    return True


def check_import(taken: EmployeeImport, *, progress: Progress) -> None:
    """Say what the file would do, for a person to see before it is applied."""
    plan = _plan(taken, progress=progress)
    with transaction.atomic():
        if _still_ours(taken):
            _show(taken, plan)


def apply_import(taken: EmployeeImport, *, progress: Progress) -> None:
    """Apply what the person saw; where it would do another thing by now, show that instead."""
    with transaction.atomic():
        if not _still_ours(taken):
            return
        plan = make_plan(bytes(taken.file), today=clock.today(), progress=progress)
        if plan.faults or plan.fingerprint() != taken.fingerprint:
            _show(taken, plan, is_shown_again=True)
            return
        by = taken.applied_by
        apply_plan(plan, by=by, post=taken.post, today=clock.today())
        _end(taken, ImportState.APPLIED)
        _record(taken, "import.applied", f"Applied {taken.name}", by=by, counts=plan.counts())
    logger.info("import %s applied: %s", taken.pk, summary_of(taken.counts))


def _plan(taken: EmployeeImport, *, progress: Progress) -> Plan:
    """The plan of a taken import, its rows counted on the row as they are checked."""
    started = [clock.now()]

    def report(done: int, of: int) -> None:
        progress(done, of)
        now = clock.now()
        if done == of or now - started[0] >= REPORTED_EVERY:
            started[0] = now
            ours = EmployeeImport.objects.filter(pk=taken.pk, attempts=taken.attempts)
            ours.update(rows=of, rows_checked=done, leased_until=now + LEASE)

    return make_plan(bytes(taken.file), today=clock.today(), progress=report)


def _still_ours(taken: EmployeeImport) -> bool:
    """Lock the import; whether nobody else took it or did it meanwhile."""
    locked = _lock(taken.pk)
    return (locked.state, locked.attempts) == (taken.state, taken.attempts)


def _show(taken: EmployeeImport, plan: Plan, *, is_shown_again: bool = False) -> None:
    """Keep what the file would do, in place of what was kept before."""
    taken.lines.all().delete()
    rows = _lines(taken, plan)
    while some := list(islice(rows, WRITTEN_AT_ONCE)):
        ImportLine.objects.bulk_create(some)
    taken.counts, taken.fingerprint = plan.counts(), plan.fingerprint()
    taken.is_shown_again = is_shown_again
    taken.rows = taken.rows_checked = len(plan.reading.rows)
    if plan.faults:
        _end(taken, ImportState.REFUSED)
    else:
        _enter(taken, ImportState.CHECKED, leased_until=None, attempts=0)


def _lines(taken: EmployeeImport, plan: Plan) -> Iterator[ImportLine]:
    line = partial(ImportLine, employee_import=taken)
    for kind, said in ((LineKind.FAULT, plan.faults), (LineKind.NOTE, plan.notes)):
        yield from (line(kind=kind, line=s.line, text=s.text) for s in said)
    for step in plan.steps:
        yield line(kind=step.kind, line=step.row.line, text=step.row.name, changes=step.changes)


def _give_up(taken: EmployeeImport) -> None:
    logger.error("import %s is given up after %s attempts", taken.pk, MOST_ATTEMPTS)
    with transaction.atomic():
        if _still_ours(taken):
            _end(taken, ImportState.FAILED)
            _record(taken, "import.failed", f"Gave up the import of {taken.name}", by=None)


def _lock(pk: int) -> EmployeeImport:
    return EmployeeImport.objects.select_for_update(of=("self",)).get(pk=pk)


def _end(employee_import: EmployeeImport, state: ImportState) -> None:
    """HR's file is not kept any longer than it is needed."""
    _enter(employee_import, state, file=b"", leased_until=None)


def _enter(employee_import: EmployeeImport, state: ImportState, **values: Any) -> None:
    values |= {"state": state, "state_since": clock.now()}
    for name, value in values.items():
        setattr(employee_import, name, value)
    employee_import.save()


def _record(
    employee_import: EmployeeImport,
    event: str,
    summary: str,
    *,
    by: Employee | None,
    counts: dict[str, Any] | None = None,
) -> None:
    trail.record(
        event,
        by=by,
        post=employee_import.post,
        subject=employee_import.subject,
        summary=summary[:250],
        changes={"counts": [None, counts]} if counts else {},
    )


def summary_of(counts: dict[str, Any]) -> str:
    """What an import does, in one line."""
    said = {
        LineKind.JOINER: "joining",
        LineKind.CHANGE: "changed",
        LineKind.LEAVER: "leaving",
        LineKind.RETURN: "returning",
        "unchanged": "unchanged",
    }
    return ", ".join(f"{counts[kind]:,} {word}" for kind, word in said.items())
