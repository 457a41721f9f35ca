"""Mail by SMTP, no step of which outlasts STEP_SECONDS: what EMAIL_BACKEND names in production.

EMAIL_TIMEOUT bounds each wait for the server alone. One that drips a byte at a time lets none of
them run out, and would hold whoever listens for hours.
"""

import smtplib
from datetime import timedelta
from io import BufferedReader
from socket import SocketIO
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

# For connecting and signing in, for sending one e-mail, and for saying goodbye.
STEP_SECONDS = 15
# A wait that has begun may outlast a step, and so may what is written meanwhile.
LONGEST_STEP = timedelta(seconds=STEP_SECONDS + 2 * settings.EMAIL_TIMEOUT)


class Connection(smtplib.SMTP):
    """A connection whose answers are read only until its step is over."""

    def begin_step(self) -> None:
        self.step_ends = monotonic() + STEP_SECONDS

    def connect(self, *args, **kwargs) -> tuple[int, bytes]:
        self.begin_step()
        return super().connect(*args, **kwargs)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = BufferedReader(Replies(self))
        return super().getreply()


class SecureConnection(smtplib.SMTP_SSL, Connection):
    """The same, encrypted from its first byte."""


class Replies(SocketIO):
    """What a mail server says, as bytes."""

    def __init__(self, connection: Connection):
        super().__init__(connection.sock, "r")
        self.connection = connection

    def readinto(self, buffer) -> int | None:
        if monotonic() >= self.connection.step_ends:
            raise TimeoutError(f"the mail server took longer than {STEP_SECONDS} seconds")
        return super().readinto(buffer)


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[Connection]:
        return SecureConnection if self.use_ssl else Connection

    def _send(self, email_message: EmailMessage) -> bool:
        self.connection.begin_step()
        return super()._send(email_message)

    def _close_connection(self, connection: Connection) -> None:
        connection.begin_step()
        super()._close_connection(connection)
