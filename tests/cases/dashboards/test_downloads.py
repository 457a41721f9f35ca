"""The table under each dashboard's chart can be taken out, and the trail knows of it."""

import csv
import re
from html import unescape
from io import StringIO
from urllib.parse import urljoin

import pytest

from cases.models import State
from portal import clock
from portal.models import Employee, Post, TrailEvent
from tests.builders import NOW, a_case_in, the_holder
from tests.cases.accounts import a_live_account
from tests.clients import signed_in
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def a_manager() -> Employee:
    lead = EmployeeFactory(line_manager=EmployeeFactory())
    with clock.at(NOW):
        a_live_account(by=lead, account_name="=Library news")
    return lead.line_manager


DASHBOARDS = {
    "/team/": (a_manager, ["Account", "Planned", "Actual"], ["'=Library news", "14.0", ""], ""),
    "/communications/": (
        lambda: the_holder(Post.COMMUNICATIONS_MANAGER),
        ["Half-year", "On time", "Late", "Not received"],
        ["Oct 2026 to Mar 2027", "0", "0", "0"],
        "Communications Manager",
    ),
    "/it/": (
        lambda: the_holder(Post.HEAD_OF_IT),
        ["Stage", "Business cases"],
        ["Awaiting decision", "1"],
        "Head of IT & Customer Services",
    ),
}


@pytest.mark.parametrize("url", DASHBOARDS)
def test_the_figures_of_a_chart_are_taken_out_as_csv(url):
    reader, headings, row, post = DASHBOARDS[url]
    with clock.at(NOW):
        a_case_in(State.AWAITING_DECISION)
        client = signed_in(reader())
        [link] = re.findall(r'href="(\?as=csv)"', client.get(url).content.decode())
        answer = client.get(urljoin(url, unescape(link)))

    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == headings
    assert row in lines
    assert TrailEvent.objects.get(event="export").actor_post == post


@pytest.mark.parametrize("url", DASHBOARDS)
def test_they_are_taken_out_as_a_workbook_too(url):
    with clock.at(NOW):
        client = signed_in(DASHBOARDS[url][0]())
        assert "?as=xlsx" in client.get(url).content.decode()
        answer = client.get(url, {"as": "xlsx"})
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("url", DASHBOARDS)
def test_nobody_else_takes_them_out(url):
    assert signed_in(EmployeeFactory()).get(url, {"as": "csv"}).status_code == 404
    assert not TrailEvent.objects.filter(event="export").exists()
