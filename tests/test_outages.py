"""What stands behind the portal is away: Redis and the mail server, which pages do not notice, and
whose work is done when they return; and PostgreSQL.
"""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import transaction

from cases.models import BusinessCase, State
from portal.database_waits import SECONDS_TO_ANSWER, SECONDS_TO_CONNECT
from portal.models import Notice, TrailEvent
from tests.builders import a_case_in
from tests.factories import EmployeeFactory
from tests.processes import Sink, beat, free_port, smtp_sink, wait_until, web, worker
from tests.relays import relay
from tests.visitor import Visitor

REDIS = {"variable": "REDIS_URL", "otherwise": "redis://127.0.0.1:6379/0"}


def test_pages_answer_while_nothing_works_but_the_database_and_never_speak_to_redis(site):
    case = a_case_in(State.ADVICE_REQUESTED)
    visitor = Visitor(site, case.applicant)

    site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    with relay(site, **REDIS, silent=True) as redis, web(site):
        assert visitor.get("/").status == 200
        assert visitor.get("/cases/").status == 200
        page = f"/cases/{case.reference}/take-back/"
        answer = visitor.post(page, version=case.version)

    assert answer.status == 302
    assert redis.connections == 0


@pytest.mark.skipif("REDIS_URL" not in os.environ, reason="needs a Redis to return")
def test_worker_and_beat_catch_up_when_redis_returns(site):
    before = TrailEvent.objects.filter(seal=None).count()
    with (
        relay(site, **REDIS, silent=False) as redis,
        smtp_sink(site) as sink,
        worker(site),
        beat(site),
    ):
        redis.be_silent()
        redis.cut()
        a_case_in(State.ADVICE_REQUESTED)
        wait_until(lambda: redis.connections > 4, seconds=60, what="they try Redis again")
        assert TrailEvent.objects.filter(seal=None).count() > before
        redis.speak()
        redis.cut()
        wait_until(
            lambda: (
                every_mail_went_out_once(sink) and not TrailEvent.objects.filter(seal=None).exists()
            ),
            seconds=90,
            what="what was left is done",
        )


def test_mail_goes_out_when_the_mail_server_returns(site):
    a_case_in(State.ADVICE_REQUESTED)
    port = free_port()
    site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"

    with worker(site, with_beat=True) as process:
        wait_until(lambda: "e-mail waits" in process.output(), what="the worker has tried")
        assert not Notice.objects.exclude(mailed_at=None).exists()
        with smtp_sink(port=port) as sink:
            wait_until(lambda: every_mail_went_out_once(sink), what="the mail went out")


THREADS = 4
# A slow computer's share; the limits themselves are in portal/database_waits.py.
SECONDS_TO_SPARE = 8


@pytest.mark.postgresql
def test_a_database_that_falls_silent_is_503_within_seconds_and_recovers(site):
    visitor = Visitor(site, EmployeeFactory())
    with (
        relay(site, "DATABASE_URL", silent=False) as database,
        web(site, threads=THREADS) as process,
    ):
        assert visitor.get("/").status == 200
        database.be_silent()
        with ThreadPoolExecutor(THREADS) as pool:
            # Each thread but one has to wait for what it has connected.
            hanging = [pool.submit(seconds_of, visitor, "/") for _ in range(THREADS - 1)]
            for path in ("/health/", a_style_sheet()):
                status, seconds = seconds_of(visitor, path)
                assert status == 200
                assert seconds < SECONDS_TO_CONNECT
            longest = SECONDS_TO_ANSWER + SECONDS_TO_CONNECT + SECONDS_TO_SPARE
            for answer in hanging:
                status, seconds = answer.result()
                assert status == 503
                assert seconds < longest
        # It is known to be silent now: nobody waits as long again.
        status, seconds = seconds_of(visitor, "/")
        assert status == 503
        assert seconds < SECONDS_TO_ANSWER
        database.speak()
        wait_until(lambda: visitor.get("/").status == 200, what="the pages are back")
    assert "PostgreSQL has not answered within" in process.output()
    assert "Traceback" not in process.output()


@pytest.mark.postgresql
def test_a_database_that_never_spoke_is_503_within_seconds(site):
    visitor = Visitor(site, EmployeeFactory())
    with relay(site, "DATABASE_URL", silent=True) as database, web(site):
        status, seconds = seconds_of(visitor, "/")
        assert status == 503
        assert seconds < SECONDS_TO_CONNECT + SECONDS_TO_SPARE
        assert visitor.get("/health/").status == 200
        database.speak()
        assert visitor.get("/").status == 200


@pytest.mark.postgresql
def test_a_worker_says_in_a_line_that_the_database_is_away_and_works_on_when_it_is_back(site):
    with (
        relay(site, "DATABASE_URL", silent=False) as database,
        worker(site, with_beat=True) as process,
    ):
        database.be_silent()

        def a_task_has_failed() -> bool:
            # A worker waits as long as its connection stands, and it may be connecting now.
            database.cut()
            return "OperationalError" in process.output()

        wait_until(a_task_has_failed, seconds=60)
        a_case_in(State.ADVICE_REQUESTED)
        database.speak()
        database.cut()
        unsealed = TrailEvent.objects.filter(seal=None)
        wait_until(lambda: not unsealed.exists(), seconds=60, what="the worker seals again")
    assert "Traceback" not in process.output()


@pytest.mark.postgresql
@pytest.mark.parametrize("pooled", ["0", "1"], ids=["by the server", "behind a pgbouncer"])
def test_a_row_that_someone_keeps_locked_is_503_within_seconds(site, pooled):
    site.environment["DISABLE_SERVER_SIDE_CURSORS"] = pooled
    case = a_case_in(State.ADVICE_REQUESTED)
    visitor = Visitor(site, case.applicant)
    with web(site):
        with transaction.atomic():
            BusinessCase.objects.select_for_update().get(pk=case.pk)
            started = time.monotonic()
            page = f"/cases/{case.reference}/take-back/"
            assert visitor.post(page, version=case.version).status == 503
            assert time.monotonic() - started < SECONDS_TO_ANSWER + SECONDS_TO_SPARE
        assert visitor.post(page, version=case.version).status == 302


def a_style_sheet() -> str:
    """The address of a file that no page has to be drawn for."""
    paths = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    return settings.STATIC_URL + next(path for path in paths.values() if path.endswith(".css"))


def seconds_of(visitor: Visitor, path: str) -> tuple[int, float]:
    """The status that a page has, and how long it took."""
    started = time.monotonic()
    return visitor.get(path).status, time.monotonic() - started


def every_mail_went_out_once(sink: Sink) -> bool:
    ids = [message["Message-ID"] for message in sink.messages]
    mailed = Notice.objects.exclude(mailed_at=None)
    waiting = Notice.objects.exclude(mail_due_at=None)
    return len(ids) == len(set(ids)) and mailed.exists() and not waiting.exists()
