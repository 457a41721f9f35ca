"""Telling people things: one row is the notice in the portal and the e-mail that carries it.

Services write the row in the transaction of what it tells of; `portal.services.outbox` sends it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.template import Context
from django.template.loader import get_template

from portal import clock
from portal.models import Employee, Notice

DIGEST_AT = time(8, 0)

_in_sweep: ContextVar[bool] = ContextVar("in_sweep", default=False)


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


@contextmanager
def sweeping() -> Iterator[None]:
    """Mark what is written meanwhile as set off by a date and by no person's act.

    Of one kind, nobody then gets more than one e-mail a day.
    """
    token = _in_sweep.set(True)
    try:
        yield
    finally:
        _in_sweep.reset(token)


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
        by_sweep=_in_sweep.get(),
    )


def _mail_due(person: Employee, now: datetime) -> datetime:
    return now if person.mail == Employee.Mail.AT_ONCE else next_digest(now)


def next_digest(now: datetime) -> datetime:
    """When those who chose one e-mail a day get theirs next."""
    today = clock.date_of(now)
    digest = digest_on(today)
    return digest if digest > now else digest_on(today + timedelta(days=1))


def digest_on(day: date) -> datetime:
    """When they get theirs on a day."""
    return datetime.combine(day, DIGEST_AT, tzinfo=clock.COUNCIL_TIME)


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
