"""Telling people things: one row is the notice in the portal and the e-mail that carries it.

Services write the row in the transaction of what it tells of; `drain_outbox` sends what is due.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template import Context
from django.template.loader import get_template

from portal import clock
from portal.models import Employee, Notice

logger = logging.getLogger(__name__)

DIGEST_AT = time(8, 0)
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
TAKEN_AT_ONCE = 50


def tell(
    template: str, *, recipients: Iterable[Employee], about: str, path: str, **context
) -> list[Notice]:
    """Tell people something, once each: ``about`` names the occasion, such as ``case 12 sent 3``.

    ``template`` is a file of `templates/emails`, its first line the subject. A repeat of the same
    template and occasion to the same person does nothing. Whoever has left is not told.
    """
    now = clock.now()
    today = clock.date_of(now)
    notices = []
    for person in {p.pk: p for p in recipients}.values():
        if person.has_left(today):
            continue
        # Plain text: an apostrophe in a name is an apostrophe.
        words = Context({**context, "recipient": person}, autoescape=False)
        text = get_template(f"emails/{template}.txt").template.render(words)
        subject, _, body = text.partition("\n")
        notices.append(
            Notice(
                key=f"{template}|{about}|{person.pk}",
                recipient=person,
                subject=subject.strip()[:250],
                body=body.strip(),
                path=path,
                created_at=now,
                mail_due_at=_mail_due(person, now),
            )
        )
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return notices


def _mail_due(person: Employee, now: datetime) -> datetime:
    if person.mail == Employee.Mail.AT_ONCE:
        return now
    day = clock.date_of(now)
    digest = datetime.combine(day, DIGEST_AT, tzinfo=clock.COUNCIL_TIME)
    if digest <= now:
        digest = datetime.combine(day + timedelta(days=1), DIGEST_AT, tzinfo=clock.COUNCIL_TIME)
    return digest


def mark_read(*, notices: Iterable[int], by: Employee) -> int:
    """Mark a person's own notices as read."""
    return Notice.objects.filter(recipient=by, pk__in=notices, read_at=None).update(
        read_at=clock.now()
    )


def drain_outbox() -> int:
    """Send every e-mail that is due and return how many went.

    A row is taken by moving its due time forward, so that two workers never take the same one and
    the rows of a killed worker come back. What cannot be sent waits longer each time and holds
    nothing else up.
    """
    sent = 0
    with get_connection() as connection:
        while taken := _take(limit=TAKEN_AT_ONCE):
            for mails in taken:
                sent += _send(mails, connection=connection)
    return sent


def _take(*, limit: int) -> list[list[Notice]]:
    """Take what is due: one list for each e-mail to be sent, several notices in a digest."""
    now = clock.now()
    due = Notice.objects.filter(mail_due_at__lte=now).select_related("recipient")
    taken: dict[tuple, list[Notice]] = {}
    for notice in due.order_by("mail_due_at", "pk")[:limit]:
        was_due = notice.mail_due_at
        lease = now + LEASE
        if Notice.objects.filter(pk=notice.pk, mail_due_at=was_due).update(
            mail_due_at=lease, mail_attempts=notice.mail_attempts + 1
        ):
            notice.mail_due_at, notice.mail_attempts = lease, notice.mail_attempts + 1
            alone = notice.recipient.mail == Employee.Mail.AT_ONCE
            taken.setdefault((notice.recipient_id, notice.pk if alone else 0), []).append(notice)
    return list(taken.values())


def _send(notices: list[Notice], *, connection) -> int:
    keys = [n.pk for n in notices]
    recipient = notices[0].recipient
    if recipient.has_left(clock.today()):
        Notice.objects.filter(pk__in=keys).update(
            mail_due_at=None, mail_error="Not sent: they have left the council."
        )
        return 0
    try:
        _message(notices, connection=connection).send()
    except OSError as error:
        attempts = max(n.mail_attempts for n in notices)
        wait = min(timedelta(minutes=2**attempts), LONGEST_WAIT)
        Notice.objects.filter(pk__in=keys).update(
            mail_due_at=clock.now() + wait,
            mail_error=f"{type(error).__name__}: {error}"[:250],
        )
        logger.warning("e-mail for notices %s not sent, next try in %s: %s", keys, wait, error)
        return 0
    Notice.objects.filter(pk__in=keys).update(
        mail_due_at=None, mailed_at=clock.now(), mail_error=""
    )
    return 1


def _message(notices: list[Notice], *, connection) -> EmailMessage:
    first = notices[0]
    if len(notices) == 1:
        subject = first.subject
        body = f"{first.body}\n\n{settings.SITE_ADDRESS}{first.path}\n"
    else:
        subject = f"{len(notices)} things from the social media portal"
        body = "\n\n".join(
            f"{n.subject}\n{n.body}\n{settings.SITE_ADDRESS}{n.path}" for n in notices
        )
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[first.recipient.email],
        headers={"Message-ID": message_id(notices)},
        connection=connection,
    )


def message_id(notices: list[Notice]) -> str:
    """The Message-ID of an e-mail: the same however often it is sent."""
    name = sha256("\n".join(n.key for n in notices).encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.SITE_ADDRESS).hostname}>"
