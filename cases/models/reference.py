from django.db import models


class ReferenceCounter(models.Model):
    """The last number given to a case in a London year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.year}: {self.last}"
