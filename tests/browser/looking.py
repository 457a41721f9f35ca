"""Looking closely at one page of each kind in a whole run of the tests."""

import os
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page

# What a page is made of, whatever its words are.
MADE_OF = """() => {
    const all = [...document.querySelectorAll("main *")];
    const kinds = all.map((e) => `${e.tagName} ${e.className}`);
    return [location.pathname.replace(/\\d+/g, "0"), ...new Set(kinds)].join("\\n");
}"""


def is_new(page: Page) -> bool:
    """Whether no test of the run, in any of its workers, has asked about a page made of the same.

    Each kind of page is an empty file in the folder of the run.
    """
    folder = Path(os.environ["TEST_RUN_FOLDER"]) / "kinds_of_pages"
    folder.mkdir(exist_ok=True)
    kind = page.evaluate(MADE_OF)
    try:
        (folder / sha256(kind.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
