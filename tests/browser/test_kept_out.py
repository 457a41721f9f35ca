"""A stranger guesses someone's password; their person gets in by the mailed link."""

import re

import pytest
from django.test import Client

from portal.models import Employee
from tests.browser import axe
from tests.browser.town import PASSWORD
from tests.browser.visit import PHONE, Visit
from tests.factories import EmployeeFactory
from tests.processes import Sink, Site, smtp_sink, wait_until, web, worker

NEW_PASSWORD = "four new words here"


def guess(person: Employee, *, times: int) -> None:
    for _ in range(times):
        Client().post("/sign-in/", {"login": person.email, "password": "wrong"})


def link_in(sink: Sink, person: Employee) -> str:
    """The path of the link that was mailed to someone."""

    def links() -> list[str]:
        bodies = [message.get_content() for message in sink.to(person.email)]
        return re.findall(r"http://localhost:\d+(/sign-in/new-password/\S+)", "\n".join(bodies))

    wait_until(links, what="the link is mailed")
    return links()[0]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_who_is_kept_out_gets_in_by_the_mailed_link(site: Site, browser, javascript):
    ada = EmployeeFactory(name="Ada Lee")
    ada.set_password(PASSWORD)
    ada.save()
    with smtp_sink(site) as sink, web(site, workers=1), worker(site, with_beat=True):
        guess(ada, times=10)
        mirror = None if javascript else axe.new_mirror(browser)
        page = browser.new_page(viewport=PHONE, java_script_enabled=javascript)
        visit = Visit(page, site, mirror=mirror)
        visit.open("/sign-in/")
        visit.enter("E-mail address", ada.email)
        visit.enter("Password", PASSWORD)
        visit.press("Sign in")
        visit.reads("Wait before you sign in", "Try again after")

        visit.follow("ask for a link to set a new password")
        visit.enter("E-mail address", ada.email)
        visit.press("Send me a link")
        visit.open(link_in(sink, ada))
        visit.enter("New password", NEW_PASSWORD)
        visit.enter("New password again", NEW_PASSWORD)
        visit.press("Set new password")
        guess(ada, times=10)
        visit.sign_in(ada, password=NEW_PASSWORD)
