"""Run the suite on each database that answers, and say plainly what ran on what.

"make test", "make pages" and "make drills" call it. CI=true fails the run when PostgreSQL or Redis
is missing.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import psycopg2
import redis

from tests.chromium import HOW, chromium, install_chromium

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
SERVERS = {"DATABASE_URL": POSTGRESQL, "REDIS_URL": REDIS}
IN_CI = os.environ.get("CI") == "true"
DRILLS = "--drills" in sys.argv
NO_TESTS_COLLECTED = 5
ONCE = (
    "the browser, what shows nothing of a database, and of the tables of who may open what all "
    "but the first page of a kind's first state"
)
# PostgreSQL finds what each page shows in test_query_counts, and who may open it in test_urls; what
# services do, it does in their own tests.
PAGES = 'the tests that ask as a browser does, to run them "make pages"'
# One more than there are cores, as tests of real processes and of Chromium wait for them; at most
# five, as one test takes 50 of the 100 connections that PostgreSQL usually has.
WORKERS = min(os.cpu_count() or 2, 4) + 1


@dataclass(frozen=True)
class Outcome:
    where: str
    passed: int
    failed: int
    skipped: int
    # pytest's own word: it also knows of what no test case tells, such as a broken conftest.
    good: bool

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.where}: {self.passed} passed, {self.failed} failed{skipped}"


def run(where: str, environment: dict[str, str], *, chosen: str) -> Outcome:
    """Run the chosen tests with DATABASE_URL and REDIS_URL as given and nothing inherited."""
    print(f"\nOn {where}", flush=True)
    inherited = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        workers = 0 if DRILLS else WORKERS
        arguments = ["-m", chosen, "-n", str(workers), "--dist", "loadgroup"]
        arguments += ["--quiet", f"--junitxml={report}"]
        status = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments],
            env=inherited | environment,
            stdin=subprocess.DEVNULL,
        ).returncode
        return read(report, where, good=status in (0, NO_TESTS_COLLECTED))


def read(report: Path, where: str, *, good: bool) -> Outcome:
    if not report.exists():
        return Outcome(where, passed=0, failed=1, skipped=0, good=False)
    suite = ElementTree.parse(report).getroot().find("testsuite")
    total, skipped = int(suite.get("tests")), int(suite.get("skipped"))
    failed = int(suite.get("failures")) + int(suite.get("errors"))
    return Outcome(where, total - failed - skipped, failed, skipped, good)


def missing() -> list[str]:
    """Why the suite cannot run on PostgreSQL and Redis here, in sentences; empty if it can."""
    reasons = []
    try:
        psycopg2.connect(POSTGRESQL, connect_timeout=2).close()
    except psycopg2.OperationalError:
        reasons.append("PostgreSQL does not answer (TEST_DATABASE_URL)")
    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=2) as server:
            server.ping()
    except redis.RedisError:
        reasons.append("Redis does not answer (TEST_REDIS_URL)")
    return reasons


def run_pages() -> int:
    """On PostgreSQL, the tests that ask as a browser does."""
    if reasons := missing():
        print(f"These tests need PostgreSQL and Redis: {'; '.join(reasons)}")
        return 1
    outcome = run("PostgreSQL and Redis", SERVERS, chosen="page and not once and not browser")
    print(f"\n  {outcome}")
    return 0 if outcome.good else 1


def main() -> int:
    install_chromium()
    chosen = "drill" if DRILLS else "not drill"
    if not chromium():
        chosen += " and not browser"
    outcomes = [run(f"SQLite and files{' with Chromium' if chromium() else ''}", {}, chosen=chosen)]
    left_out = [] if chromium() else [f"browser tests, to run them {HOW}"]

    reasons = missing()
    if reasons:
        left_out.append(f"PostgreSQL and Redis: {'; '.join(reasons)}")
    else:
        # What a browser sees is the same on either database: once is enough.
        elsewhere = "drill" if DRILLS else "not drill and not page"
        elsewhere += " and not browser and not once"
        outcomes.append(run("PostgreSQL and Redis", SERVERS, chosen=elsewhere))
        left_out.append(f"on PostgreSQL {ONCE}")
        if not DRILLS:
            left_out.append(f"on PostgreSQL {PAGES}")
    if not DRILLS:
        left_out.append('the long drills, to run them "make drills"')

    good = all(outcome.good for outcome in outcomes) and not (IN_CI and (reasons or not chromium()))
    print("\nWhat ran on what:")
    for outcome in outcomes:
        print(f"  {outcome}")
    for what in left_out:
        print(f"  Left out: {what}")
    if not good and all(outcome.good for outcome in outcomes):
        print("  CI leaves nothing of this out, so this run has failed.")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"Total: {passed} passed, {failed} failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(run_pages() if "--pages" in sys.argv else main())
