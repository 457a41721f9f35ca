"""How the pages that list things slow down as the council's record grows.

    .venv/bin/python bench/lists.py [--small 1000] [--large 200000]

makes a throwaway SQLite database, or with DATABASE_URL a throwaway one beside that PostgreSQL
database, fills it to the small number of business cases and times each page, fills it to the large
number and times them again, prints both and how many times slower the second is, and drops the
database. The pages are asked for in this process, so what is timed is the portal and its database.

Three cases in ten have an account with two reviews, and one in ten waits for somebody. The rows are
written past the services, with the triggers lifted: they stand for what a council has gathered, not
for how. Writing 200,000 cases takes a few minutes. Every list is bounded and found by an index, so
a page must not be much slower with more cases; a ratio near that of the two sizes reads a table.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="portal_bench_")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.pop("DEMONSTRATION", None)
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings",
    SECRET_KEY="for-benchmarks-only-abcdefghijklmnopqrstuvwxyz-0123456789",
    SITE_ADDRESS="https://portal.example",
    EMAIL_URL="memory:",
    VAR_FOLDER=FOLDER.name,
)

import django  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from cases.models import (  # noqa: E402
    Access,
    Account,
    Advice,
    BusinessCase,
    Decision,
    NamedPerson,
    Review,
    Revision,
    State,
)
from policy.models import PlatformCategory  # noqa: E402
from portal import clock  # noqa: E402
from portal.guards import drop_guards  # noqa: E402
from portal.models import Appointment, Employee, Post, Service  # noqa: E402
from tests.clients import signed_in  # noqa: E402

NOW = datetime(2026, 11, 4, 10, tzinfo=UTC)
RUNS = 15
PEOPLE = 2000
AT_ONCE = 5000
# What a hundred cases are: mostly history.
MIX = (
    [State.APPROVED] * 30
    + [State.REJECTED] * 20
    + [State.WITHDRAWN] * 35
    + [State.DRAFT] * 5
    + [State.ADVICE_REQUESTED] * 3
    + [State.CHANGES_REQUESTED] * 2
    + [State.READY_TO_PRESENT] * 2
    + [State.AWAITING_DECISION] * 3
)
DECIDED = (State.APPROVED, State.REJECTED)


class Council:
    """A council of 2,000 people, 20 to a manager, and its cases, numbered from 1."""

    def __init__(self):
        self.category = PlatformCategory.objects.first()
        services = [Service.objects.create(name=f"Service {n}") for n in range(10)]
        self.people = Employee.objects.bulk_create(
            Employee(
                email=f"person-{n}@council.example",
                name=f"Person {n}",
                service=services[n % 10],
            )
            for n in range(PEOPLE)
        )
        self.managers = self.people[: PEOPLE // 20]
        for n, person in enumerate(self.people[len(self.managers) :]):
            person.line_manager = self.managers[n % len(self.managers)]
        Employee.objects.bulk_update(self.people, ["line_manager"], batch_size=400)
        self.operator, self.administrator, self.communications, self.head = self.people[-4:]
        for person, post in [
            (self.operator, Post.ACCESS_OPERATOR),
            (self.administrator, Post.POLICY_ADMINISTRATOR),
            (self.communications, Post.COMMUNICATIONS_MANAGER),
            (self.head, Post.HEAD_OF_IT),
        ]:
            Appointment.objects.create(
                employee=person, post=post, starts_on=date(2020, 1, 1), appointed_at=NOW
            )
        self.size = 0

    def grow(self, size: int) -> None:
        """Write cases until there are so many."""
        while self.size < size:
            count = min(AT_ONCE, size - self.size)
            self.write(range(self.size + 1, self.size + count + 1))
            self.size += count
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def write(self, numbers: range) -> None:
        cases = BusinessCase.objects.bulk_create(self.case(number) for number in numbers)
        NamedPerson.objects.bulk_create(
            NamedPerson(case=case, person=self.cover(case.pk), role="author") for case in cases
        )
        decided = [case for case in cases if case.state in DECIDED]
        revisions = Revision.objects.bulk_create(
            Revision(
                case=case,
                number=1,
                occasion="presented",
                answers=[],
                sha256="0" * 64,
                by=case.applicant,
                at=case.state_since - timedelta(days=7),
                declared_by=case.applicant,
            )
            for case in decided
        )
        advice = Advice.objects.bulk_create(
            Advice(
                case=revision.case,
                revision=revision,
                verdict="support",
                text="A sound idea.",
                by=self.communications,
                by_post=Post.COMMUNICATIONS_MANAGER.label,
                at=revision.at,
            )
            for revision in revisions
        )
        decisions = Decision.objects.bulk_create(
            Decision(
                case=given.case,
                round=1,
                outcome=given.case.state,
                reasons="Because.",
                revision=given.revision,
                advice=given,
                by=self.head,
                by_post=Post.HEAD_OF_IT.label,
                at=given.case.state_since,
            )
            for given in advice
        )
        self.write_accounts([one for one in decisions if one.outcome == State.APPROVED])

    def write_accounts(self, decisions: list[Decision]) -> None:
        accounts = Account.objects.bulk_create(
            Account(
                case=decision.case,
                decision=decision,
                name=decision.case.account_name,
                category=self.category,
                platform="A platform",
                address=f"https://social.example/{decision.case.reference}",
                service=decision.case.applicant.service,
                lead=decision.case.applicant,
                planned_daily_rate=1,
                state="live",
                live_on=decision.at.date(),
                created_at=decision.at,
                state_since=decision.at,
            )
            for decision in decisions
        )
        Access.objects.bulk_create(
            Access(
                account=account,
                person=person,
                role=role,
                state="needs_session" if role == "author" and account.pk % 10 == 0 else "off",
                reason="Taken off",
                state_since=NOW,
                decision=account.decision,
            )
            for account in accounts
            for person, role in [(account.lead, "lead"), (self.cover(account.case_id), "author")]
        )
        Review.objects.bulk_create(review for account in accounts for review in reviews_of(account))

    def case(self, number: int) -> BusinessCase:
        state = MIX[number % len(MIX)]
        waits = state in (State.ADVICE_REQUESTED, State.AWAITING_DECISION)
        # History spread over ten years; what waits came in the last two weeks.
        since = NOW - timedelta(days=number % 14 if waits else number % 3650)
        applicant = self.people[len(self.managers) + number % (PEOPLE - len(self.managers))]
        return BusinessCase(
            reference=f"SM-2026-{number:04}",
            applicant=applicant,
            manager=applicant.line_manager,
            state=state,
            round=1 if state in (*DECIDED, State.AWAITING_DECISION) else 0,
            sent_at=None if state == State.DRAFT else since,
            due_on=since.date() + timedelta(days=14) if waits else None,
            created_at=since,
            changed_at=since,
            state_since=since,
            account_name=f"Account {number}",
            category=self.category,
            platform="A platform",
        )

    def cover(self, number: int) -> Employee:
        return self.people[len(self.managers) + (number + 1) % (PEOPLE - len(self.managers))]


def reviews_of(account: Account) -> list[Review]:
    """A review that was acknowledged, and the next one, not yet overdue for most."""
    due = NOW + timedelta(days=account.pk % 190 - 10)
    last = due - timedelta(days=183)
    # One in ten was a day late.
    sent_at = last + timedelta(days=1 if account.pk % 10 == 0 else -3)
    return [
        Review(
            account=account,
            number=1,
            period_from=last.date() - timedelta(days=183),
            due_on=last.date(),
            state="acknowledged",
            first_sent_at=sent_at,
            sent_at=sent_at,
            sent_by=account.lead,
            content_checked_on=sent_at.date(),
            outcome="continue",
        ),
        Review(account=account, number=2, period_from=last.date(), due_on=due.date()),
    ]


def pages(council: Council) -> dict[str, tuple[Employee, str]]:
    """The pages to time: who asks for each."""
    middle = BusinessCase.objects.order_by("pk")[council.size // 2].pk
    waiting = BusinessCase.objects.filter(state=State.AWAITING_DECISION).latest("pk")
    cursor = urlsafe_b64encode(json.dumps([middle]).encode()).decode()
    head = council.head
    return {
        "cases, first page": (head, "/cases/"),
        "cases, in the middle": (head, f"/cases/?after={cursor}"),
        "cases of one applicant": (council.people[-1], "/cases/"),
        "a case": (head, waiting.get_absolute_url()),
        "accounts": (head, "/accounts/"),
        "home, Head of IT": (head, "/"),
        "home, Communications": (council.communications, "/"),
        "home, manager": (council.managers[0], "/"),
        "home, access operator": (council.operator, "/"),
        "home, policy administrator": (council.administrator, "/"),
        "dashboard, manager": (council.managers[0], "/team/"),
        "dashboard, Communications": (council.communications, "/communications/"),
        "dashboard, Head of IT": (head, "/it/"),
    }


def timed(ask: Callable[[], object]) -> float:
    """The quickest of some runs, in milliseconds: what else the computer does disturbs it least."""
    spent = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - start) * 1000)
    return min(spent)


def times(council: Council) -> dict[str, float]:
    taken = {}
    for name, (person, url) in pages(council).items():
        client = signed_in(person)
        response = client.get(url)
        assert response.status_code == 200, f"{url}: {response.status_code}"
        taken[name] = timed(lambda client=client, url=url: client.get(url))
    return taken


def compare(small: int, large: int) -> None:
    drop_guards(connection)
    with clock.at(NOW):
        council = Council()
        council.grow(small)
        before = times(council)
        print(f"Writing {large:,} cases", file=sys.stderr)
        council.grow(large)
        after = times(council)
    print(f"{connection.vendor}, milliseconds, the quickest of {RUNS}\n")
    print(f"{'page':<28}{f'{small:,} cases':>15}{f'{large:,} cases':>16}{'times':>8}")
    for name in before:
        ratio = after[name] / before[name]
        print(f"{name:<28}{before[name]:>15.1f}{after[name]:>16.1f}{ratio:>8.1f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--small", type=int, default=1_000)
    arguments.add_argument("--large", type=int, default=200_000)
    sizes = arguments.parse_args()
    settings.SECURE_SSL_REDIRECT = False
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    name = Path(FOLDER.name).name
    on_sqlite = connection.vendor == "sqlite"
    connection.settings_dict["TEST"]["NAME"] = f"{FOLDER.name}/db.sqlite3" if on_sqlite else name
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        compare(sizes.small, sizes.large)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        FOLDER.cleanup()


if __name__ == "__main__":
    main()
