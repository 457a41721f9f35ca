from datetime import date

from django.db import models
from django.db.models import F, Q

from policy.models.versions import PolicyVersion


class ConsultationQuerySet(models.QuerySet):
    def current(self):
        """Those of the newest sending of each version: its text has not changed since."""
        return self.filter(round=F("version__consultation_round"))


class Consultation(models.Model):
    """A trade union that was sent a version's text, and what it answered (7.1)."""

    version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="consultations"
    )
    round = models.PositiveSmallIntegerField()
    body = models.CharField("trade union", max_length=150)
    sent_on = models.DateField()
    # The day by which an answer was asked for.
    answer_by = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    response = models.TextField(blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-round", "body", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "round", "body"], name="consultation_once_for_each_body"
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gte=F("sent_on")), name="consultation_closes_after_sending"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, response="")
                | (Q(answered_on__isnull=False, answered_on__gte=F("sent_on")) & ~Q(response="")),
                name="consultation_answer_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.body}: {self.version}"

    def is_overdue(self, day: date) -> bool:
        """Whether the day by which an answer was asked for has passed without one."""
        return self.answered_on is None and self.answer_by < day
