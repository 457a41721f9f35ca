from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection

from portal import clock
from portal.guards import held_guards
from portal.models import TrailEvent, TrailSeal
from portal.services import trail
from portal.services.trail import Head, record, seal_trail, sealed_row, verify_trail
from tests import tampering
from tests.databases import at_once
from tests.factories import EmployeeFactory

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


def add_events(count: int) -> list[TrailEvent]:
    return [
        record("test", by=None, subject="test", summary=f"Event {n}", changes={"n": [n, n + 0.5]})
        for n in range(count)
    ]


def tamper(sql: str, *parameters) -> None:
    """Do what only someone with the database's own rights can: lift the guards, then alter."""
    with connection.cursor() as cursor:
        for guard in held_guards(connection):
            if guard.table in ("portal_trailevent", "portal_trailseal"):
                on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {guard.name}{on}")
        cursor.execute(sql, parameters)


@pytest.mark.django_db
def test_an_event_keeps_who_did_it_in_words():
    employee = EmployeeFactory(name="Ada Lee")
    with clock.at(NOW):
        event = record(
            "case.approve",
            by=employee,
            subject="case SM-2026-0042",
            summary="Approved the business case",
            post="Acting Head of IT & Customer Services until 18 November 2026",
            changes={"state": ["awaiting_decision", "approved"]},
        )
    event.refresh_from_db()
    assert (event.at, event.actor, event.actor_name) == (NOW, employee, "Ada Lee")
    assert event.actor_post == "Acting Head of IT & Customer Services until 18 November 2026"


@pytest.mark.django_db
def test_a_sealed_trail_is_sound():
    add_events(3)
    assert seal_trail() == 3
    found = verify_trail()
    assert (found.sound, found.sealed, found.oldest_unsealed) == (True, 3, None)
    assert found.head == TrailSeal.objects.get(position=3).hmac


@pytest.mark.django_db
def test_a_trail_without_events_is_sound():
    found = verify_trail()
    assert (found.sound, found.sealed, found.head) == (True, 0, "0" * 64)


@pytest.mark.django_db
def test_sealing_again_seals_only_what_is_new():
    add_events(2)
    seal_trail()
    assert seal_trail() == 0
    add_events(1)
    assert seal_trail() == 1
    assert verify_trail().sealed == 3


@pytest.mark.django_db
def test_everything_is_sealed_however_much_there_is(monkeypatch):
    monkeypatch.setattr(trail, "SEALED_AT_ONCE", 10)
    add_events(25)
    assert seal_trail() == 25
    assert verify_trail().sealed == 25


@pytest.mark.django_db
def test_what_commits_late_under_an_earlier_number_is_sealed_too():
    late = add_events(3)[0]
    tamper("DELETE FROM portal_trailevent WHERE id = %s", late.pk)
    seal_trail()
    late.save(force_insert=True)
    assert seal_trail() == 1
    assert TrailSeal.objects.get(event=late).position == 3
    assert verify_trail().sound


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("summary", "Something else"),
        ("actor_name", "Someone else"),
        ("actor_post", "Auditor"),
        ("note", "Added later"),
        ("event", "case.reject"),
        ("subject", "case SM-2026-0001"),
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("changes", "{}"),
        ("actor_id", 1),
    ],
)
def test_an_altered_event_is_named(column, value):
    events = add_events(3)
    seal_trail()
    tamper(f"UPDATE portal_trailevent SET {column} = %s WHERE id = %s", value, events[1].pk)
    found = verify_trail()
    assert found.fault == f"Event {events[1].pk} at position 2 was altered."
    assert (found.sound, found.sealed) == (False, 1)


@pytest.mark.django_db
def test_a_missing_seal_is_named():
    add_events(3)
    seal_trail()
    tamper("DELETE FROM portal_trailseal WHERE position = 2")
    assert verify_trail().fault == "The seal at position 2 is missing."


@pytest.mark.django_db
@pytest.mark.parametrize("position", [2, 3])
def test_a_missing_event_is_named(position):
    events = add_events(3)
    seal_trail()
    tamper("DELETE FROM portal_trailevent WHERE id = %s", events[position - 1].pk)
    assert verify_trail().fault == f"The event at position {position} is missing."
    # For the foreign key, which is checked at the end of the test.
    tamper("DELETE FROM portal_trailseal WHERE position = %s", position)


@pytest.mark.django_db
def test_events_that_changed_places_are_found():
    first, second = add_events(2)
    seal_trail()
    tamper("UPDATE portal_trailseal SET position = position + 10")
    tamper("UPDATE portal_trailseal SET position = 1 WHERE event_id = %s", second.pk)
    tamper("UPDATE portal_trailseal SET position = 2 WHERE event_id = %s", first.pk)
    assert verify_trail().fault == f"Event {second.pk} at position 1 was altered."


