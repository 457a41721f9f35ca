"""400 days in which no beat ran: what each person is mailed once it runs again."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail

from cases.models import State
from portal import clock
from portal.models import Notice, Post
from portal.services import notices
from portal.services.outbox import drain_outbox
from portal.services.rules import apply_rules
from tests.builders import NOW, a_case_in, holder_of, the_holder
from tests.cases.accounts import a_live_account
from tests.factories import (
    AppointmentFactory,
    BookingFactory,
    EmployeeFactory,
    MediaContactFactory,
    SessionFactory,
)
from tests.policy.versions import newly_in_force

DOWN = timedelta(days=400)
DAYS_AFTER = 5
# When the sweeps find what a new day brings, when e-mail waits for the morning, and after it.
HOURS = (0, 8, 10)


def a_busy_council() -> None:
    """Accounts, cases, sessions and media contacts that wait for the same few people."""
    for post in Post:
        the_holder(post)
    manager = EmployeeFactory(name="Manager")
    lead = EmployeeFactory(name="Lead", line_manager=manager)
    for _ in range(3):
        a_live_account(by=lead)
        a_case_in(State.ADVICE_REQUESTED, by=lead)
        a_case_in(State.AWAITING_DECISION, by=lead)
    AppointmentFactory(
        employee=manager, post=Post.ACCESS_OPERATOR, acting=True, ends_on=clock.today()
    )
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=EmployeeFactory(left_on=clock.today()))
    newly_in_force()
    session = SessionFactory(starts_at=clock.now() + DOWN + timedelta(days=3))
    BookingFactory(session=session, person=lead, booked_at=clock.now())
    for _ in range(2):
        MediaContactFactory(reporter=lead)


@pytest.mark.django_db
def test_nobody_gets_more_than_one_e_mail_a_day_and_kind(settings, monkeypatch):
    settings.ATTENDANCE_VALID_MONTHS = 14
    with clock.at(NOW):
        a_busy_council()
    drains: list[list[Notice]] = []
    tell = notices.tell

    def tell_and_drain(*what, **how):
        """As another process may, which sends between any two rows that a sweep treats."""
        tell(*what, **how)
        drains.append(drained())

    monkeypatch.setattr(notices, "tell", tell_and_drain)
    for day in range(DAYS_AFTER):
        for hour in HOURS:
            with clock.at((NOW + DOWN + timedelta(days=day)).replace(hour=hour)):
                # What waited all the while goes before anything is written.
                drains.append(drained())
                apply_rules()
                drains.append(drained())

    e_mails = Counter()
    for mailed in drains:
        # A drain has sent each of them one e-mail.
        kinds = {(n.recipient_id, n.kind, clock.date_of(n.mailed_at)) for n in mailed}
        e_mails.update(kinds)
    assert len(e_mails) > 10
    assert max(e_mails.values()) == 1
    assert Notice.objects.filter(urgent=True).exclude(mailed_at=None).exists()
    late = Notice.objects.filter(mail_due_at__lte=NOW + DOWN + timedelta(days=DAYS_AFTER - 1))
    assert not late.exists()


def drained() -> list[Notice]:
    """What the outbox mails now that is not urgent: after what is, and in one e-mail a person."""
    before = set(Notice.objects.exclude(mailed_at=None).values_list("pk", flat=True))
    sent = drain_outbox()
    new = Notice.objects.exclude(mailed_at=None).exclude(pk__in=before)
    hurried = Counter(notice.recipient.email for notice in new if notice.urgent)
    to = [message.to[0] for message in mail.outbox[len(mail.outbox) - sent :]]
    assert Counter(to[: hurried.total()]) == hurried
    assert max(Counter(to[hurried.total() :]).values(), default=1) == 1
    return [notice for notice in new if not notice.urgent]
