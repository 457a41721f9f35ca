"""The applicant presents, knowing the advice, the changes and who has attended."""

import pytest
from django.urls import reverse

from cases.models import BusinessCase, State
from cases.services.drafting import save_answers
from portal.models import Post
from tests.builders import a_case_in, holder_of, move, the_holder
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def present(client):
    def send(case, **typed):
        client.force_login(case.applicant)
        data = {"version": case.version, **typed}
        return client.post(reverse("cases:present", args=[case.reference]), data)

    return send


def read(client, case):
    client.force_login(case.applicant)
    return client.get(reverse("cases:present", args=[case.reference])).content.decode()


def advised_against():
    case = a_case_in(State.ADVICE_REQUESTED)
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)
    return move(case, "advise", by=adviser, verdict="against", text="The post is enough.")


def test_shows_the_advice_the_changes_and_who_has_attended(client, start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    save_answers(
        case, by=case.applicant, seen_version=case.version, answers={"aims": "Fewer calls."}
    )

    page = read(client, case)

    assert "A sound idea." in page
    assert "[added: </span>Fewer calls." in page
    assert "Not attended" in page
    assert "You can present it now." in page
    assert "Why do you present it against the advice?" not in page


def test_presents(present, start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)

    response = present(case)

    assert response.status_code == 302
    assert BusinessCase.objects.get(pk=case.pk).state == State.AWAITING_DECISION


def test_going_against_the_advice_needs_a_reason(present):
    case = advised_against()

    response = present(case)
    assert response.status_code == 422
    assert "Enter why you present this against the advice" in response.content.decode()
    present(case, reason="Families do not read letters.")
    assert case.revisions.last().reason == "Families do not read letters."


def test_a_new_applicant_declares_anew(client, present, start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    case.declared_by = None
    case.save()

    assert "Declaration of conduct" in read(client, case)
    assert present(case).status_code == 422
    assert present(case, declared="on").status_code == 302


def test_an_incomplete_case_has_no_button(client, start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    save_answers(case, by=case.applicant, seen_version=case.version, answers={"aims": ""})

    page = read(client, case)

    assert "Some answers are missing" in page
    assert ">\n  Present for a decision" not in page


@pytest.mark.parametrize("state", [State.ADVICE_REQUESTED, State.AWAITING_DECISION])
def test_what_the_table_does_not_open_is_refused(client, state, start_from):
    case = start_from(a_case_in, state)
    client.force_login(case.applicant)

    response = client.get(reverse("cases:present", args=[case.reference]))

    assert response.status_code == 409
    sentence = f"This cannot be done now. The state of the business case is: {State(state).label}."
    assert sentence in response.content.decode()


def test_nobody_else_presents(client, start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    url = reverse("cases:present", args=[case.reference])

    client.force_login(holder_of(Post.COMMUNICATIONS_ADVISER))
    assert client.get(url).status_code == 409
    client.force_login(EmployeeFactory())
    assert client.get(url).status_code == 404