@pytest.mark.django_db
def test_a_tail_that_was_cut_off_is_found_by_the_head_noted_before():
    add_events(2)
    seal_trail()
    early = verify_trail().head
    events = add_events(1)
    seal_trail()
    late = verify_trail().head
    tamper("DELETE FROM portal_trailseal WHERE position = 3")
    tamper("DELETE FROM portal_trailevent WHERE id = %s", events[0].pk)
    assert verify_trail().sound
    assert verify_trail(heads=[Head(early)]).sound
    assert verify_trail(heads=[Head(late)]).fault == (
        "The expected head is not in the chain: the end of the trail was cut off."
    )


@pytest.mark.django_db
def test_a_key_that_is_not_configured_is_named(settings):
    settings.TRAIL_KEYS = [("2025", "an old key")]
    add_events(1)
    seal_trail()
    settings.TRAIL_KEYS = [("2026", "a new key")]
    assert verify_trail().fault == "Position 1 was sealed with the key 2025, not configured."


@pytest.mark.django_db
def test_old_keys_verify_what_they_sealed(settings):
    settings.TRAIL_KEYS = [("2025", "an old key")]
    add_events(1)
    seal_trail()
    settings.TRAIL_KEYS = [("2026", "a new key"), ("2025", "an old key")]
    add_events(1)
    seal_trail()
    assert verify_trail().sound
    assert list(TrailSeal.objects.values_list("key_id", flat=True)) == ["2025", "2026"]


@pytest.mark.django_db
def test_the_age_of_the_oldest_event_without_a_seal_is_told():
    with clock.at(NOW):
        add_events(1)
    with clock.at(NOW + timedelta(minutes=5)):
        assert verify_trail().oldest_unsealed == timedelta(minutes=5)


def test_two_tasks_that_seal_at_once_make_one_chain(committed_db):
    add_events(1)
    seal_trail()
    add_events(200)
    assert sum(at_once(*[seal_trail] * 4)) == 200
    assert verify_trail().sealed == 201


@pytest.mark.django_db
@pytest.mark.parametrize("way", tampering.ways())
def test_every_way_of_tampering_is_found(way, settings):
    settings.TRAIL_KEYS = tampering.KEYS
    heads = tampering.a_sealed_trail()
    assert verify_trail(heads=heads).sound

    found = tampering.found_by_verifying(partial(tampering.ways()[way], 3), heads)

    if way == "add_event_of_before":
        assert (found.late, found.first_late) == (1, tampering.EVENTS + 1)
    else:
        assert not found.sound


@pytest.mark.django_db
def test_a_trail_sealed_anew_with_the_key_contradicts_the_mails(settings):
    settings.TRAIL_KEYS = tampering.KEYS
    heads = tampering.a_sealed_trail()

    found = tampering.found_by_verifying(partial(tampering.seal_anew_with_the_key, 3), heads)

    assert found.fault == (
        "Position 3 has another head than the mail of 2026-11-04 noted: the trail was sealed anew "
        "since."
    )
    assert (found.late, found.first_late) == (4, 3)


@pytest.mark.django_db
def test_a_tail_that_was_cut_off_contradicts_the_mails(settings):
    settings.TRAIL_KEYS = tampering.KEYS
    heads = tampering.a_sealed_trail()

    found = tampering.found_by_verifying(partial(tampering.cut_tail, 5), heads)

    assert found.fault == (
        "The trail ends at position 4, and the mail of 2026-11-04 noted position 5: the end of the "
        "trail was cut off."
    )


@pytest.mark.django_db
def test_seals_made_a_day_after_their_event_are_counted_and_are_no_fault():
    with clock.at(NOW):
        add_events(1)
        seal_trail()
        add_events(2)
    with clock.at(NOW + timedelta(days=1)):
        assert seal_trail() == 2
        assert verify_trail().late == 0
    with clock.at(NOW - timedelta(seconds=1)):
        add_events(1)
    with clock.at(NOW + timedelta(days=1)):
        seal_trail()
        found = verify_trail()
    assert (found.sound, found.late, found.first_late) == (True, 1, 4)


@pytest.mark.django_db
def test_a_row_with_its_details_left_out_is_verified_by_their_digest(settings):
    settings.TRAIL_KEYS = [("2026", "a key")]
    events = add_events(2)
    seal_trail()
    first, second = (TrailSeal.objects.get(event=event) for event in events)

    row = sealed_row(second, previous=first.hmac)

    assert row.is_sound()
    assert "Event 1" not in str(row)
    for name, value in vars(row).items():
        if name not in ("at", "sealed_at", "key_id"):
            other = (value or 0) + 1 if name in ("position", "id", "actor") else f"{value}0"
            assert not replace(row, **{name: other}).is_sound(), name
    for name in ("at", "sealed_at"):
        assert not replace(row, **{name: NOW}).is_sound(), name
    settings.TRAIL_KEYS = [("2026", "another key")]
    assert not row.is_sound()


@pytest.mark.django_db
def test_equal_details_have_digests_of_their_own():
    for event in [add_events(1)[0], add_events(1)[0]]:
        assert event.summary == "Event 0"
    seal_trail()

    digests = {sealed_row(s, previous="").digest for s in TrailSeal.objects.all()}

    assert len(digests) == 2
