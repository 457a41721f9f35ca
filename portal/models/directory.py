from django.conf import settings
from django.db import models


class DirectoryLink(models.Model):
    """Which account of the council's directory is an employee's: kept from their first sign-in on.

    Addresses change and are given to others; an issuer's subject is one person for ever. A row is
    added and at most deleted: a trigger refuses to hand it to someone else.
    """

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="directory_links"
    )
    issuer = models.CharField(max_length=250)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="directory_link_of_one_account"
            ),
            models.UniqueConstraint(
                fields=["issuer", "employee"], name="directory_link_of_one_employee"
            ),
        ]

    def __str__(self):
        return f"{self.employee_id}: {self.subject}"
