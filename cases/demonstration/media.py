"""The demonstration's media contacts: one closed, one advised, one that waits for advice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from policy.models import MediaContact
from policy.services.media_contacts import move_media_contact, report_media_contact
from portal.models import Employee


def tell_media_contacts(people: dict[str, Employee], *, now: datetime) -> Iterator[datetime]:
    """Three contacts, each told as far as it has come."""
    moment = now - timedelta(days=40)
    yield moment
    closed = report_media_contact(
        by=people["Ailsa"],
        who="Nan Demo, 01632 960 501",
        outlet="The Demonstration Herald",
        contacted_at=moment - timedelta(minutes=20),
        way=MediaContact.Way.PHONE,
        asked="Why did the library take down its post about opening hours?",
        deadline_at=moment + timedelta(hours=6),
        about_work_posts=True,
    )
    moment += timedelta(hours=1)
    yield moment
    advice = "Say that Communications will answer, and give them our number. Answer no question."
    _move(closed, "advise", people["Rory"], advice)
    yield moment + timedelta(days=2)
    _move(closed, "close", people["Rory"], "We sent two sentences. They printed both.")

    moment = now - timedelta(days=1, hours=2)
    yield moment
    advised = report_media_contact(
        by=people["Sorcha"],
        who="Somebody from the newsroom",
        outlet="Radio Demonstration",
        contacted_at=moment - timedelta(minutes=5),
        way=MediaContact.Way.SOCIAL_MEDIA,
        asked="Will you talk about the pool on air tomorrow?",
        about_work_posts=False,
    )
    yield moment + timedelta(hours=1)
    _move(advised, "advise", people["Eilidh"], "Thank them and say no: the manager will ring them.")
    yield moment + timedelta(hours=3)
    _move(advised, "add", people["Sorcha"], "They have written again and ask who will ring.")

    moment = now - timedelta(hours=1)
    yield moment
    report_media_contact(
        by=people["Ailsa"],
        who="A reporter who did not give a name",
        outlet="Demonstration Online",
        contacted_at=moment - timedelta(minutes=10),
        way=MediaContact.Way.EMAIL,
        asked="Is it true that comments on the library's page are deleted?",
        deadline_at=now + timedelta(hours=5),
        about_work_posts=True,
    )


def _move(contact: MediaContact, move: str, by: Employee, text: str) -> None:
    contact = MediaContact.objects.get(pk=contact.pk)
    move_media_contact(contact, move, by=by, text=text, seen_version=contact.version)
