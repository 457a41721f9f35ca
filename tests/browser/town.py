"""A portal with real processes and the people it takes, from the 2nd of November 2050 on."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from playwright.sync_api import Browser, Page

from portal import clock
from portal.models import Employee, Post
from tests.browser import axe
from tests.browser.visit import PHONE, WIDE, Visit
from tests.factories import AppointmentFactory, EmployeeFactory, ServiceFactory
from tests.processes import Sink, Site, beat, smtp_sink, wait_until, web, worker
from tests.second_factors import give_second_factor

# A Wednesday so far ahead that every date in a test can be written down.
STARTS = datetime(2050, 11, 2, 10, 42, tzinfo=clock.COUNCIL_TIME)
PASSWORD = "correct horse battery staple"
# Often enough for a walk that waits for mail, and seldom enough to leave it the processor.
SWEEPS = {"OUTBOX_EVERY_SECONDS": "2", "RULES_EVERY_SECONDS": "5", "IMPORTS_EVERY_SECONDS": "60"}


@dataclass
class Town:
    """The portal, its mail server and the browsers of those who use it."""

    site: Site
    sink: Sink
    browser: Browser
    mirror: Page | None

    def visit(self, person: Employee, *, password: str = "", secret: str = "") -> Visit:
        """Someone comes to the portal with their own browser, which is on a phone where it runs no
        scripts, and signs in.
        """
        size = PHONE if self.mirror else WIDE
        page = self.browser.new_page(viewport=size, java_script_enabled=not self.mirror)
        visit = Visit(page, self.site, mirror=self.mirror)
        visit.sign_in(person, password=password, secret=secret)
        return visit

    def mail(self, visit_of: Employee, subject: str) -> str:
        """Wait for an e-mail to someone, or for a part of one, and return the path that its link
        leads to.
        """
        found: list[str] = []

        def arrived() -> bool:
            texts = [_text(message) for message in self.sink.to(visit_of.email)]
            found[:] = [text for text in texts if f"\n{subject}\n" in text]
            return bool(found)

        wait_until(arrived, seconds=60, what=f"{visit_of} is told: {subject}")
        assert len(found) == 1, "one e-mail"
        _, _, part = found[0].partition(f"\n{subject}\n")
        return re.search(rf"{self.site.address}(/\S*)", part)[1]

    def move_clock(self, by: timedelta) -> None:
        """Move the clock of every process, and wait until each has noticed."""
        clock.move_forward(by)
        time.sleep(clock.OFFSET_KEPT_FOR)


def _text(message: EmailMessage) -> str:
    """The lines of an e-mail, its subject as one of them: what waited together is one e-mail."""
    body = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    return f"\n{message['Subject']}\n{body}"


@contextmanager
def town(site: Site, browser: Browser, *, javascript: bool) -> Iterator[Town]:
    clock.move_forward(STARTS - clock.now())
    site.environment |= SWEEPS
    with smtp_sink(site) as sink, web(site), worker(site), beat(site):
        mirror = None if javascript else axe.new_mirror(browser)
        yield Town(site, sink, browser, mirror)


@dataclass
class People:
    """Everyone it takes, named by what they do."""

    applicant: Employee
    cover: Employee
    manager: Employee
    adviser: Employee
    organiser: Employee
    head: Employee
    # Of the authenticator app of the head.
    secret: str
    operator: Employee


def people() -> People:
    """Two sign in with a password, the others with one press on the demonstration's list."""
    libraries = ServiceFactory(name="Libraries")
    manager = _person("Manager", service=libraries)
    applicant = _person("Applicant", service=libraries, line_manager=manager)
    head = _person("Head")
    for person in (applicant, head):
        person.set_password(PASSWORD)
        person.save()
    cast = People(
        applicant=applicant,
        cover=_person("Cover", service=libraries, line_manager=manager),
        manager=manager,
        adviser=_person("Adviser"),
        organiser=_person("Organiser"),
        head=head,
        secret=give_second_factor(head),
        operator=_person("Operator"),
    )
    for person, post in (
        (cast.head, Post.HEAD_OF_IT),
        (cast.adviser, Post.COMMUNICATIONS_ADVISER),
        (cast.operator, Post.ACCESS_OPERATOR),
    ):
        AppointmentFactory(employee=person, post=post)
    return cast


def _person(name: str, **fields) -> Employee:
    return EmployeeFactory(
        name=f"{name} Example",
        email=f"{name.lower()}@council.example",
        is_demonstration=True,
        **fields,
    )
