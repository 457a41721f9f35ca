"""Policies of any shape, written down in any layout: what a reader of texts must see through."""

from dataclasses import dataclass
from textwrap import wrap

from hypothesis import strategies as st

from policy.importing import ClauseText

# Some begin a wrapped line as a number, a letter or a date would.
WORDS = ["riders", "must", "not", "12", "e.g.", "a", "the", "council's", "10.30", "5.1", "&"]

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(
    lambda words: "Then " + " ".join(words) + " so."
)
titles = st.sampled_from(["Purpose", "Who rides?", "Rules & exceptions", "After 2014: “why”"])


@st.composite
def texts(draw) -> str:
    """Paragraphs, and lists between them."""
    blocks = []
    for _ in range(draw(st.integers(1, 3))):
        blocks.append(draw(sentences))
        if draw(st.booleans()):
            points = draw(st.lists(sentences, min_size=1, max_size=3))
            blocks.append("\n".join(f"- {point}" for point in points))
    return "\n\n".join(blocks)


@st.composite
def policies(draw) -> list[ClauseText]:
    """Sections, their clauses and those' rules, numbered in order."""
    clauses = []
    for section in range(1, draw(st.integers(1, 3)) + 1):
        clauses.append(ClauseText(f"{section}", draw(titles)))
        for paragraph in range(1, draw(st.integers(1, 3)) + 1):
            number, rules = f"{section}.{paragraph}", draw(st.integers(0, 3))
            closing = draw(st.just("") | texts()) if rules else ""
            clauses.append(ClauseText(number, "", draw(texts()), closing))
            clauses += [ClauseText(f"{number}.{'abc'[n]}", "", draw(texts())) for n in range(rules)]
    return clauses


@dataclass(frozen=True)
class Layout:
    """How a policy is written down; a format takes the number or the letter, and the title."""

    section: str
    clause: str
    rule: str
    bullet: str
    bullets_indent: int
    rules_indent: int
    width: int
    line_end: str
    # What stands between blocks: nothing but a blank line, or the edge of a page.
    between: str
    before: str
    after: str
    encoding: str


layouts = st.builds(
    Layout,
    section=st.sampled_from(
        ["{}. {}", "{} {}", "- {}. {}", "## {}. {}", "# {} {}", "**{}. {}**", "Section {}: {}"]
    ),
    clause=st.sampled_from(
        ["{} ", "- {}. ", "{}) ", "({}) ", "**{}** ", "{}\t", "* {}. ", "{}.\n", "•\u00a0{} "]
    ),
    rule=st.sampled_from(["{}. ", "{}) ", "({}) ", "- {}. ", "* ({}) ", "**{}.** ", "{}.\n"]),
    bullet=st.sampled_from(["- ", "* ", "• ", "–  ", "•\t"]),
    bullets_indent=st.sampled_from([0, 1, 4]),
    rules_indent=st.sampled_from([0, 2, 4]),
    width=st.sampled_from([40, 72, 10_000]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    between=st.sampled_from(["", "\f", "Page 3 of 12", "- 4 -", "\n5\n\f", "* * *"]),
    before=st.sampled_from(["", "date", "contents", "clauses too"]),
    after=st.sampled_from(["", "Head of Bicycles\nMarch 2014\n", "Signed:\n\nJo Smith\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
)


def write(policy: list[ClauseText], layout: Layout) -> bytes:
    """A policy written down in a layout."""
    blocks: list[str] = []
    closing: list[str] = []
    for clause in policy:
        depth = clause.number.count(".")
        if depth < 2:
            blocks += closing
            closing = []
        if depth == 0:
            blocks.append(layout.section.format(clause.number, clause.heading))
        elif depth == 1:
            within = layout.bullets_indent
            blocks += _blocks(clause.text, layout, layout.clause.format(clause.number), 0, within)
            closing = _blocks(clause.closing, layout, "", 0, within)
        else:
            letter = " " * layout.rules_indent + layout.rule.format(clause.number[-1])
            within = layout.rules_indent + 2
            blocks += _blocks(clause.text, layout, letter, within, within)
    between = f"\n\n{layout.between}\n\n" if layout.between else "\n\n"
    text = _before(policy, layout) + between.join(blocks + closing) + "\n\n" + layout.after
    return text.replace("\n", layout.line_end).encode(layout.encoding)


def _before(policy: list[ClauseText], layout: Layout) -> str:
    listed = {
        "": [],
        "date": ["POLICY", "", "Agreed on", "1 April 2014", ""],
        "contents": ["Contents", *(f"- {c.number} {c.heading}" for c in policy if c.heading), ""],
        "clauses too": [f"{c.number} {c.heading or 'Riding'} ..... 2" for c in policy] + [""],
    }
    return "\n".join([*listed[layout.before], ""])


def _blocks(text: str, layout: Layout, marker: str, paragraphs: int, lists: int) -> list[str]:
    """Each paragraph and list of a clause, so far in; the first stands after the marker."""
    written = []
    for number, block in enumerate(text.split("\n\n") if text else []):
        if block.startswith("- "):
            start = " " * lists + layout.bullet
            points = [point.removeprefix("- ") for point in block.split("\n")]
            written.append("\n".join(_wrapped(point, layout, start) for point in points))
        else:
            start = " " * paragraphs if number or not marker else marker
            written.append(_wrapped(block, layout, start))
    return written


def _wrapped(text: str, layout: Layout, start: str) -> str:
    return start + "\n".join(wrap(text, layout.width, break_on_hyphens=False))
