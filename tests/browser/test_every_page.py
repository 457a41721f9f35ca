"""Every page that anyone of the demonstration can reach by its links."""

from collections import deque
from io import StringIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser

from cases.models import Account, BusinessCase, Review
from portal import clock
from portal.models import Employee, Post
from tests.browser.visit import WIDE, Visit
from tests.processes import Site, web

# Nothing to look at: one moves the clock under the others, one is a file.
NOT_PAGES = {"demonstration_clock", "cases:export"}
# The same for everyone, so opened once.
THE_SAME = {"help", "accessibility", "privacy", "demonstration_mail", "policy:personal_use"}

REACHED = {
    "home",
    "notifications",
    "notification",
    "notification_preferences",
    "appointments",
    "appointment_new",
    "appointment_end",
    "appointment_cancel",
    "people",
    "person",
    "person_leaving",
    "account_change_password",
    "help",
    "accessibility",
    "privacy",
    "demonstration_mail",
    "policy:policy",
    "policy:personal_use",
    "awareness:list",
    "awareness:past",
    "awareness:new",
    "awareness:detail",
    "awareness:edit",
    "awareness:cancel",
    "awareness:register",
    "cases:list",
    "cases:new",
    "cases:tasks",
    "cases:share",
    "cases:question",
    "cases:check",
    "cases:detail",
    "cases:thread",
    "cases:history",
    "cases:compare",
    "cases:print",
    "cases:advise",
    "cases:present",
    "cases:decide",
    "cases:withdraw",
    "cases:take_back",
    "cases:ask_again",
    "cases:copy",
    "cases:give",
    "accounts:list",
    "accounts:detail",
    "accounts:history",
    "accounts:launch",
    "accounts:control",
    "accounts:condition",
    "accounts:add_person",
    "accounts:remove_person",
    "accounts:review",
    "accounts:review_return",
    "accounts:review_excuse",
    "access:queue",
    "dashboards:team",
    "dashboards:communications",
    "dashboards:it",
}


def test_every_page_in_reach_is_whole(site, browser, settings):
    settings.DEMONSTRATION = True
    call_command("seed_demo", stderr=StringIO())
    seen: set[str] = set()
    reached: set[str] = set()

    with web(site):
        for person in Employee.objects.current(clock.today()):
            visit = visit_of(person, site, browser, seen)
            reached |= crawl(visit, known=reached & THE_SAME)
            visit.page.close()
        auditor = Employee.objects.get(appointments__post=Post.AUDITOR)
        visit = visit_of(auditor, site, browser, seen)
        for path in one_of_each_state():
            visit.open(path)

    assert REACHED - reached == set()


def visit_of(person: Employee, site: Site, browser: Browser, seen: set[str]) -> Visit:
    """Someone who has signed in already."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page = browser.new_page(viewport=WIDE)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site.address}])
    return Visit(page, site, seen=seen)


def crawl(visit: Visit, *, known: set[str]) -> set[str]:
    """Follow links from the home page, to one page of each URL pattern; returns their names."""
    paths = deque(["/"])
    reached = set(known)
    while paths:
        path = paths.popleft()
        name = resolve(path.partition("?")[0]).view_name
        if name in reached | NOT_PAGES:
            continue
        visit.open(path)
        reached.add(name)
        paths.extend(links_on(visit))
    return reached


def links_on(visit: Visit) -> list[str]:
    """Where the links of a page lead within the site, without the places on a page."""
    addresses = visit.page.eval_on_selector_all("a[href]", "links => links.map((a) => a.href)")
    parts = [urlsplit(a) for a in addresses if a.startswith(f"{visit.site.address}/")]
    return list(dict.fromkeys(f"{p.path}?{p.query}" if p.query else p.path for p in parts))


def one_of_each_state() -> list[str]:
    """A case that was sent, an account and a review in each state the demonstration has."""
    rows = [
        *BusinessCase.objects.exclude(sent_at=None).order_by("pk"),
        *Account.objects.order_by("pk"),
        *Review.objects.order_by("pk"),
    ]
    newest = {(type(row), row.state): row for row in rows}
    return [row.get_absolute_url() for row in newest.values()]
