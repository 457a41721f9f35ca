"""Who needs an awareness session, and asking them to book one (5.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Role, State
from cases.needs import needs_of, people_needing
from policy.models import Invitation
from policy.services.awareness import invite
from portal import clock
from portal.models import Employee, Notice, Post, TrailEvent
from portal.refusals import Refused
from tests.builders import NOW, a_case_in, a_complete_draft, holder_of, the_holder
from tests.cases.accounts import an_approved_account, attend
from tests.factories import AttendanceFactory, BookingFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def needing():
    return {need.person: need for need in needs_of(people_needing(clock.today()), at=NOW)}


def reasons(need):
    return [(reason.title, reason.url, reason.since) for reason in need.reasons]


def test_those_named_in_a_case_that_was_sent_and_is_not_decided():
    member = EmployeeFactory()
    a_complete_draft()
    a_case_in(State.REJECTED)
    a_case_in(State.WITHDRAWN)
    case = a_case_in(State.READY_TO_PRESENT, covers=[(member, Role.AUTHOR)])
    attend(case.applicant)

    found = needing()

    assert set(found) == {member}
    title = f"{case.reference}: Library news"
    assert reasons(found[member]) == [(title, case.get_absolute_url(), case.sent_at)]


def test_those_whose_access_waits_since_the_first_thing_they_are_named_for():
    with clock.at(NOW - timedelta(days=9)):
        account = an_approved_account()
    lead = account.lead
    case = a_case_in(State.ADVICE_REQUESTED, by=Employee.objects.get(pk=lead.pk))

    need = needing()[lead]

    assert need.since == NOW - timedelta(days=9)
    assert [reason.title for reason in need.reasons] == [
        f"{case.reference}: Library news",
        "Library news",
    ]


def test_an_attendance_counts_while_it_counts_and_a_leaver_needs_none(settings, start_from):
    account = start_from(an_approved_account)
    cover = account.accesses.get(role="administrator").person
    old = SessionFactory(starts_at=NOW - timedelta(days=800))
    AttendanceFactory(session=old, person=account.lead)
    assert set(needing()) == {cover}
    settings.ATTENDANCE_VALID_MONTHS = 24
    assert set(needing()) == {account.lead, cover}
    Employee.objects.filter(pk=cover.pk).update(left_on=clock.today())
    assert set(needing()) == {account.lead}


def test_what_is_done_about_it():
    people = [EmployeeFactory(name=name) for name in ("Booked", "Waiting", "Asked", "Nothing")]
    a_case_in(State.ADVICE_REQUESTED, covers=[(person, Role.AUTHOR) for person in people])
    session = SessionFactory(places=1)
    BookingFactory(session=session, person=people[0])
    BookingFactory(session=session, person=people[1], waiting=True)
    later = SessionFactory(starts_at=NOW + timedelta(days=20))
    invite(later, people=[people[2]], by=later.organiser)

    found = needing()

    done = [(found[p].booking, found[p].invitation, found[p].to_invite) for p in people]
    assert [(bool(b), bool(b and b.waiting), bool(i), t) for b, i, t in done] == [
        (True, False, False, False),
        (True, True, False, False),
        (False, False, True, False),
        (False, False, False, True),
    ]


def test_people_are_asked_once_for_a_session():
    session, first, second = SessionFactory(), EmployeeFactory(), EmployeeFactory()
    booked = BookingFactory(session=session).person
    organiser = session.organiser

    assert invite(session, people=[first, booked], by=organiser) == 1
    assert invite(session, people=[first, second], by=organiser) == 1
    assert invite(session, people=[first, second], by=organiser) == 0

    subject = "Book an awareness session: 10am on 11 November 2026"
    told = Notice.objects.order_by("pk").values_list("recipient", "subject", "path")
    path = f"/awareness/{session.pk}/"
    assert list(told) == [(first.pk, subject, path), (second.pk, subject, path)]
    events = TrailEvent.objects.filter(event="session.invite")
    assert [event.note for event in events] == [first.name, second.name]
    assert Invitation.objects.count() == 2


def test_only_who_runs_a_session_to_come_asks():
    session = SessionFactory()
    with pytest.raises(Refused, match="Only the organiser of this session and Communications"):
        invite(session, people=[EmployeeFactory()], by=EmployeeFactory())
    started = SessionFactory(starts_at=NOW)
    with pytest.raises(Refused, match="This session started"):
        invite(started, people=[EmployeeFactory()], by=started.organiser)


def test_communications_asks_those_ticked_in_one_step(client, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    cover = case.named_people.get().person
    session = SessionFactory(places=1)
    BookingFactory(session=session)
    client.force_login(the_holder(Post.COMMUNICATIONS_MANAGER))
    url = reverse("needs:list")
    html = " ".join(client.get(url).content.decode().split())
    assert html.count(" checked>") == 2
    assert "full, with a waiting list" in html

    answer = client.post(url, {"people": [cover.pk], "session": session.pk}, follow=True)

    html = " ".join(answer.content.decode().split())
    assert "1 person is asked to book the session at 10am on 11 November 2026." in html
    assert Invitation.objects.get().person == cover
    assert html.count(" checked>") == 1

    again = client.post(url, {"people": [cover.pk], "session": session.pk})
    assert again.status_code == 422
    said = ["Everyone you selected was asked before, or has a place there"]
    assert again.context["form"].errors == {"people": said}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"people": []}, "Select at least 1 person"),
        ({"session": ""}, "Select a session"),
        ({"people": ["4000000"]}, "Select an answer that is listed"),
    ],
)
def test_what_is_missing_is_said(client, typed, sentence, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    client.force_login(the_holder(Post.COMMUNICATIONS_MANAGER))
    right = {"people": [case.applicant_id], "session": SessionFactory().pk}

    answer = client.post(reverse("needs:list"), right | typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_long_list_has_pages(client):
    covers = [(person, Role.AUTHOR) for person in EmployeeFactory.create_batch(30)]
    a_case_in(State.ADVICE_REQUESTED, covers=covers)
    client.force_login(holder_of(Post.COMMUNICATIONS_ADVISER))

    first = client.get(reverse("needs:list"))
    second = client.get(reverse("needs:list"), {"after": first.context["page"].next})

    listed = [need.person for page in (first, second) for need in page.context["needs"]]
    assert (len(listed), len(set(listed))) == (31, 31)
