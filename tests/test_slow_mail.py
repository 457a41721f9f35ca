"""A mail server that stays silent, or drips, and what else the worker does meanwhile."""

import time

import pytest

from portal.models import EmployeeImport, ImportState, Notice, Post, TrailEvent
from portal.services import trail
from portal.services.employee_imports import upload_import
from tests.builders import holder_of
from tests.factories import EmployeeFactory
from tests.mail_servers import UNTIL_AN_E_MAIL, bad_server
from tests.processes import wait_until, worker
from tests.telling import tell_of

DUE = 500
SECONDS_TO_SEAL = 60
FILE = (
    "Employee number,E-mail,Name,Job title,Service,Manager's employee number,Left on\n"
    "1,ada@council.example,Ada,Librarian,Libraries,,\n"
)


@pytest.mark.parametrize("drips", [False, True], ids=["silent", "dripping"])
@pytest.mark.parametrize(
    "lines", [[], UNTIL_AN_E_MAIL], ids=["from the start", "in the middle of an e-mail"]
)
def test_one_process_seals_imports_and_applies_rules_while_500_e_mails_are_due(
    site, lines, drips, capsys
):
    tell_of("campaign", *EmployeeFactory.create_batch(DUE))
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    with bad_server(lines=lines, drips=drips) as server:
        site.environment["EMAIL_URL"] = server.url
        with worker(site, concurrency=1, with_beat=True):
            wait_until(lambda: server.calls, seconds=60, what="the worker speaks to the server")
            trail.record("test", by=None, subject="test", summary="Recorded meanwhile")
            upload_import(name="hr.csv", data=FILE.encode(), by=administrator)
            EmployeeFactory(left_on="2026-01-01")
            began = time.monotonic()
            wait_until(
                lambda: not TrailEvent.objects.filter(event="test", seal=None).exists(),
                seconds=SECONDS_TO_SEAL,
                what="the trail is sealed",
            )
            sealed = time.monotonic() - began
            wait_until(
                lambda: EmployeeImport.objects.get().state == ImportState.CHECKED,
                seconds=SECONDS_TO_SEAL,
                what="the import is checked",
            )
            wait_until(
                lambda: TrailEvent.objects.filter(event="employee.left").exists(),
                seconds=SECONDS_TO_SEAL,
                what="the rules are applied",
            )
    with capsys.disabled():
        print(f"\nsealed after {sealed:.1f} s")
    assert not Notice.objects.exclude(mailed_at=None).exists()
