from django.db import models
from django.db.models import Q

from cases.models.case import BusinessCase
from policy.models import PolicyVersion
from portal.models import Employee


class Revision(models.Model):
    """The answers as they stood at one sending or presenting, frozen with their SHA-256 (6.2)."""

    class Occasion(models.TextChoices):
        SENT = "sent", "Sent for advice"
        PRESENTED = "presented", "Presented for a decision"

    case = models.ForeignKey(BusinessCase, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    occasion = models.CharField(max_length=10, choices=Occasion)
    # [{"key", "question", "answer"}]: what was asked and answered, in the words shown then.
    answers = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The conduct declaration that stood, and the policy version it was made under (1.5, 3.3, 5.2).
    declared_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    policy_version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT)
    # Why the case is presented against the advice (5.7).
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=Q(occasion__in=["sent", "presented"]),
                name="revision_occasion_known",
            ),
        ]

    def __str__(self):
        return f"Revision {self.number} of {self.case.reference}"
