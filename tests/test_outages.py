"""Redis and the mail server away: pages do not notice, and the work is done when they return."""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from cases.models import State
from portal.models import Notice, TrailEvent
from tests.builders import a_case_in
from tests.processes import Sink, beat, free_port, smtp_sink, wait_until, web, worker
from tests.visitor import Visitor


class Relay:
    """A port in front of Redis that can be silent: it accepts, says nothing, and counts."""

    def __init__(self, target: str):
        self.target = urlsplit(target)
        self.silent = True
        self.connections = 0
        self.open: list[socket.socket] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}{self.target.path}"

    def be_silent(self, silent: bool) -> None:
        """Cut what is connected; what connects from now on is answered, or not."""
        self.silent = silent
        self.cut()

    def cut(self) -> None:
        for one in self.open:
            hang_up(one)
        self.open.clear()

    def close(self) -> None:
        hang_up(self.server)
        self.cut()
        for thread in self.threads:
            thread.join(timeout=5)

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            self.open.append(caller)
            if not self.silent:
                redis = socket.create_connection((self.target.hostname, self.target.port or 6379))
                self.open.append(redis)
                for source, sink in ((caller, redis), (redis, caller)):
                    self._start(carry, source, sink)

    def _start(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments)
        thread.start()
        self.threads.append(thread)


def hang_up(one: socket.socket) -> None:
    """Close a socket, also under a thread that is waiting for it."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


def carry(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    hang_up(source)
    hang_up(sink)


@contextmanager
def relay(site):
    """Put a relay in front of the site's Redis, silent at first."""
    own = {name: url for name, url in site.environment.items() if name == "REDIS_URL"}
    between = Relay(own.get("REDIS_URL", "redis://127.0.0.1:6379/0"))
    site.environment["REDIS_URL"] = between.url
    try:
        yield between
    finally:
        del site.environment["REDIS_URL"]
        site.environment |= own
        between.close()


def test_pages_answer_while_nothing_works_but_the_database_and_never_speak_to_redis(site):
    case = a_case_in(State.ADVICE_REQUESTED)
    visitor = Visitor(site, case.applicant)

    site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    with relay(site) as redis, web(site):
        assert visitor.get("/").status == 200
        assert visitor.get("/cases/").status == 200
        page = f"/cases/{case.reference}/take-back/"
        answer = visitor.post(page, version=case.version)

    assert answer.status == 302
    assert redis.connections == 0


@pytest.mark.skipif("REDIS_URL" not in os.environ, reason="needs a Redis to return")
def test_worker_and_beat_catch_up_when_redis_returns(site):
    before = TrailEvent.objects.filter(seal=None).count()
    with relay(site) as redis, smtp_sink(site) as sink:
        redis.be_silent(False)
        with worker(site), beat(site):
            redis.be_silent(True)
            a_case_in(State.ADVICE_REQUESTED)
            wait_until(lambda: redis.connections > 4, seconds=60, what="they try Redis again")
            assert TrailEvent.objects.filter(seal=None).count() > before
            redis.be_silent(False)
            wait_until(
                lambda: (
                    every_mail_went_out_once(sink)
                    and not TrailEvent.objects.filter(seal=None).exists()
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


def every_mail_went_out_once(sink: Sink) -> bool:
    ids = [message["Message-ID"] for message in sink.messages]
    mailed = Notice.objects.exclude(mailed_at=None).count()
    waiting = Notice.objects.exclude(mail_due_at=None)
    return len(ids) == len(set(ids)) == mailed > 0 and not waiting.exists()
