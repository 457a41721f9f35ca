"""``manage.py import_policy``: an adopted text printed as an outline and kept as a draft."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from policy.importing import read_policy
from policy.models import PolicyVersion, VersionState
from policy.services.versions import import_version
from portal import clock
from portal.models import TrailEvent
from portal.refusals import Refused
from tests.builders import NOW
from tests.factories import EmployeeFactory
from tests.policy.versions import in_force_now, the_administrator

pytestmark = pytest.mark.django_db

TEXT = Path(__file__).parent / "texts" / "typed_by_hand.txt"
AGREED = {"title": "Bicycle policy", "agreed_on": date(2014, 3, 3)}


def import_policy(file: Path | str, *more: str) -> tuple[str, str]:
    """What the command prints, and what it prints as errors."""
    out, err = io.StringIO(), io.StringIO()
    typed = ["--title", "Bicycle policy", "--agreed-on", "2014-03-03", *more]
    with clock.at(NOW):
        call_command("import_policy", str(file), *typed, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_prints_the_outline_and_makes_a_draft():
    out, err = import_policy(TEXT)

    lines = out.split("\n")
    assert lines[0] == "1       Why we lend bicycles"
    assert lines[4] == (
        "  2.1     This policy keeps riders and bicycles whole. We hope for … (27 words, 3 bullets)"
    )
    assert "    4.1.l   Ring the bell only when needed. (6 words)" in lines
    assert "5 sections, 10 clauses, 12 lettered rules and 8 bullets." in lines
    assert "Lines 3 to 17 left out, before section 1:" in lines
    assert "    POLICY ON BORROWED BICYCLES" in lines
    assert "Line 61: “I” was read as rule l, whose turn it is." in lines
    draft = PolicyVersion.objects.get(title="Bicycle policy")
    assert lines[-2] == (
        "Made the draft Bicycle policy. "
        f"The policy administrator publishes it at /policy/versions/{draft.pk}/."
    )
    assert err == ""


def test_points_are_printed_without_their_hyphens(tmp_path):
    file = tmp_path / "policy.txt"
    file.write_text("1. Riding\n1.1 Bring:\n- a helmet\n- a lamp\n")
    out, _ = import_policy(file, "--dry-run")
    assert "  1.1     Bring: a helmet a lamp (5 words, 2 bullets)" in out.split("\n")


def test_a_draft_has_every_clause_and_is_not_in_force():
    before = in_force_now()
    import_policy(TEXT)

    draft = PolicyVersion.objects.get(title="Bicycle policy")
    assert (draft.state, draft.agreed_on, draft.in_force_from) == (
        VersionState.DRAFT,
        date(2014, 3, 3),
        None,
    )
    kept = [(c.number, c.heading, c.text, c.closing) for c in draft.clauses.all()]
    read = read_policy(TEXT.read_bytes()).clauses
    assert kept == [(c.number, c.heading, c.text, c.closing) for c in read]
    assert in_force_now() == before


def test_the_trail_says_that_it_was_imported():
    import_policy(TEXT)
    event = TrailEvent.objects.get(event="policy.import")
    assert event.summary == "Imported a text agreed outside the portal: Bicycle policy"
    assert event.changes == {"agreed_on": [None, "2014-03-03"], "clauses": [None, 27]}
    assert event.actor is None


def test_a_dry_run_changes_nothing():
    out, _ = import_policy(TEXT, "--dry-run")
    assert "5 sections, 10 clauses, 12 lettered rules and 8 bullets." in out
    assert out.endswith("This was a dry run. Nothing was changed.\n")
    assert PolicyVersion.objects.count() == 1
    assert not TrailEvent.objects.exists()


def test_faults_are_named_by_line_and_change_nothing(tmp_path):
    file = tmp_path / "broken.md"
    file.write_text("1. Riding\n1.1 Ride.\n1.3 Walk.\n1.3 Stop.\n")
    err = io.StringIO()
    typed = ["--title", "Riding", "--agreed-on", "2014-03-03"]
    with pytest.raises(CommandError) as refused:
        call_command("import_policy", str(file), *typed, stdout=io.StringIO(), stderr=err)
    assert str(refused.value) == "2 lines cannot be placed. Nothing was changed."
    assert err.getvalue().split("\n")[:-1] == [
        "Line 3: Clause 1.3 stands where clause 1.2 should be.",
        "Line 4: Clause 1.3 is there twice.",
    ]
    assert PolicyVersion.objects.count() == 1


def test_reads_standard_input(monkeypatch):
    typed = io.TextIOWrapper(io.BytesIO("1. Café\n1.1 Ride.\n".encode("cp1252")))
    monkeypatch.setattr("sys.stdin", typed)
    out, _ = import_policy("-")
    assert "1       Café" in out
    assert "Line 1: The file is not UTF-8, so it was read as Windows-1252." in out


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory."):
        import_policy(tmp_path / "missing.txt")


def test_a_day_to_come_is_refused(tmp_path):
    with pytest.raises(CommandError, match="must be today or in the past. Nothing was changed."):
        import_policy(TEXT, "--agreed-on", "2050-01-01")
    assert PolicyVersion.objects.count() == 1


def test_the_service_keeps_no_text_with_faults():
    with pytest.raises(Refused, match="The text cannot be imported. Line 1: "):
        import_version(read_policy("1 2 3"), **AGREED, by=the_administrator())


def test_only_the_policy_administrator_imports():
    outline = read_policy(TEXT.read_bytes())
    with pytest.raises(Refused):
        import_version(outline, **AGREED, by=EmployeeFactory())
    import_version(outline, **AGREED, by=the_administrator())
    assert TrailEvent.objects.get(event="policy.import").actor_post == "Policy administrator (HR)"
