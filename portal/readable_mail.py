"""Mail written to files that a person can read, one file a message: the demonstration's post."""

import re
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal import clock
from portal.wording import moment


class EmailBackend(BaseEmailBackend):
    """Write each message to a text file in EMAIL_FILE_PATH, named by its time and its subject."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            lines = [
                f"From: {message.from_email}",
                f"To: {', '.join(message.to)}",
                f"Subject: {message.subject}",
                f"Date: {moment(clock.now())}",
                f"Message-ID: {message.message()['Message-ID']}",
            ]
            lines += [f"Attachment: {name}" for name, _, _ in message.attachments]
            subject = re.sub(r"[^a-z0-9]+", "-", message.subject.lower()).strip("-")[:60]
            name = f"{clock.now():%Y-%m-%d-%H%M%S}-{subject}-{uuid4().hex[:6]}.txt"
            # Written under another name first, so that no reader meets half a message.
            unfinished = folder / f".{name}"
            files = [f"\n--- {name} ---\n\n{text}" for name, text, _ in message.attachments]
            text = "\n".join([*lines, "", message.body, *files])
            unfinished.write_text(text, encoding="utf-8")
            unfinished.rename(folder / name)
        return len(email_messages)
