from datetime import timedelta

from django.db import models


class Holiday(models.Model):
    """A day on which the council's offices are closed, left out of working days."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["day"]

    def __str__(self):
        return f"{self.name} ({self.day})"


class ClockOffset(models.Model):
    """How far the demonstration's clock stands ahead of the real one. One row, with key 1."""

    offset = models.DurationField(default=timedelta)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="clock_offset_is_one_row"),
        ]

    def __str__(self):
        return f"{self.offset} ahead"
