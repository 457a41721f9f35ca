"""Who sees which dashboard."""

import re
from datetime import date, timedelta

import pytest

from portal.models import Post
from tests.builders import holder_of
from tests.cases.dashboards.reading import DASHBOARDS, TODAY, an_acting_head
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


SEES = [
    (EmployeeFactory, set()),
    (lambda: holder_of(Post.COMMUNICATIONS_MANAGER), {"/communications/"}),
    (lambda: holder_of(Post.COMMUNICATIONS_ADVISER), {"/communications/"}),
    (lambda: holder_of(Post.HEAD_OF_IT), {"/it/"}),
    (lambda: an_acting_head(ends_on=TODAY), {"/it/"}),
    (lambda: an_acting_head(ends_on=TODAY - timedelta(days=1)), set()),
    (lambda: an_acting_head(for_case="SM-2026-0001"), set()),
    (lambda: holder_of(Post.ACCESS_OPERATOR), set()),
    (lambda: holder_of(Post.POLICY_ADMINISTRATOR), set()),
    (lambda: holder_of(Post.AUDITOR), set()),
    (lambda: EmployeeFactory(line_manager=EmployeeFactory()).line_manager, {"/team/"}),
    (lambda: EmployeeFactory(line_manager=EmployeeFactory()), set()),
]


@pytest.mark.parametrize(("person", "seen"), SEES)
def test_each_dashboard_is_there_for_its_readers_alone(client, person, seen):
    client.force_login(person())

    answers = {url: client.get(url).status_code for url in DASHBOARDS}

    assert answers == {url: 200 if url in seen else 404 for url in DASHBOARDS}


@pytest.mark.parametrize("url", DASHBOARDS)
def test_nobody_sees_one_without_signing_in(client, url):
    assert client.get(url).status_code == 302


def test_the_navigation_has_what_a_person_can_open(see):
    own = r'govuk-service-navigation__link" href="(/team/|/communications/|/it/|/access/)"'
    boss = EmployeeFactory(line_manager=EmployeeFactory()).line_manager
    opens = {
        EmployeeFactory(): [],
        boss: ["/team/"],
        holder_of(Post.COMMUNICATIONS_ADVISER): ["/communications/"],
        holder_of(Post.HEAD_OF_IT): ["/it/"],
        holder_of(Post.ACCESS_OPERATOR): ["/access/"],
    }
    for person, links in opens.items():
        assert re.findall(own, see(person, "/help/")) == links


def test_someone_acting_reads_for_whom(see):
    page = see(an_acting_head(ends_on=date(2026, 11, 18)), "/it/")

    assert (
        "You are acting for the Head of IT &amp; Customer Services until 18 November 2026" in page
    )
