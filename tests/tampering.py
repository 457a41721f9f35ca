"""Ways in which whoever owns the database could alter a sealed trail, and whether each is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.test import override_settings

from portal import clock
from portal.guards import drop_guards
from portal.models import TrailEvent, TrailSeal
from portal.services.trail import Head, Verification, record, seal_trail, verify_trail
from tests.rows import quoted, sql

EVENTS = 6
SEALED_ON = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
LATER = SEALED_ON + timedelta(days=30)
KEYS = [("2026", "a key"), ("2025", "an older key")]
OTHER_EVENT_VALUES = {
    "at": SEALED_ON - timedelta(minutes=1),
    "event": "other",
    "subject": "other",
    "summary": "Something else",
    "note": "Something else",
    "changes": '{"n": [1, 2]}',
    "actor_id": 5,
    "actor_name": "Someone else",
    "actor_post": "Auditor",
}
OTHER_SEAL_VALUES = {
    "position": 1000,
    "key_id": "2025",
    "sealed_at": SEALED_ON + timedelta(minutes=1),
    "hmac": "0" * 64,
}


def a_sealed_trail() -> list[Head]:
    """A trail of a few events, sealed, and what the auditor's mails noted of it."""
    heads = []
    with clock.at(SEALED_ON):
        for number in range(EVENTS):
            record("test", by=None, subject="test", summary=f"Event {number}", note="A note")
            seal_trail()
            last = TrailSeal.objects.get(position=number + 1)
            heads.append(Head(last.hmac, position=last.position, day="2026-11-04"))
    return heads


def tamperings() -> dict[str, Callable[[], None]]:
    """Every way of tampering, by what it does."""
    return {
        f"{name} at {position}": partial(tamper, position)
        for name, tamper in ways().items()
        for position in range(1, EVENTS + 1)
    }


def ways() -> dict[str, Callable[[int], None]]:
    """The ways of tampering at a position."""
    found = {
        f"event.{column}": partial(alter_event, column, value)
        for column, value in OTHER_EVENT_VALUES.items()
    }
    found |= {
        f"seal.{column}": partial(alter_seal, column, value)
        for column, value in OTHER_SEAL_VALUES.items()
    }
    others = [
        renumber_event,
        point_seal_elsewhere,
        delete_seal,
        delete_event,
        delete_both,
        cut_tail,
        swap_events,
        insert_between,
        append_forged_seal,
        seal_anew_with_another_key,
        seal_anew_with_the_key,
        add_event_of_before,
    ]
    return found | {way.__name__: way for way in others}


def found_by_verifying(tamper: Callable[[], None], heads: list[Head]) -> Verification:
    """What a check finds after a tampering, which is then undone."""
    with undone():
        drop_guards(connection)
        tamper()
        return verify_trail(heads=heads)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def event_at(position: int) -> int:
    return TrailSeal.objects.get(position=position).event_id


def neighbour(position: int) -> int:
    return position % EVENTS + 1


def alter_event(column: str, value: object, position: int) -> None:
    where = f"UPDATE portal_trailevent SET {quoted(column)} = %s WHERE id = %s"
    sql(where, value, event_at(position))


def alter_seal(column: str, value: object, position: int) -> None:
    where = f"UPDATE portal_trailseal SET {quoted(column)} = %s WHERE position = %s"
    sql(where, value, position)


def renumber_event(position: int) -> None:
    event = event_at(position)
    sql("UPDATE portal_trailevent SET id = %s WHERE id = %s", event + 1000, event)
    alter_seal("event_id", event + 1000, position)


def point_seal_elsewhere(position: int) -> None:
    twin = TrailEvent.objects.get(pk=event_at(position))
    twin.pk = None
    twin.save(force_insert=True)
    alter_seal("event_id", twin.pk, position)


def delete_seal(position: int) -> None:
    sql("DELETE FROM portal_trailseal WHERE position = %s", position)


def delete_event(position: int) -> None:
    sql("DELETE FROM portal_trailevent WHERE id = %s", event_at(position))


def delete_both(position: int) -> None:
    """Delete an event with its seal, and close the gap."""
    event = event_at(position)
    delete_seal(position)
    sql("DELETE FROM portal_trailevent WHERE id = %s", event)
    for later in range(position + 1, EVENTS + 1):
        alter_seal("position", later - 1, later)


def cut_tail(position: int) -> None:
    events = TrailSeal.objects.filter(position__gte=position).values_list("event", flat=True)
    events = list(events)
    sql("DELETE FROM portal_trailseal WHERE position >= %s", position)
    for event in events:
        sql("DELETE FROM portal_trailevent WHERE id = %s", event)


def swap_events(position: int) -> None:
    first, second = event_at(position), event_at(neighbour(position))
    spare = TrailEvent.objects.create(at=SEALED_ON, event="test", actor_name="A")
    alter_seal("event_id", spare.pk, position)
    alter_seal("event_id", first, neighbour(position))
    alter_seal("event_id", second, position)


def insert_between(position: int) -> None:
    event = TrailEvent.objects.create(at=SEALED_ON, event="test", actor_name="A")
    for later in range(EVENTS, position - 1, -1):
        alter_seal("position", later + 1, later)
    forged(event, position)


def append_forged_seal(position: int) -> None:
    event = TrailEvent.objects.create(at=SEALED_ON, event="test", actor_name="A")
    forged(event, EVENTS + 1, like=position)


def forged(event: TrailEvent, position: int, *, like: int = 0) -> None:
    known = TrailSeal.objects.filter(position=like).values_list("hmac", flat=True).first()
    TrailSeal.objects.create(
        position=position, event=event, key_id="2026", sealed_at=SEALED_ON, hmac=known or "1" * 64
    )


def seal_anew_with_another_key(position: int) -> None:
    with override_settings(TRAIL_KEYS=[("2026", "a guess")]):
        seal_anew(position)


def seal_anew_with_the_key(position: int) -> None:
    """What someone does who owns the database and has the key too."""
    seal_anew(position)


def seal_anew(position: int) -> None:
    alter_event("summary", "Something else", position)
    sql("DELETE FROM portal_trailseal WHERE position >= %s", position)
    with clock.at(LATER):
        seal_trail()


def add_event_of_before(position: int) -> None:
    """Add an event with a time long ago, and let the portal seal it."""
    with clock.at(SEALED_ON - timedelta(days=position)):
        record("test", by=None, subject="test", summary="Never happened")
    with clock.at(LATER):
        seal_trail()
