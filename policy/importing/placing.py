"""Placing each line of a policy in a section, a clause or a rule; what has no place is a fault."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from policy.importing.markers import Kind, Marked, plain
from policy.importing.outline import ClauseText, Remark
from policy.models import LONGEST_TEXT

LONGEST_HEADING = 200
MOST_CLAUSES = 2_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Letters that are typed for one another.
ALIKE = {"I": "l", "l": "i"}
# A line that stands alone and is no sentence is a heading or a caption, up to so many words.
HEADING_WORDS = 8
SENTENCE_END = re.compile(r"[.!?;:,][\"'”’)]*$")
SENTENCE_BEGIN = re.compile(r"[\"'“‘(]?[A-Z]|$")
NESTED = 2


@dataclass
class Block:
    """A paragraph, or with several points a list."""

    # The lines of each point, or of the paragraph.
    points: list[list[str]]
    is_list: bool = False
    indent: int = 0

    @property
    def last_line(self) -> str:
        return self.points[-1][-1]

    @property
    def words(self) -> list[str]:
        return [" ".join(lines).strip() for lines in self.points]

    def as_text(self) -> str:
        if self.is_list:
            return "\n".join(f"- {plain(point)}" for point in self.words)
        return plain(self.words[0])


@dataclass
class Placed:
    """A section, a clause or a rule, as it fills."""

    number: str
    line: int
    heading: str = ""
    indent: int = 0
    dashed: bool = False
    text: list[Block] = field(default_factory=list)
    closing: list[Block] = field(default_factory=list)
    rules: int = 0

    def as_clause(self) -> ClauseText:
        text, closing = (
            "\n\n".join(block.as_text() for block in blocks if block.words != [""])
            for blocks in (self.text, self.closing)
        )
        return ClauseText(self.number, plain(self.heading), text, closing)


@dataclass(frozen=True)
class Placing:
    """Everything placed, in the policy's order."""

    clauses: list[ClauseText]
    notes: list[Remark]
    faults: list[Remark]


def place(lines: Sequence[Marked]) -> Placing:
    """Place every line, or say which cannot be placed."""
    placer = Placer(lines)
    for position in range(len(lines)):
        placer.take(position)
    placer.look_for_the_empty()
    return Placing([one.as_clause() for one in placer.all], placer.notes, placer.faults)


def _before_rules(lines: Sequence[Marked]) -> list[bool]:
    """Of each line, whether the next section, clause or rule is a rule."""
    found, is_rule = [], False
    for one in reversed(lines):
        found.append(is_rule)
        if one.kind in (Kind.RULE, Kind.PARAGRAPH, Kind.SECTION):
            is_rule = one.kind == Kind.RULE
    return found[::-1]


def _is_table(marked: Marked) -> bool:
    return marked.whole.startswith("|")


