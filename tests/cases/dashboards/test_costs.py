"""The dashboards cost the same however much there is."""

import pytest

from cases.models import BusinessCase, Metric, State
from portal.models import Employee, Post
from tests import rows
from tests.builders import holder_of
from tests.cases.dashboards.reading import TODAY, an_acting_head, in_days, table_of
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db

QUERIES = {"/team/": 9, "/communications/": 9, "/it/": 10}


def fill(many: int, manager: Employee) -> None:
    """So many rows in each queue, written straight into the database."""
    for number in range(many):
        review = rows.a_review("sent")
        rows.a_figure(review, Metric.POSTS)
        rows.an_access(review.account, rows.a_person(), state="ready")
        rows.an_access(review.account, rows.a_person(), state="needs_session")
        rows.a_case(State.ADVICE_REQUESTED)
        rows.a_case(State.AWAITING_DECISION)
        SessionFactory(starts_at=in_days(number + 1))
        an_acting_head(ends_on=in_days(number + 1).date())
    BusinessCase.objects.filter(due_on=None).update(due_on=TODAY)
    Employee.objects.exclude(accounts_led=None).update(line_manager=manager)


@pytest.mark.once
def test_the_queues_are_bounded_and_cost_the_same_at_1_and_at_30_rows(
    client, django_assert_num_queries, manager
):
    readers = {
        "/team/": manager,
        "/communications/": holder_of(Post.COMMUNICATIONS_MANAGER),
        "/it/": holder_of(Post.HEAD_OF_IT),
    }
    pages = {}
    for many in (1, 29):
        fill(many, manager)
        for url, reader in readers.items():
            client.force_login(reader)
            with django_assert_num_queries(QUERIES[url]):
                pages[url] = client.get(url).content.decode()

    listed = {
        caption: len(table_of(pages[url], caption))
        for url, caption in [
            ("/team/", "Accounts, the next review first"),
            ("/communications/", "Waiting for advice, oldest first"),
            ("/communications/", "Places at the next sessions"),
            ("/it/", "Waiting for a decision, oldest first"),
            ("/it/", "Access to switch on, oldest first"),
            ("/it/", "Who is acting, or will be"),
        ]
    }
    assert listed.pop("Accounts, the next review first") == 20
    assert set(listed.values()) == {10}
