from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from portal import clock
from portal.models import Employee, Notice
from portal.services.notices import (
    choose_mail,
    mail_secret,
    mark_all_read,
    mark_read,
)
from portal.services.outbox import drain_outbox
from tests.databases import at_once
from tests.factories import EmployeeFactory
from tests.telling import tell_of, tell_urgently

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(NOW):
        yield


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
