"""The moves of a media contact between its states (4.j, 5.8)."""

from datetime import date, timedelta

import pytest

from policy.media_workflow import MOVES, open_moves
from policy.models import MediaContact
from policy.services.media_contacts import move_media_contact
from portal import clock
from portal.models import Post, Posts, TrailEvent
from portal.refusals import Refused, Stale
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.policy.media_contacts.reporting import HOUR, NOW, TODAY, move, report, told

pytestmark = pytest.mark.django_db


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
