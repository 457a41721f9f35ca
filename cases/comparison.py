"""Two wordings of an answer, with the words that differ marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from cases.models import BusinessCase
from cases.questions import Difference, answers_of, differences


@dataclass(frozen=True)
class Piece:
    """Some words, and whether the other wording has them too."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Change:
    """A question whose answer changed, and both wordings in pieces."""

    question: str
    before: list[Piece]
    after: list[Piece]


def changes_in(differing: Iterable[Difference]) -> list[Change]:
    """The differences between two lists of answers, marked word by word."""
    return [Change(d.question, *compare(d.before, d.after)) for d in differing]


def changes_since_advice(case: BusinessCase) -> list[Change]:
    """What changed in the answers since Communications last advised on them (5.7)."""
    advice = case.latest_advice()
    if advice is None:
        return []
    return changes_in(differences(advice.revision.answers, answers_of(case)))


def compare(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both wordings in pieces; words are the same whatever space follows them."""
    old, new = _words(before), _words(after)
    old_pieces, new_pieces = [], []
    matcher = SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        differs = kind != "equal"
        _add(old_pieces, old[old_from:old_to], differs)
        _add(new_pieces, new[new_from:new_to], differs)
    return old_pieces, new_pieces


def _words(text: str) -> list[str]:
    """Words, each with the space after it, so that a changed phrase is one run."""
    return re.findall(r"\S+\s*|\s+", text)


def _add(pieces: list[Piece], words: list[str], differs: bool) -> None:
    text = "".join(words)
    # A space is not what differs: it stands unmarked after the words that do.
    marked = text.rstrip() if differs else text
    if marked:
        pieces.append(Piece(marked, differs))
    if marked != text:
        pieces.append(Piece(text[len(marked) :], False))
