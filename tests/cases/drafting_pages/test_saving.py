"""Saving a page for later, with what is missing or wrong."""

import pytest

from cases.questions import GROUPS
from tests.cases.drafting_pages.answers import LATER, errors, page_of, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", GROUPS)
def test_save_and_come_back_later_keeps_an_empty_page(web, case, slug):
    response = send(web, case, slug, **LATER)
    assert response.url == page_of(case, "tasks")


def test_save_and_come_back_later_keeps_what_there_is(web, case):
    send(web, case, "purpose", purpose="News", **LATER)
    send(web, case, "updates", frequency="daily", times_a_day="", **LATER)
    send(web, case, "records", keeps_records="yes", **LATER)
    case.refresh_from_db()
    assert (case.purpose, case.audience) == ("News", "")
    assert (case.frequency, case.times) == ("daily", None)
    assert case.keeps_records is True
    html = web.get(page_of(case, "tasks")).content.decode()
    assert html.count("In progress") == 3
    assert html.count("Not started") == 8


def test_save_and_come_back_later_refuses_what_cannot_be_kept_and_loses_no_text(web, case):
    typed = {"frequency": "daily", "times_a_day": "51"}
    response = send(web, case, "updates", **typed, **LATER)
    assert response.status_code == 422
    assert errors(response) == [
        ("id_times_a_day", "Times a day must be a whole number between 1 and 50")
    ]
    assert 'value="51"' in response.content.decode()
    response = send(web, case, "purpose", purpose="x" * 1001, **LATER)
    assert response.status_code == 422
    assert "x" * 1001 in response.content.decode()
