"""The Back button of a shared computer, with Chromium's back/forward cache on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from tests.browser.town import PASSWORD
from tests.browser.visit import WIDE, Visit
from tests.chromium import HOW, chromium_with_back_cache
from tests.factories import EmployeeFactory
from tests.processes import Site, web

NOTE_WHEN_BROUGHT_BACK = """
    addEventListener("pageshow", (event) => { window.broughtBack = event.persisted; });
"""


@pytest.fixture
def page(browser_type: BrowserType, browser_type_launch_args: dict) -> Iterator[Page]:
    """Of a browser that keeps pages for the Back button, as people's do and Playwright's does not.

    The Chromium without windows cannot.
    """
    whole = chromium_with_back_cache()
    if not whole:
        pytest.skip(f"a browser that keeps pages for its Back button is missing: {HOW}")
    launched: Browser = browser_type.launch(
        **browser_type_launch_args | {"executable_path": whole},
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = launched.new_page(viewport=WIDE)
    page.add_init_script(NOTE_WHEN_BROUGHT_BACK)
    yield page
    launched.close()


def go_back(page: Page) -> bool:
    """Press Back; whether the page is brought back as it was left, without asking the server."""
    page.go_back(wait_until="commit")
    page.wait_for_function("window.broughtBack !== undefined")
    return page.evaluate("window.broughtBack")


def test_after_signing_out_back_shows_nothing_private(site: Site, page: Page):
    ada = EmployeeFactory(name="Ada Lee")
    ada.set_password(PASSWORD)
    ada.save()
    with web(site, workers=1):
        visit = Visit(page, site)
        visit.open("/help/")
        visit.open("/privacy/")
        assert go_back(page)

        visit.sign_in(ada, password=PASSWORD)
        visit.open("/notifications/")
        visit.press("Sign out")
        assert not go_back(page)
        assert page.url.startswith(f"{site.address}/sign-in/")
        assert "Ada Lee" not in page.content()
