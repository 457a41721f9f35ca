"""Telling people things: one row is the notice in the portal and the e-mail that carries it.

Services write the row in the transaction of what it tells of; `drain_outbox` sends what is due.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import get_template

from portal import clock
from portal.models import Employee, Notice

logger = logging.getLogger(__name__)

DIGEST_AT = time(8, 0)
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
MOST_DOUBLINGS = 9
# So few that they are sent within the lease even where each waits for EMAIL_TIMEOUT.
TAKEN_AT_ONCE = 20


@dataclass(frozen=True)
class Attachment:
    """A text that an e-mail carries as a file; the ending of its name says what it is."""

    name: str
    text: str


def tell(
    template: str,
    *,
    recipients: Iterable[Employee],
    about: str,
    path: str,
    urgent: bool = False,
    attachment: Attachment | None = None,
    **context,
) -> None:
    """Tell people something, once each: ``about`` names the occasion, such as ``case 12 sent 3``.

    ``template`` is a file of `templates/emails`, its first line the subject. A repeat of the same
    template and occasion to the same person does nothing. Whoever has left is not told. What is
    urgent is mailed at once and by itself, also to those who chose one e-mail a day.
    """
    now = clock.now()
    today = clock.date_of(now)
    people = {p.pk: p for p in recipients if not p.has_left(today)}.values()
    told = []
    for person in people:
        due = now if urgent else _mail_due(person, now)
        notice = _notice(template, person, about, path, context, now, mail_due_at=due)
        notice.urgent = urgent
        if attachment:
            notice.attachment_name, notice.attachment = attachment.name, attachment.text
        told.append(notice)
    Notice.objects.bulk_create(told, ignore_conflicts=True)


def tell_two_addresses(
    template: str, *, recipient: Employee, former: str, about: str, path: str, **context
) -> None:
    """Tell someone at once, by one e-mail to their address and to the one they had before."""
    now = clock.now()
    notice = _notice(template, recipient, about, path, context, now, mail_due_at=now)
    notice.urgent, notice.also_to = True, former
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def mail_secret(template: str, *, recipient: Employee, about: str, path: str) -> None:
    """Send someone a link by e-mail alone and at once: whoever sits at their screen, or reads the
    database later, must not find it.
    """
    now = clock.now()
    notice = _notice(template, recipient, about, path, {}, now, mail_due_at=now)
    notice.mail_only = notice.urgent = True
    notice.save(force_insert=True)


def _notice(
    template: str,
    person: Employee,
    about: str,
    path: str,
    context: dict,
    now: datetime,
    mail_due_at: datetime,
) -> Notice:
    # Plain text: an apostrophe in a name is an apostrophe.
    words = Context({**context, "recipient": person}, autoescape=False)
    text = get_template(f"emails/{template}.txt").template.render(words)
    subject, _, body = text.partition("\n")
    return Notice(
        key=f"{template}|{about}|{person.pk}",
        recipient=person,
        subject=subject.strip()[:250],
        body=body.strip(),
        path=path,
        created_at=now,
        mail_due_at=mail_due_at,
    )


def _mail_due(person: Employee, now: datetime) -> datetime:
    if person.mail == Employee.Mail.AT_ONCE:
        return now
    day = clock.date_of(now)
    digest = datetime.combine(day, DIGEST_AT, tzinfo=clock.COUNCIL_TIME)
    if digest <= now:
        digest = datetime.combine(day + timedelta(days=1), DIGEST_AT, tzinfo=clock.COUNCIL_TIME)
    return digest


def mark_read(notice: Notice, *, by: Employee) -> None:
    """Mark one of a person's own notices as read."""
    _mark_read(by.notices.filter(pk=notice.pk))


def mark_all_read(*, by: Employee, until: int) -> None:
    """Mark a person's notices as read, up to the newest that they have seen, by its number."""
    _mark_read(by.notices.in_portal().filter(pk__lte=until))


def _mark_read(notices: QuerySet[Notice]) -> None:
    notices.filter(read_at=None).update(read_at=clock.now())


def choose_mail(*, by: Employee, mail: Employee.Mail) -> None:
    """Keep how a person wants our e-mails: at once, or in one a day."""
    by.mail = mail
    by.save(update_fields=["mail"])


