"""The list of business cases: who finds what in it, and what its pages cost."""

import csv
import re
from io import StringIO

import pytest

from cases.models import Role, State
from portal import clock
from portal.models import Post, TrailEvent
from portal.services.people import record_leaving
from tests.builders import a_case_in, a_complete_draft, a_draft, holder_of, the_holder
from tests.cases.drafting_pages.answers import page_of
from tests.factories import EmployeeFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def test_the_list_shows_what_concerns_a_person_and_filters_by_its_address(web, applicant):
    own = a_case_in(State.ADVICE_REQUESTED, by=applicant, account_name="Library news")
    a_complete_draft(account_name="Somebody else's")
    service = ServiceFactory()

    def listed(query=""):
        html = web.get(f"/cases/{query}").content.decode()
        return re.findall(r"SM-\d{4}-\d{4}(?=</a>)", html)

    assert listed() == [own.reference]
    assert listed("?state=advice_requested") == [own.reference]
    assert listed("?state=draft") == []
    assert listed("?q=library") == [own.reference]
    assert listed(f"?q={own.reference[-4:]}") == [own.reference]
    assert listed("?q=ailsa") == [own.reference]
    assert listed("?q=nothing") == []
    assert listed(f"?service={applicant.service_id}") == [own.reference]
    assert listed(f"?service={service.pk}") == []
    assert listed("?waiting=me") == []
    assert listed("?state=nonsense&sort=nonsense") == [own.reference]


def test_the_list_shows_the_holder_what_waits_with_them(client):
    adviser = holder_of(Post.COMMUNICATIONS_MANAGER)
    waiting = a_case_in(State.ADVICE_REQUESTED)
    a_case_in(State.READY_TO_PRESENT)
    a_case_in(State.ADVICE_REQUESTED, covers=[(adviser, Role.AUTHOR)])
    client.force_login(adviser)
    html = client.get("/cases/?waiting=me").content.decode()
    assert re.findall(r"SM-\d{4}-\d{4}(?=</a>)", html) == [waiting.reference]
    assert '<span class="portal-under">With Communications</span>' in html


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.DRAFT, "With Ailsa Kerr"),
        (State.AWAITING_DECISION, "With Head of IT &amp; Customer Services"),
        (State.REJECTED, ""),
    ],
)
def test_the_list_says_with_whom_a_case_is(web, applicant, state, said):
    a_case_in(state, by=applicant)
    assert f'<span class="portal-under">{said}</span>' in web.get("/cases/").content.decode()


def test_the_list_says_that_a_case_needs_an_applicant(client, applicant):
    a_case_in(State.ADVICE_REQUESTED, by=applicant)
    record_leaving(applicant, on=clock.today(), by=the_holder(Post.POLICY_ADMINISTRATOR))
    client.force_login(the_holder(Post.HEAD_OF_IT))
    html = client.get("/cases/").content.decode()
    assert '<span class="portal-under">A new applicant is needed</span>' in html


def test_the_list_is_exported_as_filtered_and_without_formulas(web, applicant):
    case = a_case_in(State.ADVICE_REQUESTED, by=applicant, account_name='=HYPERLINK("x")')
    a_draft(by=applicant)
    response = web.get("/cases/export/?state=advice_requested")
    lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert lines == [
        ["Reference", "Account", "Applicant", "Service", "State", "With", "Since", "Due"],
        [
            case.reference,
            """'=HYPERLINK("x")""",
            "Ailsa Kerr",
            applicant.service.name,
            "Advice requested",
            "Communications",
            "2026-11-04",
            "2026-11-18",
        ],
    ]
    event = TrailEvent.objects.get(event="export")
    assert event.actor == applicant
    assert event.changes == {"filters": [None, {"state": "advice_requested"}]}


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_at_1_and_at_30_rows(
    web, applicant, django_assert_num_queries, rows
):
    for _ in range(rows):
        a_draft(by=applicant)
    with django_assert_num_queries(LIST_QUERIES):
        web.get("/cases/")


@pytest.mark.parametrize("rows", [1, 20])
def test_the_pages_of_a_case_cost_the_same_with_1_and_with_20_people(
    web, applicant, django_assert_num_queries, rows
):
    covers = [(EmployeeFactory(), Role.AUTHOR) for _ in range(rows)]
    case = a_complete_draft(by=applicant, covers=covers)
    for name, queries in PAGE_QUERIES.items():
        with django_assert_num_queries(queries):
            web.get(page_of(case, name))


LIST_QUERIES = 6
PAGE_QUERIES = {"tasks": 8, "cover": 8, "account": 9, "check": 8}
