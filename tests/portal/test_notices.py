from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from portal import clock
from portal.models import Employee, Notice
from portal.services.notices import (
    TAKEN_AT_ONCE,
    choose_mail,
    drain_outbox,
    mail_secret,
    mark_all_read,
    mark_read,
    tell,
)
from tests.databases import at_once
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.processes import Sink, free_port, smtp_sink

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(NOW):
        yield


def tell_of(about: str, *people: Employee) -> None:
    held = AppointmentFactory.build(employee=EmployeeFactory.build(), post="auditor")
    tell("appointment_set", recipients=people, about=about, path="/", appointment=held)


# Telling


@pytest.mark.django_db
def test_one_row_is_the_notice_and_the_e_mail():
    person = EmployeeFactory(name="Ada O'Neill", email="ada@council.example")
    tell_of("appointment 1", person)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject) == (person, "You are Auditor from 1 January 2020")
    assert notice.body.startswith("Hello Ada O'Neill\n")
    assert drain_outbox() == 1
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["ada@council.example"], notice.subject)
    assert message.body == f"{notice.body}\n\nhttps://portal.example/\n"


@pytest.mark.django_db
def test_nobody_is_told_the_same_thing_twice():
    person, other = EmployeeFactory.create_batch(2)
    tell_of("appointment 1", person, person)
    tell_of("appointment 1", person, other)
    tell_of("appointment 2", person)
    assert Notice.objects.filter(recipient=person).count() == 2
    assert Notice.objects.filter(recipient=other).count() == 1


@pytest.mark.django_db
def test_whoever_has_left_is_not_told():
    tell_of("appointment 1", EmployeeFactory(left_on=NOW.date()))
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_whoever_leaves_before_the_e_mail_goes_is_not_sent_it():
    person = EmployeeFactory()
    tell_of("appointment 1", person)
    Employee.objects.update(left_on=NOW.date())
    assert drain_outbox() == 0
    notice = Notice.objects.get()
    assert (notice.mail_due_at, notice.mailed_at, notice.mail_error) == (
        None,
        None,
        "Not sent: they have left the council.",
    )
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_subject_cannot_bring_a_header_of_its_own():
    person = EmployeeFactory()
    tell_of("appointment 1", person)
    Notice.objects.update(subject="Approved\nBcc: everyone@council.example")
    drain_outbox()
    assert mail.outbox[0].subject == "Approved Bcc: everyone@council.example"


def test_the_same_thing_told_by_many_at_once_is_told_once(committed_db):
    person = EmployeeFactory()
    answers = at_once(*[lambda: tell_of("appointment 1", person)] * 8)
    assert answers == [None] * 8
    assert Notice.objects.count() == 1


# Reading


@pytest.mark.django_db
def test_a_person_reads_only_their_own():
    person, other = EmployeeFactory.create_batch(2)
    tell_of("appointment 1", person, other)
    mine, theirs = person.notices.get(), other.notices.get()
    mark_read(theirs, by=person)
    mark_read(mine, by=person)
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert (mine.read_at, theirs.read_at) == (NOW, None)


@pytest.mark.django_db
def test_marking_all_as_read_leaves_what_came_since():
    person = EmployeeFactory()
    tell_of("appointment 1", person)
    seen = person.notices.get()
    tell_of("appointment 2", person)
    mark_all_read(by=person, until=seen.pk)
    assert person.notices.filter(read_at=None).exclude(pk=seen.pk).count() == 1
    seen.refresh_from_db()
    assert seen.read_at == NOW


