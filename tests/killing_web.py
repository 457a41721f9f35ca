"""Web processes killed again and again while cases are sent, and what became of each sending."""

import http.client
import os
import random
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from django.db import transaction

from cases.models import BusinessCase, Revision
from portal.models import Notice, Post, TrailEvent
from tests.builders import a_complete_draft, the_holder
from tests.factories import EmployeeFactory
from tests.processes import Process, Site, answers, wait_until, web
from tests.visitor import Visitor


def drafts(count: int) -> list[BusinessCase]:
    """Complete drafts of one applicant, whose manager and cover are the same for all."""
    with transaction.atomic():
        the_holder(Post.COMMUNICATIONS_MANAGER)
        applicant = EmployeeFactory(name="Applicant", line_manager=EmployeeFactory(name="Manager"))
        return [a_complete_draft(by=applicant) for _ in range(count)]


def kill_web(site: Site, *, kills: int, sendings: int) -> dict[str, int]:
    """Kill the process that a case is being sent to, at any moment of it, again and again.

    Then each case is sent once more, undisturbed. Returns how many answers were cut off, and how
    often a kill left the case as a sending leaves it, as it was before, or otherwise (torn).
    """
    trial, *cases = drafts(sendings + 1)
    visitor = Visitor(site, trial.applicant)
    figures = {"kills": kills, "answers cut": 0, "left sent": 0, "left a draft": 0, "torn": 0}
    with web(site, workers=1) as process, ThreadPoolExecutor(1) as pool:
        nothing = what_is_left(trial)
        usual = seconds_of_a_sending(visitor, trial)
        sent = what_is_left(trial)
        for case in spread(cases, kills):
            [pid] = workers_of(process)
            answer = pool.submit(send, visitor, case)
            time.sleep(random.uniform(0, usual))
            os.kill(pid, signal.SIGKILL)
            figures["answers cut"] += answer.result() is None
            wait_until(lambda gone=pid: gone not in workers_of(process), what="it is gone")
            wait_until(lambda: answers(site.address), what="another has taken its place")
            left = what_is_left(case)
            figures["left sent"] += left == sent
            figures["left a draft"] += left == nothing
            figures["torn"] += left not in (sent, nothing)
        for case in cases:
            send(visitor, case)
    figures["sent"] = sum(what_is_left(case) == sent for case in cases)
    return figures


def spread(cases: list[BusinessCase], kills: int) -> Iterator[BusinessCase]:
    """A case for each kill: each is tried equally often before the next one is."""
    return (cases[kill * len(cases) // kills] for kill in range(kills))


def seconds_of_a_sending(visitor: Visitor, case: BusinessCase) -> float:
    started = time.monotonic()
    assert send(visitor, case) == 302
    return time.monotonic() - started


def send(visitor: Visitor, case: BusinessCase) -> int | None:
    """Press the button; returns the status, or nothing where the answer was cut off."""
    with suppress(OSError, http.client.HTTPException):
        page = f"/cases/{case.reference}/check/"
        return visitor.post(page, version=case.version, declared="on").status
    return None


def workers_of(process: Process) -> list[int]:
    """The processes that gunicorn has forked, but not what is left of those that are dead."""
    children = Path(f"/proc/{process.child.pid}/task/{process.child.pid}/children").read_text()
    return [int(pid) for pid in children.split() if is_alive(int(pid))]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def what_is_left(case: BusinessCase) -> dict[str, object]:
    """All that a sending writes."""
    return {
        "state": BusinessCase.objects.values_list("state", flat=True).get(pk=case.pk),
        "revisions": Revision.objects.filter(case=case).count(),
        "events": TrailEvent.objects.filter(subject=case.subject, event="case.send").count(),
        "notices": Notice.objects.filter(path__contains=case.reference).count(),
    }
