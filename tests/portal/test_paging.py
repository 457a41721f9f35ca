"""A list is walked page by page, both ways, without missing or repeating a row."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.models import Notice
from portal.paging import Page, decode_cursor, page_of
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


# Whatever is put into a cursor

columns = [Notice._meta.get_field(name) for name in ("created_at", "id", "subject")]
# What JSON can say, and what Python reads beyond it.
written = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(min_value=-(10**400), max_value=10**400),
        st.floats(),
        st.text(),
        st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14))])).map(str),
        st.sampled_from(["0001-01-01", "9999-12-31 23:59:59.999999-14:00", "\ud800", "\0"]),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
crafted = st.one_of(
    st.text(),
    st.binary().map(lambda raw: urlsafe_b64encode(raw).decode()),
    written.map(lambda value: urlsafe_b64encode(json.dumps(value).encode()).decode()),
    st.lists(written, min_size=2, max_size=2).map(
        lambda values: urlsafe_b64encode(json.dumps(values).encode()).decode()
    ),
)


def of(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


CRAFTED = [
    of("[1e999, 1]"),
    of("[NaN, 1]"),
    of("[-Infinity, 1]"),
    of('["2026-11-04 10:42:07+00:00", 1e999]'),
    of('["2026-11-04 10:42:07+00:00", Infinity]'),
    of('["2026-11-04 10:42:07+00:00", true]'),
    of('["2026-11-04 10:42:07+00:00", 1.5]'),
    of(f'["2026-11-04 10:42:07+00:00", {10**30}]'),
    of('["9999-12-31 23:59:59.999999-14:00", 1]'),
    of('["0001-01-01 00:00:00+14:00", 1]'),
    of('["0001-01-01 00:00:00+00:00", 1]'),
    of('["\\ud800", 1]'),
    of('["2026-02-30 10:42:07+00:00", 1]'),
    of("[" * 700 + "]" * 700),
    of('{"a": 1, "b": 2}'),
    "\ud800",
    "é" * 100,
    "A" * 5000,
    "====",
]


def check_cursor(cursor: str) -> None:
    """Ask a real list for it, both ways: it is a page of it, and mostly the first."""
    for way in ("after", "before"):
        assert len(page(**{way: cursor})) <= 3


@pytest.mark.both
@pytest.mark.parametrize("cursor", CRAFTED)
def test_a_crafted_cursor_is_no_fault(db, cursor):
    check_cursor(cursor)


@pytest.mark.parametrize("cursor", [c for c in CRAFTED if "0001-01-01 00:00:00+00:00" not in c])
def test_only_what_a_list_has_made_is_a_cursor(cursor):
    assert decode_cursor(cursor, columns[:2]) is None or cursor == CRAFTED[10]


@given(crafted)
@settings(max_examples=200, deadline=None)
def test_whatever_is_put_into_a_cursor_the_database_takes_what_is_read(cursor):
    for n in (1, 2, 3):
        values = decode_cursor(cursor, columns[:n])
        assert values is None or len(values) == n


@pytest.mark.django_db
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cursor=crafted)
def test_whatever_is_put_into_a_cursor_a_list_is_shown(cursor):
    check_cursor(cursor)


@pytest.mark.drill
@pytest.mark.django_db
@settings(
    max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cursor=crafted)
def test_ten_thousand_cursors(cursor):
    check_cursor(cursor)
