"""The decision page, from top to bottom, its check page, and what is refused."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import BusinessCase, Condition, Decision, Role, State
from cases.services.drafting import save_answers
from portal import clock
from portal.models import Post
from portal.refusals import Refused
from tests.builders import a_case_in, holder_of, move, the_holder
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BookingFactory,
    EmployeeFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

COMPLETE = {
    "approve": {"outcome": "approve"},
    "return": {"outcome": "return", "changes": "Name a second cover."},
    "refer_back": {"outcome": "refer_back", "asked": "Is the audience right?"},
    "reject": {"outcome": "reject", "reasons": "There is an account already."},
}


@pytest.fixture
def case(start_from):
    return start_from(a_case_in, State.AWAITING_DECISION)


@pytest.fixture
def head():
    return the_holder(Post.HEAD_OF_IT)


@pytest.fixture
def read(client):
    def read_as(case, employee=None, status=200):
        client.force_login(employee or the_holder(Post.HEAD_OF_IT))
        response = client.get(reverse("cases:decide", args=[case.reference]))
        assert response.status_code == status
        return response.content.decode()

    return read_as


@pytest.fixture
def send(client):
    """Send what was typed to the decision page, or to its check page."""

    def send_to(page, case, by=None, **typed):
        client.force_login(by or the_holder(Post.HEAD_OF_IT))
        data = {"version": case.version, **typed}
        return client.post(reverse(f"cases:{page}", args=[case.reference]), data)

    return send_to


def test_is_drawn_from_the_advice_to_the_decision(read):
    applicant = EmployeeFactory(name="Lead")
    booked, absent = EmployeeFactory(name="Booked"), EmployeeFactory(name="Absent")
    AttendanceFactory(
        person=applicant, session=SessionFactory(starts_at=clock.now().replace(day=2))
    )
    BookingFactory(person=booked, session=SessionFactory(starts_at=clock.now().replace(day=11)))
    case = a_case_in(
        State.READY_TO_PRESENT,
        by=applicant,
        covers=[(booked, Role.AUTHOR), (absent, Role.ADMINISTRATOR)],
    )
    save_answers(
        case,
        by=applicant,
        seen_version=case.version,
        answers={"aims": "More visits by teenagers."},
    )
    case = move(case, "present", by=applicant)

    page = read(case)

    in_order = [
        "Advice of Communications",
        "A sound idea.",
        "The council owns the credentials",
        "What changed since the advice",
        "[removed: </span>families.",
        "[added: </span>teenagers.",
        "Who has attended an awareness session?",
        "Attended 2 November 2026",
        "Access can start",
        "Not attended: booked for 11 November 2026",
        "Access stays off",
        "Not attended: not booked",
        "Access stays off",
        "What is on in our libraries.",
        "What do you decide?",
        "Access can start for 1 person now. It stays off for 2 people until they attend.",
    ]
    position = 0
    for words in in_order:
        position = page.index(words, position)


def a_case_against_the_advice():
    """Presented although Communications does not support it."""
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)
    case = a_case_in(State.ADVICE_REQUESTED)
    case = move(case, "advise", by=adviser, verdict="against", text="The post is enough.")
    return move(case, "present", by=case.applicant, reason="Families do not read letters.")


@pytest.fixture
def against(start_from):
    return start_from(a_case_against_the_advice)


def test_says_why_it_is_presented_against_the_advice(read, against):
    page = read(against)
    assert "Families do not read letters." in page
    assert "Communications does not support this business case." in page


@pytest.mark.parametrize("to", ["decide", "decide_check"])
def test_approving_against_the_advice_needs_a_reason(send, against, to):
    response = send(to, against, confirm="1", outcome="approve")
    assert response.status_code == 422
    assert "Enter why you approve this against the advice" in response.content.decode()
    with pytest.raises(Refused, match="Enter why you approve this against the advice"):
        move(against, "approve", by=the_holder(Post.HEAD_OF_IT))
    assert not Decision.objects.exists()


def test_the_reason_for_approving_against_the_advice_is_checked_and_kept(send, against):
    typed = {"outcome": "approve", "comment": "Families asked for it."}
    page = send("decide", against, **typed).content.decode()
    assert "Communications does not support this business case." in page
    send("decide_check", against, confirm="1", **typed)
    assert Decision.objects.get().reasons == "Families asked for it."


def test_other_decisions_against_the_advice_do_not_ask_why_it_is_approved(send, against):
    page = send("decide", against, **COMPLETE["return"])
    assert page.status_code == 200
    assert "Communications does not support" not in page.content.decode()


def test_a_decision_that_is_late_is_shown_as_overdue(read, case):
    assert "Overdue" not in read(case)
    with clock.at(clock.now() + timedelta(days=60)):
        assert "Overdue" in read(case)


def test_someone_acting_reads_for_whom_and_until_when_and_it_is_kept(read, send, case):
    acting = EmployeeFactory(name="Deputy")
    AppointmentFactory(
        employee=acting,
        post=Post.HEAD_OF_IT,
        acting=True,
        ends_on=clock.today().replace(day=18),
    )

    notice = "You are acting for the Head of IT &amp; Customer Services until 18 November 2026"
    assert notice in read(case, acting)
    send("decide_check", case, by=acting, confirm="1", **COMPLETE["approve"])
    decision = Decision.objects.get()
    assert decision.by == acting
    assert decision.by_post == "Acting Head of IT & Customer Services until 18 November 2026"


def test_the_decision_page_decides_nothing_and_leads_to_its_check_page(send, case):
    response = send(
        "decide",
        case,
        outcome="approve",
        comment="A sound case.",
        **{
            "condition-1": "Train a second administrator",
            "condition-1-due-day": "1",
            "condition-1-due-month": "12",
            "condition-1-due-year": "2026",
        },
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "Check your decision" in page
    assert "Train a second administrator<br>Due by 1 December 2026" in page
    assert (
        "Nobody&#x27;s access can start now. It stays off for 2 people until they attend." in page
    )
    assert "A sound case." in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "state", "reasons"),
    [
        ("approve", State.APPROVED, ""),
        ("return", State.CHANGES_REQUESTED, "Name a second cover."),
        ("refer_back", State.ADVICE_REQUESTED, "Is the audience right?"),
        ("reject", State.REJECTED, "There is an account already."),
    ],
)
def test_confirming_decides(client, send, case, outcome, state, reasons):
    checked = send("decide", case, **COMPLETE[outcome])

    kept = dict(checked.context["kept"])
    url = reverse("cases:decide_check", args=[case.reference])
    response = client.post(url, {**kept, "confirm": "1"})

    assert response.status_code == 302
    assert response.url == f"/cases/{case.reference}/"
    assert BusinessCase.objects.get(pk=case.pk).state == state
    assert Decision.objects.get().reasons == reasons


def test_conditions_are_kept_with_their_dates(send, case):
    conditions = {}
    for row, (text, day) in enumerate([("First", "1"), ("", ""), ("Third", "3")], start=1):
        conditions |= {
            f"condition-{row}": text,
            f"condition-{row}-due-day": day,
            f"condition-{row}-due-month": "12" if day else "",
            f"condition-{row}-due-year": "2026" if day else "",
        }

    send("decide_check", case, confirm="1", **COMPLETE["approve"], **conditions)

    assert list(Condition.objects.values_list("text", "due_on")) == [
        ("First", date(2026, 12, 1)),
        ("Third", date(2026, 12, 3)),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Select your decision"),
        ({"outcome": "return"}, "Enter what must change"),
        ({"outcome": "refer_back"}, "Enter what Communications must advise on"),
        ({"outcome": "reject"}, "Enter your reasons"),
        ({"outcome": "approve", "condition-1": "Train"}, "Enter when condition 1 is due"),
        (
            {
                "outcome": "approve",
                "condition-1": "Train",
                "condition-1-due-day": "3",
                "condition-1-due-month": "11",
                "condition-1-due-year": "2026",
            },
            "The date of condition 1 must be today or in the future",
        ),
    ],
)
@pytest.mark.parametrize("to", ["decide", "decide_check"])
def test_what_is_missing_is_said(send, case, to, typed, sentence):
    response = send(to, case, confirm="1", **typed)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Decision.objects.exists()


def test_a_wrong_date_is_said_of_its_own_condition(send, case):
    typed = {"outcome": "approve"}
    for row, day in ((1, "31"), (2, "")):
        typed |= {f"condition-{row}": "Train", f"condition-{row}-due-day": day}
        typed |= {f"condition-{row}-due-month": "2", f"condition-{row}-due-year": "2027"}

    page = send("decide", case, **typed).content.decode()

    assert "The date condition 1 is due must be a real date, like 27 3 2027" in page
    assert "The date condition 2 is due must include a day" in page


def test_room_for_another_condition_without_javascript(send, case):
    typed = {"outcome": "approve", "condition-1": "Train", "condition-1-due-day": "31"}

    for rows in (2, 3, 4, 5):
        response = send("decide", case, **{**typed, "add-condition": "1"})
        form = response.context["form"]
        assert response.status_code == 200
        assert list(form.rows) == list(range(1, rows + 1))
        assert form["condition-1"].value() == "Train"
        assert form["condition-1-due"].value()[0] == "31"
        typed[f"condition-{rows}"] = ""
    assert "Add another condition" not in response.content.decode()


def test_changing_a_decision_before_it_is_made(send, case):
    response = send("decide_check", case, change="1", **COMPLETE["reject"])

    page = response.content.decode()
    assert response.status_code == 200
    assert "What do you decide?" in page
    assert "There is an account already." in page


@pytest.mark.parametrize("to", ["decide", "decide_check"])
def test_a_page_drawn_too_early_is_refused(send, case, to):
    seen = case.version
    case = move(case, "take_back", by=case.applicant)
    case = move(case, "present", by=case.applicant)
    case.version = seen

    response = send(to, case, confirm="1", **COMPLETE["approve"])

    page = response.content.decode()
    assert response.status_code == 409
    assert (
        "This case changed at 10:42am on 4 November 2026. Check it again before you decide." in page
    )
    assert f'href="/cases/{case.reference}/"' in page
    assert not Decision.objects.exists()


def test_who_comes_second_is_told_who_decided_and_when(send, case):
    first = EmployeeFactory(name="The first")
    AppointmentFactory(employee=first, post=Post.HEAD_OF_IT, acting=True, for_case=case.reference)
    move(case, "approve", by=first)

    response = send("decide_check", case, confirm="1", **COMPLETE["reject"])

    assert response.status_code == 409
    assert (
        f"The first (Acting Head of IT &amp; Customer Services for {case.reference}) already "
        "answered this at 10:42am on 4 November 2026: approved." in response.content.decode()
    )
    assert Decision.objects.count() == 1


def test_who_sees_the_case_but_does_not_decide_is_told_so(read, case):
    page = read(case, holder_of(Post.COMMUNICATIONS_ADVISER), status=409)

    assert "Only the Head of IT &amp; Customer Services can do this." in page
    read(case, EmployeeFactory(), status=404)


def test_the_check_page_has_no_address_of_its_own(client, case, head):
    client.force_login(head)

    response = client.get(reverse("cases:decide_check", args=[case.reference]))

    assert response.url == reverse("cases:decide", args=[case.reference])


def test_shows_how_it_was_answered_before(read):
    case = a_case_in(State.CHANGES_REQUESTED)
    case = move(case, "present", by=case.applicant)

    page = read(case)

    assert "How it was answered before" in page
    assert "Say more about records." in page
