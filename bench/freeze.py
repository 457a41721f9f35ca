"""Whether a few very long texts keep everyone else waiting.

    .venv/bin/python bench/freeze.py [--posts 8] [--megabytes 0.7]

makes a throwaway SQLite database, serves it with gunicorn (two processes of four threads) and
posts a form with a field for a person: empty, then eight at once with nearly as much as a form may
send in that field, one letter over and over, while another page is asked for again and again. It
prints how long each took, and how many times longer than with empty forms. A field without a limit,
or an expression that is worse than linear, shows as a ratio of hundreds, or until gunicorn ends the
process. What is larger is refused (413) before it is read.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
FOLDER = tempfile.TemporaryDirectory(prefix="portal_bench_")
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    PORT = probe.getsockname()[1]
sys.path.insert(0, str(ROOT))
os.environ.pop("DATABASE_URL", None)
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings",
    DEMONSTRATION="1",
    SITE_ADDRESS=f"http://localhost:{PORT}",
    VAR_FOLDER=FOLDER.name,
)
os.environ.pop("SECRET_KEY", None)

import django  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from portal.models import Post  # noqa: E402
from tests.clients import signed_in  # noqa: E402
from tests.factories import AppointmentFactory  # noqa: E402

RUNS = 5
# Seconds after which nothing is to be measured twice.
LONG_ENOUGH = 10
EMPTY = b"employee="
WEB = [
    "-m",
    "gunicorn",
    "portal.wsgi",
    "--workers",
    "2",
    "--threads",
    "4",
    "--preload",
    "--no-control-socket",
]
TOKEN = "a" * 32
FORM, ANOTHER_PAGE = "/appointments/new/", "/policy/"


class Visitor:
    """Someone signed in at a browser, who may appoint people."""

    def __init__(self):
        holder = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR)
        session = signed_in(holder.employee).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN}

    def seconds(self, path: str, data: bytes | None = None) -> float:
        """How long an answer takes; a form that is not right is one."""
        asked = urllib.request.Request(f"http://localhost:{PORT}{path}", data, self.headers)
        start = time.perf_counter()
        try:
            urllib.request.urlopen(asked, timeout=600).read()
        except urllib.error.HTTPError as error:
            if error.code not in (
                HTTPStatus.UNPROCESSABLE_ENTITY,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            ):
                raise
            error.read()
        except (ConnectionError, urllib.error.URLError):
            print(f"{path} was not answered: its process was ended.")
        return time.perf_counter() - start


def wait_for_web() -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", PORT)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("gunicorn did not start.")


def measure(visitor: Visitor, *, posts: int, body: bytes) -> None:
    visitor.seconds(ANOTHER_PAGE)
    one_empty = median(visitor.seconds(FORM, EMPTY) for _ in range(RUNS))
    empty, beside_empty = at_once(visitor, posts, EMPTY)
    one_long = visitor.seconds(FORM, body)
    if one_long < LONG_ENOUGH:
        one_long = median(visitor.seconds(FORM, body) for _ in range(RUNS))
    long, beside_long = at_once(visitor, posts, body)
    print(f"{'':32}{'empty':>10}{'long':>10}{'times':>8}")
    for said, before, after in [
        ("one form", one_empty, one_long),
        (f"{posts} forms at once, the slowest", empty, long),
        ("another page meanwhile", beside_empty, beside_long),
    ]:
        print(f"{said:32}{before:10.3f}{after:10.3f}{after / before:8.1f}")


def at_once(visitor: Visitor, posts: int, body: bytes) -> tuple[float, float]:
    """The slowest of forms posted at once and the slowest other page meanwhile, at their best."""
    forms, others = [], []
    for _ in range(RUNS):
        with ThreadPoolExecutor(posts) as pool:
            sent = [pool.submit(visitor.seconds, FORM, body) for _ in range(posts)]
            meanwhile = [visitor.seconds(ANOTHER_PAGE)]
            while not all(post.done() for post in sent):
                meanwhile.append(visitor.seconds(ANOTHER_PAGE))
            forms.append(max(post.result() for post in sent))
        others.append(max(meanwhile))
        if forms[-1] > LONG_ENOUGH:
            break
    return min(forms), min(others)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=8)
    parser.add_argument("--megabytes", type=float, default=0.7)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    visitor = Visitor()
    body = b"employee=" + b"a" * int(options.megabytes * 1_000_000)
    web = subprocess.Popen(
        [sys.executable, *WEB, "--bind", f"127.0.0.1:{PORT}", "--log-level", "error"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    try:
        wait_for_web()
        measure(visitor, posts=options.posts, body=body)
    finally:
        web.terminate()
        web.wait()


if __name__ == "__main__":
    main()
