from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from portal.models import Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.wording import longdate, moment


def too_few_places(booked: int) -> str:
    """What is said where a session would have fewer places than are booked."""
    people = "1 person has" if booked == 1 else f"{booked} people have"
    return f"{people} booked: places must be {booked} or more"


class AwarenessSessionQuerySet(models.QuerySet):
    def visible_to(self, employee: Employee, posts: Posts, moment: datetime):
        """Sessions still to come, and all that they organised, booked or were recorded at."""
        if posts.holds(*COMMUNICATIONS, Post.AUDITOR):
            return self
        concerned = (
            Q(organiser=employee)
            | Q(pk__in=Booking.objects.filter(person=employee).values("session"))
            | Q(pk__in=Attendance.objects.filter(person=employee).values("session"))
        )
        return self.filter(concerned | Q(starts_at__gt=moment, cancelled_at=None))

    def run_by(self, employee: Employee, posts: Posts):
        """Sessions whose register a person keeps: their own, and all of them for Communications."""
        return self if posts.holds(*COMMUNICATIONS) else self.filter(organiser=employee)

    def open_for_booking(self, moment: datetime):
        """Sessions that have not started and are not cancelled."""
        return self.filter(starts_at__gt=moment, cancelled_at=None)

    def with_places(self):
        """Adds ``places_taken``, ``places_left`` and ``people_waiting``."""
        kept = Q(bookings__cancelled_at=None)
        return self.annotate(
            places_taken=Count("bookings", filter=kept & Q(bookings__waiting=False)),
            people_waiting=Count("bookings", filter=kept & Q(bookings__waiting=True)),
        ).annotate(places_left=F("places") - F("places_taken"))

    def with_register(self):
        """Adds ``unsaved``: whether the register does not say yet of all who booked; and how many
        ``came`` and ``missed`` it.
        """
        unrecorded = Booking.objects.standing().unrecorded().filter(session=OuterRef("pk"))
        recorded = Q(attendances__superseded_at=None)
        return self.annotate(
            unsaved=Exists(unrecorded),
            came=Count("attendances", filter=recorded & Q(attendances__attended=True)),
            missed=Count("attendances", filter=recorded & Q(attendances__attended=False)),
        )


class AwarenessSession(models.Model):
    """A session in which people learn how to use social media for the council (5.1)."""

    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField("length in minutes", default=60)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField("link to join online", blank=True)
    places = models.PositiveSmallIntegerField(default=12)
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="sessions_organised",
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # How often calendars were told of a change: they keep the highest (RFC 5545).
    sequence = models.PositiveIntegerField(default=0)
    # Made for attendance that was imported: it was held before the portal.
    imported = models.BooleanField(default=False)

    objects = AwarenessSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="session_has_places"),
            models.CheckConstraint(
                condition=~Q(place="", link=""),
                name="session_has_place_or_link",
                violation_error_message="Enter where it is held, or a link to join online",
            ),
        ]

    def __str__(self):
        return f"Awareness session {self.pk}"

    @property
    def subject(self) -> str:
        """What the trail calls this session."""
        return f"session {self.pk}"

    @property
    def held(self) -> str:
        """When it is held; of one that was imported only the day is known."""
        if self.imported:
            return longdate(self.starts_at)
        return moment(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def position() -> Subquery:
    """The place of a booking in the waiting list of its session, from 1, for use in a query."""
    before = Booking.objects.filter(
        session=OuterRef("session"), waiting=True, cancelled_at=None, pk__lte=OuterRef("pk")
    ).order_by()
    return Subquery(before.values("session").values(n=Count("pk")))


class BookingQuerySet(models.QuerySet):
    def uncancelled(self):
        """Places held or waited for: neither the booking nor its session was cancelled."""
        return self.filter(cancelled_at=None, session__cancelled_at=None)

    def standing(self):
        """Places still held."""
        return self.uncancelled().filter(waiting=False)

    def waiting(self):
        """Those on a waiting list, the first of each session first."""
        return self.uncancelled().filter(waiting=True).order_by("pk")

    def with_position(self):
        """Adds ``position``: the place of each in the waiting list of its session, from 1."""
        return self.annotate(position=position())

    def unrecorded(self):
        """Bookings for which the register does not say yet whether the person was there."""
        recorded = Attendance.objects.filter(session=OuterRef("session"), person=OuterRef("person"))
        return self.filter(~Exists(recorded))


class Booking(models.Model):
    """A person's place at a session, or on its waiting list, which is in the order of the keys.

    The database holds that no more people are placed than there are places.
    """

    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings"
    )
    booked_at = models.DateTimeField()
    waiting = models.BooleanField(default=False)
    # When they moved up from the waiting list to a place.
    moved_up_at = models.DateTimeField(null=True, blank=True)
    # When they were told that the session started without a place for them.
    no_place_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # When the reminder of the day before was written; empty again when the session is moved.
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["booked_at", "pk"]
        indexes = [
            models.Index(
                fields=["session", "id"],
                condition=Q(waiting=True, cancelled_at=None),
                name="booking_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(cancelled_at=None),
                name="booking_once_for_each_session",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.session}"

    @property
    def placed_at(self) -> datetime:
        """When they got their place: by booking it, or by moving up."""
        return self.moved_up_at or self.booked_at


class Invitation(models.Model):
    """Communications asked a person to book a session, once for each session (5.1)."""

    session = models.ForeignKey(
        AwarenessSession, on_delete=models.PROTECT, related_name="invitations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="invitation_once_for_each_session"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.session}"


class AttendanceQuerySet(models.QuerySet):
    def standing(self):
        """Rows that no correction has replaced."""
        return self.filter(superseded_at=None)

    def attended(self):
        return self.standing().filter(attended=True)


class Attendance(models.Model):
    """Whether a person was at a session, as somebody else recorded it (5.1).

    A correction is a new row; the row it replaces is kept, marked as superseded.
    """

    session = models.ForeignKey(
        AwarenessSession, on_delete=models.PROTECT, related_name="attendances"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances"
    )
    attended = models.BooleanField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="attendances_recorded",
    )
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    # The newest rule by which the person was reminded that it runs out (days from its last day).
    reminded = models.SmallIntegerField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["person", "attended"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(recorded_by=F("person")),
                name="attendance_not_recorded_by_oneself",
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(superseded_at=None),
                name="attendance_once_for_each_session",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {'attended' if self.attended else 'absent'}"

    @property
    def reference(self) -> str:
        """What a certificate of it is called, for whoever checks it against the register."""
        return f"AS-{self.session_id}-{self.pk}"


class AttendanceFile(models.Model):
    """A file of past attendance as it was previewed: that, and nothing else, can be confirmed."""

    data = models.BinaryField()
    # What the preview said would happen, as a SHA-256: where that has changed, it is stale.
    preview = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendance_files"
    )
    uploaded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"Attendance file {self.pk}"
