"""Through the council's directory and back, in Chromium, with real processes on both sides."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

from cases.models import BusinessCase, State
from portal import clock
from portal.models import Employee, Post
from tests.browser.visit import WIDE, Visit
from tests.builders import a_case_in
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.processes import Site, web
from tests.provider import Provider, provider_for

BUTTON = "Sign in with your council account"


@pytest.fixture
def directory(site, tmp_path) -> Iterator[Provider]:
    with provider_for(site.address, folder=tmp_path) as provider:
        site.environment |= provider.environment | {"DIRECTORY_SECOND_FACTOR": "amr=mfa"}
        with web(site, workers=1):
            yield provider


@pytest.fixture
def ada(site) -> Employee:
    return EmployeeFactory(name="Ada Lee", email="ada.lee@council.example")


class Traveller(Visit):
    """Someone at a browser, who is also asked by the directory who they are."""

    def go_as(self, subject: str, *, by: str = BUTTON) -> None:
        """Select the button and be someone at the directory, which is a site of its own."""
        self.page.get_by_role("button", name=by, exact=True).click()
        self.answer_as(subject)

    def answer_as(self, subject: str) -> None:
        expect(self.page).to_have_title("The council's directory")
        self.page.get_by_label("Who are you?").fill(subject)
        with self.arriving():
            self.page.get_by_role("button", name="Sign in", exact=True).click()
            self.page.wait_for_url(f"{self.site.address}/**")

    def another_sits_down(self) -> None:
        """Neither the portal nor the directory knows who was there before."""
        self.page.context.clear_cookies()

    def _note(self, message: ConsoleMessage) -> None:
        """But for what the directory's own pages do, and refusals, which Chromium notes too."""
        ours = message.location["url"].startswith(self.site.address)
        if ours and not message.text.endswith("403 (Forbidden)"):
            super()._note(message)


@pytest.fixture
def traveller(site: Site, browser: Browser, directory: Provider) -> Traveller:
    return Traveller(browser.new_page(viewport=WIDE), site)


def test_someone_signs_in_and_lands_on_the_page_that_was_wanted(traveller, ada):
    traveller.open("/notifications/")
    traveller.go_as("ada")
    expect(traveller.page).to_have_title("Notifications – Social media portal")
    expect(traveller.page.locator("header")).to_contain_text("Signed in as Ada Lee")
    traveller.press("Sign out")
    traveller.reads("If others use this computer, sign out of your council account too.")


def test_who_is_not_let_in_is_told_why(traveller, ada):
    traveller.open("/")
    traveller.go_as("stranger")
    traveller.reads(
        "You are not signed in",
        "Nobody with the address sam@elsewhere.example is listed in this portal.",
        "Ask HR to add you.",
    )
    traveller.follow("Go back to sign in")
    expect(traveller.page.get_by_role("button", name=BUTTON)).to_be_visible()
    assert list(Employee.objects.all()) == [ada]

    traveller.another_sits_down()
    traveller.open("/")
    traveller.go_as("unverified")
    traveller.reads("does not say that the address ada.lee@council.example is verified")

    traveller.another_sits_down()
    Employee.objects.update(left_on=clock.today())
    traveller.open("/")
    traveller.go_as("ada")
    traveller.reads("You no longer work for the council, so you cannot sign in.")


# Proof before a decision


@pytest.fixture
def case(site) -> BusinessCase:
    """One that Ben decides, whom the directory asks for a second factor."""
    ben = EmployeeFactory(name="Ben Cole", email="ben.cole@council.example")
    AppointmentFactory(post=Post.HEAD_OF_IT, employee=ben)
    return a_case_in(State.AWAITING_DECISION)


def decide(traveller: Traveller, case: BusinessCase) -> None:
    """Sign in, having signed in at the directory an hour ago, and go on to decide."""
    traveller.open(f"/cases/{case.reference}/decide/")
    traveller.go_as("ben")
    traveller.choose("Approve")
    traveller.press("Continue")
    traveller.reads("Confirm that it is you", "Sign in again with your council account")
    case.refresh_from_db()
    assert case.state == State.AWAITING_DECISION


def test_the_directory_asks_again_before_a_decision(traveller, directory, case):
    directory.told(signedInAgo=3600)
    decide(traveller, case)
    directory.told()
    traveller.page.get_by_role("link", name="Sign in again with your council account").click()
    traveller.answer_as("ben")
    traveller.press("Continue")
    traveller.press("Approve")
    traveller.reads("Approved the business case.")
    case.refresh_from_db()
    assert case.state == State.APPROVED


def test_a_directory_that_does_not_ask_again_decides_nothing(traveller, directory, case):
    directory.told(signedInAgo=3600, ignoresPrompt=True)
    decide(traveller, case)
    traveller.follow("Sign in again with your council account")
    traveller.reads("did not ask you again who you are")
    case.refresh_from_db()
    assert case.state == State.AWAITING_DECISION
