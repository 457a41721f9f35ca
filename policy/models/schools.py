from django.conf import settings
from django.db import models

from policy.models.versions import PolicyVersion


class SchoolDeclaration(models.Model):
    """A school employee's word that a blog needs no business case (5.1).

    All three hold: employed by a school, for teaching and learning, on the school network.
    """

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="school_declarations",
    )
    address = models.URLField("address of the blog", max_length=300)
    declared_at = models.DateTimeField()
    policy_version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-declared_at"]

    def __str__(self):
        return f"{self.employee}: {self.address}"
