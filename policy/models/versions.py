from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from portal.models import Employee, Post, Posts
from portal.wording import longdate


class VersionState(models.TextChoices):
    """How far a version has come (7.1)."""

    DRAFT = "draft", "Draft"
    IN_CONSULTATION = "in_consultation", "In consultation"
    # Published; the day from which it is in force is still to come, or the sweep of that day is.
    SCHEDULED = "scheduled", "Published"
    IN_FORCE = "in_force", "In force"
    SUPERSEDED = "superseded", "Superseded"


PUBLISHED = (VersionState.SCHEDULED, VersionState.IN_FORCE, VersionState.SUPERSEDED)
CAME_INTO_FORCE = (VersionState.IN_FORCE, VersionState.SUPERSEDED)
UNPUBLISHED = (VersionState.DRAFT, VersionState.IN_CONSULTATION)


class PolicyVersionQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "PolicyVersion":
        """The version in force on a day: the newest whose day has come (7.1)."""
        return self.come_into_force(day).first()

    def come_into_force(self, day: date):
        """Those whose day has come, the newest first."""
        return self.filter(in_force_from__lte=day).order_by("-in_force_from", "-pk")

    def next_after(self, day: date) -> "PolicyVersion | None":
        """The published version that is the next to come into force after a day."""
        coming = self.filter(state=VersionState.SCHEDULED, in_force_from__gt=day)
        return coming.order_by("in_force_from").first()

    def visible_to(self, posts: Posts):
        """All of them for the policy administrator; for an auditor those that came into force."""
        if posts.holds(Post.POLICY_ADMINISTRATOR):
            return self
        if posts.holds(Post.AUDITOR):
            return self.filter(state__in=CAME_INTO_FORCE)
        return self.none()

    def with_consultation(self):
        """Adds ``bodies`` and ``answered``: the trade unions asked about the text as it stands."""
        asked = Q(consultations__round=F("consultation_round"))
        return self.annotate(
            bodies=Count("consultations", filter=asked),
            answered=Count(
                "consultations", filter=asked & Q(consultations__answered_on__isnull=False)
            ),
        )

    def readable_by(self, posts: Posts):
        """What was published is everyone's to read; the rest is the policy administrator's."""
        if posts.holds(Post.POLICY_ADMINISTRATOR):
            return self.all()
        return self.exclude(state__in=UNPUBLISHED)


class PolicyVersion(models.Model):
    """The text of the social media policy as numbered clauses, from draft to superseded (7.1)."""

    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    in_force_from = models.DateField(unique=True, null=True, blank=True)
    # The version whose text a draft started with; an imported text starts with none.
    drafted_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The day on which a text that was imported had been agreed, outside the portal.
    agreed_on = models.DateField(null=True, blank=True)
    # How often its text went to trade unions: each sending asks all of them anew.
    consultation_round = models.PositiveSmallIntegerField(default=0)
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="policy_versions_published",
    )
    # Why it was published without the answer of a trade union that did not give one in time.
    published_despite = models.TextField(blank=True)
    # How trade unions were consulted on a text that was agreed outside the portal.
    consulted_before = models.TextField(blank=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="version_state_known"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=VersionState.IN_FORCE),
                name="version_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=PUBLISHED,
                    in_force_from__isnull=False,
                    published_on__isnull=False,
                    in_force_from__gte=F("published_on"),
                )
                | Q(
                    state__in=UNPUBLISHED,
                    in_force_from=None,
                    published_on=None,
                    published_by=None,
                    published_despite="",
                    consulted_before="",
                ),
                name="version_has_its_day_once_published",
            ),
            models.CheckConstraint(
                condition=Q(consulted_before="") | Q(agreed_on__isnull=False),
                name="version_consulted_before_was_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.IN_CONSULTATION) | Q(consultation_round__gte=1),
                name="version_in_consultation_has_a_round",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def subject(self) -> str:
        """What the trail calls this version."""
        return f"policy version {self.pk}"

    @property
    def as_text(self) -> str:
        """The version by its title and the day from which it is in force, or how far it is."""
        if self.in_force_from is None:
            return f"{self.title}, {self.get_state_display().lower()}"
        return f"{self.title}, in force from {longdate(self.in_force_from)}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_overtaken(self) -> bool:
        """Whether another version came into force since this one was drafted, so that what changed
        there may be missing here (7.1).
        """
        source = self.drafted_from
        return (
            self.state in UNPUBLISHED
            and source is not None
            and source.state == VersionState.SUPERSEDED
        )

    def earlier(self) -> PolicyVersionQuerySet:
        """The versions that came into force before this one, the last of them first."""
        came = PolicyVersion.objects.exclude(state__in=UNPUBLISHED)
        if self.in_force_from:
            came = came.filter(in_force_from__lt=self.in_force_from)
        return came.order_by("-in_force_from")

    def previous(self, *, reader: Employee) -> "PolicyVersion | None":
        """The last version before this one that the reader acknowledged, or else the last (2.1).

        Its ``known`` says whether they did.
        """
        theirs = Q(acknowledgements__person=reader, acknowledgements__acknowledged_at__isnull=False)
        known = Exists(PolicyVersion.objects.filter(theirs, pk=OuterRef("pk")))
        return self.earlier().annotate(known=known).order_by("-known", "-in_force_from").first()


# The most characters of any one of the texts of a clause.
LONGEST_TEXT = 20_000


class Clause(models.Model):
    """One numbered clause of a version: a section such as 5, a clause 5.1 or its rule 4.1.a.

    A blank line parts the paragraphs of its text, and the lines of a list begin with a dash. The
    points of a list have no number of their own in a policy: they are named by their place, as
    "6.2 bullet 3", so that a clause that a policy does number 6.2.3 is never taken for one.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    # What the clause says after its lettered rules.
    closing = models.TextField(blank=True)
    # The clause as dos and don'ts for personal use (4), one on each line.
    dos = models.TextField(blank=True)
    donts = models.TextField("don'ts", blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="clause_number_once"),
            models.UniqueConstraint(fields=["version", "order"], name="clause_order_once"),
        ]

    def __str__(self):
        return f"{self.number} {self.heading}".strip()

    @property
    def anchor(self) -> str:
        """The clause's own name on the page of the policy, such as clause-5.1."""
        return f"clause-{self.number}"

    @property
    def depth(self) -> int:
        """0 for a section, 1 for its clauses, 2 for their rules."""
        return self.number.count(".")

    def is_within(self, number: str) -> bool:
        """Whether it is the clause of that number, or one under it."""
        return f"{self.number}.".startswith(f"{number}.")
