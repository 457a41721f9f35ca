"""A council's text read into clauses: four layouts whole, and broken texts refused by line."""

from pathlib import Path

import pytest
from hypothesis import given

from policy.importing import ClauseText, Outline, read_policy
from tests.policy.layouts import layouts, policies, write

TEXTS = Path(__file__).parent / "texts"


def clauses_of(text: str | bytes) -> list[ClauseText]:
    outline = read_policy(text)
    assert outline.faults == ()
    return list(outline.clauses)


def left_out_of(outline: Outline) -> list[tuple[str, str]]:
    return [(one.lines, one.why) for one in outline.left_out]


# The layout of a policy typed by hand, with slips: an "I." for l, blank lines within a list.


@pytest.fixture(scope="module")
def typed_by_hand() -> Outline:
    return read_policy((TEXTS / "typed_by_hand.txt").read_bytes())


def test_every_clause_of_a_policy_typed_by_hand_is_read_once(typed_by_hand):
    assert typed_by_hand.faults == ()
    assert [clause.number for clause in typed_by_hand.clauses] == [
        *("1", "1.1", "1.2", "2", "2.1", "3", "3.1", "3.2", "3.3"),
        *("4", "4.1", *(f"4.1.{letter}" for letter in "abcdefghijkl")),
        *("5", "5.1", "5.2", "5.3"),
    ]


def test_what_stands_around_the_policy_is_said_to_be_left_out(typed_by_hand):
    assert left_out_of(typed_by_hand) == [
        ("Lines 3 to 17", "before section 1"),
        ("Line 81", "names and dates after the last clause"),
    ]


def test_a_letter_typed_for_its_like_is_read_and_said(typed_by_hand):
    assert [str(note) for note in typed_by_hand.notes] == [
        "Line 61: “I” was read as rule l, whose turn it is."
    ]


def test_paragraphs_and_points_without_numbers_stay_in_their_place(typed_by_hand):
    texts = {clause.number: clause.text for clause in typed_by_hand.clauses}
    assert texts["2.1"] == (
        "This policy keeps riders and bicycles whole.\n\n"
        "We hope for the following:\n\n"
        "- More people ride\n"
        "- Fewer bicycles are lost\n"
        "- Nobody is late, at work or outside work."
    )
    assert texts["3.2"] == (
        "Bicycles are of these kinds:\n\n"
        "Road bicycles (e.g. a racer) Folding bicycles (e.g. the small red one,) Cargo bicycles"
    )
    assert texts["4.1.b"] == (
        "You must lock it. If you leave it in the open, you must use two locks, "
        "e.g. a chain and a 'D lock'"
    )
    assert texts["5.1"] == (
        "The council knows what bicycles do for it.\n\n"
        "However, nobody may ride for work before they are cleared.\n\n"
        "- Bicycles are lent to one person or one team.\n"
        "- They are lent after a lesson. ('Cycling group, May 2013')\n\n"
        "This does not bind park rangers. It holds in parks only."
    )
    assert texts["5.3"].splitlines() == [
        "Ask for details of:",
        "",
        "- Your route",
        "- Your bicycle, and who else rides it when you are ill/away",
        "- Your speed. It should be low.",
    ]


# Other layouts

MARKDOWN = """\
# Bicycles

Draft for the committee.

## 1. Purpose

### 1.1 Whom it is for

**Everyone** who rides.

1.2 Nobody else.

## 2. Rules

2.1 When you ride:

a) wear a helmet
   that fits;

b) hold the handlebars, and

   keep both feet up; these count as holding on:

   * one hand
   * two hands

c) stop at lights.

These rules hold on paths too.

---

2.2 A rider\\* may rest.
"""


def test_reads_markdown():
    outline = read_policy(MARKDOWN)
    assert outline.faults == ()
    assert list(outline.clauses) == [
        ClauseText("1", "Purpose"),
        ClauseText("1.1", "Whom it is for", "Everyone who rides."),
        ClauseText("1.2", "", "Nobody else."),
        ClauseText("2", "Rules"),
        ClauseText("2.1", "", "When you ride:", closing="These rules hold on paths too."),
        ClauseText("2.1.a", "", "wear a helmet that fits;"),
        ClauseText(
            "2.1.b",
            "",
            "hold the handlebars, and\n\nkeep both feet up; these count as holding on:\n\n"
            "- one hand\n- two hands",
        ),
        ClauseText("2.1.c", "", "stop at lights."),
        ClauseText("2.2", "", "A rider* may rest."),
    ]
    assert left_out_of(outline) == [
        ("Lines 1 to 3", "before section 1"),
        ("Line 31", "ruled line or page break"),
    ]


