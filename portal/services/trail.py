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
# A seal made longer after its event than this is named: sealing takes a minute.
LATE = timedelta(days=1)


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
    key_id, _ = settings.TRAIL_KEYS[0]
    now = clock.now()
    seals = []
    for event in TrailEvent.objects.filter(seal=None).order_by("pk")[:SEALED_AT_ONCE]:
        position += 1
        seal = TrailSeal(position=position, event=event, key_id=key_id, sealed_at=now)
        seal.hmac = head = sealed_row(seal, previous=head).expected_hmac()
        seals.append(seal)
    TrailSeal.objects.bulk_create(seals)
    if seals:
        logger.info("trail sealed to position %s, head %s", position, head)
    return len(seals)


@dataclass(frozen=True)
class SealedRow:
    """What a seal covers, for an export too: the details of the event are there by their digest.

    ``digest`` needs the key, so that nobody finds details that were left out by guessing at them.
    """

    previous: str
    position: int
    key_id: str
    sealed_at: datetime
    hmac: str
    id: int
    at: datetime
    event: str
    subject: str
    actor: int | None
    actor_name: str
    actor_post: str
    digest: str

    def expected_hmac(self) -> str:
        """The HMAC that the row must have; raises KeyError where its key is not configured."""
        values = {
            name: _utc(value) if isinstance(value, datetime) else value
            for name, value in vars(self).items()
            if name != "hmac"
        }
        return _hmac("seal", values, key_id=self.key_id)

    def is_sound(self) -> bool:
        """Whether the row is as it was sealed; raises KeyError where its key is not configured.

        That the rows of an export follow one another shows in ``previous`` of the next.
        """
        return hmac.compare_digest(self.hmac, self.expected_hmac())


def sealed_row(seal: TrailSeal, *, previous: str) -> SealedRow:
    """The row of a seal and its event, after the HMAC of the seal before it."""
    event = seal.event
    details = {
        "id": event.pk,
        "summary": event.summary,
        "note": event.note,
        "changes": event.changes,
    }
    return SealedRow(
        previous=previous,
        position=seal.position,
        key_id=seal.key_id,
        sealed_at=seal.sealed_at,
        hmac=seal.hmac,
        id=event.pk,
        at=event.at,
        event=event.event,
        subject=event.subject,
        actor=event.actor_id,
        actor_name=event.actor_name,
        actor_post=event.actor_post,
        digest=_hmac("details", details, key_id=seal.key_id),
    )


@dataclass(frozen=True)
class Head:
    """The head of the chain as it was noted elsewhere: by itself, or with its position and day."""

    hmac: str
    position: int | None = None
    day: str = ""


@dataclass(frozen=True)
class Verification:
    """What a check of the trail found."""

    sealed: int
    head: str
    fault: str
    compared: int
    late: int
    first_late: int | None
    oldest_unsealed: timedelta | None

    @property
    def sound(self) -> bool:
        return not self.fault


def verify_trail(*, heads: Iterable[Head] = ()) -> Verification:
    """Walk the chain and name the first row that does not fit.

    ``heads`` were noted elsewhere: one that is no longer in the chain, at its position where that
    is known, shows that the end was cut off or that the chain was sealed anew.
    """
    heads = list(heads)
    keys = dict(settings.TRAIL_KEYS)
    head, sealed, fault, late, first_late = FIRST_SEAL, 0, "", 0, None
    for seal in _seals():
        if seal.position != sealed + 1:
            fault = f"The {_missing_at(sealed + 1)} at position {sealed + 1} is missing."
        elif seal.key_id not in keys:
            fault = (
                f"Position {seal.position} was sealed with the key {seal.key_id}, not configured."
            )
        elif not sealed_row(seal, previous=head).is_sound():
            fault = f"Event {seal.event_id} at position {seal.position} was altered."
        if fault:
            break
        head, sealed = seal.hmac, seal.position
        if seal.sealed_at - seal.event.at > LATE:
            late, first_late = late + 1, first_late or sealed
    # Seals are read with their events, so one whose event is gone is not among them.
    if not fault and TrailSeal.objects.filter(position__gt=sealed).exists():
        fault = f"The {_missing_at(sealed + 1)} at position {sealed + 1} is missing."
    oldest = (
        TrailEvent.objects.filter(seal=None).order_by("at").values_list("at", flat=True).first()
    )
    return Verification(
        sealed=sealed,
        head=head,
        fault=fault or _contradiction(heads, sealed=sealed),
        compared=len(heads),
        late=late,
        first_late=first_late,
        oldest_unsealed=clock.now() - oldest if oldest else None,
    )


def _contradiction(heads: list[Head], *, sealed: int) -> str:
    """Which of the heads noted elsewhere, oldest first, a chain that fits together has not."""
    for head in sorted(heads, key=lambda head: head.position or 0):
        if head.position is None:
            if not TrailSeal.objects.filter(hmac=head.hmac).exists():
                return "The expected head is not in the chain: the end of the trail was cut off."
        elif head.position > sealed:
            return (
                f"The trail ends at position {sealed}, and the mail of {head.day} noted position "
                f"{head.position}: the end of the trail was cut off."
            )
        elif not TrailSeal.objects.filter(pk=head.position, hmac=head.hmac).exists():
            return (
                f"Position {head.position} has another head than the mail of {head.day} noted: "
                "the trail was sealed anew since."
            )
    return ""


def _missing_at(position: int) -> str:
    return "event" if TrailSeal.objects.filter(position=position).exists() else "seal"


def _seals() -> Iterator[TrailSeal]:
    return TrailSeal.objects.select_related("event").order_by("position").iterator(chunk_size=2000)


def _hmac(of: str, values: dict[str, Any], *, key_id: str) -> str:
    """The HMAC of values, for one use of the key."""
    key = dict(settings.TRAIL_KEYS)[key_id]
    text = json.dumps([of, values], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key.encode(), text.encode(), sha256).hexdigest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
