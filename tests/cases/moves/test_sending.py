"""What sending and taking back need, write and tell."""

from datetime import date

import pytest

from cases.models import BusinessCase, State
from cases.services.records import fingerprint
from portal.models import Holiday, Notice, Post
from portal.refusals import Refused
from tests.builders import NOW, a_case_in, a_complete_draft, a_draft, holder_of, move
from tests.cases.moves.making import change, told
from tests.factories import AttendanceFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


def test_sending_tells_the_manager_and_asks_communications():
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=EmployeeFactory(name="Adviser"))
    holder_of(Post.COMMUNICATIONS_MANAGER, employee=EmployeeFactory(name="Chief"))

    case = move(a_complete_draft(), "send", by=BusinessCase.objects.get().applicant, declared=True)

    assert case.state == State.ADVICE_REQUESTED
    assert case.sent_at == NOW
    assert case.due_on == date(2026, 11, 18)
    assert told("case_sent") == {"Applicant"}
    assert told("manager_told") == {"Manager"}
    assert told("advice_needed") == {"Adviser", "Chief"}
    assert told("book_session") == {"Applicant", "Cover"}
    subject = Notice.objects.filter(key__startswith="advice_needed|").first().subject
    assert subject == "Advice needed by 18 November 2026: Library news"


def test_holidays_are_no_working_days():
    Holiday.objects.create(day=date(2026, 11, 9), name="A local holiday")

    assert a_case_in(State.ADVICE_REQUESTED).due_on == date(2026, 11, 19)


def test_who_has_attended_is_not_asked_to_book(start_from):
    case = start_from(a_complete_draft)
    AttendanceFactory(person=case.applicant)

    move(case, "send", by=case.applicant, declared=True)

    assert told("book_session") == {"Cover"}


def test_an_incomplete_case_is_not_sent():
    case = a_draft()

    with pytest.raises(Refused, match="Some questions are not answered yet"):
        move(case, "send", by=case.applicant, declared=True)


def test_sending_needs_the_conduct_declaration(start_from):
    case = start_from(a_complete_draft)

    with pytest.raises(Refused, match="Confirm that you will follow the rules"):
        move(case, "send", by=case.applicant)


def test_sending_freezes_the_answers_with_their_fingerprint(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    revision = case.revisions.get()
    frozen = revision.answers

    move(case, "take_back", by=case.applicant)
    change(case, platform="Instagram")

    revision.refresh_from_db()
    assert revision.answers == frozen
    assert revision.sha256 == fingerprint(frozen)
    assert revision.declared_by == case.applicant
    assert len(revision.sha256) == 64
