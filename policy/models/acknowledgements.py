from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from policy.models.versions import PolicyVersion, VersionState


class PolicyAcknowledgementQuerySet(models.QuerySet):
    def waiting(self):
        """Those who were asked and have not acknowledged."""
        return self.filter(acknowledged_at=None)

    def of_current(self, day: date):
        """Those of people who work for the council on a day."""
        left = Q(person__left_on__isnull=False, person__left_on__lte=day)
        return self.exclude(left)

    def to_remind(self, day: date):
        """Whoever is due a reminder of the version in force by a day; never a leaver."""
        due = self.waiting().filter(version__state=VersionState.IN_FORCE, remind_on__lte=day)
        return due.of_current(day)


class PolicyAcknowledgement(models.Model):
    """That a person was asked to acknowledge a version, and when they did (2.1)."""

    version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="policy_acknowledgements"
    )
    asked_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    # The day from which the next reminder is due, while they have not acknowledged.
    remind_on = models.DateField()

    objects = PolicyAcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["version", "remind_on"],
                condition=Q(acknowledged_at=None),
                name="policy_reminder_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"], name="policy_acknowledged_once_by_each"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.version}"
