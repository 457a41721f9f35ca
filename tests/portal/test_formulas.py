"""No text that leaves as a cell is computed by a spreadsheet, and it comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.csv_reading import Column, read_rows
from portal.formulas import begins_formula, neutralised, restored
from portal.services.exports import write_csv

pytestmark = pytest.mark.once

SIGNS = {
    "as typed": "=+-@",
    "full-width": "＝＋－＠",
    "small": "﹦﹢﹣﹫",
    "raised": "⁼⁺⁻",
    "lowered": "₌₊₋",
    "a minus sign": "\u2212",
    "two in one": "\u2a75",
    "the Hebrew plus": "\ufb29",
}
UNSEEN = {
    "nothing": "",
    "spaces": " \u00a0\u2003\u3000",
    "zero-width": "\u200b\u200c\u200d\u2060",
    "a byte order mark": "\ufeff",
    "a soft hyphen": "\u00ad",
    "direction marks": "\u200e\u200f\u202a\u202e\u2066\u2069",
    "variation selectors": "\ufe0f\U000e0100",
    "tags": "\U000e0001\U000e0041",
    "a combining mark": "\u0301",
    "controls": "\x00\x0b\x1f\x7f\x85",
    "line separators": "\u2028\u2029",
    "fillers": "\u115f\u1160\u3164\uffa0\u2800",
    "unassigned and private": "\u0378\ue000",
    "a lone surrogate": "\ud800",
}


@pytest.mark.parametrize("unseen", UNSEEN.values(), ids=UNSEEN)
@pytest.mark.parametrize("signs", SIGNS.values(), ids=SIGNS)
def test_a_formula_is_neutralised_however_it_is_written(signs, unseen):
    for sign in signs:
        assert neutralised(f"{unseen}{sign}1") == f"'{unseen}{sign}1"
        for character in unseen:
            assert neutralised(f"{character}{sign}1") == f"'{character}{sign}1"


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx"])
def test_a_text_that_starts_a_line_or_a_column_is_neutralised(text):
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "Libraries = news", "0042", "O'Brien", "'tis", "–", "£5", "’=1"]
)
def test_other_text_stays_as_it_is(text):
    assert neutralised(text) == restored(text) == text


# Mostly of what matters, so that long runs of it come together.
CHARACTERS = "".join([*SIGNS.values(), *UNSEEN.values(), "'\t\r\n1a,;\""])
TEXTS = st.text(st.one_of(st.sampled_from(CHARACTERS), st.characters()))


@given(TEXTS)
@example("'=1")
@example("''\u200b＝1")
def test_what_is_read_back_is_what_it_was_and_no_formula(text):
    assert restored(neutralised(text)) == text
    assert not begins_formula(neutralised(text))


@given(st.text(st.one_of(st.sampled_from("=+-@＝'1a,;\" "), st.characters(categories=["L", "N"]))))
@example("'=1")
def test_a_cell_that_is_exported_can_be_imported(text):
    written = write_csv(["Name", "Number"], [[text.strip(), "1"]])

    assert read_rows(written, [Column("Name"), Column("Number")]).rows == [(2, [text.strip(), "1"])]
