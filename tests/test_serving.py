"""What "make run" starts, and what is left of it when it stops."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminated"])
def test_the_demonstration_serves_and_stops_leaving_no_process(site, number):
    # Someone is there already, so the history of the demonstration is not loaded again.
    Employee.objects.create_user(email="ann@portal.example", name="Ann Example")
    serve = ["manage.py", "serve_demo", "--port", str(site.port)]
    with started(site, "serve_demo", *serve) as demonstration:
        wait_until_ready(demonstration, lambda: "Press Ctrl-C" in demonstration.output())
        assert answers(site.address)
        assert f"The portal is at {site.address}" in demonstration.output()
        assert len(processes_of(site)) >= 4

        demonstration.child.send_signal(number)
        demonstration.child.wait(15)

        assert demonstration.child.returncode == 0
        assert processes_of(site) == []


def test_a_port_in_use_is_said_in_one_sentence(site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", site.port))
        other.listen()
        result = subprocess.run(
            [sys.executable, "manage.py", "serve_demo", "--port", str(site.port)],
            cwd=settings.BASE_DIR,
            env=site.environment,
            capture_output=True,
            text=True,
        )

    assert result.returncode == 1
    assert result.stderr.strip() == (
        f"CommandError: Port {site.port} is in use: choose another, such as: "
        f"make run PORT={site.port + 1}"
    )
