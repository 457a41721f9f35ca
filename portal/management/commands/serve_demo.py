"""Serve the demonstration: the web server, the worker and the beat together, until you stop it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
CELERY = ["-m", "celery", "--app", "portal", "--quiet"]
QUIET = ["--loglevel", "warning"]


class Command(BaseCommand):
    help = "Set up the demonstration and serve it on this computer, with a worker and a beat."

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.children: dict[str, subprocess.Popen] = {}

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only the demonstration is served this way: set DEMONSTRATION=1.")
        refuse_port_in_use(port)
        when_asked_to_stop(stop)
        try:
            call_command("set_up_demo", stdout=self.stdout, stderr=self.stderr)
            self.start_children(port)
            self.wait_for_first_page(port)
            self.show_sign_ins(port)
            self.watch()
        except Stopped:
            self.stdout.write("Stopping.")
        finally:
            self.stop_children()

    def start_children(self, port: int) -> None:
        # Whoever asks to stop meanwhile is heard when every child is known, so that none is left.
        asked = []
        when_asked_to_stop(lambda number, frame: asked.append(number))
        for name, arguments in processes(port).items():
            self.children[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                # Celery warns at length of being run by root, which matters on a server only.
                env={**os.environ, "PYTHONWARNINGS": "ignore::UserWarning"},
                # Ctrl-C reaches this process alone, which then stops the others in order.
                start_new_session=True,
            )
        when_asked_to_stop(stop)
        if asked:
            signal.raise_signal(asked[0])

    def wait_for_first_page(self, port: int) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers(f"http://127.0.0.1:{port}/"):
            self.refuse_dead_child()
            if time.monotonic() > deadline:
                raise CommandError(f"The portal did not answer within {SECONDS_TO_START} seconds.")
            time.sleep(0.1)

    def show_sign_ins(self, port: int) -> None:
        seed = StringIO()
        call_command("seed_demo", "--json", stdout=seed)
        rows = json.loads(seed.getvalue())
        self.stdout.write(f"\nThe portal is at http://localhost:{port}\n\n")
        headings = list(rows[0])
        table = [headings, *([str(row[heading]) for heading in headings] for row in rows)]
        widths = [max(len(row[column]) for row in table) for column in range(len(headings))]
        for row in table:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write("\nPress Ctrl-C to stop.")
        self.stdout.flush()

    def watch(self) -> None:
        while True:
            self.refuse_dead_child()
            time.sleep(0.5)

    def refuse_dead_child(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                raise CommandError(f"The {name} stopped, so the demonstration stops too.")

    def stop_children(self) -> None:
        when_asked_to_stop(signal.SIG_IGN)
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self.children.values():
            try:
                child.wait(timeout=max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.stdout.write("Still busy: stopping it now.")
            kill_session(child)


class Stopped(Exception):
    """Someone asked the demonstration to stop."""


def when_asked_to_stop(handler: Callable[[int, FrameType | None], object] | int) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def stop(number: int, frame: FrameType | None) -> None:
    # A second Ctrl-C must not leave half of them running.
    when_asked_to_stop(signal.SIG_IGN)
    raise Stopped


def kill_session(leader: subprocess.Popen) -> None:
    """Kill a child and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()


def refuse_port_in_use(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use: choose another, such as: make run PORT={port + 1}"
            ) from error


def processes(port: int) -> dict[str, list[str]]:
    """What runs, by name, as arguments to Python."""
    web = ["-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    web += ["--workers", "2", "--threads", "4", "--graceful-timeout", "3", "--preload"]
    web += ["--log-level", "warning"]
    # One process that does its work itself stops within 2 seconds; with a pool it takes 6.
    worker = [*CELERY, "worker", "--pool", "solo", *QUIET]
    if settings.REDIS_URL:
        return {"web server": web, "worker": worker, "beat": [*CELERY, "beat", *QUIET]}
    return {"web server": web, "worker and beat": [*worker, "--beat"]}


def answers(address: str) -> bool:
    """Whether a web server answers there, whatever it says."""
    try:
        urllib.request.urlopen(address, timeout=5)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
