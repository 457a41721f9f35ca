from datetime import date

from django.db import models

from portal.wording import longdate


class PolicyVersionQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "PolicyVersion":
        """The version in force on a day: the newest whose day has come (7.1)."""
        return self.filter(in_force_from__lte=day).order_by("-in_force_from", "-pk").first()


class PolicyVersion(models.Model):
    """The text of the social media policy from a day on, as numbered clauses (7.1)."""

    title = models.CharField(max_length=200)
    in_force_from = models.DateField(unique=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from"]

    def __str__(self):
        return self.title

    @property
    def as_text(self) -> str:
        """The version by its title and the day from which it is in force."""
        return f"{self.title}, in force from {longdate(self.in_force_from)}"


class Clause(models.Model):
    """One numbered clause of a version, such as 5.1 or 4.1.a."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    # The clause as dos and don'ts for personal use (4), one on each line.
    dos = models.TextField(blank=True)
    donts = models.TextField("don'ts", blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="clause_number_once"),
            models.UniqueConstraint(fields=["version", "order"], name="clause_order_once"),
        ]

    def __str__(self):
        return f"{self.number} {self.heading}".strip()

    @property
    def anchor(self) -> str:
        """The clause's own name on the page of the policy, such as clause-5.1."""
        return f"clause-{self.number}".replace(" ", "-")
