"""A list is walked page by page, both ways, without missing or repeating a row."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from portal.models import Notice
from portal.paging import Page, page_of
from tests.factories import EmployeeFactory

START = datetime(2026, 11, 4, 10, 42, 7, 123456, tzinfo=UTC)
ORDER = ("-created_at", "pk")


@pytest.fixture
def notices(db) -> list[Notice]:
    """Seven notices, newest first, two at each moment but the last: the second key decides."""
    recipient = EmployeeFactory(name="Sam Ward")
    return [
        Notice.objects.create(
            key=f"n{n}",
            recipient=recipient,
            subject=f"Notice {n}",
            path="/",
            created_at=START - timedelta(microseconds=n // 2),
        )
        for n in range(7)
    ]


def page(size: int = 3, **query: str) -> Page:
    return page_of(Notice.objects.all(), query, order=ORDER, size=size)


def test_forward_and_back(notices) -> None:
    first = page()
    assert (first.rows, first.previous) == (notices[:3], None)
    second = page(after=first.next)
    assert second.rows == notices[3:6]
    last = page(after=second.next)
    assert (last.rows, last.next) == (notices[6:], None)
    back = page(before=last.previous)
    assert back.rows == notices[3:6]
    assert page(after=back.next).rows == notices[6:]
    start = page(before=back.previous)
    assert (start.rows, start.previous) == (notices[:3], None)


def test_a_row_added_meanwhile_moves_nothing(notices) -> None:
    first = page()
    Notice.objects.create(
        key="new",
        recipient=notices[0].recipient,
        subject="New",
        path="/",
        created_at=START + timedelta(days=1),
    )
    assert page(after=first.next).rows == notices[3:6]


def test_one_page_has_no_neighbours(notices) -> None:
    assert page(size=7) == Page(notices, None, None)


def test_keys_across_relations_and_annotations(notices) -> None:
    queryset = Notice.objects.select_related("recipient").annotate(when=F("created_at"))
    order = ("recipient__name", "-when", "pk")
    first = page_of(queryset, {}, order=order, size=4)
    second = page_of(queryset, {"after": first.next}, order=order, size=4)
    assert first.rows + second.rows == notices


def test_every_page_costs_one_query(notices, django_assert_num_queries) -> None:
    cursor = page().next
    with django_assert_num_queries(1):
        page(after=cursor)


@pytest.mark.parametrize(
    "cursor", ["junk", "WyJ4Il0=", "W10=", "e30=", "WyJ4IiwieSJd", "W251bGwsMV0=", "é"]
)
def test_a_cursor_that_makes_no_sense_gives_the_first_page(notices, cursor) -> None:
    assert page(after=cursor).rows == notices[:3]
    assert page(before=cursor).rows == notices[:3]


def test_a_cursor_with_what_no_text_has_gives_the_first_page(notices) -> None:
    order, cursor = ("subject", "pk"), urlsafe_b64encode(b'["\\u0000", 1]').decode()
    assert page_of(Notice.objects.all(), {"after": cursor}, order=order, size=3).rows == notices[:3]
