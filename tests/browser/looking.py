"""Looking closely once in a whole run at each element that a kind of page has."""

from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page

from tests.databases import RUN

# A page's address without numbers, with each kind of element in it, whatever its words are.
ELEMENTS = """() => {
    const address = location.pathname.replace(/\\d+/g, "0");
    const all = [...document.querySelectorAll("main *")];
    return [...new Set(all.map((e) => `${address} ${e.tagName} ${e.className}`))];
}"""


def is_new(page: Page) -> bool:
    """Whether the page has an element that no test of the run, in any of its workers, has seen on
    a page at such an address.

    What was seen is an empty file in the folder of the run.
    """
    folder = RUN / "elements_seen"
    folder.mkdir(exist_ok=True)
    return sum(_is_first(folder, element) for element in page.evaluate(ELEMENTS)) > 0


def _is_first(folder: Path, element: str) -> bool:
    try:
        (folder / sha256(element.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
