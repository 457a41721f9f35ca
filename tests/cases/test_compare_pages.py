"""Any two versions compared, the words that differ marked."""

import pytest
from django.urls import reverse

from cases.models import State
from cases.services.drafting import save_answers
from tests.builders import a_case_in, move


@pytest.fixture
def case(db, start_from):
    """A case whose second version has another audience, and its third another aim."""
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    for answers in ({"audience": "Families."}, {"aims": "<b>Fewer</b> calls."}):
        save_answers(case, by=case.applicant, seen_version=case.version, answers=answers)
        case = move(case, "present", by=case.applicant)
        case = move(case, "take_back", by=case.applicant)
    return case


def page_of(client, case, **query):
    client.force_login(case.applicant)
    return client.get(reverse("cases:compare", args=[case.reference]), query)


def test_compares_the_last_two_unless_others_are_chosen(client, case):
    page = page_of(client, case).content.decode()

    assert "1 answer differs" in page
    assert "What are your aims?" in page
    assert "Who is your target audience?" not in page
    # What people typed is never markup.
    assert "&lt;b&gt;Fewer&lt;/b&gt;" in page


def test_compares_any_two(client, case):
    page = page_of(client, case, **{"from": 1, "to": 3}).content.decode()

    assert "2 answers differ" in page
    assert "Who is your target audience?" in page
    assert '<ins><span class="govuk-visually-hidden">[added: </span>Families.' in page


def test_the_same_version_twice(client, case):
    page = page_of(client, case, **{"from": 2, "to": 2}).content.decode()

    assert "The answers are the same in both versions." in page


def test_a_version_that_is_not_there(client, case):
    response = page_of(client, case, **{"from": 1, "to": 9})

    assert response.status_code == 422
    assert "Select an answer that is listed" in response.content.decode()


def test_a_case_sent_once_has_nothing_to_compare(client, db):
    response = page_of(client, a_case_in(State.ADVICE_REQUESTED))

    assert "There are no two versions to compare yet." in response.content.decode()
