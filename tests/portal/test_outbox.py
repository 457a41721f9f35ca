import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import get_connection

from portal import clock, smtp
from portal.models import Employee, Notice, Outbox
from portal.services import notices, outbox
from portal.services.outbox import LEASE, drain_outbox
from tests.databases import at_once
from tests.factories import EmployeeFactory
from tests.killing import SlowSink
from tests.mail_servers import UNTIL_AN_E_MAIL, bad_server
from tests.processes import Sink, free_port, smtp_sink
from tests.telling import tell_of, tell_urgently

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(NOW):
        yield


@pytest.fixture
def mail_by_smtp(settings):
    settings.EMAIL_BACKEND = "portal.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    return settings


# How many, and in what order


def minutes(number: float) -> datetime:
    return NOW.replace(second=0) + timedelta(minutes=number)


def drained_at(moment: datetime) -> int:
    with clock.at(moment):
        return drain_outbox()


@pytest.mark.django_db
def test_so_many_go_out_in_a_minute_however_often_the_outbox_is_woken(settings):
    settings.MAIL_PER_MINUTE = 20
    tell_of("campaign", *EmployeeFactory.create_batch(45))

    sent = [drained_at(minutes(1 + wake / 6)) for wake in range(24)]

    assert sent == [20, *[0] * 5, 20, *[0] * 5, 5, *[0] * 11]


@pytest.mark.django_db
def test_what_is_urgent_goes_first_and_is_not_counted(settings):
    settings.MAIL_PER_MINUTE = 2
    tell_of("campaign", *EmployeeFactory.create_batch(5))
    hurried = EmployeeFactory.create_batch(5)
    tell_urgently(*hurried)

    assert drain_outbox() == 7
    assert {message.to[0] for message in mail.outbox[:5]} == {one.email for one in hurried}


@pytest.mark.django_db
def test_a_rate_of_0_lets_only_urgent_ones_out(settings):
    settings.MAIL_PER_MINUTE = 0
    tell_of("campaign", EmployeeFactory())
    tell_urgently(EmployeeFactory())

    assert [drained_at(minutes(n)) for n in (1, 2, 3)] == [1, 0, 0]


@pytest.mark.django_db
def test_what_waits_for_one_person_goes_as_one_e_mail_and_counts_as_one(settings):
    settings.MAIL_PER_MINUTE = 2
    person, other = EmployeeFactory.create_batch(2)
    for number in range(5):
        tell_of(f"appointment {number}", person, other)

    assert drain_outbox() == 2
    assert [message.subject for message in mail.outbox] == [
        "5 things from the social media portal"
    ] * 2


def tell_by_sweep(about: str, *people: Employee) -> None:
    with notices.sweeping():
        tell_of(about, *people)


@pytest.mark.django_db
def test_of_one_kind_a_sweep_mails_nobody_twice_a_day():
    person, other = EmployeeFactory.create_batch(2)
    tell_by_sweep("appointment 1", person)
    assert drain_outbox() == 1
    tell_by_sweep("appointment 2", person)
    tell_by_sweep("appointment 3", person)
    tell_by_sweep("appointment 2", other)

    assert drain_outbox() == 1
    assert drained_at(NOW.replace(hour=23)) == 0
    assert drained_at(NOW.replace(day=5, hour=7, minute=59)) == 0
    assert drained_at(NOW.replace(day=5, hour=8, minute=0)) == 1
    assert mail.outbox[-1].subject == "2 things from the social media portal"


@pytest.mark.django_db
def test_what_a_person_sets_off_is_mailed_at_once_however_much_was_today():
    person = EmployeeFactory()
    tell_by_sweep("appointment 1", person)
    assert drain_outbox() == 1
    tell_of("appointment 2", person)
    assert drain_outbox() == 1


# One drain at a time


@pytest.mark.django_db
def test_who_comes_second_returns_at_once_until_the_lease_is_over():
    tell_of("appointment 1", EmployeeFactory())
    # As if a worker was killed while it held the outbox.
    Outbox.objects.create(leased_until=NOW + LEASE, lease=7)

    assert drain_outbox() == 0
    assert drained_at(NOW + LEASE) == 1
    assert Outbox.objects.values_list("lease", "leased_until").get() == (8, None)


def test_a_lease_outlasts_all_that_may_happen_before_it_is_renewed():
    # Sending, closing the connection, opening another.
    assert LEASE > 3 * smtp.LONGEST_STEP
    # A drain, and the e-mail that it began last, before the next minute's sweeps.
    assert timedelta(seconds=outbox.DRAIN_SECONDS) + smtp.LONGEST_STEP < timedelta(minutes=1)


