"""What is made of a policy's text: its clauses, and what is to be said about the reading."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """A sentence about a line of the text."""

    line: int
    sentence: str

    def __str__(self):
        return f"Line {self.line}: {self.sentence}"


@dataclass(frozen=True)
class LeftOut:
    """Lines that are no part of a clause, and why."""

    first: int
    last: int
    text: str
    why: str

    @property
    def lines(self) -> str:
        """The lines in words, such as "Line 3" or "Lines 1 to 20"."""
        if self.first == self.last:
            return f"Line {self.first}"
        return f"Lines {self.first} to {self.last}"


@dataclass(frozen=True)
class ClauseText:
    """A clause as the policy words it.

    A blank line parts the paragraphs of its text, and the lines of a list begin with a dash;
    ``closing`` is what the clause says after its lettered rules.
    """

    number: str
    heading: str = ""
    text: str = ""
    closing: str = ""

    @property
    def depth(self) -> int:
        """0 for a section, 1 for its clauses, 2 for their rules."""
        return self.number.count(".")

    @property
    def points(self) -> int:
        """How many points its lists have."""
        lines = [*self.text.split("\n"), *self.closing.split("\n")]
        return sum(line.startswith("- ") for line in lines)


@dataclass(frozen=True)
class Outline:
    """A policy's text as it was read; it can be kept only where it has no faults."""

    clauses: tuple[ClauseText, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Remark, ...] = ()
    faults: tuple[Remark, ...] = ()

    @property
    def counts(self) -> str:
        """How many sections, clauses, rules and bullets there are, in words."""
        depths = [clause.depth for clause in self.clauses]
        names = ("section", "clause", "lettered rule")
        parts = [counted(depths.count(depth), name) for depth, name in enumerate(names)]
        bullets = counted(sum(clause.points for clause in self.clauses), "bullet")
        return f"{', '.join(parts)} and {bullets}"


def counted(number: int, name: str) -> str:
    """A number of things in words, such as "1 bullet" or "2 bullets"."""
    return f"{number} {name}{'' if number == 1 else 's'}"
