"""Acting in one case, where whoever answers it is named in it."""

import pytest

from portal.models import Notice, Post, TrailEvent
from portal.services.appointments import appoint
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.portal.appointments.appointing import TODAY, refused

pytestmark = pytest.mark.django_db


def for_case(**wanted) -> dict:
    return {
        "post": Post.HEAD_OF_IT,
        "starts_on": TODAY,
        "acting": True,
        "for_case": "SM-2026-0042",
        **wanted,
    }


def test_someone_acts_for_the_case_in_which_the_only_holder_is_named(
    head_of_it, administrator, case_naming
):
    case_naming(head_of_it)
    person = EmployeeFactory()
    made = appoint(**for_case(employee=person, by=administrator))
    assert made.as_text == "Acting Head of IT & Customer Services for SM-2026-0042"
    assert made.ends_on is None
    assert TrailEvent.objects.get().subject == "case SM-2026-0042"
    assert "for the business case SM-2026-0042 alone" in Notice.objects.get(recipient=person).body


def test_whoever_is_named_cannot_choose_who_acts(head_of_it, case_naming):
    case_naming(head_of_it)
    assert refused(**for_case(employee=EmployeeFactory(), by=head_of_it)) == (
        "You are named in SM-2026-0042, so you cannot choose who acts in it."
    )


def test_whoever_is_named_cannot_act(head_of_it, administrator, case_naming):
    cover = EmployeeFactory(name="Cora Cover")
    case_naming(head_of_it, cover)
    assert refused(**for_case(employee=cover, by=administrator)) == (
        "Cora Cover is named in SM-2026-0042, so they cannot act in it."
    )


def test_nobody_else_is_chosen_while_the_holder_can_act(head_of_it, administrator, case_naming):
    case_naming(EmployeeFactory())
    assert refused(**for_case(employee=EmployeeFactory(), by=administrator)) == (
        "Harriet Head can act in SM-2026-0042, so nobody else needs to."
    )


def test_a_second_person_is_not_chosen_to_act(head_of_it, administrator, case_naming):
    case_naming(head_of_it)
    appoint(**for_case(employee=EmployeeFactory(name="Ada First"), by=administrator))
    assert refused(**for_case(employee=EmployeeFactory(), by=administrator)) == (
        "Ada First can act in SM-2026-0042, so nobody else needs to."
    )


def test_the_communications_manager_can_advise_where_the_adviser_is_named(
    administrator, case_naming
):
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    AppointmentFactory(post=Post.COMMUNICATIONS_MANAGER, employee__name="Mona Manager")
    case_naming(adviser)
    assert refused(
        **for_case(post=Post.COMMUNICATIONS_ADVISER, employee=EmployeeFactory(), by=administrator)
    ) == ("Mona Manager can act in SM-2026-0042, so nobody else needs to.")


def test_a_case_that_does_not_exist_needs_nobody(administrator, case_naming):
    case_naming(EmployeeFactory())
    wanted = for_case(employee=EmployeeFactory(), by=administrator, for_case="SM-2026-0043")
    assert refused(**wanted) == "There is no business case SM-2026-0043."


def test_an_auditor_has_no_part_in_a_single_case(administrator, case_naming):
    case_naming(EmployeeFactory())
    wanted = for_case(post=Post.AUDITOR, employee=EmployeeFactory(), by=administrator)
    assert refused(**wanted) == "The Auditor has no part in a single case."
