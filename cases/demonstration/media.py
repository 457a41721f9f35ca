"""The demonstration's media contacts: one closed, one advised, one that waits for advice."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from policy.models import MediaContact
from policy.services.media_contacts import move_media_contact, report_media_contact
from portal import clock
from portal.models import Employee
from portal.working_days import is_working_day

# The hours at which a deadline can be, in the demonstration.
OPENS, CLOSES = 10, 17


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
        deadline_at=_in_working_hours(moment + timedelta(hours=6)),
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
    yield moment + timedelta(hours=4)
    _move(advised, "advise", people["Eilidh"], "Say that it is Rory. You need no more advice.")

    moment = now - timedelta(hours=1)
    yield moment
    report_media_contact(
        by=people["Ailsa"],
        who="A reporter who did not give a name",
        outlet="Demonstration Online",
        contacted_at=moment - timedelta(minutes=10),
        way=MediaContact.Way.EMAIL,
        asked="Is it true that comments on the library's page are deleted?",
        deadline_at=_in_working_hours(now + timedelta(hours=5)),
        about_work_posts=True,
    )


def _in_working_hours(moment: datetime) -> datetime:
    """The moment, or where the council's offices are closed then, 10am on the next working day."""
    local = moment.astimezone(clock.COUNCIL_TIME).replace(second=0, microsecond=0)
    day = local.date()
    if local.hour >= CLOSES:
        day += timedelta(days=1)
    elif local.hour >= OPENS and is_working_day(day, holidays=()):
        return local
    while not is_working_day(day, holidays=()):
        day += timedelta(days=1)
    return datetime.combine(day, time(OPENS), clock.COUNCIL_TIME)


def _move(contact: MediaContact, move: str, by: Employee, text: str) -> None:
    contact = MediaContact.objects.get(pk=contact.pk)
    move_media_contact(contact, move, by=by, text=text, seen_version=contact.version)
