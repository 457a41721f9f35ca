"""An awareness session as a calendar keeps it: one event, the same however often it changes."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from policy.models import AwarenessSession
from portal.services.notices import Attachment

PUBLISH, CANCEL = "PUBLISH", "CANCEL"


def calendar_of(session: AwarenessSession, *, at: datetime, with_link: bool) -> str:
    """The session as an iCalendar text (RFC 5545), its times in UTC.

    A later text of the same session has the same UID and a higher SEQUENCE; that of a cancelled
    one tells calendars to take it out. The link to join is for those with a place.
    """
    cancelled = session.cancelled_at is not None
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.COUNCIL_NAME}//Social media portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", CANCEL if cancelled else PUBLISH)
    calendar.add_component(_event(session, at=at, with_link=with_link, cancelled=cancelled))
    return calendar.to_ical().decode()


def attachment_of(session: AwarenessSession, *, at: datetime) -> Attachment:
    """What an e-mail to those with a place carries."""
    return Attachment(file_name(session), calendar_of(session, at=at, with_link=True))


def file_name(session: AwarenessSession) -> str:
    return f"awareness-session-{session.pk}.ics"


def _event(session: AwarenessSession, *, at: datetime, with_link: bool, cancelled: bool) -> Event:
    page = f"{settings.SITE_ADDRESS}{reverse('awareness:detail', args=[session.pk])}"
    described = [f"See it, or cancel your booking: {page}"]
    if session.link and with_link:
        described.insert(0, f"Join online: {session.link}")
    event = Event()
    event.add("uid", f"awareness-session-{session.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}")
    event.add("sequence", session.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", "Awareness session: using social media for the council")
    event.add("location", session.place or "Online")
    event.add("description", "\n".join(described))
    event.add("url", page)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    organiser = vCalAddress(f"MAILTO:{session.organiser.email}")
    organiser.params["CN"] = vText(session.organiser.name)
    event["organizer"] = organiser
    return event
