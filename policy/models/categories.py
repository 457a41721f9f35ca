from django.db import models


class PlatformCategory(models.Model):
    """A type of social media (3.2): the eight that the policy lists, and "other"."""

    name = models.CharField(max_length=60, unique=True)
    examples = models.CharField(max_length=150, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    in_use = models.BooleanField("offered in new business cases", default=True)

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "platform categories"

    def __str__(self):
        return self.name