class Placer:
    """Where the text has come to, line by line."""

    def __init__(self, lines: Sequence[Marked]):
        self.lines = lines
        self.before_rule = _before_rules(lines)
        self.all: list[Placed] = []
        self.numbers: set[str] = set()
        self.notes: list[Remark] = []
        self.faults: list[Remark] = []
        self.section: Placed | None = None
        self.clause: Placed | None = None
        self.rule: Placed | None = None
        # Where words go on: nowhere after a heading, or after what could not be placed.
        self.block: Block | None = None
        self.lost = False

    def take(self, position: int) -> None:
        marked = self.lines[position]
        if self.block and self._only_looks_numbered(marked):
            marked = marked.as_text()
        take = {
            Kind.SECTION: self._take_section,
            Kind.PARAGRAPH: self._take_clause,
            Kind.RULE: self._take_rule,
            Kind.NUMBERED: self._take_numbered,
            Kind.BULLET: self._take_bullet,
            Kind.TEXT: lambda text: self._take_text(text, position),
        }[marked.kind]
        take(marked)

    def _only_looks_numbered(self, marked: Marked) -> bool:
        """A wrapped line may begin with a number, as in "see clause / 5.1 above", or an initial."""
        if marked.line.after_blank or marked.dashed or marked.titled:
            return False
        if marked.kind == Kind.PARAGRAPH:
            begins = SENTENCE_BEGIN.match(marked.text)
            return not begins and marked.number != self._next_clause()
        if marked.kind == Kind.RULE and not marked.under and marked.number.isupper():
            return self._letter_of(marked) is None
        return False

    def _next_clause(self) -> str:
        section, last = self.section.number, 0
        if self.clause:
            last = int(self.clause.number.split(".")[1])
        return f"{section}.{last + 1}"

    # What has a number

    def _take_section(self, marked: Marked) -> None:
        number, last = int(marked.number), int(self.section.number) if self.section else 0
        if marked.number in self.numbers:
            self._lose(marked, f"Section {number} is there twice.")
            return
        if number != last + 1:
            before = f"after section {last}" if last else "first"
            self._fault(marked, f"Section {number} comes {before}: section {last + 1} is missing.")
        self.section = self._open(marked, marked.number, heading=marked.text)
        self.clause = self.rule = self.block = None

    def _take_clause(self, marked: Marked) -> None:
        section, _, paragraph = marked.number.partition(".")
        if marked.number in self.numbers:
            self._lose(marked, f"Clause {marked.number} is there twice.")
            return
        if section != self.section.number:
            self._lose(marked, f"Clause {marked.number} stands in section {self.section.number}.")
            return
        if int(paragraph) == 0 or marked.number != self._next_clause():
            self._fault(
                marked,
                f"Clause {marked.number} stands where clause {self._next_clause()} should be.",
            )
        # Written as a heading, its words are the clause's heading.
        heading = marked.text if marked.titled else ""
        self.clause = self._open(marked, marked.number, heading=heading)
        self.rule = None
        self.block = None if heading else self._add(self.clause.text, Block([[marked.text]]))

    def _take_rule(self, marked: Marked) -> None:
        if not self.clause:
            self._lose(marked, f"Rule {marked.number} stands under no clause.")
            return
        if marked.under and marked.under != self.clause.number:
            whole = f"{marked.under}.{marked.number}"
            self._lose(marked, f"Rule {whole} stands under clause {self.clause.number}.")
            return
        letter = self._letter_of(marked)
        if letter is None:
            letter = marked.number.lower()
            number = f"{self.clause.number}.{letter}"
            if number in self.numbers:
                self._lose(marked, f"Rule {number} is there twice.")
                return
            expected = LETTERS[self.clause.rules : self.clause.rules + 1] or "no other"
            self._fault(marked, f"Rule {number} stands where rule {expected} should be.")
            self.clause.rules = max(self.clause.rules, LETTERS.find(letter))
        self.clause.rules += 1
        self.rule = self._open(marked, f"{self.clause.number}.{letter}")
        self.block = self._add(self.rule.text, Block([[marked.text]]))

    def _letter_of(self, marked: Marked) -> str | None:
        """The letter or figure of the clause's next rule, where this line has it."""
        if not self.clause or self.clause.rules >= len(LETTERS):
            return None
        if marked.number.isdigit():
            due = str(self.clause.rules + 1)
            return due if str(int(marked.number)) == due else None
        due = LETTERS[self.clause.rules]
        if marked.number.lower() == due:
            return due
        if ALIKE.get(marked.number) == due:
            self._note(marked, f"“{marked.number}” was read as rule {due}, whose turn it is.")
            return due
        return None

    def _open(self, marked: Marked, number: str, *, heading: str = "") -> Placed:
        if len(heading) > LONGEST_HEADING:
            self._fault(marked, f"This heading is longer than {LONGEST_HEADING} letters.")
        opened = Placed(
            number, marked.line.number, heading, indent=marked.line.indent, dashed=marked.dashed
        )
        self.all.append(opened)
        self.numbers.add(number)
        if len(self.all) == MOST_CLAUSES + 1:
            self._fault(marked, f"The text has more than {MOST_CLAUSES:,} clauses.")
        self.lost = False
        return opened

    # What has none

    def _take_numbered(self, marked: Marked) -> None:
        self._lose(marked, f"“{marked.number}” numbers neither a section nor a clause.")

    def _take_bullet(self, marked: Marked) -> None:
        indent = marked.line.indent
        if not self.clause:
            self._lose(marked, "This point stands under no clause.")
        elif self.rule and self.rule.dashed and indent <= self.rule.indent:
            self._lose(marked, "This point stands among lettered rules without a letter.")
        elif not self.block or not self.block.is_list:
            listed = Block([[marked.text]], is_list=True, indent=indent)
            self.block = self._add(self._blocks(), listed)
        elif indent >= self.block.indent + NESTED:
            self._lose(marked, "This point stands under another point.")
        else:
            self.block.points.append([marked.text])

    def _take_text(self, marked: Marked, position: int) -> None:
        if self._goes_on(marked):
            self._join(marked)
            return
        if not self.clause:
            where = f"the first clause of section {self.section.number}"
            self._lose(marked, f"This text stands before {where}.")
        elif _is_table(marked):
            self._lose(marked, "This is a table: its words have no place in a clause.")
        elif self._is_heading(marked, position):
            self._lose(
                marked,
                "This looks like a heading without a number: number it, or end it with a full "
                f"stop where it belongs to clause {self.clause.number}.",
            )
        elif self.rule and not self._belongs_to_rule(marked, position):
            self.rule = None
            self.block = self._add(self.clause.closing, Block([[marked.text]]))
        else:
            self.block = self._add(self._blocks(), Block([[marked.text]]))

    def _goes_on(self, marked: Marked) -> bool:
        """Whether this line goes on with the words above it."""
        if marked.titled or _is_table(marked):
            return False
        if not marked.line.after_blank:
            return bool(self.block) or self.lost
        if not self.block or self.lost:
            return False
        if self.block.last_line == "":
            return True
        if marked.line.after_page and marked.text[:1].islower():
            return not SENTENCE_END.search(self.block.last_line)
        return self.block.is_list and marked.line.indent > self.block.indent

    def _join(self, marked: Marked) -> None:
        if self.block and not self.lost:
            self.block.points[-1].append(marked.text)

    def _is_heading(self, marked: Marked, position: int) -> bool:
        alone = all(
            one.line.after_blank or (one.kind != Kind.TEXT and not self._only_looks_numbered(one))
            for one in self.lines[position + 1 : position + 2]
        )
        short = len(marked.text.split()) <= HEADING_WORDS and marked.text[:1].isupper()
        return marked.titled or (
            alone and short and not marked.line.indent and not SENTENCE_END.search(marked.text)
        )

    def _belongs_to_rule(self, marked: Marked, position: int) -> bool:
        """A paragraph below a rule is the rule's, unless it stands after them all, not indented."""
        return marked.line.indent > self.rule.indent or self.before_rule[position]

    def _blocks(self) -> list[Block]:
        if self.rule:
            return self.rule.text
        return self.clause.closing if self.clause.closing else self.clause.text

    def _add(self, blocks: list[Block], block: Block) -> Block:
        blocks.append(block)
        self.lost = False
        return block

    # What is to be said

    def look_for_the_empty(self) -> None:
        """A section without clauses, or a clause without words, lost them somewhere."""
        for one, following in pairwise([*self.all, None]):
            filled = any(line for block in one.text for point in block.points for line in point)
            leads = following is not None and following.number.startswith(f"{one.number}.")
            if "." not in one.number and not leads:
                self.faults.append(Remark(one.line, f"Section {one.number} has no clauses."))
            elif "." in one.number and not filled and not leads:
                self.faults.append(Remark(one.line, f"Clause {one.number} has no text."))
            clause = one.as_clause()
            if max(len(clause.text), len(clause.closing)) > LONGEST_TEXT:
                sentence = f"Clause {one.number} is longer than {LONGEST_TEXT:,} characters."
                self.faults.append(Remark(one.line, sentence))

    def _fault(self, marked: Marked, sentence: str) -> None:
        self.faults.append(Remark(marked.line.number, sentence))

    def _note(self, marked: Marked, sentence: str) -> None:
        self.notes.append(Remark(marked.line.number, sentence))

    def _lose(self, marked: Marked, sentence: str) -> None:
        """Say that a line cannot be placed; the lines that it is wrapped into go with it."""
        self._fault(marked, sentence)
        self.block, self.lost = None, True
