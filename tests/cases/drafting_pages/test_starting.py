"""Starting a business case, and the school blogs that need none (3.1, 5.1 schools)."""

import pytest

from cases.models import BusinessCase, State
from policy.models import SchoolDeclaration
from tests.cases.drafting_pages.answers import errors

pytestmark = pytest.mark.django_db


def test_whoever_works_for_no_school_starts_a_draft(web, applicant):
    response = web.post("/cases/new/", {"school_employee": "no"})
    case = BusinessCase.objects.get()
    assert (case.applicant, case.state) == (applicant, State.DRAFT)
    assert response.url == f"/cases/{case.reference}/tasks/"


def test_the_eligibility_questions_must_be_answered(web):
    response = web.post("/cases/new/", {})
    assert response.status_code == 422
    assert errors(response) == [("id_school_employee", "Select yes if you work for a school")]
    assert not BusinessCase.objects.exists()


def test_a_school_blog_on_the_school_network_is_declared_and_needs_no_case(web, applicant):
    answers = {"school_employee": "yes", "for_teaching": "yes", "on_school_network": "yes"}
    response = web.post("/cases/new/", answers)
    assert response.url == "/cases/new/school-blog/"
    assert web.get(response.url).status_code == 200
    response = web.post(
        response.url, {"address": "https://www.example.com/our-class", "declared": "on"}
    )
    assert web.get(response.url).status_code == 200
    assert SchoolDeclaration.objects.get().employee == applicant
    assert not BusinessCase.objects.exists()


@pytest.mark.parametrize("no", ["for_teaching", "on_school_network"])
def test_a_school_employee_with_any_no_needs_a_case(web, no):
    answers = {"school_employee": "yes", "for_teaching": "yes", "on_school_network": "yes"}
    web.post("/cases/new/", answers | {no: "no"})
    assert BusinessCase.objects.count() == 1