# As a word processor saves it: wrapped, in pages, its contents naming the clauses too.
IN_PAGES = (
    "\ufeffBicycles\r\n\r\nContents\r\n1 Purpose ........ 2\r\n1.1 Whom it is for ..... 2\r\n"
    "2 Rules\t3\r\n2.1 Riding 3\r\n\r\n\f\r\n"
    "1 Purpose\r\n\r\n1.1\tThis policy is for everyone who rides, on the roads of\r\n"
    "2 Towns or in section\r\n5.1 above them, and\r\n\r\nPage 2 of 3\r\n\f\r\n"
    "for their managers.\r\n"
    "2 Rules\r\n2.1\u00a0 Riders:\r\n\u2022\tride on the left,\r\nas cars do\r\n\u2022\tsignal\r\n"
    "(a) Ask J.\r\nJ. Smith about\r\nit.\r\n(b)\tAsk for 12\r\n12 bells.\r\n- 3 -\r\n"
    "Signed: ________\r\n\r\nJo Smith\r\nHead of Bicycles\r\n"
)


def test_reads_wrapped_lines_across_pages():
    outline = read_policy(IN_PAGES.encode())
    assert outline.faults == ()
    assert list(outline.clauses) == [
        ClauseText("1", "Purpose"),
        ClauseText(
            "1.1",
            "",
            "This policy is for everyone who rides, on the roads of 2 Towns or in section "
            "5.1 above them, and for their managers.",
        ),
        ClauseText("2", "Rules"),
        ClauseText("2.1", "", "Riders:\n\n- ride on the left, as cars do\n- signal"),
        ClauseText("2.1.a", "", "Ask J. J. Smith about it."),
        ClauseText("2.1.b", "", "Ask for 12 12 bells."),
    ]
    assert left_out_of(outline) == [
        ("Lines 1 to 7", "before section 1"),
        ("Line 16", "page number"),
        ("Line 29", "page number"),
        ("Lines 30 to 33", "names and dates after the last clause"),
    ]


# Numbers alone on their lines, whole numbers of rules, no blank lines, Windows' own characters.
TIGHT = """\
SECTION 1 – Purpose
1.1)
This policy is the council’s.
1.1(a) It is for riders.
1.1(b) It is for walkers.
SECTION 2 – Rules:
(2.1) There are two.
2.1.1 Ride – slowly.
2.1.2 Walk.
- here
- there
(2.2) Section 1 applies too.
"""


def test_reads_numbers_of_other_kinds_in_windows_own_encoding():
    outline = read_policy(TIGHT.encode("cp1252"))
    assert outline.faults == ()
    assert list(outline.clauses) == [
        ClauseText("1", "Purpose"),
        ClauseText("1.1", "", "This policy is the council’s."),
        ClauseText("1.1.a", "", "It is for riders."),
        ClauseText("1.1.b", "", "It is for walkers."),
        ClauseText("2", "Rules"),
        ClauseText("2.1", "", "There are two."),
        ClauseText("2.1.1", "", "Ride – slowly."),
        ClauseText("2.1.2", "", "Walk.\n\n- here\n- there"),
        ClauseText("2.2", "", "Section 1 applies too."),
    ]
    assert [str(note) for note in outline.notes] == [
        "Line 1: The file is not UTF-8, so it was read as Windows-1252."
    ]


@given(policy=policies(), layout=layouts)
def test_any_policy_is_read_back_from_any_layout(policy, layout):
    assert clauses_of(write(policy, layout)) == policy


# Refused by line

WHOLE = """\
1. Purpose
1.1 Everyone may ride.
1.2 Riders:
a. ride slowly,
b. ring bells.
2. Rules
2.1 There are none.
"""


def broken(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new)


