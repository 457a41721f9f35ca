from datetime import date

from django.db import models
from django.db.models import F, Q

from cases.models.account import Account, AccountState
from portal.models import Employee


class MoverAnswer(models.TextChoices):
    """What becomes of the account of a lead who moved to another service (6.2)."""

    KEEP = "keep", "Keep"
    HAND_OVER = "hand_over", "Hand over"
    CLOSE = "close", "Close"


class LeadMoveQuerySet(models.QuerySet):
    def waiting(self, day: date):
        """Those still to be answered: of accounts that are open and whose lead is the same."""
        without_lead = Account.objects.order_by().without_lead(day)
        return self.exclude(
            Q(account__state=AccountState.CLOSED) | Q(account__in=without_lead.values("pk"))
        ).filter(answer="", lead=F("account__lead"))


class LeadMove(models.Model):
    """The lead of an account moved to another service: their manager says what becomes of it.

    Keep, hand over or close (6.2 leaving): the answer is kept with who gave it, and for whom.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lead_moves")
    lead = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    # As they were called at the time.
    from_service = models.CharField(max_length=100, blank=True)
    to_service = models.CharField(max_length=100, blank=True)
    moved_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=MoverAnswer, blank=True)
    reason = models.TextField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = LeadMoveQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["", *MoverAnswer.values]), name="lead_move_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="lead_move_answered_by_someone",
            ),
            # Who is asked about answers for what they lead, and never for themselves.
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("lead")),
                name="lead_move_not_answered_by_lead",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(answer=""), name="lead_move_asked_once"
            ),
        ]

    def __str__(self):
        return f"{self.account}: {self.lead} moved to {self.to_service or 'no service'}"
