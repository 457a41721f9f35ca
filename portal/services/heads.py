"""The heads of the trail: mailed to where its owner cannot write, and read from there again."""

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_string

from portal.models import Post, TrailSeal
from portal.services import notices, people
from portal.services.trail import Head

# What may stand between words once a mail was wrapped, quoted or forwarded.
BETWEEN = r"(?:[\s>|]|=20)+"
NOTED = re.compile(
    BETWEEN.join(["position", r"(\d{1,18})", "on", r"(\d{4}-\d\d-\d\d)", "head", "([0-9a-f]{64})"]),
    re.IGNORECASE,
)
SOFT_BREAK = re.compile(r"=[ \t]*\r?\n[> ]*")


def mail_head(*, today: date) -> int:
    """Mail the auditors the head of the trail, once a day: part of the hourly sweep."""
    last = TrailSeal.objects.order_by("-position").first()
    if last is None:
        return 0
    notices.tell(
        "trail_head",
        recipients=people.holders(Post.AUDITOR, day=today),
        about=f"head {today}",
        path="/",
        position=last.position,
        day=today.isoformat(),
        head=last.hmac,
    )
    return 1


def read_heads(text: str) -> list[Head]:
    """The heads that mails noted, each once, from their text, however they were wrapped.

    Of a mail saved whole, parts in base64 or quoted-printable are read too.
    """
    found = {}
    for part in _parts(text):
        for position, day, head in NOTED.findall(SOFT_BREAK.sub("", part)):
            noted = Head(hmac=head.lower(), position=int(position), day=day)
            found[noted] = noted
    return list(found)


def _parts(text: str) -> Iterator[str]:
    yield text
    # As mailboxes keep several mails in one file.
    for mail in re.split(r"^From .*\n", text, flags=re.MULTILINE):
        for part in message_from_string(mail).walk():
            payload = part.get_payload(decode=True)
            if payload:
                yield payload.decode(errors="replace")
