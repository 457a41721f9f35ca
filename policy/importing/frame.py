"""Where a policy begins and ends: what stands before section 1, and whose names stand below."""

import re
from collections.abc import Sequence
from itertools import pairwise

from policy.importing.markers import Kind, Marked
from policy.importing.outline import LeftOut, Remark

# What a line of contents has after the title, read from its end: a page number, dots.
LEADERS = re.compile(r"\d*[\s.…_]*")
LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
SENTENCE_END = re.compile(r"[.!?;:,][\"'”’)]*$")
SIGNING = re.compile(r"(?:signed|name|post|position|date|approved by|agreed by)\b.*", re.IGNORECASE)


def front_matter(lines: Sequence[Marked]) -> int:
    """How many lines stand before the heading of section 1: title, date, a list of contents."""
    found = [n for n, one in enumerate(lines) if one.kind == Kind.SECTION and one.number == "1"]
    leading = _leading_to_their_first_clause(lines, found)
    if not leading:
        return found[-1] if found else 0
    # A list of contents may name the clauses too: the policy is where its title comes last.
    title = _title(lines[leading[0]])
    return max(n for n in leading if _title(lines[n]) == title)


def _leading_to_their_first_clause(lines: Sequence[Marked], found: Sequence[int]) -> list[int]:
    """Those of the places at which the next line with a number is a clause of section 1."""
    numbered = [n for n, one in enumerate(lines) if one.kind in (Kind.SECTION, Kind.PARAGRAPH)]
    following = dict(pairwise(numbered))
    return [n for n in found if n in following and lines[following[n]].number.startswith("1.")]


def _title(heading: Marked) -> str:
    title = LINK.sub(r"\1", heading.text)
    return title[: len(title) - LEADERS.match(title[::-1]).end()].casefold()


def signature(lines: Sequence[Marked]) -> int:
    """How many lines at the end are names and dates: paragraphs that are no sentence."""
    kept = len(lines)
    for start in range(len(lines) - 1, 0, -1):
        if lines[start].kind != Kind.TEXT:
            break
        if not lines[start].line.after_blank:
            continue
        said = lines[kept - 1].text
        if SENTENCE_END.search(said) and not SIGNING.fullmatch(lines[start].text):
            break
        kept = start
    return len(lines) - kept


def left_out(lines: Sequence[Marked], why: str) -> list[LeftOut]:
    """Lines in a row that are no part of a clause, as one."""
    if not lines:
        return []
    text = "\n".join(one.line.text for one in lines)
    return [LeftOut(lines[0].line.number, lines[-1].line.number, text, why)]


def unread_clauses(before: Sequence[Marked], body: Sequence[Marked]) -> list[Remark]:
    """Clauses before section 1 that are not in the policy after it: more than its contents."""
    read = {one.number for one in body if one.kind == Kind.PARAGRAPH}
    return [
        Remark(one.line.number, f"Clause {one.number} stands before section 1.")
        for one in before
        if one.kind == Kind.PARAGRAPH and one.number not in read
    ]
