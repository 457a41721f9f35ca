"""The log: an event a line, with no traceback of what strangers or an absent database cause."""

import logging
from datetime import UTC, datetime

from django.db import InterfaceError, OperationalError

from portal.database_waits import is_unreachable

REFUSED_REQUESTS = "django.security"
LINES_A_MINUTE = 10
LONGEST_LINE = 300


class Line(logging.Formatter):
    """The moment in UTC, the level, the logger and the message, in which no line begins anew."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = "\\n".join(record.message.splitlines())
        return super().formatMessage(record)


class RefusedRequests(logging.Filter):
    """Shortens what Django logs of requests it refuses, such as those by a foreign host name.

    A process writes at most LINES_A_MINUTE of them, and says how many it left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.minute = self.written = self.left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(REFUSED_REQUESTS):
            return True
        if (minute := int(record.created // 60)) != self.minute:
            self.minute, self.written = minute, 0
        if self.written >= LINES_A_MINUTE:
            self.left_out += 1
            return False
        self.written += 1
        line = record.getMessage().encode("unicode_escape").decode()[:LONGEST_LINE]
        if self.left_out:
            line += f" ({self.left_out} more requests were refused and left out)"
            self.left_out = 0
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        _shorten(record, line)
        return True


class DatabaseOutages(logging.Filter):
    """Shortens what is logged of each request and task while the database cannot be reached."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, OperationalError | InterfaceError) and is_unreachable(error):
            _shorten(record, " ".join(f"{record.getMessage()}: {error}".split()))
        return True


def _shorten(record: logging.LogRecord, line: str) -> None:
    record.msg, record.args = line, ()
    record.exc_info = record.exc_text = None
