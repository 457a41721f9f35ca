"""The outbox: sends the e-mails of the notices that are due, by one worker at a time."""

import logging
from contextlib import suppress
from datetime import datetime, time, timedelta
from hashlib import sha256
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet

from portal import clock
from portal.models import Notice, Outbox
from portal.services.notices import digest_on
from portal.services.restoring import check_database, mark_database
from portal.smtp import LONGEST_STEP

logger = logging.getLogger(__name__)

# A drain begins no further e-mail after so long, so that a slow mail server holds up nothing that
# waits for the same worker: with the last e-mail it ends within a minute.
DRAIN_SECONDS = 20
# Longer than all that may happen until it is renewed: an e-mail is sent, and where that fails, the
# connection is closed and another opened.
LEASE = 6 * LONGEST_STEP
# After a slow drain the worker does other things, however often the beat wakes the outbox: what is
# to be sealed or imported waits as a message that is dropped once the next one comes.
REST = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_DOUBLINGS = 9


def drain_outbox() -> int:
    """Send the e-mails that are due, urgent ones first, and return how many went.

    What is not urgent goes at the rate of MAIL_PER_MINUTE. One drain runs at a time: another that
    is woken meanwhile returns at once. The first time-out ends it, and a later wake goes on.
    """
    check_database()
    mark_database()
    if not _due().exists() or not (lease := _take_lease()):
        return 0
    sent, began = 0, monotonic()
    try:
        with get_connection() as connection:
            while monotonic() - began < DRAIN_SECONDS and (notices := _take(lease)):
                sent += _send(notices, connection=connection)
    except OSError as error:
        logger.warning("the mail server does not answer, so e-mail waits: %s", error)
    finally:
        was_slow = monotonic() - began >= settings.EMAIL_TIMEOUT
        rests_until = clock.now() + REST if was_slow else None
        Outbox.objects.filter(lease=lease).update(leased_until=rests_until)
    return sent


def _due() -> QuerySet[Notice]:
    return Notice.objects.filter(mail_due_at__lte=clock.now())


def _take_lease() -> int | None:
    """Take the outbox where nobody holds it, and return the number of the lease."""
    now = clock.now()
    outbox, _ = Outbox.objects.get_or_create(pk=1)
    free = Outbox.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now))
    lease = outbox.lease + 1
    taken = free.filter(lease=outbox.lease).update(lease=lease, leased_until=now + LEASE)
    return lease if taken else None


@transaction.atomic
def _take(lease: int) -> list[Notice]:
    """Take the notices of the next e-mail; none where none may go, or the lease has run out.

    A notice is taken by moving its due time forward, so that what a killed worker had comes back.
    """
    outbox = Outbox.objects.select_for_update().get(pk=1)
    if outbox.lease != lease:
        return []
    may_go = _due() if _has_room(outbox) else _due().filter(urgent=True)
    if outbox.held_since:
        # Links that someone asks for now are for nobody to release.
        may_go = may_go.filter(mail_only=True)
    notices = _next(may_go=may_go)
    if notices:
        outbox.leased_until = clock.now() + LEASE
        outbox.mails_in_minute += not notices[0].urgent
        outbox.save()
    for notice in notices:
        notice.mail_due_at = outbox.leased_until
        notice.mail_attempts += 1
    Notice.objects.bulk_update(notices, ["mail_due_at", "mail_attempts"])
    return notices


def _has_room(outbox: Outbox) -> bool:
    """Whether another e-mail that is not urgent may go out in this minute."""
    minute = clock.now().replace(second=0, microsecond=0)
    if outbox.minute != minute:
        outbox.minute, outbox.mails_in_minute = minute, 0
    return outbox.mails_in_minute < settings.MAIL_PER_MINUTE


def _next(*, may_go: QuerySet[Notice]) -> list[Notice]:
    """The notices of the next e-mail: an urgent one by itself, or all others of one person."""
    due = may_go.select_related("recipient").order_by("-urgent", "mail_due_at", "pk")
    while (first := due.first()) and not first.urgent:
        if notices := _without_repeats(list(due.filter(recipient=first.recipient_id))):
            return notices
    return [first] if first else []


def _without_repeats(notices: list[Notice]) -> list[Notice]:
    """A person's notices without those of a kind that a sweep has mailed them today.

    These wait for the next day: after a long stop, sweeps find much that is due, hour by hour.
    """
    if not any(notice.by_sweep for notice in notices):
        return notices
    today = clock.today()
    midnight = datetime.combine(today, time.min, tzinfo=clock.COUNCIL_TIME)
    kinds = {n.kind for n in notices[0].recipient.notices.filter(mailed_at__gte=midnight)}
    repeats = [n.pk for n in notices if n.by_sweep and n.kind in kinds]
    tomorrow = digest_on(today + timedelta(days=1))
    Notice.objects.filter(pk__in=repeats).update(mail_due_at=tomorrow)
    return [notice for notice in notices if notice.pk not in repeats]


def _send(notices: list[Notice], *, connection: BaseEmailBackend) -> int:
    """Send one e-mail; raises OSError where the mail server is gone or too slow."""
    if notices[0].recipient.has_left(clock.today()):
        _finish(notices, mail_error="Not sent: they have left the council.")
        return 0
    began = monotonic()
    try:
        _message(notices, connection=connection).send()
    except Exception as error:
        _postpone(notices, error)
        if monotonic() - began >= settings.EMAIL_TIMEOUT:
            raise TimeoutError(f"it took too long to take an e-mail: {error}") from error
        # Whatever is wrong with one e-mail, the next goes on a fresh connection.
        with suppress(OSError):
            connection.close()
        connection.open()
        return 0
    _finish(notices, mailed_at=clock.now(), mail_error="")
    return 1


def _ours(notices: list[Notice]) -> QuerySet[Notice]:
    """The rows of an e-mail, as far as nobody else has taken them since."""
    taken_until = notices[0].mail_due_at
    return Notice.objects.filter(pk__in=[n.pk for n in notices], mail_due_at=taken_until)


def _finish(notices: list[Notice], **outcome) -> None:
    """Record what became of an e-mail; one that carried a secret is removed."""
    rows = _ours(notices)
    rows.filter(mail_only=True).delete()
    rows.update(mail_due_at=None, **outcome)


def _postpone(notices: list[Notice], error: Exception) -> None:
    attempts = min(max(n.mail_attempts for n in notices), MOST_DOUBLINGS)
    wait = min(timedelta(minutes=2**attempts), LONGEST_WAIT)
    _ours(notices).update(
        mail_due_at=clock.now() + wait, mail_error=f"{type(error).__name__}: {error}"[:250]
    )
    keys = [n.pk for n in notices]
    logger.warning("e-mail for notices %s not sent, next try in %s: %s", keys, wait, error)


def _message(notices: list[Notice], *, connection: BaseEmailBackend) -> EmailMessage:
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