# At once or daily


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told_at", "sent_at"),
    [
        (datetime(2026, 11, 4, 7, 59, tzinfo=UTC), datetime(2026, 11, 4, 8, tzinfo=UTC)),
        (datetime(2026, 11, 4, 8, 0, tzinfo=UTC), datetime(2026, 11, 5, 8, tzinfo=UTC)),
        # 8am in London is 7am in UTC while summer time lasts, until 25 October 2026.
        (datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2026, 10, 24, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_a_daily_e_mail_goes_at_8am_in_london(told_at, sent_at):
    with clock.at(told_at):
        tell_of("appointment 1", EmployeeFactory(mail=Employee.Mail.DAILY))
    assert Notice.objects.get().mail_due_at == sent_at


@pytest.mark.django_db
def test_a_day_is_one_e_mail():
    person = EmployeeFactory(mail=Employee.Mail.DAILY)
    for number in range(3):
        tell_of(f"appointment {number}", person)
    assert drain_outbox() == 0
    with clock.at(NOW + timedelta(days=1)):
        assert drain_outbox() == 1
    message = mail.outbox[0]
    assert message.subject == "3 things from the social media portal"
    assert message.body.count("You are Auditor from 1 January 2020") == 3
    assert Notice.objects.filter(mailed_at=None).count() == 0


@pytest.mark.django_db
def test_one_thing_in_a_day_keeps_its_own_subject():
    tell_of("appointment 1", EmployeeFactory(mail=Employee.Mail.DAILY))
    with clock.at(NOW + timedelta(days=1)):
        drain_outbox()
    assert mail.outbox[0].subject == "You are Auditor from 1 January 2020"


@pytest.mark.django_db
def test_a_choice_of_daily_e_mail_counts_from_then_on():
    person = EmployeeFactory()
    choose_mail(by=person, mail=Employee.Mail.DAILY)
    tell_of("appointment 1", person)
    assert drain_outbox() == 0


# What is urgent


def tell_urgently(*people: Employee) -> None:
    appointment = AppointmentFactory(post="auditor")
    tell(
        "appointment_set",
        recipients=people,
        about="urgent",
        path="/",
        urgent=True,
        appointment=appointment,
    )


@pytest.mark.django_db
def test_what_is_urgent_is_mailed_at_once_whatever_they_chose():
    tell_urgently(EmployeeFactory(mail=Employee.Mail.DAILY), EmployeeFactory())
    assert drain_outbox() == 2
    assert not Notice.objects.exclude(mail_due_at=None).exists()


@pytest.mark.django_db
def test_what_is_urgent_goes_by_itself_beside_a_digest():
    person = EmployeeFactory(mail=Employee.Mail.DAILY)
    for number in range(2):
        tell_of(f"appointment {number}", person)
    with clock.at(NOW + timedelta(days=1)):
        tell_urgently(person)
        assert drain_outbox() == 2
    assert {message.subject for message in mail.outbox} == {
        "You are Auditor from 1 January 2020",
        "2 things from the social media portal",
    }


# Links for the mailbox alone


@pytest.mark.django_db
def test_a_wake_sends_so_many_and_what_is_urgent_first(settings):
    settings.MAILS_AT_ONCE = 20
    tell_of("campaign", *(EmployeeFactory() for _ in range(45)))
    ada = EmployeeFactory()
    tell_urgently(ada)

    sent = [drain_outbox() for _ in range(3)]

    assert sum(sent) == 46
    assert max(sent) == 20
    assert mail.outbox[0].to == [ada.email]


@pytest.mark.django_db
def test_a_secret_is_mailed_at_once_shown_nowhere_and_not_kept():
    person = EmployeeFactory(mail=Employee.Mail.DAILY)
    tell_of("appointment 1", person)
    mail_secret("password_reset", recipient=person, about="1", path="/sign-in/new-password/x-y/")
    assert person.notices.in_portal().count() == 1
    assert drain_outbox() == 1
    assert mail.outbox[0].body.endswith("https://portal.example/sign-in/new-password/x-y/\n")
    assert list(Notice.objects.values_list("mail_only", flat=True)) == [False]


@pytest.mark.django_db
def test_a_secret_is_never_in_a_digest():
    person = EmployeeFactory(mail=Employee.Mail.DAILY)
    tell_of("appointment 1", person)
    mail_secret("password_reset", recipient=person, about="1", path="/sign-in/new-password/x-y/")
    with clock.at(NOW + timedelta(days=1)):
        assert drain_outbox() == 2


@pytest.mark.django_db
def test_a_digest_holds_all_of_a_person_however_many_are_due():
    people = EmployeeFactory.create_batch(TAKEN_AT_ONCE - 1, mail=Employee.Mail.DAILY)
    for number in range(3):
        tell_of(f"appointment {number}", *people)
    with clock.at(NOW + timedelta(days=1)):
        assert drain_outbox() == len(people)
    assert {message.subject for message in mail.outbox} == {"3 things from the social media portal"}


# What goes wrong


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    return settings


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
def test_a_mail_server_that_is_down_costs_no_attempt_and_is_caught_up_with(smtp, caplog):
    tell_of("appointment 1", *EmployeeFactory.create_batch(3))
    assert drain_outbox() == 0
    assert "the mail server does not answer" in caplog.text
    assert set(Notice.objects.values_list("mail_attempts", "mail_due_at")) == {(0, NOW)}
    with smtp_sink(port=smtp.EMAIL_PORT) as sink:
        assert drain_outbox() == 3
    assert len(sink.messages) == 3


@pytest.mark.django_db
def test_nothing_due_asks_nothing_of_the_mail_server(smtp, caplog):
    assert drain_outbox() == 0
    assert caplog.text == ""


@pytest.mark.django_db
def test_what_the_server_refuses_waits_longer_each_time(smtp):
    tell_of("appointment 1", EmployeeFactory())
    waits, moment = [], NOW
    with smtp_sink(port=smtp.EMAIL_PORT) as sink:
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
def test_after_any_number_of_attempts_it_is_still_tried(smtp):
    tell_of("appointment 1", EmployeeFactory())
    Notice.objects.update(mail_attempts=5000)
    with smtp_sink(port=smtp.EMAIL_PORT) as sink:
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
def test_an_address_that_cannot_be_written_to_keeps_nobody_elses_e_mail_back(smtp, address):
    poisoned = EmployeeFactory(email="poisoned@council.example")
    before, after = EmployeeFactory(email="b@council.example"), EmployeeFactory()
    Employee.objects.filter(pk=poisoned.pk).update(email=address)
    tell_of("appointment 1", before)
    tell_of("appointment 1", Employee.objects.get(pk=poisoned.pk))
    tell_of("appointment 1", after)
    with smtp_sink(port=smtp.EMAIL_PORT, kind=Refusing) as sink:
        drain_outbox()
    assert len(sink.to(before.email)) == 1
    assert len(sink.to(after.email)) == 1
    notice = Notice.objects.get(recipient=poisoned)
    if notice.mailed_at is None:
        assert notice.mail_due_at == NOW + timedelta(minutes=2)
        assert notice.mail_error


@pytest.mark.django_db
def test_a_connection_that_breaks_costs_one_e_mail_a_delay_and_the_rest_nothing(smtp):
    tell_of("appointment 1", *EmployeeFactory.create_batch(5))
    with smtp_sink(port=smtp.EMAIL_PORT, kind=HangingUp):
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
        worker.setattr("portal.services.notices._send", killed)
        with pytest.raises(KeyboardInterrupt):
            drain_outbox()
    assert drain_outbox() == 0
    with clock.at(NOW + timedelta(minutes=5)):
        assert drain_outbox() == 1


def test_two_workers_that_drain_at_once_send_each_e_mail_once(committed_db):
    tell_of("appointment 1", *EmployeeFactory.create_batch(60))

    def drain():
        with clock.at(NOW):
            return drain_outbox()

    assert sum(at_once(*[drain] * 4)) == 60
    assert len(mail.outbox) == 60
    assert len({message.to[0] for message in mail.outbox}) == 60
