from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse

from portal.models import Employee, Posts
from portal.models.appointments import COMMUNICATIONS, duties_of_manager

# When advice on a contact is due, for use in a query; `advice_due_at` says the same of one.
ADVICE_DUE_AT = Case(
    When(deadline_at__gt=F("state_since"), then=F("deadline_at")), default=F("answer_due_at")
)


class MediaContactQuerySet(models.QuerySet):
    def visible_to(self, employee: Employee, posts: Posts, day: date):
        """What a person reported; where it is about posts made for work, what their people did; all
        of them for Communications, and for nobody else (4.j, 5.8).
        """
        if posts.holds(*COMMUNICATIONS):
            return self
        managed = duties_of_manager("reporter__line_manager", employee, posts, day=day)
        return self.filter(Q(reporter=employee) | (Q(about_work_posts=True) & managed))

    def by_advice_due(self):
        """The one whose advice is due first comes first."""
        return self.order_by(ADVICE_DUE_AT, "pk")

    def open(self):
        """Those that Communications has not closed."""
        return self.exclude(state=MediaContact.State.CLOSED)


class MediaContact(models.Model):
    """Someone from the media who got in touch with an employee (4.j, 5.8).

    What was reported is kept as it was; what is written about it afterwards is in its notes.
    """

    class State(models.TextChoices):
        REPORTED = "reported", "Waiting for advice"
        ADVISED = "advised", "Advised"
        CLOSED = "closed", "Closed"

    class Way(models.TextChoices):
        """How someone from the media got in touch."""

        PHONE = "phone", "By phone"
        EMAIL = "email", "By e-mail"
        SOCIAL_MEDIA = "social_media", "On social media"
        IN_PERSON = "in_person", "In person"
        OTHER = "other", "In another way"

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="media_contacts"
    )
    reported_at = models.DateTimeField()
    who = models.CharField(max_length=150)
    outlet = models.CharField(max_length=100)
    contacted_at = models.DateTimeField()
    way = models.CharField(max_length=20, choices=Way)
    asked = models.TextField()
    deadline_at = models.DateTimeField(null=True, blank=True)
    about_work_posts = models.BooleanField()
    account = models.CharField(max_length=150, blank=True)
    # One working day after it began to wait for advice: when Communications is reminded, and when
    # advice is due where no deadline was ahead.
    answer_due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = MediaContactQuerySet.as_manager()

    class Meta:
        ordering = ["reported_at", "pk"]
        indexes = [
            models.Index(fields=["reported_at", "id"], name="media_contact_in_order"),
            models.Index(
                fields=["reported_at"], condition=~Q(state="closed"), name="media_contact_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["reported", "advised", "closed"]),
                name="media_contact_state_known",
            ),
            models.CheckConstraint(
                condition=Q(contacted_at__lte=F("reported_at")),
                name="media_contact_reported_after_it_was",
            ),
            models.CheckConstraint(
                condition=Q(deadline_at=None) | Q(deadline_at__gt=F("contacted_at")),
                name="media_contact_deadline_after_it_was",
            ),
            models.CheckConstraint(
                condition=Q(about_work_posts=True) | Q(account=""),
                name="media_contact_account_of_work_posts",
            ),
        ]

    def __str__(self):
        return f"Media contact {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("media_contacts:detail", args=[self.pk])

    @property
    def subject(self) -> str:
        """What the trail calls this contact; the trail says nothing of what is in it."""
        return f"media contact {self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def waits_again(self) -> bool:
        """Whether it waits for advice on what was added after advice was given."""
        return self.state == self.State.REPORTED and self.state_since > self.reported_at

    @property
    def advice_due_at(self) -> datetime:
        """When advice is due: by the deadline, or where none was ahead when it began to wait,
        within one working day (5.8). `ADVICE_DUE_AT` says the same.
        """
        if self.deadline_at and self.deadline_at > self.state_since:
            return self.deadline_at
        return self.answer_due_at

    def is_overdue(self, moment: datetime) -> bool:
        """Whether it still waits for advice that was due before."""
        return self.state == self.State.REPORTED and self.advice_due_at < moment

    def age(self, moment: datetime) -> timedelta:
        """How long it has been open, or was until it was closed."""
        return (self.state_since if self.is_closed else moment) - self.reported_at


class MediaContactNote(models.Model):
    """What was written about a media contact after it was reported: added and never altered."""

    class Kind(models.TextChoices):
        ADVICE = "advice", "Advice"
        INFORMATION = "information", "More information"
        OUTCOME = "outcome", "How it ended"

    contact = models.ForeignKey(MediaContact, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=15, choices=Kind)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The post by which it was written, in words, acting or not.
    by_post = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["advice", "information", "outcome"]),
                name="media_contact_note_kind_known",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="media_contact_note_says_something"),
            models.CheckConstraint(
                condition=Q(kind="information") | ~Q(by_post=""),
                name="media_contact_note_by_a_post",
            ),
        ]

    def __str__(self):
        return f"{self.contact}: {self.get_kind_display()}"

    @property
    def writer(self) -> str:
        """Who wrote it, with the post by which they did."""
        return f"{self.by.name}, {self.by_post}" if self.by_post else self.by.name
