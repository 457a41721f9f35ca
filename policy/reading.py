"""The policy's text as it is read: paragraphs and lists, with the words looked for marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from policy.models import Clause

LONGEST_QUERY = 100
SHORT_RULE = re.compile(r"(\d+)\.([a-z])")
RULE_DEPTH = 2
ADDRESS = re.compile(r"([\w.]+?)(?:-bullet-([1-9]\d*))?")


@dataclass(frozen=True)
class Piece:
    """Some words of a text, marked where they are what was looked for."""

    words: str
    marked: bool


@dataclass(frozen=True)
class Line:
    """A paragraph, or a point of a list with its own name on the page."""

    pieces: list[Piece]
    anchor: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list of points."""

    is_list: bool
    lines: list[Line]


@dataclass(frozen=True)
class Reading:
    """A clause, ready to be drawn; its closing stands after its rules, as a reading of its own."""

    clause: Clause
    heading: list[Piece]
    blocks: list[Block]
    closing: list[Block]
    is_closing: bool = False

    @property
    def marks(self) -> int:
        """How many of its words are marked."""
        lines = (line for block in self.blocks + self.closing for line in block.lines)
        pieces = [*self.heading, *(piece for line in lines for piece in line.pieces)]
        return sum(piece.marked for piece in pieces)


@dataclass(frozen=True)
class Section:
    """A section of the policy and the clauses under it, for the list of contents."""

    clause: Clause
    clauses: list[Clause]


def address_of(number: str) -> str:
    """What names a clause in an address: 4.1.a as it is, "6.2 bullet 3" as 6.2-bullet-3."""
    return number.replace(" ", "-")


def parse_address(address: str) -> tuple[str, int]:
    """The number of the clause that an address names and, from 1, the point; 0 without one."""
    found = ADDRESS.fullmatch(address)
    return (found[1], int(found[2] or 0)) if found else ("", 0)


def rule_for_short(clauses: Iterable[Clause], number: str) -> Clause | None:
    """The rule 4.1.j, named 4.j for short, where its section has one rule of that letter."""
    found = SHORT_RULE.fullmatch(number)
    if not found:
        return None
    named = [
        clause
        for clause in clauses
        if clause.depth == RULE_DEPTH
        and clause.is_within(found[1])
        and clause.number.endswith(f".{found[2]}")
    ]
    return named[0] if len(named) == 1 else None


def words_of(query: str) -> list[str]:
    """The words that a search looks for."""
    return query[:LONGEST_QUERY].split()


def find(clauses: Iterable[Clause], words: list[str]) -> list[Clause]:
    """The clauses that hold every word, in their number, heading or text."""
    return [
        clause for clause in clauses if all(word.casefold() in _searched(clause) for word in words)
    ]


def contents(clauses: Iterable[Clause]) -> list[Section]:
    """The sections, each with those of its clauses that have a heading or stand right under it."""
    sections: list[Section] = []
    for clause in clauses:
        if clause.depth == 0:
            sections.append(Section(clause, []))
        elif sections and (clause.heading or clause.depth == 1):
            sections[-1].clauses.append(clause)
    return sections


def rules_of(clauses: Iterable[Clause], section: str) -> list[Reading]:
    """The rules of a section: its clauses that have none under them."""
    within = [clause for clause in clauses if clause.is_within(section)]
    parents = {clause.number.rpartition(".")[0] for clause in within}
    return [read(clause, []) for clause in within if clause.depth and clause.number not in parents]


def read(clause: Clause, words: list[str]) -> Reading:
    """A clause as headings, paragraphs and lists, each word looked for marked."""
    blocks = _blocks(clause.text, clause.anchor, words, bullet=1)
    following = 1 + sum(len(block.lines) for block in blocks if block.is_list)
    return Reading(
        clause=clause,
        heading=_pieces(clause.heading, words),
        blocks=blocks,
        closing=_blocks(clause.closing, clause.anchor, words, bullet=following),
    )


def read_through(clauses: Iterable[Clause]) -> list[Reading]:
    """Clauses in the order in which the policy says things: a closing after the rules."""
    through: list[Reading] = []
    waiting: Reading | None = None
    for reading in (read(clause, []) for clause in clauses):
        if waiting and not reading.clause.is_within(waiting.clause.number):
            through.append(waiting)
            waiting = None
        through.append(replace(reading, closing=[]))
        if reading.closing:
            waiting = Reading(reading.clause, [], reading.closing, [], is_closing=True)
    return [*through, waiting] if waiting else through


def _searched(clause: Clause) -> str:
    return f"{clause.number} {clause.heading} {clause.text} {clause.closing}".casefold()


def _blocks(text: str, anchor: str, words: list[str], *, bullet: int) -> list[Block]:
    """The paragraphs and lists of a text; points are counted through all of a clause's lists."""
    blocks = []
    for part in re.split(r"\n\s*\n", text):
        lines = part.split("\n")
        if all(line.startswith("- ") for line in lines):
            points = [
                Line(_pieces(line.removeprefix("- "), words), f"{anchor}-bullet-{number}")
                for number, line in enumerate(lines, start=bullet)
            ]
            bullet += len(points)
            blocks.append(Block(True, points))
        elif part:
            blocks.append(Block(False, [Line(_pieces(" ".join(lines), words))]))
    return blocks


def _pieces(text: str, words: list[str]) -> list[Piece]:
    if not text or not words:
        return [Piece(text, False)] if text else []
    wanted = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    # A split by a group gives what lies between and what was found in turn.
    parts = re.split(f"({wanted})", text, flags=re.IGNORECASE)
    return [Piece(part, bool(n % 2)) for n, part in enumerate(parts) if part]
