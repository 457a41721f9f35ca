"""Imports by real processes: two uploaded at once, and a worker killed in the middle."""

from portal import clock
from portal.models import Employee, EmployeeImport, ImportState, Post, TrailEvent
from portal.refusals import Refused
from portal.services.employee_imports import ask_to_apply, upload_import
from portal.services.employee_imports.running import LEASE
from tests.builders import holder_of
from tests.databases import at_once
from tests.portal.imports.files import a_file
from tests.processes import Process, wait_until, worker

ROWS = 1000


def test_of_four_uploaded_at_once_one_is_kept(committed_db):
    data = a_file("1,ada@council.example,Ada Lee,,,,")
    answers = at_once(*[lambda: upload_import(name="hr.csv", data=data, by=None)] * 4)
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refusals) == 3, answers
    assert EmployeeImport.objects.count() == 1


def test_an_import_whose_worker_is_killed_is_done_once(site, settings):
    settings.CLOCK_MOVABLE = True
    site.environment["IMPORTS_EVERY_SECONDS"] = "1"
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    rows = [f"{n},person-{n}@council.example,Person {n},,Libraries,," for n in range(ROWS)]
    uploaded = upload_import(name="hr.csv", data=a_file(*rows), by=administrator)

    with worker(site, with_beat=True) as process:
        kill_at_work(process, uploaded)
    with worker(site, with_beat=True) as process:
        finish(uploaded, ImportState.CHECKED)
        assert uploaded.counts["joiner"] == ROWS
        assert uploaded.lines.count() == ROWS

        ask_to_apply(uploaded, by=administrator, seen=uploaded.fingerprint)
        kill_at_work(process, uploaded)
        # All of it or nothing.
        assert not Employee.objects.filter(name__startswith="Person").exists()
    with worker(site, with_beat=True):
        finish(uploaded, ImportState.APPLIED)

    assert Employee.objects.filter(name__startswith="Person").count() == ROWS
    assert TrailEvent.objects.filter(event="employee.joined").count() == ROWS
    assert TrailEvent.objects.filter(event="import.applied").count() == 1


def kill_at_work(process: Process, uploaded: EmployeeImport) -> None:
    """Kill the worker once it has taken the import; what it holds is free after the lease."""
    uploaded.refresh_from_db()
    state = uploaded.state

    def taken() -> bool:
        uploaded.refresh_from_db()
        return uploaded.attempts > 0

    wait_until(taken, seconds=60, what="the worker took the import")
    process.kill()
    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.attempts) == (state, 1), "killed too late"
    clock.move_forward(LEASE)


def finish(uploaded: EmployeeImport, state: ImportState) -> None:
    def done() -> bool:
        uploaded.refresh_from_db()
        return uploaded.state == state

    wait_until(done, seconds=120, what=f"the import is {state}")
