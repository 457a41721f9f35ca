"""Every page that anyone of the demonstration can reach by its links.

The drill asks for them as everyone; Chromium opens those with a kind of element that it saw on no
page of that name, and looks closely at each. The short one asks as two who between them reach most;
Chromium opens those with a kind of element that it saw on no page before.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from portal import clock
from portal.models import Employee, Post
from tests.browser.visit import WIDE, Visit
from tests.builders import the_holder
from tests.clients import signed_in
from tests.databases import CommittedDatabase
from tests.demonstration import the_demonstration
from tests.processes import Site, web
from tests.starting import Built, committed
from tests.walking import NOT_PAGES, name_of, own_pages

# The same for everyone, so opened once.
THE_SAME = {
    "account_change_password",
    "account_reset_password",
    "accessibility",
    "cases:new",
    "demonstration_mail",
    "help",
    "notification_preferences",
    "policy:clause_text",
    "policy:compare",
    "policy:personal_use",
    "policy:version_clause_text",
    "policy:version_text",
    "privacy",
    "second_factor",
    "sessions",
}

REACHED = {
    "home",
    "notifications",
    "notification_preferences",
    "appointments",
    "appointment_new",
    "appointment_end",
    "appointment_extend",
    "appointment_hand_over",
    "people",
    "person",
    "person_leaving",
    "person_new",
    "person_edit",
    "person_return",
    "employee_import_new",
    "employee_import",
    "account_change_password",
    "account_reset_password",
    "your_account",
    "sessions",
    "second_factor",
    "second_factor_off",
    "new_recovery_codes",
    "help",
    "accessibility",
    "privacy",
    "demonstration_mail",
    "policy:policy",
    "policy:personal_use",
    "policy:categories",
    "policy:category",
    "policy:category_new",
    "policy:versions",
    "policy:version_new",
    "policy:version",
    "policy:version_title",
    "policy:version_delete",
    "policy:clause_new",
    "policy:clause",
    "policy:clause_remove",
    "policy:consult",
    "policy:consultation",
    "policy:answer",
    "policy:redraft",
    "policy:coverage",
    "policy:clause_text",
    "policy:compare",
    "policy:version_text",
    "policy:version_clause_text",
    "policy:version_import",
    "awareness:list",
    "awareness:past",
    "awareness:new",
    "awareness:detail",
    "awareness:edit",
    "awareness:cancel",
    "awareness:register",
    "awareness:record",
    "awareness:certificate",
    "awareness:record_of",
    "awareness:import",
    "needs:list",
    "media_contacts:list",
    "media_contacts:new",
    "media_contacts:detail",
    "media_contacts:advise",
    "media_contacts:add",
    "media_contacts:close",
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
    "accounts:lead_moved",
    "accounts:control",
    "accounts:condition",
    "accounts:add_person",
    "accounts:remove_person",
    "accounts:review",
    "accounts:review_return",
    "access:queue",
    "dashboards:team",
    "dashboards:communications",
    "dashboards:it",
}


@pytest.fixture
def committed_db(
    built: Built, django_db_blocker, tmp_path, settings
) -> Iterator[CommittedDatabase]:
    """In the place of an empty one: the demonstration is loaded."""
    settings.DEMONSTRATION = True
    with (
        django_db_blocker.unblock(),
        committed(the_demonstration, built=built, folder=tmp_path) as database,
    ):
        yield database


# What neither the policy administrator nor a Communications adviser reaches.
BEYOND_TWO = {
    "access:queue",
    "accounts:add_person",
    "accounts:condition",
    "accounts:control",
    "accounts:lead_moved",
    "accounts:remove_person",
    "cases:compare",
    "cases:copy",
    "cases:decide",
    "cases:give",
    "cases:share",
    "dashboards:it",
    "dashboards:team",
    "media_contacts:add",
    "second_factor",
}


@pytest.mark.xdist_group("demonstration")
def test_every_page_in_reach_of_two_is_whole(site, browser):
    two = [the_holder(Post.POLICY_ADMINISTRATOR), the_holder(Post.COMMUNICATIONS_ADVISER)]
    reached = crawl(site, browser, two, thorough=False)
    assert REACHED - reached == BEYOND_TWO


@pytest.mark.drill
def test_every_page_in_reach_of_anyone_is_whole(site, browser):
    reached = crawl(site, browser, Employee.objects.current(clock.today()), thorough=True)
    assert REACHED - reached == set()


def crawl(site: Site, browser: Browser, people: Iterable[Employee], *, thorough: bool) -> set[str]:
    """The names of all pages that these people reach, each of which is asked for and whole."""
    reached: set[str] = set()
    with web(site, workers=1):
        visit = Visit(browser.new_page(viewport=WIDE), site, thorough=thorough)
        crawler = Crawler(visit)
        for person in people:
            crawler.take_over(person)
            known = reached & THE_SAME
            for start in ("/", *own_pages(person)):
                known = crawler.crawl(start, known=known)
            reached |= known
    return reached


class Markup(HTMLParser):
    """The links of a page, and the kinds of elements that its main part is made of."""

    def __init__(self, page: str):
        super().__init__()
        self.links: list[str] = []
        self.in_main = False
        self.kinds: set[tuple[str, str]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        self.in_main = self.in_main or tag == "main"
        if self.in_main:
            self.kinds.add((tag, said.get("class") or ""))
        if tag == "a" and (said.get("href") or "").startswith("/"):
            self.links.append(said["href"].partition("#")[0])

    def handle_endtag(self, tag: str) -> None:
        self.in_main = self.in_main and tag != "main"


class Crawler:
    """Follows links as one person after another; the browser sees what is new to it."""

    def __init__(self, visit: Visit):
        self.visit = visit
        self.client = signed_in(None)
        self.seen: set = set()

    def take_over(self, person: Employee) -> None:
        """Someone else has signed in at the same browser."""
        self.client = signed_in(person)
        cookie = self.client.cookies[settings.SESSION_COOKIE_NAME]
        context = self.visit.page.context
        context.clear_cookies()
        context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": self.visit.site.address}]
        )

    def crawl(self, start: str, *, known: set[str]) -> set[str]:
        """Look at a page and, following links from it, at one of each URL pattern that is not known
        yet. Returns the names of the patterns known by then.
        """
        known = known | {name_of(start)}
        paths = deque(self.look_at(start))
        while paths:
            path = paths.popleft()
            if name_of(path) in known | NOT_PAGES:
                continue
            known.add(name_of(path))
            paths.extend(self.look_at(path))
        return known

    def look_at(self, path: str) -> list[str]:
        """Check a page and return where its links lead within the site."""
        answer = self.client.get(path, follow=True)
        assert answer.status_code == 200, path
        markup = Markup(answer.text)
        name, kinds = name_of(path), markup.kinds
        shown = {(name, kind) for kind in kinds} if self.visit.thorough else kinds
        if not shown <= self.seen:
            self.seen |= shown
            self.visit.open(path)
        return list(dict.fromkeys(markup.links))
