"""Through the council's directory and back, in Chromium, with real processes on both sides."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

from portal import clock
from portal.models import Employee
from tests.browser.visit import WIDE, Visit
from tests.factories import EmployeeFactory
from tests.processes import Site, web
from tests.provider import Provider, provider_for

BUTTON = "Sign in with your council account"


@pytest.fixture
def directory(site, tmp_path) -> Iterator[Provider]:
    with provider_for(site.address, folder=tmp_path) as provider:
        site.environment |= provider.environment
        with web(site):
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

    def _note(self, message: ConsoleMessage) -> None:
        """But for what the directory's own pages do, and refusals, which Chromium notes too."""
        ours = message.location["url"].startswith(self.site.address)
        if ours and not message.text.endswith("403 (Forbidden)"):
            super()._note(message)


@pytest.fixture
def traveller(site: Site, browser: Browser, directory: Provider) -> Traveller:
    return Traveller(browser.new_page(viewport=WIDE), site, seen=set())


def test_someone_signs_in_and_lands_on_the_page_that_was_wanted(traveller, ada):
    traveller.open("/notifications/")
    traveller.go_as("ada")
    expect(traveller.page).to_have_title("Notifications – Social media portal")
    expect(traveller.page.locator("header")).to_contain_text("Signed in as Ada Lee")
    traveller.press("Sign out")
    traveller.reads("If others use this computer, sign out of your council account too.")


def test_who_is_not_listed_is_told_so(traveller, ada):
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


def test_an_address_that_is_not_verified_lets_nobody_in(traveller, ada):
    traveller.open("/")
    traveller.go_as("unverified")
    traveller.reads("does not say that the address ada.lee@council.example is verified")


def test_who_has_left_is_not_let_in(traveller, ada):
    Employee.objects.update(left_on=clock.today())
    traveller.open("/")
    traveller.go_as("ada")
    traveller.reads("You no longer work for the council, so you cannot sign in.")


def test_who_is_signed_in_is_asked_again_for_proof(traveller, directory, ada):
    traveller.open("/")
    traveller.go_as("ada")
    traveller.page.goto(f"{traveller.site.address}/sign-in/directory/confirm/?next=/notifications/")
    traveller.answer_as("ada")
    expect(traveller.page).to_have_title("Notifications – Social media portal")


def test_a_directory_that_does_not_ask_again_proves_nothing(traveller, directory, ada):
    directory.told(ignoresPrompt=True, signedInAgo=3600)
    traveller.open("/")
    traveller.go_as("ada")
    traveller.page.goto(f"{traveller.site.address}/sign-in/directory/confirm/")
    traveller.arrive()
    traveller.reads("did not ask you again who you are")
