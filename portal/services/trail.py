"""The audit trail: everything done, added and never altered, then sealed into a chain."""

import hmac
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction

from portal import clock
from portal.models import Employee, TrailEvent, TrailLock, TrailSeal

logger = logging.getLogger(__name__)

SYSTEM = "The portal"
FIRST_SEAL = "0" * 64
SEALED_AT_ONCE = RECORDED_AT_ONCE = 1000


def record(
    event: str,
    *,
    by: Employee | None,
    subject: str,
    summary: str,
    post: str = "",
    note: str = "",
    changes: dict[str, Any] | None = None,
) -> TrailEvent:
    """Add one event to the trail, inside the transaction of what it tells of.

    ``post`` is the post by which the person acted, in words; ``changes`` maps what changed to its
    value before and after. Without ``by`` the portal itself did it.
    """
    return TrailEvent.objects.create(
        subject=subject, summary=summary, note=note, changes=changes or {}, **_done(event, by, post)
    )


def record_many(
    event: str,
    *,
    by: Employee | None,
    events: Iterable[tuple[str, str, dict[str, Any]]],
    post: str = "",
) -> None:
    """Add events of one kind, each with its subject, its summary and what changed.

    As `record` does, inside the transaction of what they tell of, and a thousand at a time.
    """
    done = _done(event, by, post)
    rows = (TrailEvent(subject=s, summary=text, changes=c, **done) for s, text, c in events)
    while some := list(islice(rows, RECORDED_AT_ONCE)):
        TrailEvent.objects.bulk_create(some)


def _done(event: str, by: Employee | None, post: str) -> dict[str, Any]:
    """What was done, when, by whom and by what post."""
    return {
        "at": clock.now(),
        "event": event,
        "actor": by,
        "actor_name": by.name if by else SYSTEM,
        "actor_post": post,
    }


def seal_trail() -> int:
    """Seal every event that has no seal yet and return how many."""
    sealed = 0
    while some := _seal_some():
        sealed += some
    return sealed


@transaction.atomic
def _seal_some() -> int:
    """Seal up to SEALED_AT_ONCE events; one task at a time.

    Unsealed events are found by their missing seal, never by a number: a request may commit an
    earlier number later.
    """
    TrailLock.objects.get_or_create(pk=1)
    TrailLock.objects.select_for_update().get(pk=1)
    last = TrailSeal.objects.order_by("-position").first()
    position, head = (last.position, last.hmac) if last else (0, FIRST_SEAL)
    key_id, key = settings.TRAIL_KEYS[0]
    seals = []
    for event in TrailEvent.objects.filter(seal=None).order_by("pk")[:SEALED_AT_ONCE]:
        position += 1
        head = _hmac(event, previous=head, key=key)
        seals.append(TrailSeal(position=position, event=event, key_id=key_id, hmac=head))
    TrailSeal.objects.bulk_create(seals)
    if seals:
        logger.info("trail sealed to position %s, head %s", position, head)
    return len(seals)


@dataclass(frozen=True)
class Verification:
    """What a check of the trail found."""

    sealed: int
    head: str
    fault: str
    oldest_unsealed: timedelta | None

    @property
    def sound(self) -> bool:
        return not self.fault


def verify_trail(*, expect: str = "") -> Verification:
    """Walk the chain and name the first row that does not fit.

    ``expect`` is a head logged or noted earlier: when it is no longer in the chain, its tail was
    cut off.
    """
    keys = dict(settings.TRAIL_KEYS)
    head, sealed, found_expected, fault = FIRST_SEAL, 0, not expect, ""
    for seal in _seals():
        if seal.position != sealed + 1:
            fault = f"The {_missing_at(sealed + 1)} at position {sealed + 1} is missing."
        elif seal.key_id not in keys:
            fault = (
                f"Position {seal.position} was sealed with the key {seal.key_id}, not configured."
            )
        elif not hmac.compare_digest(
            seal.hmac, _hmac(seal.event, previous=head, key=keys[seal.key_id])
        ):
            fault = f"Event {seal.event_id} at position {seal.position} was altered."
        if fault:
            break
        head, sealed = seal.hmac, seal.position
        found_expected = found_expected or head == expect
    # Seals are read with their events, so one whose event is gone is not among them.
    if not fault and TrailSeal.objects.filter(position__gt=sealed).exists():
        fault = f"The {_missing_at(sealed + 1)} at position {sealed + 1} is missing."
    if not fault and not found_expected:
        fault = "The expected head is not in the chain: the end of the trail was cut off."
    oldest = (
        TrailEvent.objects.filter(seal=None).order_by("at").values_list("at", flat=True).first()
    )
    return Verification(
        sealed=sealed,
        head=head,
        fault=fault,
        oldest_unsealed=clock.now() - oldest if oldest else None,
    )


def _missing_at(position: int) -> str:
    return "event" if TrailSeal.objects.filter(position=position).exists() else "seal"


def _seals() -> Iterator[TrailSeal]:
    return TrailSeal.objects.select_related("event").order_by("position").iterator(chunk_size=2000)


def _hmac(event: TrailEvent, *, previous: str, key: str) -> str:
    row = {
        "previous": previous,
        "id": event.pk,
        "at": _utc(event.at),
        "event": event.event,
        "subject": event.subject,
        "summary": event.summary,
        "note": event.note,
        "changes": event.changes,
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "actor_post": event.actor_post,
    }
    text = json.dumps(row, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key.encode(), text.encode(), sha256).hexdigest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
