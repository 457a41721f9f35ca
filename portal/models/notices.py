from django.conf import settings
from django.db import models
from django.db.models import Q


class NoticeQuerySet(models.QuerySet):
    def in_portal(self):
        """Notices shown in the portal, not only mailed."""
        return self.filter(mail_only=False)


class Notice(models.Model):
    """One thing the portal told one person: a notice in the portal, and an e-mail of the same row.

    The row is written in the transaction of what it tells of. Its key is unique, so nobody is told
    twice in the portal; the e-mail goes out at least once, with one Message-ID.
    """

    key = models.CharField(max_length=200, unique=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    subject = models.CharField(max_length=250)
    body = models.TextField()
    path = models.CharField(max_length=250)
    # A text that the e-mail carries as a file of this name; its ending says what it is.
    attachment_name = models.CharField(max_length=100, blank=True)
    attachment = models.TextField(blank=True)
    # Never shown in the portal and removed once sent: it carries a secret, for the mailbox alone.
    mail_only = models.BooleanField(default=False)
    # Mailed at once and by itself, whatever the recipient prefers.
    urgent = models.BooleanField(default=False)
    # Set off by a date, in a sweep, and by no person's act: mailed once a day for each kind.
    by_sweep = models.BooleanField(default=False)
    # Where the e-mail goes besides the recipient's own address: the one they had before.
    also_to = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # When the e-mail is to be tried next; empty once it is sent, or where none is to be sent.
    # A worker takes a row by moving this forward, so a row whose worker died is tried again.
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_error = models.CharField(max_length=250, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_of_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["-urgent", "mail_due_at"],
                condition=~Q(mail_due_at=None),
                name="notice_mail_due",
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def kind(self) -> str:
        """The template it was written by, with which its key begins."""
        return self.key.partition("|")[0]


class Outbox(models.Model):
    """Whose turn it is to send e-mail, and how much has gone out. One row, with key 1."""

    # Who sends holds the row until then, and renews that before each e-mail; the number is theirs,
    # and another's once the time has run out.
    leased_until = models.DateTimeField(null=True)
    lease = models.PositiveBigIntegerField(default=0)
    # How many e-mails that are not urgent went out in the minute that began then.
    minute = models.DateTimeField(null=True)
    mails_in_minute = models.PositiveIntegerField(default=0)
    # Since when nothing goes out, as the database is a restored copy; empty where it is not held.
    held_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="outbox_is_one_row"),
        ]

    def __str__(self):
        return "the outbox"
