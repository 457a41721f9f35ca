"""What "make run" starts, and what is left of it when it stops."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.management.commands import serve_demo
from portal.models import Employee
from tests.processes import Site, answers, started, wait_until_ready

# "make run" is SQLite's, whatever answers beside it.
pytestmark = pytest.mark.once


def processes_of(site: Site) -> list[int]:
    """Every process, whoever started it, that was given the site's own folder."""
    mark = f"VAR_FOLDER={site.folder}".encode()
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if mark in environment(entry)]


def environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


SERVE = ["manage.py", "serve_demo", "--port"]
ASKS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def someone(site) -> Employee:
    """Someone is there already, so the history of the demonstration is not loaded."""
    return Employee.objects.create_user(email="ann@portal.example", name="Ann Example")


def test_the_demonstration_serves_and_stops_leaving_no_process(site, someone):
    with started(site, "serve_demo", *SERVE, str(site.port)) as demonstration:
        wait_until_ready(demonstration, lambda: "Press Ctrl-C" in demonstration.output())
        assert answers(site.address)
        assert f"The portal is at {site.address}" in demonstration.output()
        assert len(processes_of(site)) >= 4

        demonstration.child.send_signal(signal.SIGINT)
        demonstration.child.wait(15)

        assert demonstration.child.returncode == 0
        assert processes_of(site) == []


def test_the_demonstration_terminated_while_it_starts_leaves_no_process(site, someone):
    with started(site, "serve_demo", *SERVE, str(site.port)) as demonstration:
        wait_until_ready(demonstration, lambda: len(processes_of(site)) >= 3)

        demonstration.child.terminate()
        demonstration.child.wait(15)

        assert demonstration.child.returncode == 0
        assert processes_of(site) == []


@pytest.fixture
def own_signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in ASKS_TO_STOP}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ASKS_TO_STOP)
def test_who_asks_to_stop_while_a_process_is_made_leaves_none(monkeypatch, own_signals, number):
    popen = subprocess.Popen

    def made_when_asked(arguments, **how) -> subprocess.Popen:
        # In the place of the portal's own, which would take a port and a folder.
        child = popen(["sleep", "60"], **how)
        signal.raise_signal(number)
        return child

    monkeypatch.setattr(subprocess, "Popen", made_when_asked)
    command = serve_demo.Command()
    try:
        with pytest.raises(serve_demo.Stopped):
            command.start_children(port=8000)
        # A second time changes nothing.
        signal.raise_signal(number)
    finally:
        command.stop_children()

    children = command.children.values()
    assert len(children) == len(serve_demo.processes(8000))
    assert all(child.returncode is not None for child in children)


def test_a_port_in_use_is_said_in_one_sentence(settings):
    settings.DEMONSTRATION = True
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            call_command("serve_demo", port=port)

    assert str(refusal.value) == (
        f"Port {port} is in use: choose another, such as: make run PORT={port + 1}"
    )
