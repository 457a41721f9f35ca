"""The page of a business case: where it stands, whose move it is, and its record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Message, Role, State
from cases.services.thread import post_message
from portal import clock
from portal.models import Employee, Post, TrailEvent
from tests.builders import NOW, a_case_in, a_complete_draft, holder_of, move, the_holder
from tests.factories import AppointmentFactory, AttendanceFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """The page of a case as a person reads it, as text."""

    def read_as(employee, case, page="detail", status=200):
        client.force_login(employee)
        response = client.get(reverse(f"cases:{page}", args=[case.reference]))
        assert response.status_code == status
        return response.content.decode()

    return read_as


def buttons(html: str) -> list[str]:
    """What the buttons of the page's main part say, in their order."""
    main = html.split('id="main-content"')[1].split("</main>")[0]
    return [
        part.split(">", 1)[1].split("<")[0].strip()
        for part in main.split('class="govuk-button')[1:]
        if not part.startswith("-group")
    ]


# State → the applicant's buttons, Communications', the Head of IT's. The first is the main one.
EXPECTED_BUTTONS = {
    State.DRAFT: (["Continue your answers", "Tell my manager and ask Communications", "Withdraw"],),
    State.ADVICE_REQUESTED: (["Take back to change it", "Withdraw"], ["Give advice"], []),
    State.CHANGES_REQUESTED: (
        ["Change your answers", "Present for a decision", "Ask Communications again", "Withdraw"],
        [],
        [],
    ),
    State.READY_TO_PRESENT: (
        ["Present for a decision", "Change your answers", "Ask Communications again", "Withdraw"],
        [],
        [],
    ),
    State.AWAITING_DECISION: (["Take back to change it", "Withdraw"], [], ["Decide"]),
    State.APPROVED: ([], [], []),
    State.REJECTED: ([], [], []),
    State.WITHDRAWN: ([], [], []),
}


@pytest.mark.parametrize("state", State.values)
def test_everyone_has_the_buttons_of_their_moves(read, state, start_from):
    case = start_from(a_case_in, state)
    readers = [
        case.applicant,
        the_holder(Post.COMMUNICATIONS_MANAGER),
        the_holder(Post.HEAD_OF_IT),
    ]

    for reader, expected in zip(readers, EXPECTED_BUTTONS[state], strict=False):
        assert buttons(read(reader, case)) == expected


@pytest.mark.parametrize(
    ("state", "holder"),
    [
        (State.DRAFT, "Applicant"),
        (State.ADVICE_REQUESTED, "Communications: Communications Manager"),
        (State.READY_TO_PRESENT, "Applicant"),
        (State.AWAITING_DECISION, "Head of IT &amp; Customer Services: Head of IT &amp; Customer"),
    ],
)
def test_says_who_holds_it(read, state, holder, start_from):
    case = start_from(a_case_in, state)

    aside = read(case.applicant, case).split("Where it stands</h2>")[1]

    assert holder in aside.split("</dd>")[0]
    assert "10:42am on 4 November 2026" in aside


