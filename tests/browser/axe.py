"""What axe finds on a page, under the rules of WCAG 2.0 to 2.2, levels A and AA."""

from functools import cache

from django.conf import settings
from playwright.sync_api import Browser, Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@cache
def script() -> str:
    return (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()


def accompany(page: Page) -> None:
    """Have axe on every page that is opened here: sent once, not once for each."""
    page.add_init_script(script())


def faults(page: Page) -> list[str]:
    """Each fault as "rule: the element's markup"; none is an empty list."""
    found = page.evaluate(
        "standards => axe.run({runOnly: standards, resultTypes: ['violations']})", STANDARDS
    )
    return [
        f"{violation['id']}: {node['html']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def new_mirror(browser: Browser) -> Page:
    """A page that runs axe on copies of pages, and no script of theirs."""
    page = browser.new_page()
    accompany(page)
    page.route("**/*.js", lambda route: route.abort())
    return page


def faults_without_scripts(page: Page, mirror: Page) -> list[str]:
    """What axe finds on a page of a browser that runs no scripts, and so not axe either.

    A mirror looks at a copy, and is kept from the page's own scripts.
    """
    address, content = page.url.partition("#")[0], page.content()
    mirror.route(
        address, lambda route: route.fulfill(body=content, content_type="text/html"), times=1
    )
    mirror.goto(address)
    return faults(mirror)


def scrolls_sideways(page: Page) -> bool:
    """Whether anything of the page lies beyond the width of the window."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
