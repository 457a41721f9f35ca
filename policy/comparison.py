"""Two versions of the policy compared: which clauses are new, removed, changed or renumbered."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Protocol

from portal.word_comparison import Piece, compare

# How alike the words of two clauses are, from 0 to 1, so that one is taken for the other reworded:
# under the same number, and under another.
SAME_NUMBER, OTHER_NUMBER = 0.5, 0.6
# The words that are looked at to find clauses that are alike: beyond, no likeness is looked for,
# and a clause whose number and words are others is a new one.
MOST_STEPS = 2_000_000


class Worded(Protocol):
    """What is compared of a clause."""

    number: str
    heading: str
    text: str
    closing: str
    dos: str
    donts: str


class Kind(Enum):
    """What happened to a clause between two versions."""

    SAME = "Same"
    NEW = "New"
    REMOVED = "Removed"
    CHANGED = "Changed"
    RENUMBERED = "Renumbered"


# In the order in which they are counted.
DIFFERING = (Kind.CHANGED, Kind.NEW, Kind.REMOVED, Kind.RENUMBERED)


@dataclass(frozen=True)
class Change:
    """A clause of the one version and its counterpart in the other; either may be missing."""

    before: Worded | None
    after: Worded | None

    @property
    def kind(self) -> Kind:
        if not self.before:
            return Kind.NEW
        if not self.after:
            return Kind.REMOVED
        if words_of(self.before) != words_of(self.after):
            return Kind.CHANGED
        return Kind.SAME if self.before.number == self.after.number else Kind.RENUMBERED

    @property
    def clause(self) -> Worded:
        """The clause as it is now or, where it was removed, as it was."""
        return self.after or self.before

    @property
    def old_number(self) -> str:
        """The number that it had, where it has another now."""
        if self.before and self.after and self.before.number != self.after.number:
            return self.before.number
        return ""

    @cached_property
    def wordings(self) -> tuple[list[Piece], list[Piece]]:
        """Both wordings, the words that differ marked."""
        return compare(
            wording_of(self.before) if self.before else "",
            wording_of(self.after) if self.after else "",
        )


def wording_of(clause: Worded) -> str:
    """Everything that a clause says, as one text."""
    dos = "\n".join(f"Do: {line}" for line in clause.dos.splitlines())
    donts = "\n".join(f"Do not: {line}" for line in clause.donts.splitlines())
    parts = (clause.heading, clause.text, clause.closing, dos, donts)
    return "\n\n".join(part for part in parts if part)


def words_of(clause: Worded) -> list[str]:
    return wording_of(clause).split()


def changes(old: Sequence[Worded], new: Sequence[Worded]) -> list[Change]:
    """Every clause of both versions, in the order of the new one; the removed where they stood."""
    counterparts = _counterparts(old, new)
    kept = {clause.number for clause in counterparts.values()}
    places = {clause.number: place for place, clause in enumerate(old)}
    found: list[Change] = []
    come = 0
    for after in new:
        before = counterparts.get(after.number)
        if before:
            place = places[before.number]
            found += _removed(old[come:place], kept)
            come = max(come, place + 1)
        found.append(Change(before, after))
    return found + list(_removed(old[come:], kept))


def counts(found: Iterable[Change]) -> list[tuple[Kind, int]]:
    """How many clauses differ in each way, where any do."""
    kinds = [change.kind for change in found]
    return [(kind, kinds.count(kind)) for kind in DIFFERING if kind in kinds]


def _removed(clauses: Iterable[Worded], kept: set[str]) -> Iterator[Change]:
    return (Change(clause, None) for clause in clauses if clause.number not in kept)


def _counterparts(old: Sequence[Worded], new: Sequence[Worded]) -> dict[str, Worded]:
    """The old clause of each new one's number, where it has one: the surest matches first."""
    matching = Matching(old, new)
    matching.match_same_numbers(least=1)
    matching.match_same_words()
    matching.match_same_numbers(least=SAME_NUMBER)
    matching.match_alike()
    matching.match_same_numbers(least=0)
    return matching.found


class Matching:
    """Clauses of two versions that wait for a counterpart, by number, and those that have one."""

    def __init__(self, old: Sequence[Worded], new: Sequence[Worded]):
        self.old = {clause.number: clause for clause in old}
        self.new = {clause.number: clause for clause in new}
        self.found: dict[str, Worded] = {}
        self.old_words = {clause.number: Counter(words_of(clause)) for clause in old}
        self.new_words = {clause.number: Counter(words_of(clause)) for clause in new}

    def match_same_numbers(self, *, least: float) -> None:
        for number in [number for number in self.new if number in self.old]:
            if self._likeness(number, number) >= least:
                self._match(number, number)

    def match_same_words(self) -> None:
        by_words: dict[tuple[str, ...], deque[str]] = {}
        for number, clause in self.old.items():
            by_words.setdefault(tuple(words_of(clause)), deque()).append(number)
        for number, clause in list(self.new.items()):
            if same := by_words.get(tuple(words_of(clause))):
                self._match(same.popleft(), number)

    def match_alike(self) -> None:
        old_words = sum(len(self.old_words[number]) for number in self.old)
        new_words = sum(len(self.new_words[number]) for number in self.new)
        if len(self.old) * new_words + len(self.new) * old_words > MOST_STEPS:
            return
        pairs = [(self._likeness(old, new), old, new) for old in self.old for new in self.new]
        pairs = [pair for pair in pairs if pair[0] >= OTHER_NUMBER]
        for _, old, new in sorted(pairs, key=lambda pair: -pair[0]):
            if old in self.old and new in self.new:
                self._match(old, new)

    def _match(self, old: str, new: str) -> None:
        self.found[new] = self.old.pop(old)
        del self.new[new]

    def _likeness(self, old: str, new: str) -> float:
        """The share of their words that two clauses have in common, from 0 to 1."""
        one, other = self.old_words[old], self.new_words[new]
        total = one.total() + other.total()
        return 2 * (one & other).total() / total if total else 1.0
