"""What one person types holds nobody else up: posts to a real server, side by side."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.models import Post
from tests.factories import AppointmentFactory
from tests.processes import web
from tests.visitor import Visitor

FORM = "/appointments/new/"
POSTS = 8
# A machine that is slow is slow for both; opening a form takes some hundredths of a second.
FLOOR = 0.5


def slowest_page(visitor: Visitor, pages: int) -> float:
    took = []
    for _ in range(pages):
        begin = time.monotonic()
        assert visitor.get(FORM).status == 200
        took.append(time.monotonic() - begin)
    return max(took)


@pytest.mark.once
@pytest.mark.parametrize(
    ("length", "status"), [(400, 422), (100_000, 422), (2_000_000, 413)], ids=str
)
def test_posts_hold_nobody_up(site, length, status):
    """The greatest that a field takes, far more, and more than any form takes."""
    person = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    with web(site, workers=2, threads=4):
        visitor = Visitor(site, person)
        slowest_page(visitor, 10)
        alone = slowest_page(visitor, 10)
        with ThreadPoolExecutor(POSTS) as senders:
            send = lambda _: visitor.post(FORM, employee="a" * length).status  # noqa: E731
            sent = senders.map(send, range(POSTS))
            meanwhile = slowest_page(visitor, 10)
            answers = set(sent)
        print(f"{length:,} characters: {meanwhile / alone:.1f} times as long as alone")
    assert answers == {status}
    assert meanwhile < max(FLOOR, 4 * alone)
