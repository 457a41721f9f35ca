"""Looking closely once in a whole run at each kind of page, with and without errors, and at each
kind of element.
"""

from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page

from tests.databases import RUN

# A page's address without numbers and whether it is refused, and each kind of element in it.
KINDS = """() => {
    const address = location.pathname.replace(/\\d+/g, "0");
    const refused = document.querySelector(".govuk-error-summary") !== null;
    const elements = [...document.querySelectorAll("main *")];
    const kinds = new Set(elements.map((e) => `${e.tagName} ${e.className}`));
    return [`${address} ${refused}`, ...kinds];
}"""


def is_new(page: Page) -> bool:
    """Whether no test of the run, in any of its workers, has seen such a page, or one of the kinds
    of element that it has.

    What was seen is an empty file in the folder of the run.
    """
    folder = RUN / "kinds_seen"
    folder.mkdir(exist_ok=True)
    return sum(_is_first(folder, kind) for kind in page.evaluate(KINDS)) > 0


def _is_first(folder: Path, kind: str) -> bool:
    try:
        (folder / sha256(kind.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
