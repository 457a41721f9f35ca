"""Awareness sessions that people organise or have booked, and media contacts they reported."""

from collections import defaultdict
from datetime import date, datetime
from operator import itemgetter

from django.db.models import F, QuerySet, Value
from django.urls import reverse

from policy.models import AwarenessSession, Booking, MediaContact
from portal import clock
from portal.holdings import Holding, Kind
from portal.models import Employee, Posts
from portal.wording import moment

SHOWN = 200


def holdings(
    *, people: list[Employee], reader: Employee, posts: Posts, today: date
) -> dict[int, list[Holding]]:
    """Part of `holdings`: sessions to come, open media contacts the reader sees (1 query)."""
    found: defaultdict[int, list[Holding]] = defaultdict(list)
    pks = [person.pk for person in people]
    contacts = _contacts(pks, reader, posts, today)
    rows = _sessions(pks).union(*_bookings(pks), contacts, all=True)[:SHOWN]
    for person, number, pk, at in sorted(rows, key=itemgetter(1, 3)):
        found[person].append(SAID[number](pk, at))
    return found


def _sessions(pks: list[int]) -> QuerySet:
    coming = AwarenessSession.objects.order_by().filter(
        organiser__in=pks, starts_at__gt=clock.now(), cancelled_at=None
    )
    return coming.values_list("organiser", Value(0), "pk", "starts_at")


def _bookings(pks: list[int]) -> list[QuerySet]:
    """Places, and then those on a waiting list."""
    to_come = Booking.objects.filter(person__in=pks, session__starts_at__gt=clock.now())
    to_come = to_come.order_by()
    return [
        booked.values_list("person", Value(number), "session", F("session__starts_at"))
        for number, booked in ((1, to_come.standing()), (2, to_come.waiting().order_by()))
    ]


def _contacts(pks: list[int], reader: Employee, posts: Posts, today: date) -> QuerySet:
    seen = MediaContact.objects.order_by().visible_to(reader, posts, today)
    return (
        seen.open().filter(reporter__in=pks).values_list("reporter", Value(3), "pk", "reported_at")
    )


def _session(pk: int, at: datetime) -> Holding:
    waits = "Organises it: Communications chooses someone else"
    return Holding(Kind.SESSION, f"Awareness session at {moment(at)}", waits, url=_page(pk))


def _booking(pk: int, at: datetime) -> Holding:
    waits = "Has a place: it is cancelled, and goes to whoever waits longest"
    return Holding(Kind.BOOKING, f"Awareness session at {moment(at)}", waits, url=_page(pk))


def _waiting(pk: int, at: datetime) -> Holding:
    waits = "Is on its waiting list: they are taken off it"
    return Holding(Kind.BOOKING, f"Awareness session at {moment(at)}", waits, url=_page(pk))


def _contact(pk: int, at: datetime) -> Holding:
    waits = "Reported it: Communications closes it"
    url = reverse("media_contacts:detail", args=[pk])
    return Holding(Kind.MEDIA_CONTACT, f"Media contact of {moment(at)}", waits, url=url)


def _page(pk: int) -> str:
    return reverse("awareness:detail", args=[pk])


SAID = (_session, _booking, _waiting, _contact)
