"""One person at a browser, in the words they see; every page is checked as it comes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from portal.models import Employee
from tests.browser import axe, looking
from tests.processes import Site
from tests.second_factors import code_now

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
TABLET = {"width": 800, "height": 900}
SIZES = (PHONE, TABLET, WIDE)
# Chromium says so of every page that is answered with an error status.
REFUSED_INPUT = re.compile(r"the server responded with a status of 4(09|22|29)")


class Visit:
    """A browser of someone's own. Names are the labels, buttons and links that they see.

    ``mirror`` lets axe see pages without scripts; ``thorough`` looks closely at every page, not
    only at what shows something new.
    """

    def __init__(
        self, page: Page, site: Site, *, mirror: Page | None = None, thorough: bool = False
    ):
        self.page, self.site, self.mirror, self.thorough = page, site, mirror, thorough
        self.typed: list[Callable[[], None]] = []
        self.errors: list[str] = []
        page.set_default_timeout(15_000)
        if not mirror:
            axe.accompany(page)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSED_INPUT.search(message.text):
            self.errors.append(message.text)

    # Going somewhere

    def open(self, path: str) -> None:
        answer = self.page.goto(self.site.address + path)
        assert answer.status == 200, path
        self.arrive()

    def sign_in(self, person: Employee, *, password: str = "", secret: str = "") -> None:
        """Through the sign-in page: with a password, and a code where an authenticator app has that
        secret, or with one press in the demonstration.
        """
        self.open("/")
        if password:
            self.enter("E-mail address", person.email)
            self.enter("Password", password)
            self.press("Sign in")
            if secret:
                self.enter("Enter your code", code_now(secret))
                self.press("Sign in")
        else:
            self.press(f"Sign in as {person.name}")
        if self.page.url.endswith("/policy/?welcome=1"):
            self.press("Do this later")
        assert f"Signed in as {person.name}" in words(self.page.locator("header"))

    def follow(self, link: str, *, row: str = "") -> None:
        with self.arriving():
            self._named("link", link, row).first.click()

    def press(self, button: str, *, row: str = "") -> None:
        with self.arriving():
            self._named("button", button, row).click()

    def _named(self, role: Literal["link", "button"], name: str, row: str) -> Locator:
        """By its whole name, or in the row of a table that says so."""
        if row:
            return self.page.get_by_role("row").filter(has_text=row).get_by_role(role, name=name)
        return self.page.get_by_role(role, name=name, exact=True)

    @contextmanager
    def arriving(self) -> Iterator[None]:
        with self.page.expect_navigation():
            yield
        self.arrive()

    def arrive(self) -> None:
        """Check the page: nothing in the console, nothing beyond the window. What shows something
        new is looked at closely.
        """
        assert self.errors == [], self.page.url
        assert not axe.scrolls_sideways(self.page), self.page.url
        if self.thorough or looking.is_new(self.page):
            self.look_at_it()
        self.typed = []

    def look_at_it(self) -> None:
        """Nothing that axe finds, and nothing beyond a window of another size."""
        assert self.faults() == [], self.page.url
        own = self.page.viewport_size
        for size in SIZES:
            if size != own:
                self.page.set_viewport_size(size)
                assert not axe.scrolls_sideways(self.page), f"{self.page.url} at {size['width']}"
        self.page.set_viewport_size(own)

    def faults(self) -> list[str]:
        if self.mirror:
            return axe.faults_without_scripts(self.page, self.mirror)
        return axe.faults(self.page)

    # Filling in

    def enter(self, label: str, text: str, *, of: str = "") -> None:
        field = self._within(of).get_by_label(label, exact=True)
        field.fill(text)
        self.typed.append(lambda: expect(field).to_have_value(text))

    def choose(self, answer: str, *, of: str = "") -> None:
        """Tick a box or select an answer, where two questions have it the one of that legend."""
        group = self._within(of)
        if of:
            # What its answers bring up has answers of its own.
            group = group.locator(":scope > .govuk-radios > .govuk-radios__item")
        field = group.get_by_label(answer, exact=True)
        field.check()
        self.typed.append(lambda: expect(field).to_be_checked())

    def untick(self, answer: str) -> None:
        field = self.page.get_by_label(answer, exact=True)
        field.uncheck()
        self.typed.append(lambda: expect(field).not_to_be_checked())

    def enter_date(self, legend: str, day: int, month: int, year: int) -> None:
        for part, number in (("Day", day), ("Month", month), ("Year", year)):
            self.enter(part, str(number), of=legend)

    def _within(self, legend: str) -> Page | Locator:
        return self.page.get_by_role("group", name=legend) if legend else self.page

    def is_refused(self, button: str, error: str, *, at: str) -> None:
        """Press it and be told what is wrong: the summary's line leads to the field of that name,
        and everything that was typed is still there.
        """
        typed = self.typed
        self.press(button)
        assert self.page.title().startswith("Error: "), self.page.title()
        summary = self.page.locator(".govuk-error-summary")
        line = summary.get_by_role("link", name=error, exact=True)
        expect(line).to_be_visible()
        if not self.mirror:
            expect(summary).to_be_focused()
        for still_there in typed:
            still_there()
        line.click()
        focused = self.page.evaluate("document.activeElement.name")
        assert focused == at, f"{error} leads to {focused}"
        assert error in words(self.page.locator("main form")), "said at the field too"

    # Reading

    def reads(self, *sentences: str) -> None:
        """Each of these stands on the page."""
        text = words(self.page.locator("main"))
        for sentence in sentences:
            assert sentence in text, f"{sentence!r} is not on {self.page.url}:\n{text}"


def words(part: Locator) -> str:
    """What can be read there, its white space evened out."""
    return " ".join(part.first.inner_text().split())
