"""From bytes to lines: encodings, page breaks and page numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten

from policy.importing.outline import LeftOut, Remark

LINE_END = re.compile(r"\r\n|\r|\n")
# What no text holds but tabs, line ends and page breaks.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
WIDE_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
# "3", "- 3 -", "Page 3 of 12", "Social media policy | Page 3": a bare number with at most a total.
PAGE_NUMBER = re.compile(
    r"""(?ix)
    (?: [-–—]\s*\d{1,3}\s*[-–—]
      | (?:.*(?:\s\s|\t|\s[|–—-]\s))? page\s+\d{1,3} (?:\s*(?:of|/)\s*\d{1,3})?
      | \d{1,3} (?:\s*(?:of|/)\s*\d{1,3})?
    )
    """
)
RULE_OR_BREAK = re.compile(r"(?:[-*_=]\s*){3,}|\\newpage|\\pagebreak")
TAB_STOP = 4
# Letters of a line that are quoted.
QUOTED = 60


@dataclass(frozen=True)
class Line:
    """A line with something on it; `after_page` where it follows a page break or a page number."""

    number: int
    text: str
    indent: int
    after_blank: bool
    after_page: bool


def decode(source: bytes) -> tuple[str, list[Remark], list[Remark]]:
    """The text of a file in UTF-8 or, which is said, Windows-1252; then notes, then faults."""
    try:
        return source.decode("utf-8-sig"), [], []
    except UnicodeDecodeError as error:
        first = 1 + len(re.findall(rb"\r\n|\r|\n", source[: error.start]))
    try:
        text = source.decode("cp1252")
    except UnicodeDecodeError:
        faults = [
            Remark(number, "This line holds bytes that are neither UTF-8 nor Windows-1252.")
            for number, line in enumerate(re.split(rb"\r\n|\r|\n", source), start=1)
            if not _readable(line)
        ]
        return "", [], faults
    return text, [Remark(first, "The file is not UTF-8, so it was read as Windows-1252.")], []


def _readable(line: bytes) -> bool:
    for encoding in ("utf-8", "cp1252"):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def first_words(text: str, lines: Iterable[int]) -> list[str]:
    """How each of these lines of a text begins, to be found by whoever looks for it."""
    typed = LINE_END.split(text)
    return [_first_words(typed[line - 1]) for line in lines]


def _first_words(line: str) -> str:
    begins = CONTROL.sub("", line).strip()
    # What spaces take up between the words is not counted, up to a point.
    return shorten(begins[: 10 * QUOTED], QUOTED, placeholder="…")


def lines_of(text: str) -> tuple[list[Line], list[LeftOut], list[Remark]]:
    """The lines that say something, the furniture of the pages that was left out, and faults."""
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    faults: list[Remark] = []
    after_blank, after_page = True, False
    for number, typed in enumerate(LINE_END.split(text), start=1):
        if CONTROL.search(typed):
            sentence = "This line holds characters that are no text: save the file as plain text."
            faults.append(Remark(number, sentence))
            continue
        after_page = after_page or "\f" in typed
        clean = INVISIBLE.sub("", WIDE_SPACE.sub(" ", typed.replace("\f", ""))).rstrip()
        clean = clean.expandtabs(TAB_STOP) if clean[:1].isspace() else clean
        said = clean.strip()
        if not said:
            after_blank = True
        elif PAGE_NUMBER.fullmatch(said):
            left_out.append(LeftOut(number, number, said, "page number"))
            after_blank = after_page = True
        elif RULE_OR_BREAK.fullmatch(said):
            left_out.append(LeftOut(number, number, said, "ruled line or page break"))
            after_blank = after_page = True
        else:
            indent = len(clean) - len(clean.lstrip())
            lines.append(Line(number, said, indent, after_blank, after_page))
            after_blank = after_page = False
    return lines, left_out, faults
