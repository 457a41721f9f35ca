"""Who is concerned with a media contact on a day (4.j, 5.8)."""

from datetime import date

from policy.models import MediaContact
from portal.models import Employee, Post
from portal.models.appointments import COMMUNICATIONS
from portal.services.people import holders, managers_on_duty


def first_to_know(contact: MediaContact, *, day: date) -> list[Employee]:
    """Whom in Communications it waits for: the Communications Manager and whoever acts for them,
    where there is none the advisers; nobody answers what they reported themselves.
    """
    for post in COMMUNICATIONS:
        if found := _others(contact, holders(post, day=day)):
            return found
    return []


def all_in_communications(contact: MediaContact, *, day: date) -> list[Employee]:
    """Everyone in Communications who may answer it."""
    return _others(contact, holders(*COMMUNICATIONS, day=day))


def managers_of(contact: MediaContact, *, day: date) -> list[Employee]:
    """Who manages the reporter on the day, where it is about posts made for work; else nobody."""
    if not contact.about_work_posts:
        return []
    return managers_on_duty(contact.reporter, named=None, day=day)


def whom_to_call(*, day: date) -> list[Employee]:
    """The Communications Manager of the day and whoever acts for them, else the advisers."""
    manager = holders(Post.COMMUNICATIONS_MANAGER, day=day)
    return manager or holders(Post.COMMUNICATIONS_ADVISER, day=day)


def _others(contact: MediaContact, people: list[Employee]) -> list[Employee]:
    return [person for person in people if person.pk != contact.reporter_id]
