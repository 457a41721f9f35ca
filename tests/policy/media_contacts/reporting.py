"""A media contact of the 4th of November 2026, its moves, and who was told."""

from datetime import UTC, date, datetime, timedelta

from policy.models import MediaContact
from policy.services.media_contacts import move_media_contact, report_media_contact
from portal.models import Employee

# A Wednesday.
NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 4)
HOUR = timedelta(hours=1)


def report(by: Employee, **more) -> MediaContact:
    said = {
        "who": "Jo Journalist",
        "outlet": "The Evening Example",
        "contacted_at": NOW - HOUR,
        "way": "phone",
        "asked": "Why is the pool closed?",
        "about_work_posts": False,
    }
    return report_media_contact(by=by, **{**said, **more})


def move(contact: MediaContact, name: str, by: Employee, text: str = "Say nothing yet."):
    contact = MediaContact.objects.get(pk=contact.pk)
    move_media_contact(contact, name, by=by, text=text, seen_version=contact.version)
    return MediaContact.objects.get(pk=contact.pk)


def told(person: Employee) -> list[str]:
    return list(person.notices.order_by("pk").values_list("subject", flat=True))
