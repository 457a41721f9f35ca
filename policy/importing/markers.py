"""What a line begins with: the number of a section or a clause, the letter of a rule, a dash."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from policy.importing.lines import Line

LONGEST_TITLE = 120

HASHES = re.compile(r"#{1,6}\s+")
BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
BOLD_BEGINS = re.compile(r"(?=(\*\*|__)\S)")
BOLD_ENDS = {sign: re.compile(rf"(?<=\S)(?={re.escape(sign)})") for sign in ("**", "__")}
ESCAPE = re.compile(r"\\([^\w\s])")
DASH = re.compile(r"(?:[-*+•·▪◦‣●–—\uf0b7]|o(?=\t))\s+")
# "4.1.a", "4.1(a)" and "4.1.1", which name the clause that they stand under.
WHOLE_RULE = re.compile(
    r"\(?(\d{1,2}\.\d{1,2})(?:(?:\.|\.?\()(?=[\dA-Za-z])|(?=[A-Za-z]))(\d{1,2}|[A-Za-z])\)?[.):]?"
    r"(?:\s+(.*))?"
)
PARAGRAPH = re.compile(
    r"\(?(\d{1,2})\.(\d{1,2})(?:[.):]+(?=[\s\"'“‘(A-Z]|$)|(?=\s|$)|(?=[A-Z]))\s*(.*)"
)
RULE = re.compile(r"\(?([A-Za-z])[.)](?:\s+(.*))?")
ITEM = re.compile(r"(section\s+)?(\d{1,2})([.):]\s*|\s+[-–—]\s+|\s+)(\S.*)", re.IGNORECASE)
NOT_A_TITLE = re.compile(r"[.;,]$")


class Kind(Enum):
    """What a line is, going by what it begins with."""

    SECTION = auto()
    PARAGRAPH = auto()
    RULE = auto()
    # A number that is neither a section's nor a clause's.
    NUMBERED = auto()
    BULLET = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Marked:
    """A line by what it begins with; ``text`` is what follows, ``whole`` both."""

    line: Line
    kind: Kind
    whole: str
    text: str
    # "3", "3.2", "a"; for a rule that names its clause also that, such as "4.1".
    number: str = ""
    under: str = ""
    dashed: bool = False
    # Written as a heading: with a # or wholly in bold.
    titled: bool = False

    def as_text(self) -> "Marked":
        """The line as words that only look as if they began with a number or a letter."""
        kind = Kind.BULLET if self.dashed else Kind.TEXT
        return replace(self, kind=kind, text=self.whole, number="", under="")


def plain(text: str) -> str:
    """The words without Markdown's signs of emphasis and escapes."""
    return ESCAPE.sub(r"\1", _without_bold(text))


def _without_bold(text: str) -> str:
    """The words without the signs around those in bold; one look along the text for each sign."""
    ends = {sign: [m.start() for m in ending.finditer(text)] for sign, ending in BOLD_ENDS.items()}
    parts, done = [], 0
    for begins in BOLD_BEGINS.finditer(text):
        sign, start = begins[1], begins.start()
        # At least one character stands between.
        following = bisect_left(ends[sign], start + len(sign) + 1)
        if start < done or following == len(ends[sign]):
            continue
        end = ends[sign][following]
        parts += [text[done:start], text[start + len(sign) : end]]
        done = end + len(sign)
    return "".join([*parts, text[done:]])


def mark(lines: Sequence[Line]) -> list[Marked]:
    """Every line by what it begins with."""
    marked = [_marked(line) for line in lines]
    return [
        _section_or_not(one, following) if one.kind == Kind.NUMBERED else one
        for one, following in pairwise([*marked, None])
    ]


def _marked(line: Line) -> Marked:
    text, titled = line.text, False
    if hashes := HASHES.match(text):
        text, titled = text[hashes.end() :].rstrip("#").rstrip(), True
    dashed = DASH.match(text)
    if dashed:
        text = text[dashed.end() :]
    # Words in bold that stand within a paragraph are no heading.
    titled = titled or bool(line.after_blank and BOLD.fullmatch(text))
    text = plain(text)
    as_it_is = Marked(
        line,
        Kind.BULLET if dashed else Kind.TEXT,
        whole=text,
        text=text,
        dashed=bool(dashed),
        titled=titled,
    )
    if found := WHOLE_RULE.fullmatch(text):
        kind, number, said, under = Kind.RULE, found[2], found[3], found[1]
    elif found := PARAGRAPH.fullmatch(text):
        number = f"{int(found[1])}.{int(found[2])}"
        kind, said, under = Kind.PARAGRAPH, found[3], ""
    elif found := RULE.fullmatch(text):
        kind, number, said, under = Kind.RULE, found[1], found[2], ""
    elif found := ITEM.fullmatch(text):
        kind, number, said, under = Kind.NUMBERED, str(int(found[2])), found[4], ""
    else:
        return as_it_is
    return replace(as_it_is, kind=kind, number=number, text=said or "", under=under)


def _section_or_not(marked: Marked, following: Marked | None) -> Marked:
    """A numbered line is a section's heading where it is worded and stands like one."""
    title = marked.text.removesuffix(":").strip()
    leads_on = (
        following is not None
        and following.kind == Kind.PARAGRAPH
        and following.number.split(".")[0] == marked.number
    )
    stands_apart = (marked.line.after_blank or marked.dashed) and not title[:1].islower()
    if (
        re.match(r"[\"'“‘(\[]?[^\W\d_]", title)
        and not NOT_A_TITLE.search(title)
        and (marked.titled or (len(title) <= LONGEST_TITLE and (leads_on or stands_apart)))
    ):
        return replace(marked, kind=Kind.SECTION, text=title)
    if re.match(r"\d+[.)]", marked.whole):
        return marked
    # "12 weeks before the launch": a number that begins a sentence, or a wrapped line of one.
    return marked.as_text()
