from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac


class BrowserSession(AbstractBaseSession):
    """One browser's session: Django's row, which also says whose it is and where it is used.

    The columns are read from the session's own data each time it is written, so there is one place
    to end a session: this row.
    """

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="browser_sessions",
    )
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=100, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "browser session"
        verbose_name_plural = "browser sessions"
        indexes = [
            models.Index(fields=["employee", "-active_at"], name="browser_session_of_employee")
        ]

    @classmethod
    def get_session_store_class(cls):
        from portal.session_store import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """What a page calls the session by: its key is a secret, and cannot be read from this."""
        return salted_hmac("portal.browser-session", self.session_key).hexdigest()[:20]


class KnownBrowser(models.Model):
    """A browser in which someone has signed in, by the number that its cookie holds.

    It is known for as long as their password stays as it was then, and KNOWN_FOR at most.
    """

    browser = models.CharField(max_length=32)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_browsers"
    )
    # What Django compares sessions by: another after each change of the password.
    password_mark = models.CharField(max_length=64)
    signed_in_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["browser", "employee"], name="known_browser_once_for_each"
            )
        ]

    def __str__(self):
        return f"{self.employee} at {self.browser}"


class Throttle(models.Model):
    """How many tries are counted under a key, and until when they count.

    The key is a digest: what strangers typed is not kept.
    """

    key = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.tries} until {self.until:%Y-%m-%d %H:%M}"


class PasswordLinkRequest(models.Model):
    """Someone asked that a link to choose a password be mailed to an address, whoever has it."""

    email = models.EmailField(unique=True)

    def __str__(self):
        return self.email
