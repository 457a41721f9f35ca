"""Media contacts: who hears and sees, the moves between states, reminders (4.j, 5.8)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from policy.media_workflow import MOVES, open_moves
from policy.models import MediaContact
from policy.services.media_contacts import (
    move_media_contact,
    remind_of_media_contacts,
    report_media_contact,
)
from portal import clock
from portal.models import Employee, Holiday, Notice, Post, Posts, TrailEvent
from portal.refusals import Refused, Stale
from tests.factories import AppointmentFactory, EmployeeFactory, MediaContactFactory

pytestmark = pytest.mark.django_db

# A Wednesday.
NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 4)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


@pytest.fixture
def chief():
    return AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, employee__name="Cora Chief"
    ).employee


@pytest.fixture
def adviser():
    return AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee


@pytest.fixture
def reporter():
    return EmployeeFactory(name="Rita Reporter", line_manager=EmployeeFactory(name="Mo Manager"))


def report(by: Employee, **more) -> MediaContact:
    said = {
        "who": "Jo Journalist",
        "outlet": "The Evening Example",
        "contacted_at": NOW - HOUR,
        "way": "phone",
        "asked": "Why is the pool closed?",
        "about_work_posts": False,
    }
    return report_media_contact(by=by, **{**said, **more})


def move(contact: MediaContact, name: str, by: Employee, text: str = "Say nothing yet."):
    contact = MediaContact.objects.get(pk=contact.pk)
    move_media_contact(contact, name, by=by, text=text, seen_version=contact.version)
    return MediaContact.objects.get(pk=contact.pk)


def told(person: Employee) -> list[str]:
    return list(person.notices.order_by("pk").values_list("subject", flat=True))


# Reporting


def test_the_communications_manager_and_who_acts_for_them_hear_at_once(chief, adviser, reporter):
    acting = AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, acting=True, ends_on=date(2026, 11, 4)
    ).employee
    before = AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, acting=True, ends_on=date(2026, 11, 3)
    ).employee
    Employee.objects.filter(pk=chief.pk).update(mail=Employee.Mail.DAILY)

    contact = report(reporter, deadline_at=NOW + 5 * HOUR)

    subject = "Media contact: The Evening Example, deadline 3:42pm on 4 November 2026"
    assert told(chief) == told(acting) == [subject]
    assert told(before) == told(adviser) == told(reporter.line_manager) == []
    notice = chief.notices.get()
    assert (notice.mail_due_at, notice.urgent) == (NOW, True)
    assert notice.path == f"/media-contacts/{contact.pk}/"
    assert "pool" not in notice.subject + notice.body
    assert "Jo Journalist" not in notice.body


def test_without_a_manager_the_advisers_hear_and_without_those_hr(adviser, reporter):
    hr = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    report(reporter)
    assert told(adviser) == ["Media contact: The Evening Example, no deadline"]
    assert told(hr) == []

    contact = report(adviser)

    assert len(told(adviser)) == 1
    assert told(hr) == ["Nobody can advise on a media contact"]
    assert hr.notices.get().path == "/appointments/"
    assert "Example" not in hr.notices.get().body
    assert not MediaContact.objects.visible_to(hr, Posts.of(hr, TODAY), TODAY).exists()
    assert contact.state == "reported"


def test_the_line_manager_hears_of_posts_made_for_work(chief, reporter):
    report(reporter, about_work_posts=True, account="Library news")
    assert told(reporter.line_manager) == [
        "Media contact about work: The Evening Example, no deadline"
    ]
    assert reporter.line_manager.notices.get().urgent


def test_where_the_manager_has_left_their_manager_hears(chief):
    upper = EmployeeFactory()
    gone = EmployeeFactory(line_manager=upper, left_on=TODAY)
    report(EmployeeFactory(line_manager=gone), about_work_posts=True)
    assert len(told(upper)) == 1
    assert told(gone) == []


def test_without_any_manager_the_policy_administrator_does_their_duties(chief):
    hr = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    report(EmployeeFactory(), about_work_posts=True)
    assert len(told(hr)) == 1


def test_a_manager_who_is_communications_manager_is_told_once(chief):
    report(EmployeeFactory(line_manager=chief), about_work_posts=True)
    assert told(chief) == ["Media contact: The Evening Example, no deadline"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"contacted_at": NOW + HOUR}, "When they contacted you must be now or earlier."),
        (
            {"contacted_at": NOW - HOUR, "deadline_at": NOW - HOUR},
            "The deadline must be after they contacted you.",
        ),
    ],
)
def test_times_that_cannot_be_are_refused(reporter, said, sentence):
    with pytest.raises(Refused, match=sentence):
        report(reporter, **said)


def test_the_trail_says_who_and_when_and_nothing_of_what(chief, reporter):
    contact = report(reporter)
    move(contact, "advise", chief, "Say that we look into it.")
    move(contact, "add", reporter, "They called again.")
    move(contact, "advise", chief, "No more advice is needed.")
    move(contact, "close", chief, "Nothing was published.")

    events = TrailEvent.objects.filter(subject=f"media contact {contact.pk}").order_by("pk")

    assert [(e.event, e.actor, e.actor_post, e.note, e.changes) for e in events] == [
        ("media.report", reporter, "", "", {"state": [None, "reported"]}),
        (
            "media.advise",
            chief,
            "Communications Manager",
            "",
            {"state": ["reported", "advised"]},
        ),
        ("media.add", reporter, "", "", {"state": ["advised", "reported"]}),
        (
            "media.advise",
            chief,
            "Communications Manager",
            "",
            {"state": ["reported", "advised"]},
        ),
        ("media.close", chief, "Communications Manager", "", {"state": ["advised", "closed"]}),
    ]
    assert "Example" not in "".join(event.summary for event in events)


# Moves


def test_advice_goes_back_to_the_reporter_at_once_and_more_can_follow(chief, adviser, reporter):
    contact = report(reporter, about_work_posts=True)
    contact = move(contact, "advise", chief, "Say that we look into it.")
    contact = move(contact, "advise", adviser, "Say that it opens on Monday.")

    assert (contact.state, contact.version) == ("advised", 3)
    assert [(note.kind, note.text, note.writer) for note in contact.notes.all()] == [
        ("advice", "Say that we look into it.", "Cora Chief, Communications Manager"),
        (
            "advice",
            "Say that it opens on Monday.",
            f"{adviser.name}, Communications adviser",
        ),
    ]
    assert told(reporter) == ["Advice from Communications: The Evening Example"] * 2
    assert told(reporter.line_manager)[1:] == told(reporter)
    assert reporter.notices.first().urgent


def test_who_acted_is_said_for_ever(reporter):
    acting = AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, acting=True, ends_on=date(2026, 11, 18)
    ).employee
    contact = move(report(reporter), "advise", acting)
    words = "Acting Communications Manager until 18 November 2026"
    assert contact.notes.get().by_post == words
    assert TrailEvent.objects.get(event="media.advise").actor_post == words


def test_what_the_reporter_adds_reaches_communications(chief, adviser, reporter):
    contact = report(reporter)
    contact = move(contact, "add", reporter, "They called again.")
    assert contact.state == "reported"
    subject = "More about a media contact: The Evening Example, no deadline"
    assert told(chief)[1:] == told(adviser) == [subject]
    assert told(reporter) == []


def test_what_is_added_after_advice_waits_for_advice_again(chief, reporter):
    contact = move(report(reporter), "advise", chief)
    with clock.at(NOW + HOUR):
        contact = move(contact, "add", reporter, "They called again.")
        assert refusal(contact, "close", chief) == (
            "Advise the reporter before you close this media contact."
        )
    assert (contact.state, contact.state_since) == ("reported", NOW + HOUR)
    assert contact.answer_due_at == NOW + 25 * HOUR
    assert contact.waits_again

    contact = move(contact, "advise", chief, "No more advice is needed.")

    assert contact.state == "advised"
    assert not contact.waits_again
    assert move(contact, "close", chief).is_closed


def test_a_deadline_met_by_earlier_advice_is_not_missed_by_what_is_added_after_it(chief, reporter):
    contact = report(reporter, deadline_at=NOW + 2 * HOUR)
    assert not contact.is_overdue(NOW + 2 * HOUR)
    assert contact.is_overdue(NOW + 3 * HOUR)
    contact = move(contact, "advise", chief)
    assert not contact.is_overdue(NOW + 3 * HOUR)
    with clock.at(NOW + HOUR):
        added_before = move(contact, "add", reporter)
    assert added_before.is_overdue(NOW + 3 * HOUR)
    contact = move(added_before, "advise", chief)
    with clock.at(NOW + 4 * HOUR):
        contact = move(contact, "add", reporter)
    assert not contact.is_overdue(NOW + 5 * HOUR)


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (None, timedelta(days=1)),
        (NOW + 2 * HOUR, 2 * HOUR),
        # It had passed when it was reported.
        (NOW - HOUR, timedelta(days=1)),
    ],
)
def test_advice_is_due_by_a_deadline_ahead_or_within_a_working_day(reporter, deadline, due):
    contacted = {"contacted_at": NOW - 3 * HOUR} if deadline else {}
    contact = report(reporter, deadline_at=deadline, **contacted)
    assert contact.advice_due_at == NOW + due
    assert not contact.is_overdue(NOW + due)
    assert contact.is_overdue(NOW + due + HOUR)

    before, after = (report(reporter, deadline_at=NOW + due + side * HOUR) for side in (-1, 1))
    assert list(MediaContact.objects.by_advice_due()) == [before, contact, after]


def test_closing_tells_the_reporter_in_their_usual_mail(chief, reporter):
    contact = move(report(reporter), "advise", chief)
    contact = move(contact, "close", chief, "Nothing was published.")
    assert contact.is_closed
    assert told(reporter)[-1] == "Closed: media contact by The Evening Example"
    assert not reporter.notices.first().urgent


# State → what the reporter, the reporter's manager, Communications, another adviser who reported
# it themselves, and a stranger can do.
OPEN_MOVES = {
    "reported": [["add"], [], ["advise"], []],
    "advised": [["add"], [], ["advise", "close"], []],
    "closed": [[], [], [], []],
}


@pytest.mark.parametrize("state", OPEN_MOVES)
def test_who_can_do_what_in_each_state(chief, reporter, state):
    contact = report(reporter, about_work_posts=True)
    for name in {"reported": [], "advised": ["advise"], "closed": ["advise", "close"]}[state]:
        contact = move(contact, name, chief)
    people = [reporter, reporter.line_manager, chief, EmployeeFactory()]
    assert [open_moves(contact, by=p, posts=Posts.of(p, TODAY)) for p in people] == (
        OPEN_MOVES[state]
    )


def refusal(contact, name, by, text="Words") -> str:
    with pytest.raises(Refused) as refused:
        move(contact, name, by, text)
    return str(refused.value)


def test_what_may_not_be_is_refused_in_words(chief, reporter):
    contact = report(reporter)
    assert refusal(contact, "advise", reporter) == "Only Communications can do this."
    assert refusal(contact, "add", chief) == (
        "Only Rita Reporter, who reported this media contact, can do this."
    )
    assert refusal(contact, "close", chief) == (
        "Advise the reporter before you close this media contact."
    )
    assert refusal(contact, "advise", chief, "  ") == "Enter what you want to say."
    own = report(chief)
    assert refusal(own, "advise", chief) == (
        "You reported this media contact, so someone else must do this."
    )
    contact = move(move(contact, "advise", chief), "close", chief)
    for name, by in (("advise", chief), ("add", reporter), ("close", chief)):
        assert refusal(contact, name, by) == "This media contact is closed."


def test_a_stale_page_is_refused(chief, adviser, reporter):
    contact = report(reporter)
    move(contact, "advise", chief)
    with pytest.raises(Stale, match="This media contact changed at 10:42am on 4 November 2026"):
        move_media_contact(contact, "advise", by=adviser, text="Other.", seen_version=1)
    assert contact.notes.count() == 1


def test_every_move_has_its_place_here():
    assert set(MOVES) == {name for moves in OPEN_MOVES.values() for own in moves for name in own}


# Who sees it


@pytest.mark.parametrize(("about_work", "manager_sees"), [(True, True), (False, False)])
def test_seen_by_reporter_communications_and_the_manager_of_the_day(
    chief, adviser, reporter, about_work, manager_sees
):
    former, manager = reporter.line_manager, EmployeeFactory()
    contact = report(reporter, about_work_posts=about_work)
    Employee.objects.filter(pk=reporter.pk).update(line_manager=manager)
    others = [
        AppointmentFactory(post=post).employee
        for post in (
            Post.HEAD_OF_IT,
            Post.ACCESS_OPERATOR,
            Post.POLICY_ADMINISTRATOR,
            Post.AUDITOR,
        )
    ]
    for_a_case = AppointmentFactory(
        post=Post.COMMUNICATIONS_ADVISER, acting=True, for_case="SM-2026-0001"
    ).employee
    system = EmployeeFactory(is_staff=True, is_superuser=True)

    seen_by = [
        person
        for person in (chief, adviser, reporter, former, manager, *others, for_a_case, system)
        if MediaContact.objects.visible_to(person, Posts.of(person, TODAY), TODAY)
        .filter(pk=contact.pk)
        .exists()
    ]

    assert seen_by == [chief, adviser, reporter, *([manager] if manager_sees else [])]


def test_where_nobody_manages_hr_sees_work_posts():
    hr = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    gone = EmployeeFactory(left_on=TODAY)
    contacts = [
        MediaContactFactory(about_work_posts=True),
        MediaContactFactory(about_work_posts=True, reporter__line_manager=gone),
    ]
    MediaContactFactory()
    MediaContactFactory(about_work_posts=True, reporter__line_manager=EmployeeFactory())
    assert list(MediaContact.objects.visible_to(hr, Posts.of(hr, TODAY), TODAY)) == contacts


# Reminders


def remind(at: datetime) -> int:
    with clock.at(at):
        return remind_of_media_contacts(today=clock.today())


def test_reminded_two_hours_before_the_deadline_once(chief, adviser, reporter):
    report(reporter, deadline_at=NOW + 5 * HOUR)
    assert remind(NOW + 3 * HOUR - timedelta(seconds=1)) == 0
    remind(NOW + 3 * HOUR)
    remind(NOW + 4 * HOUR)
    remind(NOW + 30 * HOUR)
    subject = "No advice yet: The Evening Example, deadline 3:42pm on 4 November 2026"
    assert told(chief)[1:] == told(adviser) == [subject]
    assert adviser.notices.get().urgent


def test_reminded_after_a_working_day_and_again_before_a_later_deadline(chief, reporter):
    Holiday.objects.create(day=date(2026, 11, 5), name="Town holiday")
    report(reporter, deadline_at=NOW + 120 * HOUR)
    assert remind(NOW + 48 * HOUR - timedelta(seconds=1)) == 0
    remind(NOW + 48 * HOUR)
    remind(NOW + 50 * HOUR)
    assert told(chief)[1:] == ["No advice for a working day: media contact by The Evening Example"]
    remind(NOW + 118 * HOUR)
    assert len(told(chief)) == 3


def test_a_backlog_reminds_of_the_deadline_alone(chief, reporter):
    report(reporter, deadline_at=NOW + HOUR)
    remind(NOW + 24 * 7 * HOUR)
    assert told(chief)[1:] == [
        "No advice yet: The Evening Example, deadline 11:42am on 4 November 2026"
    ]


def test_what_was_answered_is_not_reminded_of(chief, reporter):
    move(report(reporter), "advise", chief)
    assert remind(NOW + 24 * 7 * HOUR) == 0


def test_what_waits_again_is_reminded_of_again(chief, reporter):
    contact = report(reporter, deadline_at=NOW + HOUR)
    remind(NOW)
    with clock.at(NOW + 2 * HOUR):
        contact = move(move(contact, "advise", chief), "add", reporter)
    assert remind(NOW + 26 * HOUR - timedelta(seconds=1)) == 0
    remind(NOW + 26 * HOUR)
    remind(NOW + 27 * HOUR)
    assert told(chief)[1:] == [
        "No advice yet: The Evening Example, deadline 11:42am on 4 November 2026",
        "More about a media contact: The Evening Example, deadline 11:42am on 4 November 2026",
        "No advice for a working day: media contact by The Evening Example",
    ]
    body = chief.notices.first().body
    assert "Rita Reporter added to it at 12:42pm on 4 November 2026" in body


def test_who_holds_the_post_since_is_reminded_too(chief, reporter):
    report(reporter)
    remind(NOW + 24 * HOUR)
    successor = AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER, acting=True, ends_on=date(2026, 12, 1)
    ).employee
    remind(NOW + 25 * HOUR)
    assert len(told(successor)) == 1
    assert Notice.objects.filter(recipient=chief).count() == 2
