from django.db import models
from django.db.models import Q

from cases.models.advice import Advice
from cases.models.case import BusinessCase
from cases.models.revision import Revision
from portal.models import Employee


class Outcome(models.TextChoices):
    """How a presenting ended."""

    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    RETURNED = "returned", "Returned for changes"
    REFERRED = "referred", "Referred back to Communications"


class Decision(models.Model):
    """The one answer to one presenting, by the Head of IT or whoever acts for them (5.1).

    It names the advice and the frozen revision that it rests on.
    """

    case = models.ForeignKey(BusinessCase, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.TextField(blank=True)
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="decision")
    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="decisions")
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="decisions_made")
    by_post = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        indexes = [models.Index(fields=["at"], name="decision_at")]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="decision_once_each_presenting"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.APPROVED) | ~Q(reasons=""),
                name="decision_has_reasons",
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()} ({self.case.reference})"
