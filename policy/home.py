"""What awareness sessions and media contacts add to the home page."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from policy.models import AwarenessSession, Booking, MediaContact
from portal import clock
from portal.duties import Duty
from portal.models import Employee, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.wording import longdate, moment

SHOWN = 20


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Duty]:
    """Sessions to see to, sessions to wait for, and media contacts (3 queries)."""
    now = clock.now()
    return [
        *_to_see_to(employee, posts, today, now),
        *_booked(employee, today, now),
        *_media_contacts(employee, posts),
    ]


def _to_see_to(employee: Employee, posts: Posts, today: date, now: datetime) -> list[Duty]:
    """Registers to save; for Communications also sessions whose organiser has left."""
    # Nobody records themselves, so that is not asked of them.
    unrecorded = Booking.objects.standing().unrecorded().exclude(person=employee)
    register = Q(Exists(unrecorded.filter(session=OuterRef("pk"))), starts_at__lte=now)
    wanted = register & Q(organiser=employee)
    if posts.holds(*COMMUNICATIONS):
        wanted |= (register | Q(starts_at__gt=now)) & Q(organiser__left_on__lte=today)
    sessions = AwarenessSession.objects.filter(wanted, cancelled_at=None)
    return [
        _register_to_save(session) if session.starts_at <= now else _organiser_to_choose(session)
        for session in sessions.select_related("organiser")[:SHOWN]
    ]


def _booked(employee: Employee, today: date, now: datetime) -> list[Duty]:
    """Sessions that a person has booked, until the register says whether they were there, and
    those to come whose waiting list they are on.
    """
    bookings = Booking.objects.uncancelled().unrecorded().filter(person=employee)
    bookings = bookings.filter(Q(waiting=False) | Q(session__starts_at__gt=now)).with_position()
    ordered = bookings.select_related("session__organiser").order_by("session__starts_at", "pk")
    return [_session_booked(booking, now=now, today=today) for booking in ordered[:SHOWN]]


def _register_to_save(session: AwarenessSession) -> Duty:
    return Duty(
        text=f"Save the register of the awareness session on {longdate(session.starts_at)}",
        url=reverse("awareness:register", args=[session.pk]),
        since=session.starts_at,
    )


def _organiser_to_choose(session: AwarenessSession) -> Duty:
    return Duty(
        text=f"Choose a new organiser for the awareness session on {longdate(session.starts_at)}: "
        f"{session.organiser.name} has left",
        url=reverse("awareness:edit", args=[session.pk]),
        since=datetime.combine(session.organiser.left_on, time.min, clock.COUNCIL_TIME),
        due_on=clock.date_of(session.starts_at),
    )


def _session_booked(booking: Booking, *, now: datetime, today: date) -> Duty:
    session = booking.session
    text = f"Your awareness session at {moment(session.starts_at)}"
    since = booking.placed_at
    # Nobody records themselves.
    unheld = session.organiser.has_left(today) or session.organiser_id == booking.person_id
    holder = "Communications" if unheld else session.organiser.name
    if booking.waiting:
        text = (
            f"A place at the awareness session at {moment(session.starts_at)}: you are number "
            f"{booking.position} on the waiting list"
        )
        holder = "Those who have a place"
    if session.starts_at <= now:
        text = f"The register of your awareness session on {longdate(session.starts_at)}"
        since = session.starts_at
    return Duty(
        text=text,
        url=reverse("awareness:detail", args=[session.pk]),
        since=since,
        holder=holder,
    )


def _media_contacts(employee: Employee, posts: Posts) -> list[Duty]:
    """Contacts that wait for Communications, and advice that a person waits for (4.j, 5.8)."""
    concerned = Q(reporter=employee, state=MediaContact.State.REPORTED)
    if posts.holds(*COMMUNICATIONS):
        concerned |= ~Q(reporter=employee)
    contacts = MediaContact.objects.open().filter(concerned).select_related("reporter")
    return [_media_contact(contact, employee) for contact in contacts.by_advice_due()[:SHOWN]]


def _media_contact(contact: MediaContact, employee: Employee) -> Duty:
    reporter, outlet = contact.reporter.name, contact.outlet
    if contact.reporter_id == employee.pk:
        text, holder = f"Advice on the media contact by {outlet}", "Communications"
    elif contact.waits_again:
        text, holder = f"Advise {reporter} again: more about the media contact by {outlet}", ""
    elif contact.state == MediaContact.State.REPORTED:
        text, holder = f"Advise {reporter}: a media contact by {outlet}", ""
    else:
        text, holder = f"Close the media contact by {outlet} that {reporter} reported", ""
    unanswered = contact.state == MediaContact.State.REPORTED
    return Duty(
        text=text,
        url=contact.get_absolute_url(),
        since=contact.state_since,
        due_on=clock.date_of(contact.advice_due_at) if unanswered else None,
        holder=holder,
    )
