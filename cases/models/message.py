from django.db import models

from cases.models.case import BusinessCase
from portal.models import Employee


class Message(models.Model):
    """A question or answer between the parties of a case (6.1)."""

    case = models.ForeignKey(BusinessCase, on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.by} on {self.case.reference}"
