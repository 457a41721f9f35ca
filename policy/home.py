"""What awareness sessions and media contacts add to the home page."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from policy.models import AwarenessSession, Booking, MediaContact
from policy.models.awareness import position
from policy.models.media import ADVICE_DUE_AT
from portal import clock
from portal.duties import Kind, Row, page
from portal.models import Employee, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.wording import longdate, moment

SESSION = {"about": F("pk"), "since": F("starts_at"), "at": F("starts_at")}
WITHOUT_ORGANISER = SESSION | {
    "detail": F("organiser__name"),
    "since": Cast("organiser__left_on", DateTimeField()),
}
BOOKED = {
    "about": F("session"),
    "since": Coalesce("moved_up_at", "booked_at"),
    "at": F("session__starts_at"),
}
CONTACT = {
    "about": F("pk"),
    "title": F("outlet"),
    "detail": F("reporter__name"),
    "since": F("state_since"),
}
UNANSWERED = CONTACT | {"at": ADVICE_DUE_AT}

SESSION_PAGE = page("awareness:detail", "about")
CONTACT_PAGE = page("media_contacts:detail", "about")


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Kind]:
    """Sessions to see to, sessions to wait for, and media contacts."""
    now = clock.now()
    return [
        *_to_see_to(employee, posts, today, now),
        *_booked(employee, today, now),
        *_media_contacts(employee, posts),
    ]


def _when(row: Row) -> dict[str, Any]:
    """The words of a row, and in words the day and the moment that it is about."""
    return row._asdict() | {"day": longdate(row.at), "moment": moment(row.at)}


def _day(row: Row) -> date:
    return clock.date_of(row.at)


def _to_see_to(employee: Employee, posts: Posts, today: date, now: datetime) -> list[Kind]:
    """Registers to save; for Communications also sessions whose organiser has left."""
    sessions = AwarenessSession.objects.filter(cancelled_at=None)
    # Nobody records themselves, so that is not asked of them.
    unrecorded = Booking.objects.standing().unrecorded().exclude(person=employee)
    to_save = sessions.filter(Exists(unrecorded.filter(session=OuterRef("pk"))), starts_at__lte=now)
    left = Q(organiser__left_on__lte=today)
    advises = posts.holds(*COMMUNICATIONS)
    kinds = [
        Kind(
            "Save the register of the awareness session on {day}",
            page("awareness:register", "about"),
            SESSION,
            [to_save.filter(Q(organiser=employee) | left if advises else Q(organiser=employee))],
            words=_when,
        )
    ]
    if advises:
        kinds.append(
            Kind(
                "Choose a new organiser for the awareness session on {day}: {detail} has left",
                page("awareness:edit", "about"),
                WITHOUT_ORGANISER,
                [sessions.filter(left, starts_at__gt=now)],
                words=_when,
                due_on=_day,
            )
        )
    return kinds


def _booked(employee: Employee, today: date, now: datetime) -> list[Kind]:
    """Sessions that a person has booked, until the register says whether they were there, and
    those to come whose waiting list they are on.
    """
    bookings = Booking.objects.uncancelled().unrecorded().filter(person=employee)
    bookings = bookings.order_by("session__starts_at", "pk")
    placed, to_come = bookings.filter(waiting=False), Q(session__starts_at__gt=now)
    # Nobody records themselves.
    unheld = Q(session__organiser=employee) | Q(session__organiser__left_on__lte=today)
    keeper = Case(When(unheld, then=Value("Communications")), default=F("session__organiser__name"))
    return [
        Kind(
            "Your awareness session at {moment}",
            SESSION_PAGE,
            BOOKED | {"detail": keeper},
            [placed.filter(to_come)],
            holder="{detail}",
            words=_when,
        ),
        Kind(
            "The register of your awareness session on {day}",
            SESSION_PAGE,
            BOOKED | {"detail": keeper, "since": F("session__starts_at")},
            [placed.exclude(to_come)],
            holder="{detail}",
            words=_when,
        ),
        Kind(
            "A place at the awareness session at {moment}: you are number {number} on the waiting "
            "list",
            SESSION_PAGE,
            BOOKED | {"number": position()},
            [bookings.filter(to_come, waiting=True)],
            holder="Those who have a place",
            words=_when,
        ),
    ]


def _media_contacts(employee: Employee, posts: Posts) -> list[Kind]:
    """Contacts that wait for Communications, and advice that a person waits for (4.j, 5.8)."""
    open_ones = MediaContact.objects.open().by_advice_due()
    unanswered = open_ones.filter(state=MediaContact.State.REPORTED)
    kinds = [
        _unanswered(
            "Advice on the media contact by {title}",
            unanswered.filter(reporter=employee),
            holder="Communications",
        )
    ]
    if posts.holds(*COMMUNICATIONS):
        again = Q(state_since__gt=F("reported_at"))
        others = unanswered.exclude(reporter=employee)
        kinds += [
            _unanswered("Advise {detail}: a media contact by {title}", others.exclude(again)),
            _unanswered(
                "Advise {detail} again: more about the media contact by {title}",
                others.filter(again),
            ),
            Kind(
                "Close the media contact by {title} that {detail} reported",
                CONTACT_PAGE,
                CONTACT,
                [open_ones.filter(state=MediaContact.State.ADVISED).exclude(reporter=employee)],
            ),
        ]
    return kinds


def _unanswered(text: str, contacts: QuerySet[MediaContact], *, holder: str = "") -> Kind:
    """Contacts on which Communications is to advise by a day."""
    return Kind(text, CONTACT_PAGE, UNANSWERED, [contacts], holder=holder, due_on=_day)
