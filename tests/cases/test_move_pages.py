"""Withdrawing, taking back, asking again and copying: a page and a button each."""

import pytest
from django.urls import reverse

from cases.models import BusinessCase, State
from tests.builders import a_case_in, move

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "source", "target", "typed"),
    [
        ("withdraw", State.DRAFT, State.WITHDRAWN, {}),
        ("withdraw", State.AWAITING_DECISION, State.WITHDRAWN, {}),
        ("take_back", State.ADVICE_REQUESTED, State.CHANGES_REQUESTED, {}),
        ("take_back", State.AWAITING_DECISION, State.CHANGES_REQUESTED, {}),
        ("ask_again", State.READY_TO_PRESENT, State.ADVICE_REQUESTED, {"asked": "And now?"}),
    ],
)
def test_moves_the_case_after_a_page_that_explains(client, name, source, target, typed):
    case = a_case_in(source)
    client.force_login(case.applicant)
    url = reverse(f"cases:{name}", args=[case.reference])

    assert client.get(url).status_code == 200
    assert BusinessCase.objects.get(pk=case.pk).state == source
    response = client.post(url, {"version": case.version, **typed})

    assert response.url == f"/cases/{case.reference}/"
    assert BusinessCase.objects.get(pk=case.pk).state == target


def test_asking_again_needs_a_question(client, start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    client.force_login(case.applicant)

    response = client.post(
        reverse("cases:ask_again", args=[case.reference]), {"version": case.version, "asked": " "}
    )

    assert response.status_code == 422
    assert "Enter what you want to ask" in response.content.decode()


@pytest.mark.parametrize("name", ["withdraw", "take_back", "ask_again"])
def test_others_are_told_that_it_is_not_theirs(client, name, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    client.force_login(case.manager)
    url = reverse(f"cases:{name}", args=[case.reference])

    for response in (client.get(url), client.post(url, {"version": case.version, "asked": "?"})):
        assert response.status_code == 409
        assert "Only Applicant can do this: it is their business case." in response.content.decode()


def test_a_page_drawn_too_early_is_refused(client, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    client.force_login(case.applicant)

    response = client.post(
        reverse("cases:withdraw", args=[case.reference]), {"version": case.version - 1}
    )

    assert response.status_code == 409
    assert "This case changed at 10:42am on 4 November 2026." in response.content.decode()


@pytest.mark.parametrize("state", [State.APPROVED, State.REJECTED, State.WITHDRAWN])
def test_copies_a_case_that_has_ended(client, state, start_from):
    case = start_from(a_case_in, state)
    client.force_login(case.applicant)
    url = reverse("cases:copy", args=[case.reference])

    assert client.get(url).status_code == 200
    response = client.post(url, {"version": case.version})

    copy = BusinessCase.objects.get(copied_from=case)
    assert response.url == f"/cases/{copy.reference}/tasks/"
    assert copy.state == State.DRAFT


def test_a_case_under_way_is_not_copied(client, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    client.force_login(case.applicant)
    url = reverse("cases:copy", args=[case.reference])

    assert client.get(url).status_code == 409
    assert client.post(url).status_code == 409
    assert BusinessCase.objects.count() == 1


def test_a_decision_made_meanwhile_is_named(client):
    from portal.models import Post
    from tests.builders import the_holder

    case = a_case_in(State.AWAITING_DECISION)
    move(case, "reject", by=the_holder(Post.HEAD_OF_IT), reasons="No.")
    client.force_login(case.applicant)

    response = client.post(
        reverse("cases:withdraw", args=[case.reference]), {"version": case.version}
    )

    assert response.status_code == 409
    assert "already answered this at 10:42am" in response.content.decode()