def test_a_slow_server_gets_nothing_twice_though_all_takes_longer_than_a_lease(
    committed_db, mail_by_smtp, monkeypatch
):
    """Twenty e-mails take four leases; others are woken meanwhile, again and again."""
    monkeypatch.setattr("portal.services.outbox.LEASE", timedelta(seconds=1))
    monkeypatch.setattr(SlowSink, "seconds", 0.2)
    tell_of("appointment 1", *EmployeeFactory.create_batch(20))
    everything_is_sent = threading.Event()

    def woken():
        while not everything_is_sent.is_set():
            drain_outbox()
            if not Notice.objects.exclude(mail_due_at=None).exists():
                everything_is_sent.set()
            time.sleep(0.05)

    with smtp_sink(port=mail_by_smtp.EMAIL_PORT, kind=SlowSink) as sink:
        assert at_once(*[woken] * 3) == [None] * 3

    assert len(sink.messages) == len({message["To"] for message in sink.messages}) == 20


@pytest.mark.django_db
def test_who_has_lost_the_lease_sends_no_further_e_mail(monkeypatch):
    tell_of("appointment 1", *EmployeeFactory.create_batch(3))
    send = outbox._send

    def send_and_lose_it(notices, *, connection):
        Outbox.objects.update(lease=99)
        return send(notices, connection=connection)

    monkeypatch.setattr("portal.services.outbox._send", send_and_lose_it)
    assert drain_outbox() == 1


@pytest.mark.django_db
def test_what_another_has_taken_since_is_left_to_it(monkeypatch):
    tell_of("appointment 1", EmployeeFactory())
    send = outbox._send

    def send_too_late(notices, *, connection):
        Notice.objects.update(mail_due_at=NOW + 2 * LEASE)
        return send(notices, connection=connection)

    monkeypatch.setattr("portal.services.outbox._send", send_too_late)
    drain_outbox()
    assert Notice.objects.get().mail_due_at == NOW + 2 * LEASE


# A mail server that takes its time


@pytest.fixture
def impatient(settings, monkeypatch):
    """Half a second for each wait, and a whole one for each step."""
    settings.EMAIL_BACKEND = "portal.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.5
    monkeypatch.setattr(smtp, "STEP_SECONDS", 1)
    settings.EMAIL_HOST = "127.0.0.1"
    return settings


@pytest.mark.django_db
@pytest.mark.parametrize("drips", [False, True], ids=["silent", "dripping"])
@pytest.mark.parametrize("tried", [0, 1], ids=["at once", "in the middle of an e-mail"])
def test_the_first_time_out_ends_the_drain(impatient, drips, tried):
    tell_of("appointment 1", *EmployeeFactory.create_batch(60))
    lines = UNTIL_AN_E_MAIL if tried else []

    with bad_server(lines=lines, drips=drips) as server:
        impatient.EMAIL_PORT = server.port
        began = time.monotonic()
        assert drain_outbox() == 0
        took = time.monotonic() - began

    # One of sixty waits was had, and none of the others.
    assert took < 10 * impatient.EMAIL_TIMEOUT
    assert server.calls == 1
    assert Notice.objects.filter(mail_attempts=1).count() == tried
    assert Notice.objects.filter(mail_due_at__lte=NOW).count() == 60 - tried
    # Whatever else waits for the worker has its turn.
    assert drain_outbox() == 0
    assert server.calls == 1
    assert Outbox.objects.get().leased_until == NOW + outbox.REST


@pytest.mark.django_db
def test_a_slow_server_is_left_for_the_next_wake(mail_by_smtp, monkeypatch):
    monkeypatch.setattr(outbox, "DRAIN_SECONDS", 0.5)
    monkeypatch.setattr(SlowSink, "seconds", 0.2)
    tell_of("appointment 1", *EmployeeFactory.create_batch(20))

    with smtp_sink(port=mail_by_smtp.EMAIL_PORT, kind=SlowSink):
        assert 0 < drain_outbox() < 20


def test_an_encrypted_connection_is_bounded_too(settings):
    settings.EMAIL_USE_SSL = True
    kind = get_connection("portal.smtp.EmailBackend").connection_class
    assert kind.getreply is smtp.Connection.getreply
    assert kind.connect is smtp.Connection.connect


# What goes wrong


class Refusing(Sink):
    """A mail server that does not know one address."""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address == "refused@council.example":
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


class HangingUp(Sink):
    """A mail server that ends the connection in the middle of the first e-mail."""

    hung_up = False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.hung_up:
            return await super().handle_DATA(server, session, envelope)
        self.hung_up = True
        server.transport.abort()
        return "250 OK"


