"""The portal's own processes and a mail server, started for one test and gone after it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from pathlib import Path

import pytest
import redis
from aiosmtpd.controller import Controller
from django.conf import settings

SECONDS_TO_START = 60
CELERY = ["-m", "celery", "--app", "portal"]
INFO = ["--loglevel", "INFO"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(happened: Callable[[], object], *, seconds: float = 30, what: str = "") -> None:
    """Wait for something another process does, and fail the test when it does not in time."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"Did not happen within {seconds:g} seconds: {what or happened}")
        time.sleep(0.05)


@dataclass
class Site:
    """One portal: the database, folder, address and settings that its processes share."""

    folder: Path
    port: int
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


@dataclass
class Process:
    """A process of its own session, and what it wrote."""

    name: str
    child: subprocess.Popen
    log: Path

    def kill(self) -> None:
        """Kill it and its children at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def output(self) -> str:
        return self.log.read_text(errors="replace")


@pytest.fixture
def site(committed_db, tmp_path, request) -> Iterator[Site]:
    """A demonstration portal on the test's own database, whose sweeps run every second.

    What its processes wrote is shown when the test fails.
    """
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        pytest.fail('The pages need their style sheets: run "make setup" once.')
    folder = tmp_path / "var"
    folder.mkdir()
    # The test signs cookies for the site, and reads its own.
    (folder / "secret-key").write_text(settings.SECRET_KEY)
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k not in ("SECRET_KEY", "EMAIL_URL")}
    environment |= {
        "DATABASE_URL": committed_db.url,
        "DEMONSTRATION": "1",
        "MAIL_PER_MINUTE": "6000",
        "OUTBOX_EVERY_SECONDS": "1",
        "RULES_EVERY_SECONDS": "1",
        "SITE_ADDRESS": f"http://localhost:{port}",
        "VAR_FOLDER": str(folder),
    }
    yield Site(folder=folder, port=port, environment=environment)
    forget_queue(environment)
    for log in sorted(folder.glob("*.log")):
        print(f"--- {log.name}\n{log.read_text(errors='replace')[-8000:]}")


def forget_queue(environment: dict[str, str]) -> None:
    """Take the test's queue out of a Redis that outlives it."""
    if "REDIS_URL" not in environment:
        return
    with redis.Redis.from_url(environment["REDIS_URL"]) as server:
        for key in server.scan_iter(f"*{environment['QUEUE']}*"):
            server.delete(key)


@contextmanager
def started(site: Site, name: str, *arguments: str) -> Iterator[Process]:
    log = site.folder / f"{name}-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=site.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    process = Process(name=name, child=child, log=log)
    try:
        yield process
    finally:
        process.kill()


@contextmanager
def web(
    site: Site, *, workers: int = 1, threads: int = 8, application: str = "tests.served"
) -> Iterator[Process]:
    """Serve the site with gunicorn, loaded once and forked, ready for its first request."""
    arguments = ["-m", "gunicorn", application, "--bind", f"127.0.0.1:{site.port}"]
    arguments += ["--workers", str(workers), "--threads", str(threads)]
    arguments += ["--preload", "--no-control-socket"]
    with started(site, "web", *arguments) as process:
        wait_until_ready(process, lambda: answers(site.address))
        yield process


@contextmanager
def worker(site: Site, *, concurrency: int = 1, with_beat: bool = False) -> Iterator[Process]:
    """Run a Celery worker for the site, connected to its broker; optionally a beat inside it."""
    arguments = [*CELERY, "worker", "--concurrency", str(concurrency), *INFO]
    arguments += ["--without-gossip", "--without-mingle"]
    arguments += ["--beat"] if with_beat else []
    with started(site, "worker", *arguments) as process:
        wait_until_ready(process, lambda: " ready." in process.output())
        yield process


@contextmanager
def beat(site: Site) -> Iterator[Process]:
    """Run Celery beat for the site."""
    with started(site, "beat", *CELERY, "beat", *INFO) as process:
        wait_until_ready(process, lambda: any(site.folder.glob("beat-schedule*")))
        yield process


def wait_until_ready(process: Process, ready: Callable[[], object]) -> None:
    def ready_or_dead() -> bool:
        if process.child.poll() is not None:
            pytest.fail(f"The {process.name} stopped while starting:\n{process.output()}")
        return bool(ready())

    wait_until(ready_or_dead, seconds=SECONDS_TO_START, what=f"the {process.name} is ready")


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True


@dataclass
class Sink:
    """A mail server that keeps what it is sent, or answers what the test tells it to."""

    port: int
    answer: str = "250 OK"
    messages: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in message["To"]]

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=default_policy))
        return self.answer


@contextmanager
def smtp_sink(
    site: Site | None = None, *, port: int | None = None, kind: type[Sink] = Sink
) -> Iterator[Sink]:
    """Run a mail server; processes of the site started from then on send their mail to it."""
    sink = kind(port=port or free_port())
    if site:
        site.environment["EMAIL_URL"] = sink.url
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
