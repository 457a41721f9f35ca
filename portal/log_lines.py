"""What strangers can cause in the log: one line for each request refused, and few of them."""

import logging

REFUSED_REQUESTS = "django.security"
LINES_A_MINUTE = 10
LONGEST_LINE = 300


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
        record.msg, record.args = line, ()
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
