"""Giving the case of an applicant who has left to someone else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.home import duties
from cases.models import BusinessCase, State
from cases.services.reminders import remind_of_waiting_cases
from portal import clock
from portal.models import Employee, Post, TrailEvent
from tests.builders import a_case_in, holder_of, the_holder
from tests.duties import duties_of
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    Employee.objects.filter(pk=case.applicant_id).update(left_on=clock.today())
    return BusinessCase.objects.get()


@pytest.fixture
def give(client):
    def send(case, by, to=None):
        client.force_login(by)
        url = reverse("cases:give", args=[case.reference])
        if to is None:
            return client.get(url)
        return client.post(url, {"version": case.version, "to": to})

    return send


def test_the_manager_gives_it_to_someone_else(case, give):
    new = EmployeeFactory(name="Newcomer")

    assert "Applicant left the council." in give(case, case.manager).content.decode()
    response = give(case, case.manager, new.email)

    assert response.status_code == 302
    case = BusinessCase.objects.get()
    assert (case.applicant, case.state) == (new, State.CHANGES_REQUESTED)


def test_those_who_were_to_decide_hear_that_they_need_not(case, give):
    head = the_holder(Post.HEAD_OF_IT)
    head.notices.all().delete()

    give(case, case.manager, EmployeeFactory(name="Newcomer").email)

    notice = head.notices.get()
    assert notice.subject == f"No decision needed now: {case.title}"
    assert "has been given to Newcomer" in notice.body


def test_the_policy_administrator_does_where_there_is_no_manager(case, give):
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    Employee.objects.filter(pk=case.manager_id).update(left_on=clock.today())

    assert give(case, administrator).status_code == 200


def test_whoever_advised_cannot_take_it_over(case, give):
    response = give(case, case.manager, the_holder(Post.COMMUNICATIONS_MANAGER).email)

    assert response.status_code == 422
    assert "has advised on or answered this business case" in response.content.decode()


def test_somebody_has_to_be_named(case, give):
    response = give(case, case.manager, "")

    assert response.status_code == 422
    assert "Select who takes it over" in response.content.decode()


def test_nobody_else_gives_it(case, give):
    assert give(case, the_holder(Post.HEAD_OF_IT)).status_code == 409
    assert give(case, EmployeeFactory()).status_code == 404


def test_the_case_of_someone_who_is_here_is_not_given(give, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    response = give(case, case.manager)

    assert response.status_code == 409
    assert "Applicant has not left the council" in response.content.decode()


def test_the_trail_keeps_the_state_it_goes_back_to(case, give):
    give(case, case.manager, EmployeeFactory(name="Newcomer").email)

    event = TrailEvent.objects.get(event="case.give")
    assert event.changes == {
        "applicant": ["Applicant", "Newcomer"],
        "state": ["awaiting_decision", "changes_requested"],
    }


def test_nobody_is_waited_for_until_it_is_given(case):
    head = the_holder(Post.HEAD_OF_IT)
    later = clock.today() + timedelta(days=60)

    assert duties_of(head, duties) == []
    assert remind_of_waiting_cases(today=later) == 0
    Employee.objects.filter(pk=case.applicant_id).update(left_on=None)
    assert len(duties_of(head, duties)) == 1
    assert remind_of_waiting_cases(today=later) == 1
