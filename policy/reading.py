"""The policy's text as it is read: paragraphs and lists, with the words looked for marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policy.models import Clause

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Piece:
    """Some words of a text, marked where they are what was looked for."""

    words: str
    marked: bool


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list of points."""

    is_list: bool
    lines: list[list[Piece]]


@dataclass(frozen=True)
class Reading:
    """A clause, ready to be drawn."""

    clause: Clause
    heading: list[Piece]
    blocks: list[Block]


def words_of(query: str) -> list[str]:
    """The words that a search looks for."""
    return query[:LONGEST_QUERY].split()


def find(clauses: Iterable[Clause], words: list[str]) -> list[Clause]:
    """The clauses that hold every word, in their number, heading or text."""
    return [
        clause for clause in clauses if all(word.casefold() in _searched(clause) for word in words)
    ]


def read(clause: Clause, words: list[str]) -> Reading:
    """A clause as headings, paragraphs and lists, each word looked for marked."""
    return Reading(
        clause=clause,
        heading=_pieces(clause.heading, words),
        blocks=[_block(text, words) for text in re.split(r"\n\s*\n", clause.text) if text],
    )


def _searched(clause: Clause) -> str:
    return f"{clause.number} {clause.heading} {clause.text}".casefold()


def _block(text: str, words: list[str]) -> Block:
    lines = text.split("\n")
    if all(line.startswith("- ") for line in lines):
        return Block(True, [_pieces(line.removeprefix("- "), words) for line in lines])
    return Block(False, [_pieces(" ".join(lines), words)])


def _pieces(text: str, words: list[str]) -> list[Piece]:
    if not text or not words:
        return [Piece(text, False)] if text else []
    wanted = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    # A split by a group gives what lies between and what was found in turn.
    parts = re.split(f"({wanted})", text, flags=re.IGNORECASE)
    return [Piece(part, bool(n % 2)) for n, part in enumerate(parts) if part]
