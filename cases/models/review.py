from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from cases.models.account import Account
from portal.models import Employee, Posts
from portal.models.appointments import COMMUNICATIONS, duties_of_manager

OPENS_DAYS_BEFORE = 30


class ReviewState(models.TextChoices):
    """The states of a review. Overdue is computed, never stored."""

    SCHEDULED = "scheduled", "Scheduled"
    OPEN = "open", "Open"
    SENT = "sent", "Sent"
    RETURNED = "returned", "Returned with a question"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    EXCUSED = "excused", "Excused"


# Waiting for the lead.
WITH_LEAD = (ReviewState.SCHEDULED, ReviewState.OPEN, ReviewState.RETURNED)


class ReviewOutcome(models.TextChoices):
    """What the lead proposes after a review."""

    CONTINUE = "continue", "Continue as it is"
    CHANGE = "change", "Change how it is used"
    SUSPEND = "suspend", "Suspend it"
    CLOSE = "close", "Close it"


class Metric(models.TextChoices):
    """The figures a review reports, each a number or not available on the platform."""

    FOLLOWERS = "followers", "Followers"
    POSTS = "posts", "Posts published"
    REACH = "reach", "Reach"
    ENGAGEMENTS = "engagements", "Engagements"
    LINK_CLICKS = "link_clicks", "Link clicks"
    ENQUIRIES = "enquiries", "Enquiries answered"
    COMPLAINTS = "complaints", "Complaints"


class Side(models.TextChoices):
    """For whom a review is read: each side once, and nobody for both (6.2)."""

    MANAGER = "manager", "Manager"
    COMMUNICATIONS = "communications", "Communications"


class ReviewQuerySet(models.QuerySet):
    def with_lead(self):
        """Reviews that are still to be sent by the lead."""
        return self.filter(state__in=WITH_LEAD)

    def overdue(self, day: date):
        """Reviews that are due before a day and still with the lead."""
        return self.with_lead().filter(due_on__lt=day)

    def due_soon(self, day: date):
        """Reviews due in the 30 days from a day and still with the lead."""
        last = day + timedelta(days=OPENS_DAYS_BEFORE)
        return self.with_lead().filter(due_on__range=(day, last))

    def due_in(self, period: tuple[date, date]):
        """Reviews due from a day to a day, both included, less those excused."""
        # Every other state is named, so that the index on state and date is used.
        counted = [state for state in ReviewState if state != ReviewState.EXCUSED]
        return self.filter(state__in=counted, due_on__range=period)

    def to_read_as_manager(self, employee: Employee, day: date, posts: Posts):
        """Sent reviews that a person reads as the manager of whoever sent them (6.2)."""
        theirs = Account.objects.order_by().managed_by(employee, day, posts)
        stood_in = duties_of_manager("sent_by__line_manager", employee, posts, day=day)
        unread = self._unread(Side.MANAGER, employee).order_by()
        by_lead = Q(sent_by=F("account__lead"))
        return self.filter(
            pk__in=unread.filter(by_lead, account__in=theirs.values("pk"))
            .values("pk")
            .union(unread.filter(~by_lead, stood_in).values("pk"))
        )

    def to_read_for_communications(self, employee: Employee, posts: Posts):
        """Sent reviews that a person reads for Communications, not being named for the account."""
        unread = self._unread(Side.COMMUNICATIONS, employee).exclude(
            account__in=Account.objects.filter(accesses__person=employee).order_by().values("pk")
        )
        if posts.holds(*COMMUNICATIONS):
            return unread
        return unread.filter(account__case__reference__in=posts.cases_for(*COMMUNICATIONS))

    def _unread(self, side: str, employee: Employee):
        """Sent, not yet read for a side, and neither sent nor read by this person (6.2)."""
        standing = Acknowledgement.objects.filter(review=OuterRef("pk"), superseded_at=None)
        return (
            self.filter(state=ReviewState.SENT)
            .exclude(Q(account__lead=employee) | Q(sent_by=employee))
            .exclude(Exists(standing.filter(Q(side=side) | Q(by=employee))))
        )


