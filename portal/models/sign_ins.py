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


class WrongCode(models.Model):
    """A code of the second factor that was entered wrong, counted until it is old."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wrong_codes"
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["employee", "at"], name="wrong_code_of_employee")]

    def __str__(self):
        return f"{self.employee} at {self.at:%Y-%m-%d %H:%M}"