BROKEN = {
    "no number at all": (
        "Ride.\nWalk.\n",
        ["Line 1: The text has no numbered section, such as 1. Introduction."],
    ),
    "a section left out": (
        broken("2. Rules\n2.1", "3. Rules\n3.1"),
        ["Line 6: Section 3 comes after section 1: section 2 is missing."],
    ),
    "no section 1": (
        "2. Rules\n2.1 There are none.\n",
        ["Line 1: Section 2 comes first: section 1 is missing."],
    ),
    "a section twice": (
        broken("2. Rules\n", "2. Rules\n2.1 None.\n2. Rules\n"),
        ["Line 8: Section 2 is there twice.", "Line 9: Clause 2.1 is there twice."],
    ),
    "a gap in the numbers": (
        broken("1.2 Riders:", "1.3 Riders:"),
        ["Line 3: Clause 1.3 stands where clause 1.2 should be."],
    ),
    "a clause twice": (
        broken("1.2 Riders:", "1.1 Riders:"),
        [
            "Line 3: Clause 1.1 is there twice.",
        ],
    ),
    "a clause of another section": (
        broken("2. Rules\n", ""),
        ["Line 6: Clause 2.1 stands in section 1."],
    ),
    "a letter out of order": (
        broken("b. ring", "c. ring"),
        ["Line 5: Rule 1.2.c stands where rule b should be."],
    ),
    "a letter twice": (
        broken("b. ring", "a. ring"),
        ["Line 5: Rule 1.2.a is there twice."],
    ),
    "a rule of another clause": (
        broken("b. ring", "1.1.b ring"),
        ["Line 5: Rule 1.1.b stands under clause 1.2."],
    ),
    "a rule before the first clause": (
        broken("1.1 Everyone", "a. Nobody walks.\n1.1 Everyone"),
        ["Line 2: Rule a stands under no clause."],
    ),
    "text before the first clause": (
        broken("1.1 Everyone", "We like bicycles,\nas you know.\n\n1.1 Everyone"),
        ["Line 2: This text stands before the first clause of section 1."],
    ),
    "a point before the first clause": (
        broken("1.1 Everyone", "- bells\n1.1 Everyone"),
        ["Line 2: This point stands under no clause."],
    ),
    "a point among the rules": (
        broken("a. ride slowly,\nb. ring", "- a. ride slowly,\n- walk\n- b. ring"),
        ["Line 5: This point stands among lettered rules without a letter."],
    ),
    "a point under a point": (
        broken("There are none.", "There are:\n- some\n  - big\n- others"),
        ["Line 9: This point stands under another point."],
    ),
    "a heading without a number": (
        broken("1.2 Riders:", "## More rules\n\n1.2 Riders:"),
        [
            "Line 3: This looks like a heading without a number: number it, or end it with a full "
            "stop where it belongs to clause 1.1."
        ],
    ),
    "an appendix": (
        WHOLE + "\nAppendix A\n\nA form to fill in is here.\n",
        [
            "Line 9: This looks like a heading without a number: number it, or end it with a full "
            "stop where it belongs to clause 2.1."
        ],
    ),
    "a numbered list within a clause": (
        broken("There are none.", "There are two:\n1. this,\n2. that."),
        [
            "Line 8: “1” numbers neither a section nor a clause.",
            "Line 9: “2” numbers neither a section nor a clause.",
        ],
    ),
    "a table": (
        broken("1.2 Riders:", "| a | b |\n|---|---|\n1.2 Riders:"),
        [
            "Line 3: This is a table: its words have no place in a clause.",
            "Line 4: This is a table: its words have no place in a clause.",
        ],
    ),
    "an empty clause": (
        broken("1.1 Everyone may ride.", "1.1"),
        ["Line 2: Clause 1.1 has no text."],
    ),
    "an empty rule": (
        broken("b. ring bells.", "b."),
        ["Line 5: Clause 1.2.b has no text."],
    ),
    "an empty section": (
        broken("2. Rules\n2.1 There are none.", "\n2. Rules"),
        ["Line 7: Section 2 has no clauses."],
    ),
    "a clause before section 1": (
        "0.9 Some text.\n2.7 More.\n" + WHOLE,
        [
            "Line 1: Clause 0.9 stands before section 1.",
            "Line 2: Clause 2.7 stands before section 1.",
        ],
    ),
    "bytes of no encoding": (
        b"1. Purpose\r\n1.1 Every\x81one.\r1.2 Caf\xe9.\n1.3 \x9d",
        [
            "Line 2: This line holds bytes that are neither UTF-8 nor Windows-1252.",
            "Line 4: This line holds bytes that are neither UTF-8 nor Windows-1252.",
        ],
    ),
    "what is no text": (
        broken("may ride", "may\x00ride"),
        [
            "Line 2: This line holds characters that are no text: save the file as plain text.",
            "Line 3: Clause 1.2 stands where clause 1.1 should be.",
        ],
    ),
    "a heading that never ends": (
        broken("2. Rules", f"## 2. {'Rules ' * 40}"),
        ["Line 6: This heading is longer than 200 letters."],
    ),
    "nothing": ("", ["Line 1: The text has no numbered section, such as 1. Introduction."]),
}


@pytest.mark.parametrize(("text", "faults"), BROKEN.values(), ids=BROKEN)
def test_refuses_what_it_cannot_place_by_line(text, faults):
    assert [str(fault) for fault in read_policy(text).faults] == faults


def test_every_fault_is_said_at_once():
    text = broken("1.2 Riders:", "1.3 Riders:").replace("b. ring", "d. ring") + "2.3 More.\n"
    assert [fault.line for fault in read_policy(text).faults] == [3, 5, 8]


def test_the_text_it_breaks_is_whole():
    assert len(clauses_of(WHOLE)) == 7
