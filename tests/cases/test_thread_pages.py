"""Questions and answers on a case, and the manager's word that they know of it."""

import pytest
from django.urls import reverse

from cases.models import BusinessCase, Message, State
from cases.services.thread import post_message
from portal.models import Notice, Post
from tests.builders import NOW, a_case_in, a_complete_draft, the_holder
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def thread_of(case):
    return reverse("cases:thread", args=[case.reference])


def test_a_question_is_shown_and_told(client, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)
    client.force_login(adviser)

    response = client.post(thread_of(case), {"text": "Who answers\non Sundays?"}, follow=True)

    assert "Who answers<br>on Sundays?" in response.content.decode()
    notices = Notice.objects.filter(key__startswith="thread_message|")
    assert set(notices.values_list("recipient__name", flat=True)) == {
        "Applicant",
        "Cover",
        "Manager",
    }
    message = Message.objects.get()
    assert {notice.path for notice in notices} == {f"{thread_of(case)}#message-{message.pk}"}


def test_an_empty_question_is_not_sent(client, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    client.force_login(case.applicant)

    response = client.post(thread_of(case), {"text": "  "})

    assert response.status_code == 422
    assert "Enter your question or answer" in response.content.decode()
    assert not Message.objects.exists()


def test_a_draft_has_a_thread_for_those_it_is_shared_with(client, start_from):
    case = start_from(a_complete_draft)
    client.force_login(case.manager)
    assert client.get(thread_of(case)).status_code == 404

    BusinessCase.objects.update(shared_with_manager=True)

    assert "Nobody has asked anything yet." in client.get(thread_of(case)).content.decode()


def test_a_long_thread_has_pages_the_newest_first(client, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    Message.objects.bulk_create(
        Message(case=case, by=case.applicant, at=NOW, text=f"Question {n}.") for n in range(30)
    )
    client.force_login(case.applicant)

    page = client.get(thread_of(case))

    assert "Question 29." in page.content.decode()
    assert "Question 4." not in page.content.decode()
    older = client.get(thread_of(case), {"after": page.context["page"].next}).content.decode()
    assert "Question 4." in older


def test_the_manager_says_that_they_know(client, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    client.force_login(case.manager)
    assert "Say that you know about this" in client.get(case.get_absolute_url()).content.decode()

    response = client.post(reverse("cases:acknowledge", args=[case.reference]), follow=True)

    page = response.content.decode()
    assert "You have said that you know about this business case." in page
    assert "Say that you know about this" not in page
    assert BusinessCase.objects.get().manager_acknowledged_at == NOW


def test_nobody_else_says_it_for_the_manager(client, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    url = reverse("cases:acknowledge", args=[case.reference])

    client.force_login(case.applicant)
    assert client.post(url).status_code == 409
    client.force_login(EmployeeFactory())
    assert client.post(url).status_code == 404
    assert BusinessCase.objects.get().manager_acknowledged_at is None


def test_covers_hear_nothing_of_a_draft_that_is_not_shared_with_them(start_from):
    case = start_from(a_complete_draft)
    BusinessCase.objects.update(shared_with_manager=True)

    post_message(case, by=case.manager, text="Is this the right platform?")

    told = Notice.objects.filter(key__startswith="thread_message|")
    assert list(told.values_list("recipient__name", flat=True)) == ["Applicant"]
