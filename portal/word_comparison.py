"""Two wordings of a text, with the words that differ marked."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate, groupby

# Words looked at for one comparison, which take a fraction of a second; without a limit, the words
# of two texts can be such that it takes minutes.
MOST_STEPS = 1_000_000

# What a point of a list begins with, in the texts that people type.
POINT = "- "

# How many words are the same or differ: whether they differ, then from and to in each wording.
Run = tuple[bool, int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """Some words, and whether the other wording lacks them."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list of points; each of its lines in pieces."""

    is_list: bool
    lines: list[list[Piece]]


class TooManySteps(Exception):
    """These texts would take too long to compare."""


class LimitedMatcher(SequenceMatcher):
    """Python's comparison, which raises TooManySteps rather than take long.

    One search for the longest match looks at each word of a part of the old text, and at every
    place where the new text has the same word.
    """

    def __init__(self, old: list[str], new: list[str]):
        counted = Counter(new)
        self.steps = [0, *accumulate(1 + counted[word] for word in old)]
        self.left = MOST_STEPS
        if self.steps[-1] > self.left:
            raise TooManySteps
        super().__init__(None, old, new, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, *new: int) -> Match:
        self.left -= self.steps[len(self.a) if ahi is None else ahi] - self.steps[alo]
        if self.left < 0:
            raise TooManySteps
        return super().find_longest_match(alo, ahi, *new)


def compare(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both wordings in pieces; words are the same whatever space follows them.

    Between texts that would take long to compare, all between the first difference and the last is
    marked.
    """
    old, new = _words(before), _words(after)
    old_pieces: list[Piece] = []
    new_pieces: list[Piece] = []
    for differs, old_from, old_to, new_from, new_to in _runs(
        [word.strip() for word in old], [word.strip() for word in new]
    ):
        _add(old_pieces, old[old_from:old_to], differs)
        _add(new_pieces, new[new_from:new_to], differs)
    return old_pieces, new_pieces


def _words(text: str) -> list[str]:
    """Words, each with the space after it, so that a changed phrase is one run."""
    return re.findall(r"\S+\s*|\s+", text)


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    try:
        for kind, *between in LimitedMatcher(old, new).get_opcodes():
            yield (kind != "equal", *between)
    except TooManySteps:
        yield from _runs_between_ends(old, new)


def _runs_between_ends(old: list[str], new: list[str]) -> Iterator[Run]:
    """All between the first difference and the last, in one look at each word."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    old_tail, new_tail = len(old) - tail, len(new) - tail
    yield False, 0, head, 0, head
    yield True, head, old_tail, head, new_tail
    yield False, old_tail, len(old), new_tail, len(new)


def _alike(old: list[str], new: list[str]) -> int:
    """How many words are the same from the beginning."""
    pairs = zip(old, new, strict=False)
    differing = (n for n, (one, other) in enumerate(pairs) if one != other)
    return next(differing, min(len(old), len(new)))


def _add(pieces: list[Piece], words: list[str], differs: bool) -> None:
    text = "".join(words)
    # A space is not what differs: it stands unmarked after the words that do.
    marked = text.rstrip() if differs else text
    if marked:
        pieces.append(Piece(marked, differs))
    if marked != text:
        pieces.append(Piece(text[len(marked) :], False))


def in_blocks(pieces: list[Piece]) -> list[Block]:
    """A wording as it is drawn: its paragraphs, and lists of the lines that begin with a hyphen."""
    blocks = []
    for kind, lines in groupby(_lines(pieces), key=_kind):
        if kind == POINT:
            blocks.append(Block(True, [list(_without_mark(line)) for line in lines]))
        elif kind:
            blocks.append(Block(False, list(lines)))
    return blocks


def _lines(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(re.split(r"\r?\n", piece.text)):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Piece(text, piece.differs))
    return lines


def _kind(line: list[Piece]) -> str:
    """Whether a line is a point, other text, or blank (empty)."""
    text = "".join(piece.text for piece in line)
    return POINT if text.startswith(POINT) else text.strip() and "text"


def _without_mark(line: list[Piece]) -> Iterator[Piece]:
    """A point without its hyphen, which may be a piece of its own."""
    begins = len(POINT)
    for piece in line:
        if kept := piece.text[begins:]:
            yield Piece(kept, piece.differs)
        begins = max(0, begins - len(piece.text))