class Review(models.Model):
    """An account's six-monthly report to its manager and Communications (6.2)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    period_from = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=ReviewState, default=ReviewState.SCHEDULED)
    version = models.PositiveIntegerField(default=1)
    # The newest reminder rule applied; its offset in days from the due date.
    reminded = models.SmallIntegerField(null=True, blank=True)
    content_checked_on = models.DateField(null=True, blank=True)
    what_worked = models.TextField(max_length=2000, blank=True)
    how_aims_served = models.TextField(max_length=2000, blank=True)
    outcome = models.CharField(max_length=10, choices=ReviewOutcome, blank=True)
    # Tells whether it came on time, however often it was returned and sent again.
    first_sent_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    excused_reason = models.TextField(blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["account", "number"]
        indexes = [models.Index(fields=["state", "due_on", "id"], name="review_queue")]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="review_number_once"),
            models.UniqueConstraint(fields=["account", "due_on"], name="review_due_once"),
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values), name="review_state_known"
            ),
            models.CheckConstraint(
                # A returned one is with its lead again, who may save it half changed.
                condition=~Q(state__in=["sent", "acknowledged"])
                | Q(
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    content_checked_on__isnull=False,
                )
                & ~Q(outcome=""),
                name="review_sent_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(first_sent_at=None, sent_at=None)
                | Q(first_sent_at__lte=F("sent_at"), sent_at__isnull=False),
                name="review_first_sent_before_it_was_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state="excused") | ~Q(excused_reason=""),
                name="review_excused_has_reason",
            ),
        ]

    def __str__(self):
        return f"Review {self.number} of {self.account}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:review", args=[self.account_id, self.number])

    @property
    def opens_on(self) -> date:
        return self.due_on - timedelta(days=OPENS_DAYS_BEFORE)

    @property
    def waits_for_lead(self) -> bool:
        return self.state in WITH_LEAD

    def is_overdue(self, day: date) -> bool:
        return self.waits_for_lead and self.due_on < day

    def standing_acknowledgements(self) -> list["Acknowledgement"]:
        """Who has read it since it was last sent."""
        return [a for a in self.acknowledgements.all() if a.superseded_at is None]


class ReviewFigure(models.Model):
    """One figure of a review: a number, or not available on this platform; never a silent 0."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="figures")
    metric = models.CharField(max_length=20, choices=Metric)
    value = models.PositiveBigIntegerField(null=True, blank=True)
    not_available = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "metric"], name="figure_once_each_metric"),
            models.CheckConstraint(condition=Q(metric__in=Metric.values), name="figure_known"),
            models.CheckConstraint(
                condition=Q(value=None, not_available=True) | Q(value__gte=0, not_available=False),
                name="figure_is_number_or_not_available",
            ),
        ]

    def __str__(self):
        return f"{self.get_metric_display()}: {self.shown}"

    @property
    def shown(self) -> str:
        return "Not available on this platform" if self.not_available else f"{self.value:,}"


class Acknowledgement(models.Model):
    """The manager's or Communications' word that they have read a review."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="acknowledgements")
    side = models.CharField(max_length=20, choices=Side)
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    by_post = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    # A review that is returned and sent again is read again; this row then belongs to the past.
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "side"],
                condition=Q(superseded_at=None),
                name="acknowledged_once_each_side",
            ),
            models.UniqueConstraint(
                fields=["review", "by"],
                condition=Q(superseded_at=None),
                name="acknowledged_for_one_side_only",
            ),
            models.CheckConstraint(
                condition=Q(side__in=["manager", "communications"]),
                name="acknowledgement_side_known",
            ),
        ]

    def __str__(self):
        return f"{self.get_side_display()}: {self.by}"