def drain_outbox() -> int:
    """Send the e-mails that are due, urgent ones first, and return how many went.

    No more than MAILS_AT_ONCE, so that a campaign is spread over many wakes of the beat.

    A row is taken by moving its due time forward, so that two workers never take the same one and
    the rows of a killed worker come back. What cannot be sent waits longer each time and holds
    nothing else up.
    """
    if not _due().exists():
        return 0
    sent = 0
    try:
        with get_connection() as connection:
            while sent < settings.MAILS_AT_ONCE and (taken := _take()):
                for notices in taken:
                    sent += _send(notices, connection=connection)
    except OSError as error:
        logger.warning("the mail server does not answer, so e-mail waits: %s", error)
    return sent


def _due() -> QuerySet[Notice]:
    return Notice.objects.filter(mail_due_at__lte=clock.now())


def _take() -> list[list[Notice]]:
    """Take what is due: one list for each e-mail to be sent, all of a person's in their digest."""
    taken: dict[tuple, list[Notice]] = {}
    due = _due().select_related("recipient").order_by("-urgent", "mail_due_at", "pk")
    oldest = list(due[:TAKEN_AT_ONCE])
    in_digests = {notice.recipient_id for notice in oldest if not _goes_alone(notice)}
    rest = due.filter(recipient__in=in_digests, mail_only=False, urgent=False)
    rest = rest.exclude(pk__in=[notice.pk for notice in oldest])
    for notice in [*oldest, *rest]:
        lease = clock.now() + LEASE
        if Notice.objects.filter(pk=notice.pk, mail_due_at=notice.mail_due_at).update(
            mail_due_at=lease, mail_attempts=notice.mail_attempts + 1
        ):
            notice.mail_due_at, notice.mail_attempts = lease, notice.mail_attempts + 1
            alone = notice.pk if _goes_alone(notice) else 0
            taken.setdefault((notice.recipient_id, alone), []).append(notice)
    return list(taken.values())


def _goes_alone(notice: Notice) -> bool:
    return notice.mail_only or notice.urgent or notice.recipient.mail == Employee.Mail.AT_ONCE


def _send(notices: list[Notice], *, connection: BaseEmailBackend) -> int:
    """Send one e-mail; raises OSError where the mail server is gone."""
    if notices[0].recipient.has_left(clock.today()):
        _finish(notices, mail_error="Not sent: they have left the council.")
        return 0
    try:
        _message(notices, connection=connection).send()
    except Exception as error:
        # Whatever is wrong with one e-mail, the next goes on a fresh connection.
        _postpone(notices, error)
        with suppress(OSError):
            connection.close()
        connection.open()
        return 0
    _finish(notices, mailed_at=clock.now(), mail_error="")
    return 1


def _finish(notices: list[Notice], **outcome) -> None:
    """Record what became of an e-mail; one that carried a secret is removed."""
    rows = Notice.objects.filter(pk__in=[n.pk for n in notices])
    rows.filter(mail_only=True).delete()
    rows.update(mail_due_at=None, **outcome)


def _postpone(notices: list[Notice], error: Exception) -> None:
    attempts = min(max(n.mail_attempts for n in notices), MOST_DOUBLINGS)
    wait = min(timedelta(minutes=2**attempts), LONGEST_WAIT)
    keys = [n.pk for n in notices]
    Notice.objects.filter(pk__in=keys).update(
        mail_due_at=clock.now() + wait, mail_error=f"{type(error).__name__}: {error}"[:250]
    )
    logger.warning("e-mail for notices %s not sent, next try in %s: %s", keys, wait, error)


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
    message = EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[first.recipient.email, *filter(None, [first.also_to])],
        headers={"Message-ID": message_id(notices)},
        connection=connection,
    )
    for name, text in _attachments(notices).items():
        message.attach(name, text)
    return message


def _attachments(notices: list[Notice]) -> dict[str, str]:
    """The files of an e-mail by their names; of those with one name, what was told last."""
    oldest_first = sorted(notices, key=lambda notice: notice.pk)
    return {n.attachment_name: n.attachment for n in oldest_first if n.attachment_name}


def message_id(notices: list[Notice]) -> str:
    """The Message-ID of an e-mail: the same however often it is sent."""
    name = sha256("\n".join(n.key for n in notices).encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.SITE_ADDRESS).hostname}>"
