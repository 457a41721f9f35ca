"""What people are answered while something that the portal stands on is away."""

import resource
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from cases.models import BusinessCase, State
from portal.models import TrailEvent
from tests.builders import a_case_in
from tests.killing_web import workers_of
from tests.pressing import percentile
from tests.processes import Process, Site, web
from tests.visitor import Answer, Visitor

AT_ONCE = 8
PAGES = ("/", "/cases/", "/policy/", "/notifications/", "/awareness/", "/accounts/")


@dataclass
class Figures:
    """How requests were answered, and in which seconds."""

    statuses: Counter = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def note(self, answer: Answer, seconds: float) -> None:
        self.statuses[answer.status] += 1
        self.seconds.append(seconds)

    def __str__(self) -> str:
        return f"{dict(self.statuses)}, p95 {percentile(self.seconds, 95) * 1000:.0f} ms"


def keep_asking(visitor: Visitor, *, seconds: float) -> Figures:
    """Ask for one page after the other, several at a time, for so long."""
    figures, until = Figures(), time.monotonic() + seconds

    def ask(first: int) -> None:
        n = first
        while time.monotonic() < until:
            started = time.monotonic()
            answer = visitor.get(PAGES[n % len(PAGES)])
            figures.note(answer, time.monotonic() - started)
            n += 1

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(ask, range(AT_ONCE)))
    return figures


class Deed:
    """Something to save: a case to take back, and what is left of each try."""

    def __init__(self, site: Site):
        self.case = a_case_in(State.ADVICE_REQUESTED)
        self.visitor = Visitor(site, self.case.applicant)
        self.before = self.left()

    def save(self) -> Answer:
        page = f"/cases/{self.case.reference}/take-back/"
        return self.visitor.post(page, version=self.case.version)

    def left(self) -> tuple[str, int, int]:
        """The state and the version of the case, and how many events there are of it."""
        case = BusinessCase.objects.get(pk=self.case.pk)
        events = TrailEvent.objects.filter(subject=case.subject).count()
        return case.state, case.version, events

    def check_nothing_was_saved(self) -> None:
        assert self.left() == self.before

    def check_it_is_saved_now(self) -> None:
        """By the same press, undisturbed."""
        assert self.save().status == 302
        assert self.left()[0] == State.CHANGES_REQUESTED


def while_database_is_gone(site: Site, *, seconds: float) -> Figures:
    """Check that pages say so while PostgreSQL lets nobody in, and that they are back by themselves
    when it does; returns how they were answered meanwhile.
    """
    deed = Deed(site)
    with web(site, workers=2):
        assert deed.visitor.get("/").status == 200
        with nobody_let_in():
            figures = keep_asking(deed.visitor, seconds=seconds)
            assert deed.save().status == 503
        # Those connections are gone too that were kept from before.
        back = keep_asking(deed.visitor, seconds=1)
        assert set(back.statuses) == {200}
        deed.check_nothing_was_saved()
        deed.check_it_is_saved_now()
    assert set(figures.statuses) == {503}
    return figures


@contextmanager
def nobody_let_in() -> Iterator[None]:
    """Cut every connection to the test's database, and let none be made."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def while_disk_is_full(site: Site, *, seconds: float) -> Figures:
    """Check that pages can be read while nothing can be written, that saving says so and writes
    nothing by halves, and that it works again by itself; returns how pages were answered meanwhile.
    """
    deed = Deed(site)
    with web(site, workers=2) as process:
        assert deed.visitor.get("/").status == 200
        with no_room_to_write(process):
            assert deed.save().status == 503
            figures = keep_asking(deed.visitor, seconds=seconds)
            assert deed.save().status == 503
            deed.check_nothing_was_saved()
        deed.check_it_is_saved_now()
    assert set(figures.statuses) == {200}
    return figures


@contextmanager
def no_room_to_write(process: Process) -> Iterator[None]:
    """Let no process of gunicorn's write any file beyond its first page, as if no room were left.

    SQLite's log of what is to be written takes more than that for the smallest change.
    """
    pids = workers_of(process)
    kept = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid, (_, most) in kept.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, most))
    try:
        yield
    finally:
        for pid, limits in kept.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def while_redis_is_silent(site: Site, *, seconds: float) -> Figures:
    """Check that pages are answered, and that what they do is saved, while Redis accepts
    connections and says nothing; returns how pages were answered meanwhile.
    """
    deed = Deed(site)
    with web(site, workers=2):
        figures = keep_asking(deed.visitor, seconds=seconds)
        deed.check_it_is_saved_now()
    assert set(figures.statuses) == {200}
    return figures
