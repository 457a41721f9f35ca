from django.db import models
from django.db.models import Q

from cases.models.case import BusinessCase
from cases.models.revision import Revision
from portal.models import Employee


class Verdict(models.TextChoices):
    """What Communications says of a case (5.7)."""

    SUPPORT = "support", "Support"
    CONDITIONS = "conditions", "Support with conditions"
    CHANGES = "changes", "Suggest changes"
    AGAINST = "against", "Do not support"


class Advice(models.Model):
    """What Communications answered to one sending (5.7, 6.1): required, and not binding."""

    case = models.ForeignKey(BusinessCase, on_delete=models.PROTECT, related_name="advice")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="advice")
    verdict = models.CharField(max_length=10, choices=Verdict)
    text = models.TextField()
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="advice_given")
    by_post = models.CharField(max_length=150)
    at = models.DateTimeField()
    # Platform, category or authors changed since: the case must be asked about again.
    stale_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "advice"
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="advice_verdict_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()} ({self.case.reference})"

    @property
    def is_stale(self) -> bool:
        return self.stale_at is not None


class StandardControl(models.Model):
    """A control that Communications is offered for every case (5.7)."""

    text = models.CharField(max_length=200, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text


class Control(models.Model):
    """What is to be in place before launch (5.7): the lead gives evidence, Communications ticks."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="controls")
    text = models.CharField(max_length=200)
    evidence = models.TextField(blank=True)
    evidence_by = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence_at = models.DateTimeField(null=True, blank=True)
    ticked_by = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ticked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["advice"], name="control_unticked", condition=Q(ticked_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ticked_at=None, ticked_by=None)
                | Q(ticked_at__isnull=False, ticked_by__isnull=False) & ~Q(evidence=""),
                name="control_ticked_on_evidence",
            ),
        ]

    def __str__(self):
        return self.text
