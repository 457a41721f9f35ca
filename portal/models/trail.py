from django.conf import settings
from django.db import models


class TrailEvent(models.Model):
    """One thing that was done: who, when, on whose behalf, to what, and what changed.

    Rows are added and never altered or removed; the database's triggers see to it. What names the
    actor is kept as text, so that the row says the same when the person is gone.
    """

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    summary = models.CharField(max_length=250)
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    actor_name = models.CharField(max_length=150)
    actor_post = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject", "id"], name="trail_of_subject"),
            models.Index(fields=["actor", "id"], name="trail_of_actor"),
            models.Index(fields=["event", "id"], name="trail_of_event"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.summary}"


class TrailSeal(models.Model):
    """A link of the chain: the HMAC of one event, of when it was sealed, and of the seal before."""

    position = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(TrailEvent, on_delete=models.DO_NOTHING, related_name="seal")
    key_id = models.CharField(max_length=settings.TRAIL_KEY_ID_LENGTH)
    sealed_at = models.DateTimeField()
    hmac = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return f"{self.position}: {self.hmac}"


class TrailLock(models.Model):
    """The one row that a sealing task locks, so that one task seals at a time."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="trail_lock_is_one_row"),
        ]

    def __str__(self):
        return "the trail's lock"
