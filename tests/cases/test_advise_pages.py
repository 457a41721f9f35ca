"""Communications advises, on a page that shows what was asked and what changed."""

import pytest
from django.urls import reverse

from cases.models import Advice, State
from cases.services.drafting import save_answers
from portal import clock
from portal.models import Post
from tests.builders import a_case_in, move, the_holder
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

STANDARD = [
    "The council owns the account's sign-in details",
    "At least 2 people can administer the account",
    "Comments are moderated",
    "Records of what is posted are kept",
]


@pytest.fixture
def case():
    return a_case_in(State.ADVICE_REQUESTED)


@pytest.fixture
def adviser():
    return the_holder(Post.COMMUNICATIONS_MANAGER)


@pytest.fixture
def advise(client, adviser):
    """Send the form of a case's advice, as the adviser."""

    def send(case, **answers):
        client.force_login(adviser)
        data = {
            "version": case.version,
            "verdict": "conditions",
            "text": "Yes, with care.",
            "standard_controls": STANDARD[:2],
            "own_controls": "A list of who answers at weekends\n\nComments are moderated",
            **answers,
        }
        return client.post(reverse("cases:advise", args=[case.reference]), data)

    return send


def test_the_standard_controls_are_ticked(client, case, adviser):
    client.force_login(adviser)

    response = client.get(reverse("cases:advise", args=[case.reference]))

    form = response.context["form"]
    assert form["standard_controls"].value() == STANDARD
    assert "What is on in our libraries." in response.content.decode()


def test_advises_with_standard_controls_and_ones_of_their_own(case, adviser, advise):
    response = advise(case)

    assert response.status_code == 302
    advice = Advice.objects.get()
    assert (advice.verdict, advice.text, advice.by) == ("conditions", "Yes, with care.", adviser)
    assert [control.text for control in advice.controls.all()] == [
        *STANDARD[:2],
        "A list of who answers at weekends",
        "Comments are moderated",
    ]
    case.refresh_from_db()
    assert case.state == State.READY_TO_PRESENT


def test_what_is_missing_is_said_and_what_was_typed_kept(case, advise):
    response = advise(case, verdict="", text="", own_controls="x" * 201)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Select your advice" in page
    assert "Enter your advice" in page
    assert "Each control must be 200 characters or less" in page
    assert "x" * 201 in page
    assert not Advice.objects.exists()


def test_asked_again_it_shows_what_is_asked_and_both_wordings(client, adviser):
    case = a_case_in(State.READY_TO_PRESENT)
    save_answers(
        case,
        by=case.applicant,
        seen_version=case.version,
        answers={"audience": "Families who live near a library."},
    )
    case = move(case, "ask_again", by=case.applicant, asked="Are families the right audience?")
    client.force_login(adviser)

    response = client.get(reverse("cases:advise", args=[case.reference]))

    page = response.content.decode()
    assert "Are families the right audience?" in page
    assert "[removed: </span>People" in page
    assert "[added: </span>Families" in page
    # The controls of the last advice stand unless they are taken out.
    form = response.context["form"]
    assert form["own_controls"].value() == "The council owns the credentials\nTwo administrators"


def test_someone_acting_reads_for_whom_and_until_when(client, case):
    acting = EmployeeFactory()
    AppointmentFactory(
        employee=acting,
        post=Post.COMMUNICATIONS_MANAGER,
        acting=True,
        ends_on=clock.today().replace(day=18),
    )
    client.force_login(acting)

    page = client.get(reverse("cases:advise", args=[case.reference])).content.decode()

    assert "You are acting for the Communications Manager until 18 November 2026" in page


@pytest.mark.parametrize("post", [Post.HEAD_OF_IT, Post.AUDITOR])
def test_who_sees_the_case_but_does_not_advise_is_told_so(client, case, post):
    client.force_login(the_holder(post))

    response = client.get(reverse("cases:advise", args=[case.reference]))

    assert response.status_code == 409
    assert "Only Communications can do this." in response.content.decode()


def test_a_page_drawn_too_early_is_refused(case, advise):
    seen = case.version
    move(case, "take_back", by=case.applicant)
    case.refresh_from_db()
    case = move(case, "send", by=case.applicant, declared=True)
    case.version = seen

    response = advise(case)

    page = response.content.decode()
    assert response.status_code == 409
    assert "This case changed at 10:42am on 4 November 2026." in page
    assert f'href="/cases/{case.reference}/"' in page
    assert not Advice.objects.exists()