@pytest.mark.django_db
def test_a_mail_server_that_is_down_costs_no_attempt_and_is_caught_up_with(mail_by_smtp, caplog):
    tell_of("appointment 1", *EmployeeFactory.create_batch(3))
    assert drain_outbox() == 0
    assert "the mail server does not answer" in caplog.text
    assert set(Notice.objects.values_list("mail_attempts", "mail_due_at")) == {(0, NOW)}
    with smtp_sink(port=mail_by_smtp.EMAIL_PORT) as sink:
        assert drain_outbox() == 3
    assert len(sink.messages) == 3


@pytest.mark.django_db
def test_nothing_due_asks_nothing_of_the_mail_server(mail_by_smtp, caplog):
    assert drain_outbox() == 0
    assert caplog.text == ""


@pytest.mark.django_db
def test_what_the_server_refuses_waits_longer_each_time(mail_by_smtp):
    tell_of("appointment 1", EmployeeFactory())
    waits, moment = [], NOW
    with smtp_sink(port=mail_by_smtp.EMAIL_PORT) as sink:
        sink.answer = "451 Try again later"
        for _ in range(12):
            with clock.at(moment):
                assert drain_outbox() == 0
            due = Notice.objects.get().mail_due_at
            waits.append((due - moment).total_seconds() / 60)
            moment = due
        assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]
        sink.answer = "250 OK"
        with clock.at(moment):
            assert drain_outbox() == 1
    notice = Notice.objects.get()
    assert (notice.mailed_at, notice.mail_due_at, notice.mail_error) == (moment, None, "")


@pytest.mark.django_db
def test_after_any_number_of_attempts_it_is_still_tried(mail_by_smtp):
    tell_of("appointment 1", EmployeeFactory())
    Notice.objects.update(mail_attempts=5000)
    with smtp_sink(port=mail_by_smtp.EMAIL_PORT) as sink:
        sink.answer = "451 Try again later"
        assert drain_outbox() == 0
    assert Notice.objects.get().mail_due_at == NOW + timedelta(hours=6)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "refused@council.example",  # by the mail server
        "two@@signs.example",  # by Python, before it reaches the server
        "no-sign",
        "line\nbreak@council.example",
        "ünïcode@council.example",
        "",
    ],
)
def test_an_address_that_cannot_be_written_to_keeps_nobody_elses_e_mail_back(mail_by_smtp, address):
    poisoned = EmployeeFactory(email="poisoned@council.example")
    before, after = EmployeeFactory(email="b@council.example"), EmployeeFactory()
    Employee.objects.filter(pk=poisoned.pk).update(email=address)
    tell_of("appointment 1", before)
    tell_of("appointment 1", Employee.objects.get(pk=poisoned.pk))
    tell_of("appointment 1", after)
    with smtp_sink(port=mail_by_smtp.EMAIL_PORT, kind=Refusing) as sink:
        drain_outbox()
    assert len(sink.to(before.email)) == 1
    assert len(sink.to(after.email)) == 1
    notice = Notice.objects.get(recipient=poisoned)
    if notice.mailed_at is None:
        assert notice.mail_due_at == NOW + timedelta(minutes=2)
        assert notice.mail_error


@pytest.mark.django_db
def test_a_connection_that_breaks_costs_one_e_mail_a_delay_and_the_rest_nothing(mail_by_smtp):
    tell_of("appointment 1", *EmployeeFactory.create_batch(5))
    with smtp_sink(port=mail_by_smtp.EMAIL_PORT, kind=HangingUp):
        assert drain_outbox() == 4
        with clock.at(NOW + timedelta(minutes=2)):
            assert drain_outbox() == 1


@pytest.mark.django_db
def test_an_e_mail_sent_twice_has_one_message_id():
    tell_of("appointment 1", EmployeeFactory())
    drain_outbox()
    # As if the worker was killed after sending and before it noted so.
    Notice.objects.update(mailed_at=None, mail_due_at=NOW)
    drain_outbox()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.extra_headers["Message-ID"].endswith("@portal.example>")


@pytest.mark.django_db
def test_what_a_killed_worker_had_taken_comes_back_after_its_lease(monkeypatch):
    tell_of("appointment 1", EmployeeFactory())

    def killed(notices, *, connection):
        raise KeyboardInterrupt

    with monkeypatch.context() as worker:
        worker.setattr("portal.services.outbox._send", killed)
        with pytest.raises(KeyboardInterrupt):
            drain_outbox()
    assert drain_outbox() == 0
    with clock.at(NOW + LEASE):
        assert drain_outbox() == 1


def test_two_workers_that_drain_at_once_send_each_e_mail_once(committed_db):
    tell_of("appointment 1", *EmployeeFactory.create_batch(60))

    def drain():
        with clock.at(NOW):
            return drain_outbox()

    assert sum(at_once(*[drain] * 4)) == 60
    assert len(mail.outbox) == 60
    assert len({message.to[0] for message in mail.outbox}) == 60
