"""What the database forbids of media contacts (4.j, 5.8), told by raw SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import MediaContactFactory
from tests.rows import NOW, a_person, columns_of, delete, insert, refused, update

pytestmark = pytest.mark.django_db

BEGINS = "A media contact begins as reported."
REPORT_KEPT = "What was reported of a media contact is never altered."
IN_ORDER = "A media contact is advised before it is closed."
WITH_WORDS = "A media contact moves on with what was written."
CONTACT_KEPT = "A media contact is never deleted."
CLOSED = "This media contact is closed."
NOT_ONES_OWN = "Nobody advises on a media contact that they reported."
NOTE_KEPT = "What was written about a media contact is never altered."


def write(contact, kind="advice", **others):
    insert(
        "policy_mediacontactnote",
        **{
            "contact_id": contact.pk,
            "kind": kind,
            "text": "Words",
            "by_id": a_person(),
            "by_post": "Communications adviser",
            "at": NOW,
            **others,
        },
    )
    return contact.notes.last()


def closed():
    contact = MediaContactFactory()
    for kind, state in (("advice", "advised"), ("outcome", "closed")):
        write(contact, kind)
        update(contact, state=state)
    return contact


def test_a_contact_begins_as_reported():
    row = columns_of(MediaContactFactory())
    with refused(BEGINS):
        insert("policy_mediacontact", **{**row, "state": "advised"})

    insert("policy_mediacontact", **row)


@pytest.mark.parametrize(
    "column",
    [
        *("id", "reporter_id", "reported_at", "who", "outlet", "contacted_at", "way", "asked"),
        *("deadline_at", "about_work_posts", "account", "answer_due_at"),
    ],
)
def test_what_was_reported_is_never_altered(column):
    contact = MediaContactFactory(about_work_posts=True)
    later = NOW + timedelta(days=1)
    other = {"id": contact.pk + 1000, "reporter_id": a_person(), "about_work_posts": False}
    other |= dict.fromkeys(("who", "outlet", "asked", "account"), "Other") | {"way": "email"}
    other |= dict.fromkeys(("reported_at", "deadline_at", "answer_due_at"), later)
    other |= {"contacted_at": contact.contacted_at - timedelta(days=1)}
    with refused(REPORT_KEPT):
        update(contact, **{column: other[column]})


def test_it_is_advised_before_it_is_closed():
    contact = MediaContactFactory()
    write(contact, "outcome")
    with refused(IN_ORDER):
        update(contact, state="closed")
    write(contact)
    update(contact, state="advised")
    write(contact, "information")
    update(contact, state="reported")
    write(contact, "outcome")
    with refused(IN_ORDER):
        update(contact, state="closed")
    write(contact)
    update(contact, state="advised")
    write(contact, "outcome")
    update(contact, state="closed")
    for state in ("reported", "advised"):
        with refused(IN_ORDER):
            update(contact, state=state)


def test_it_moves_on_with_words_only():
    contact = MediaContactFactory()
    write(contact, "information")
    with refused(WITH_WORDS):
        update(contact, state="advised")
    write(contact)
    update(contact, state="advised")
    for state in ("closed", "reported"):
        with refused(WITH_WORDS):
            update(contact, state=state)
    write(contact, "information")
    update(contact, state="reported")
    # What was advised before is no advice on what was added.
    with refused(WITH_WORDS):
        update(contact, state="advised")


def test_when_an_answer_is_due_changes_only_as_it_waits_again():
    contact = MediaContactFactory()
    write(contact)
    later = NOW + timedelta(days=1)
    with refused(REPORT_KEPT):
        update(contact, state="advised", answer_due_at=later)
    update(contact, state="advised")
    write(contact, "information")
    update(contact, state="reported", answer_due_at=later)


def test_a_contact_is_never_deleted():
    with refused(CONTACT_KEPT):
        delete(MediaContactFactory())


def test_a_closed_contact_takes_no_more_words():
    contact = closed()
    for kind in ("advice", "information", "outcome"):
        with refused(CLOSED):
            write(contact, kind)


@pytest.mark.parametrize("kind", ["advice", "outcome"])
def test_nobody_advises_on_their_own(kind):
    contact = MediaContactFactory()
    with refused(NOT_ONES_OWN):
        write(contact, kind, by_id=contact.reporter)

    write(contact, "information", by_id=contact.reporter)


@pytest.mark.parametrize("column", ["contact_id", "kind", "text", "by_id", "by_post", "at"])
def test_what_was_written_is_never_altered(column):
    note = write(MediaContactFactory())
    other = {"contact_id": MediaContactFactory(), "kind": "outcome", "by_id": a_person()}
    other |= {"text": "Other", "by_post": "Other", "at": NOW + timedelta(days=1)}
    with refused(NOTE_KEPT):
        update(note, **{column: other[column]})


def test_what_was_written_is_never_deleted():
    with refused(NOTE_KEPT):
        delete(write(MediaContactFactory()))


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"state": "lost"}, "media_contact_state_known"),
        ({"reported_at": NOW - timedelta(days=9)}, "media_contact_reported_after_it_was"),
        ({"deadline_at": NOW - timedelta(days=9)}, "media_contact_deadline_after_it_was"),
        ({"account": "Library news"}, "media_contact_account_of_work_posts"),
    ],
)
def test_a_report_that_cannot_be(columns, name):
    row = {**columns_of(MediaContactFactory()), **columns}
    # The triggers are asked before the constraints.
    expected = BEGINS if name.endswith("state_known") else name
    with pytest.raises(IntegrityError, match=expected), transaction.atomic():
        insert("policy_mediacontact", **row)


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"kind": "gossip"}, "media_contact_note_kind_known"),
        ({"text": ""}, "media_contact_note_says_something"),
        ({"by_post": ""}, "media_contact_note_by_a_post"),
    ],
)
def test_words_that_cannot_be(columns, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write(MediaContactFactory(), **{"kind": "advice", **columns})
