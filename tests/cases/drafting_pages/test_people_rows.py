"""People named in answers, one row each (6.2)."""

import re

import pytest

from cases.models import State
from portal.models import Employee
from tests.builders import (
    a_case_in,
    a_complete_draft,
)
from tests.cases.drafting_pages.answers import LATER, errors, page_of, send
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["Ailsa"], [("id_covers-0", "Choose someone other than yourself")]),
        (["Callum", "Callum"], [("id_covers-1", "Callum Shaw is already on the list")]),
        (["Nobody"], [("id_covers-0", "Select a person from the council directory")]),
        (
            ["", "Callum", "Nobody", "Callum"],
            [
                ("id_covers-2", "Select a person from the council directory"),
                ("id_covers-3", "Callum Shaw is already on the list"),
            ],
        ),
    ],
)
@pytest.mark.parametrize("later", [{}, LATER])
def test_wrong_people_are_never_kept(web, case, colleague, typed, expected, later):
    rows = {f"covers-{n}": name for n, name in enumerate(typed)}
    roles = {f"covers-{n}-role": "author" for n in range(len(typed))}
    response = send(web, case, "cover", **rows, **roles, **later)
    assert response.status_code == 422
    assert errors(response) == expected
    assert not case.named_people.exists()


def test_whoever_advised_is_refused_in_their_own_row(web, applicant, colleague):
    case = a_case_in(State.READY_TO_PRESENT, by=applicant)
    adviser = case.latest_advice().by
    rows = {"covers-0": colleague.email, "covers-1": "", "covers-2": adviser.email}
    roles = {f"covers-{n}-role": "author" for n in range(3)}
    response = send(web, case, "cover", **rows, **roles)
    assert response.status_code == 409
    said = f"{adviser} has advised on this business case, so they cannot be named in it."
    assert errors(response) == [("id_covers-2", said)]
    assert response.context["form"].errors.keys() == {"covers-2"}


def test_a_leaver_is_not_in_the_directory(web, case, colleague):
    Employee.objects.filter(pk=colleague.pk).update(left_on="2026-11-04")
    response = send(web, case, "cover", **{"covers-0": "Callum", "covers-0-role": "author"})
    assert errors(response) == [("id_covers-0", "Select a person from the council directory")]


def test_of_several_who_match_one_is_selected(web, case, colleague):
    other = EmployeeFactory(name="Callum Shaw", email="callum2@council.example")
    row = {"covers-0": "Callum Shaw", "covers-0-role": "author"}
    response = send(web, case, "cover", **row)
    assert errors(response) == [("id_covers-0-match", "Select the person you mean")]
    send(web, case, "cover", **row, **{"covers-0-match": other.email})
    assert case.named_people.get().person == other


def test_a_row_is_added_and_taken_away_and_nothing_typed_is_lost(web, case, colleague):
    typed = {"covers-0": "Callum", "covers-0-role": "administrator"}
    html = send(web, case, "cover", **typed, **{"covers-add": "1"}).content.decode()
    assert 'value="Callum"' in html
    assert 'id="id_covers-1"' in html
    assert "govuk-error-summary" not in html
    typed |= {"covers-1": "Morag", "covers-1-role": "author", "covers-0-remove": "1"}
    html = send(web, case, "cover", **typed).content.decode()
    assert 'value="Morag"' in html
    assert 'value="Callum"' not in html
    assert 'id="id_covers-1"' not in html
    assert not case.named_people.exists()


def test_adding_a_member_keeps_the_other_answers(web, case):
    typed = {"access_for": "workgroup", "workgroup_name": "Web team", "members-0": "Mor"}
    html = send(web, case, "access", **typed, **{"members-add": "1"}).content.decode()
    assert 'value="Web team"' in html
    assert 'value="Mor"' in html
    assert 'id="id_members-1"' in html


def test_the_enter_key_does_not_remove_anyone(web, applicant):
    case = a_complete_draft(by=applicant)
    form = re.search(r'<form method="post" novalidate[^>]*>(.*?)</form>', _html(web, case), re.S)[1]
    first = re.search(r"<button[^>]*>", form)[0]
    assert "name=" not in first


def _html(web, case):
    return web.get(page_of(case, "cover")).content.decode()
