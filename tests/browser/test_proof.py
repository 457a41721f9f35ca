"""A second factor in Chromium: set up, asked for at sign-in, and again before a decision."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from cases.models import BusinessCase, State
from portal.models import Employee, Post
from portal.session_store import ACTIVE, SessionStore
from tests.browser import axe
from tests.browser.town import PASSWORD
from tests.browser.visit import WIDE, Visit
from tests.builders import a_case_in, the_holder
from tests.processes import web
from tests.second_factors import code_now, give_second_factor

MINUTE = 60


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def visit(request, site, browser) -> Iterator[Visit]:
    mirror = None if request.param else axe.new_mirror(browser)
    with web(site, workers=1):
        page = browser.new_page(viewport=WIDE, java_script_enabled=request.param)
        yield Visit(page, site, mirror=mirror)


@pytest.fixture
def case(site) -> BusinessCase:
    return a_case_in(State.AWAITING_DECISION)


@pytest.fixture
def head(case) -> Employee:
    head = the_holder(Post.HEAD_OF_IT)
    head.set_password(PASSWORD)
    head.save()
    return head


def change_session(visit: Visit, change) -> None:
    """Change what the server keeps of a visitor's session."""
    (cookie,) = (c for c in visit.page.context.cookies() if c["name"] == "sessionid")
    session = SessionStore(cookie["value"])
    change(session)
    session.save()


def grow_old(session: SessionStore) -> None:
    for record in session["account_authentication_methods"]:
        record["at"] -= 5 * MINUTE


def test_a_second_factor_is_set_up_and_asked_for_before_a_decision(visit, case, head):
    visit.sign_in(head, password=PASSWORD)
    with visit.arriving():
        visit.page.goto(f"{visit.site.address}/cases/{case.reference}/decide/")
    visit.reads("Set up a second factor", "What you do for the council needs more than a password")
    secret = visit.page.locator(".portal-secret").text_content().replace(" ", "")
    visit.is_refused("Set it up", "Enter the code", at="code")
    visit.enter("Code", code_now(secret))
    visit.press("Set it up")
    visit.reads("Keep your recovery codes")
    visit.press("I have kept them")

    # Back at the page that was asked for. Five minutes pass while it is read.
    visit.choose("Reject")
    visit.enter("Your reasons", "There is an account already.")
    change_session(visit, grow_old)
    visit.press("Continue")
    visit.reads("Confirm that it is you")
    visit.is_refused("Continue", "Enter the code", at="code")
    visit.enter("Code", code_now(secret, steps=1))
    visit.press("Continue")
    visit.reads("Nothing has been sent yet.")
    expect(visit.page.get_by_label("Your reasons")).to_have_value("There is an account already.")
    visit.press("Continue")
    visit.reads("Check your decision")
    visit.press("Reject")
    assert BusinessCase.objects.get(pk=case.pk).state == State.REJECTED


def test_a_code_is_asked_for_at_sign_in_and_idling_loses_nothing(visit, case, head):
    secret = give_second_factor(head)
    visit.sign_in(head, password=PASSWORD, secret=secret)
    visit.open(f"/cases/{case.reference}/thread/")
    visit.page.get_by_role("textbox").fill("Who answers at weekends?")
    change_session(visit, lambda session: session.update({ACTIVE: time.time() - 15 * MINUTE}))
    with visit.arriving():
        visit.page.locator("main form button").first.click()
    visit.reads("You were signed out after 15 minutes without activity.")

    visit.enter("E-mail address", head.email)
    visit.enter("Password", PASSWORD)
    visit.press("Sign in")
    visit.enter("Enter your code", code_now(secret, steps=1))
    visit.press("Sign in")
    expect(visit.page.get_by_role("textbox")).to_have_value("Who answers at weekends?")


def test_a_lost_phone_is_helped_by_the_policy_administrator(visit, head):
    give_second_factor(head)
    administrator = the_holder(Post.POLICY_ADMINISTRATOR)
    Employee.objects.filter(pk=administrator.pk).update(is_demonstration=True)
    visit.sign_in(administrator)
    visit.open(f"/people/{head.pk}/")
    visit.follow("Reset their second factor")
    change_session(visit, grow_old)
    visit.press("Reset it")
    visit.reads("Confirm that it is you", "In the demonstration a press is enough.")
    visit.press("Continue")
    visit.press("Reset it")
    visit.reads("They have no second factor.")


def test_who_does_nothing_is_warned_and_may_stay(site, browser, case, head):
    secret = give_second_factor(head)
    with web(site, workers=1):
        visit = Visit(browser.new_page(viewport=WIDE), site)
        visit.sign_in(head, password=PASSWORD, secret=secret)
        change_session(visit, lambda session: session.update({ACTIVE: time.time() - 14 * MINUTE}))
        # The page asks how long is left and counts as no activity; opening another would.
        visit.page.evaluate("document.querySelector('[data-seconds]').dataset.seconds = 60")
        visit.page.add_script_tag(type="module", url=script_of(visit))
        said = re.compile(r"You will be signed out at \d{1,2}:\d\d[ap]m, as")
        warning = visit.page.get_by_text(said)
        expect(warning).to_be_visible()
        assert visit.faults() == []
        visit.page.get_by_role("button", name="Stay signed in").click()
        expect(warning).to_be_hidden()
        (cookie,) = (c for c in visit.page.context.cookies() if c["name"] == "sessionid")
        assert time.time() - SessionStore(cookie["value"])[ACTIVE] < MINUTE


def script_of(visit: Visit) -> str:
    return visit.page.locator("script[src*=time-left]").get_attribute("src") + "?again"
