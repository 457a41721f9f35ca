"""Signing in and answering a group of questions with nothing but a keyboard."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.town import PASSWORD
from tests.browser.visit import WIDE
from tests.factories import EmployeeFactory
from tests.processes import web

MOST_TABS = 40

# Radios and tick boxes are drawn by their labels.
SHOWS_FOCUS = """() => {
    const input = document.activeElement;
    const drawn = input.matches("[type=radio], [type=checkbox]") ? input.nextElementSibling : input;
    const style = getComputedStyle(drawn, drawn === input ? null : "::before");
    const box = drawn.getBoundingClientRect();
    const isMarked = style.outlineStyle !== "none" || style.boxShadow !== "none";
    return isMarked && box.height > 1 && box.top >= 0 && box.bottom <= innerHeight;
}"""


@pytest.fixture
def page(site, browser):
    person = EmployeeFactory(name="Ann Example", email="ann@council.example")
    person.set_password(PASSWORD)
    person.save()
    with web(site, workers=1):
        page = browser.new_page(viewport=WIDE)
        page.goto(site.address)
        yield page


def test_a_keyboard_is_enough(page):
    sign_in(page)

    tab_to(page, "button", "Do this later")
    go(page, "Enter")
    tab_to(page, "button", "Start a business case")
    go(page, "Enter")
    tab_to(page, "radio", "Yes")
    page.keyboard.press("ArrowDown")
    tab_to(page, "button", "Continue")
    go(page, "Enter")

    tab_to(page, "link", "The account")
    go(page, "Enter")
    answer_about_the_account(page)

    expect(page.get_by_text("You have completed 1 of 11 sections.")).to_be_visible()


def sign_in(page: Page) -> None:
    tab_to(page, "link", "Skip to main content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("ann@council.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    go(page, "Enter")


def answer_about_the_account(page: Page) -> None:
    tab_to(page, "textbox", "What is the account called?")
    page.keyboard.type("Example libraries")
    tab_to(page, "radio", "Blog")
    page.keyboard.press("Space")
    tab_to(page, "textbox", "What is the platform?")
    page.keyboard.type("WordPress")
    tab_to(page, "radio", "It is a new account")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "textbox", "The account's address")
    page.keyboard.type("https://blog.example/libraries")
    go(page, "Enter")


def tab_to(page: Page, role: Literal["button", "link", "radio", "textbox"], name: str) -> None:
    """Press Tab until it has the focus; wherever the focus comes, it can be seen."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert page.evaluate(SHOWS_FOCUS), page.evaluate("document.activeElement.outerHTML")[:300]
        if focused.and_(wanted).count():
            return
    pytest.fail(f"The Tab key does not lead to {name}")


def go(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)
