"""Worker and beat killed again and again while reminders go out, and what became of each one."""

import asyncio
import time
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from cases.models import Review
from portal import clock
from portal.models import Notice, Post
from portal.services.outbox import LEASE
from tests.builders import the_holder
from tests.cases.accounts import a_live_account
from tests.factories import EmployeeFactory
from tests.processes import Sink, Site, beat, smtp_sink, wait_until, worker

# An overdue review that is 30 days late reminds four people: lead, manager, Communications and the
# Head of IT. Each account has a lead and a manager of its own; the other two get all of theirs as
# one e-mail, or as two on two days.
RECIPIENTS = 4
# A worker is killed after at most this many reminders and mails.
MOST_AT_A_TIME = 12


class SlowSink(Sink):
    """A mail server slow enough for a worker to be killed while it speaks."""

    seconds = 0.01

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        await asyncio.sleep(self.seconds)
        return await super().handle_DATA(server, session, envelope)


def overdue_reviews(count: int) -> None:
    """Live accounts whose first review was due more than 30 days before the real today."""
    went_live = clock.now() - timedelta(days=230)
    with transaction.atomic(), clock.at(went_live):
        the_holder(Post.HEAD_OF_IT)
        for _ in range(count):
            manager = EmployeeFactory(name="Manager")
            a_live_account(by=EmployeeFactory(name="Lead", line_manager=manager))
    # What the history told has been mailed long ago.
    Notice.objects.update(mail_due_at=None)


def kill_workers(site: Site, *, kills: int, beats: int, reviews: int) -> dict[str, int]:
    """Kill the worker, and before that the beat beside it, again and again while reminders go out;
    let a last one of each finish, and count what came.
    """
    overdue_reviews(reviews)
    expected = reviews * RECIPIENTS
    reminders = _reminders().select_related("recipient")
    with smtp_sink(site, kind=SlowSink) as sink:
        with worker(site):
            for _ in range(beats):
                with beat(site) as process:
                    wait_for_more_work(sink, 1)
                    process.kill()
        clock.move_forward(LEASE)
        for kill in range(kills):
            with worker(site, with_beat=True) as process:
                wait_for_more_work(sink, 1 + kill % MOST_AT_A_TIME)
                process.kill()
            # What the killed worker had taken is free again once its lease is over.
            clock.move_forward(LEASE)
        started = time.monotonic()
        with worker(site, with_beat=True):
            wait_until(
                lambda: reminders.count() == expected, seconds=120, what="everyone is reminded"
            )
            # Of one kind, nobody gets a second e-mail on the same day: it goes at 8am on the next.
            clock.move_forward(timedelta(days=2))
            wait_until(
                lambda: not Notice.objects.exclude(mail_due_at=None).exists(),
                seconds=120,
                what="every reminder has gone out",
            )
    return {
        "reminders": expected,
        "kills": kills,
        "kills of the beat": beats,
        "notices": reminders.count(),
        "mails": len(_ids(sink)),
        "sent again": len(_ids(sink)) - len(set(_ids(sink))),
        "lost": sum(not _reached(sink, reminder) for reminder in reminders),
        "most notices to one person of one review": _most_told(),
        "reviews reminded": Review.objects.filter(reminded=30).count(),
        "seconds to finish after the last kill": round(time.monotonic() - started),
    }


def wait_for_more_work(sink: Sink, more: int) -> None:
    enough = work_done(sink) + more
    wait_until(lambda: work_done(sink) >= enough, seconds=60, what="the worker is at work")


def work_done(sink: Sink) -> int:
    """Reminders written and mails received so far."""
    return _reminders().count() + len(sink.messages)


def _reminders() -> QuerySet[Notice]:
    return Notice.objects.filter(key__startswith="review_suspension_proposed|")


def _ids(sink: Sink) -> list[str]:
    return [message["Message-ID"] for message in sink.messages]


def _reached(sink: Sink, reminder: Notice) -> bool:
    """Whether an e-mail to its recipient leads to what the reminder is of."""
    lines = [
        line
        for mail in sink.to(reminder.recipient.email)
        for line in mail.get_content().splitlines()
    ]
    return any(line.endswith(reminder.path) for line in lines)


def _most_told() -> int:
    return max(Counter(_reminders().values_list("recipient", "path")).values())