def test_says_until_when_and_that_it_is_overdue(read, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    page = read(case.applicant, case)
    assert "18 November 2026" in page
    assert "Overdue" not in page
    with clock.at(NOW + timedelta(days=15)):
        assert "Overdue" in read(case.applicant, case)


def test_what_may_not_be_seen_does_not_exist(read, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    for page in ("detail", "thread", "history", "compare", "print"):
        read(EmployeeFactory(), case, page, status=404)


def test_nobody_may_act(read):
    adviser = holder_of(Post.COMMUNICATIONS_MANAGER)
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    case = a_case_in(State.DRAFT, covers=[(adviser, Role.AUTHOR)])
    move(case, "send", by=case.applicant, declared=True)

    page = read(case.applicant, case)
    assert "Everyone who could advise on this is named in it" in page
    assert "Appoint someone" not in page
    page = read(administrator, case)
    link = f"/appointments/new/?post=communications_manager&amp;case={case.reference}"
    assert f'href="{link}"' in page


def test_the_manager_gives_the_case_of_an_applicant_who_has_left(read, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    case.applicant.left_on = clock.today()
    case.applicant.save()

    page = read(case.manager, case)
    assert "Applicant left the council." in page
    assert "A new applicant" in page, "it waits for nobody else"
    assert "Answer due by" not in page
    assert "Give it to someone else" in buttons(page)
    assert "Give it to someone else" not in read(the_holder(Post.COMMUNICATIONS_MANAGER), case)


def test_advice_that_no_longer_stands_is_said(read, start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    case.advice.update(stale_at=NOW)

    page = read(case.applicant, case)

    assert "The platform, the type of social media or the authors changed" in page
    assert "then ask Communications again." in page
    assert "present it" not in page
    assert buttons(page) == ["Change your answers", "Ask Communications again", "Withdraw"]


def test_shows_advice_decision_attendance_and_answers(read, start_from):
    case = start_from(a_complete_draft)
    AttendanceFactory(person=case.applicant)
    case = a_case_in(State.CHANGES_REQUESTED, by=case.applicant)

    page = read(the_holder(Post.AUDITOR), case)

    assert "A sound idea." in page
    assert "The council owns the credentials" in page
    assert "Returned for changes" in page
    assert "Say more about records." in page
    assert "Attended 11 November 2026" in page
    assert "Not attended" in page
    assert "What is on in our libraries." in page


def test_the_reason_against_the_advice_stands_beside_it(read, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)
    case = move(case, "advise", by=adviser, verdict="against", text="We cannot moderate it.")
    case = move(case, "present", by=case.applicant, reason="We have three moderators.")
    why = "Why it was presented against the advice"

    page = read(case.manager, case)
    assert page.index("We cannot moderate it.") < page.index(why)
    assert page.index(why) < page.index("We have three moderators.")

    head = the_holder(Post.HEAD_OF_IT)
    case = move(case, "refer_back", by=head, reasons="Are three enough?")
    move(case, "advise", by=adviser, verdict="support", text="They are.")
    assert why not in read(case.manager, case)


def test_conditions_and_the_account_once_approved(read, start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    case = move(
        case,
        "approve",
        by=the_holder(Post.HEAD_OF_IT),
        conditions=[("Train a second administrator", clock.today() + timedelta(days=30))],
    )

    page = read(case.applicant, case)

    assert "Train a second administrator" in page
    assert "4 December 2026" in page
    assert f'href="/accounts/{case.account.pk}/"' in page
    assert f'href="/cases/{case.reference}/copy/"' in page


def test_history_tells_who_did_what_when_and_on_whose_behalf(read):
    acting = EmployeeFactory(name="Deputy")
    AppointmentFactory(
        employee=acting, post=Post.HEAD_OF_IT, acting=True, ends_on=clock.today() + timedelta(14)
    )
    case = a_case_in(State.AWAITING_DECISION)
    move(case, "return", by=acting, reasons="Name a second cover.")

    page = read(case.applicant, case, "history")

    assert "Asked for changes" in page
    acting_as = "Acting Head of IT &amp; Customer Services until 18 November 2026"
    assert f"by Deputy, {acting_as}" in page
    assert "Name a second cover." in page
    assert page.index("Asked for changes") < page.index("Started a business case")
    assert "2: presented for a decision" in page


def test_print_has_the_whole_record_with_its_fingerprints(read, start_from):
    case = start_from(a_case_in, State.REJECTED)
    post_message(case, by=case.applicant, text="Could we try again next year?")

    page = read(case.applicant, case, "print")

    for revision in case.revisions.all():
        assert revision.sha256 in page
    for words in (
        "What is on in our libraries.",
        "A sound idea.",
        "There is an account already.",
        "Could we try again next year?",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("name", "queries"), [("detail", 10), ("thread", 9), ("history", 10), ("print", 10)]
)
def test_costs_the_same_however_much_happened(client, django_assert_num_queries, name, queries):
    url = {}
    for many in (1, 30):
        case = a_case_in(
            State.AWAITING_DECISION,
            covers=[(EmployeeFactory(), Role.AUTHOR) for _ in range(many)],
        )
        Message.objects.bulk_create(
            Message(case=case, by=case.applicant, at=NOW, text="A question") for _ in range(many)
        )
        TrailEvent.objects.bulk_create(
            TrailEvent(at=NOW, event="case.message", subject=case.subject, actor=case.applicant)
            for _ in range(many)
        )
        url[many] = reverse(f"cases:{name}", args=[case.reference])
    client.force_login(the_holder(Post.HEAD_OF_IT))

    for many in (1, 30):
        with django_assert_num_queries(queries):
            client.get(url[many])


def test_costs_no_more_once_approved_with_conditions(client, django_assert_num_queries):
    urls = []
    for many in (1, 30):
        case = a_case_in(State.AWAITING_DECISION)
        due_on = clock.today() + timedelta(days=30)
        conditions = [(f"Condition {n}", due_on) for n in range(many)]
        case = move(case, "approve", by=the_holder(Post.HEAD_OF_IT), conditions=conditions)
        urls.append(case.get_absolute_url())
    client.force_login(the_holder(Post.AUDITOR))

    for url in urls:
        with django_assert_num_queries(10):
            client.get(url)


@pytest.mark.parametrize("state", [State.ADVICE_REQUESTED, State.APPROVED])
def test_a_manager_who_left_is_stood_in_for_by_the_next_one_up(read, state):
    above = EmployeeFactory(name="Above")
    case = a_case_in(state, manager=EmployeeFactory(name="Manager", line_manager=above))
    read(above, case, status=404)
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    read(administrator, case, status=404)

    Employee.objects.filter(name="Manager").update(left_on=clock.today())

    read(above, case)
    read(administrator, case, status=404)
    Employee.objects.filter(name="Above").update(left_on=clock.today())
    read(administrator, case)
