"""Who needs a business case, and the declaration of those who need none (5.1)."""

from datetime import UTC, date, datetime

import pytest

from policy.eligibility import needs_business_case
from policy.forms.eligibility import EligibilityForm, SchoolDeclarationForm
from policy.services.schools import declare_school_blog
from portal import clock
from portal.models import TrailEvent
from tests.factories import EmployeeFactory


@pytest.mark.parametrize(
    ("school_employee", "for_teaching", "on_school_network", "needs"),
    [
        (True, True, True, False),
        (True, True, False, True),
        (True, False, True, True),
        (True, False, False, True),
        (False, True, True, True),
        (False, True, False, True),
        (False, False, True, True),
        (False, False, False, True),
    ],
)
def test_only_all_three_need_no_business_case(
    school_employee, for_teaching, on_school_network, needs
):
    assert (
        needs_business_case(
            school_employee=school_employee,
            for_teaching=for_teaching,
            on_school_network=on_school_network,
        )
        is needs
    )


@pytest.mark.parametrize(
    ("answers", "needs"),
    [
        ({"school_employee": "no"}, True),
        ({"school_employee": "no", "for_teaching": "yes", "on_school_network": "yes"}, True),
        ({"school_employee": "yes", "for_teaching": "yes", "on_school_network": "no"}, True),
        ({"school_employee": "yes", "for_teaching": "yes", "on_school_network": "yes"}, False),
    ],
)
def test_what_the_answers_come_to(answers, needs):
    form = EligibilityForm(answers)
    assert form.is_valid(), form.errors
    assert form.needs_business_case is needs


def test_questions_left_empty():
    assert EligibilityForm({}).errors == {
        "school_employee": ["Select yes if you work for a school"]
    }
    assert EligibilityForm({"school_employee": "yes"}).errors == {
        "for_teaching": ["Select yes if it is for teaching and learning"],
        "on_school_network": ["Select yes if it will be used on the school network only"],
    }


def test_declaration_left_empty_and_wrong():
    assert SchoolDeclarationForm({}).errors == {
        "address": ["Enter the address of the blog"],
        "declared": ["Confirm that all three are true"],
    }
    assert SchoolDeclarationForm({"address": "http://10.0.0.1/", "declared": "on"}).errors == {
        "address": ["Enter the account's address, like https://www.example.com/yourpage"]
    }


@pytest.mark.django_db
def test_declaration_is_kept_with_the_version_in_force():
    teacher = EmployeeFactory()
    with clock.at(datetime(2026, 11, 4, 10, 42, tzinfo=UTC)):
        declared = declare_school_blog(by=teacher, address="example.com/our-class")

    declared.refresh_from_db()
    assert declared.employee == teacher
    assert declared.address == "https://example.com/our-class"
    assert declared.declared_at == datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
    assert declared.policy_version.in_force_from == date(2011, 10, 11)
    event = TrailEvent.objects.get()
    assert (event.event, event.actor, event.note) == (
        "school.declare",
        teacher,
        "https://example.com/our-class",
    )
