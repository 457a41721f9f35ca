"""Two wordings of a text, the words that differ marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.word_comparison import Block, Piece, compare, in_blocks


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (
            "News for residents",
            "News for residents and visitors",
            [Piece("News for residents", False)],
            [Piece("News for residents ", False), Piece("and visitors", True)],
        ),
        (
            "One\nTwo",
            "One\nThree",
            [Piece("One\n", False), Piece("Two", True)],
            [Piece("One\n", False), Piece("Three", True)],
        ),
        ("", "New", [], [Piece("New", True)]),
        ("Same", "Same", [Piece("Same", False)], [Piece("Same", False)]),
    ],
)
def test_marks_the_words_that_differ(before, after, old, new):
    assert compare(before, after) == (old, new)


texts = st.lists(st.sampled_from(["one", "two ", "three\n", " ", "four"]), max_size=30).map(
    " ".join
)


@given(before=texts, after=texts)
def test_nothing_of_either_wording_is_lost(before, after):
    old, new = compare(before, after)
    assert "".join(piece.text for piece in old) == before
    assert "".join(piece.text for piece in new) == after
    # What is not marked is in both, whatever space stands between.
    assert unmarked(old) == unmarked(new)


def unmarked(pieces: list[Piece]) -> list[str]:
    return " ".join(piece.text for piece in pieces if not piece.differs).split()


def test_long_texts_of_few_words_are_marked_between_their_differences():
    before = "First " + "so and " * 5000 + "last"
    after = "First " + "and so " * 4000 + "last"
    old, new = compare(before, after)
    assert [piece.differs for piece in old] == [False, True, False, False]
    assert (old[0], old[-1]) == (Piece("First ", False), Piece("last", False))
    assert (new[0], new[-1]) == (Piece("First ", False), Piece("last", False))


def test_a_wording_is_drawn_as_paragraphs_and_lists():
    before = "Scope\n\nIt covers:\n- blogs\n- wikis\n\nAnd no more"
    after = "Scope\n\nIt covers:\n- blogs\n- long wikis\n- games\n\nAnd no more"
    _, new = compare(before, after)
    assert in_blocks(new) == [
        Block(False, [[Piece("Scope", False)]]),
        Block(False, [[Piece("It covers:", False)]]),
        Block(
            True,
            [
                [Piece("blogs", False)],
                [Piece("long", True), Piece(" ", False), Piece("wikis", False)],
                [Piece("games", True)],
            ],
        ),
        Block(False, [[Piece("And no more", False)]]),
    ]


def test_a_hyphen_that_alone_differs_makes_its_line_a_point():
    _, new = compare("one\r\ntwo", "- one\r\ntwo")
    assert in_blocks(new) == [
        Block(True, [[Piece("one", False)]]),
        Block(False, [[Piece("two", False)]]),
    ]


def test_lines_of_a_paragraph_stay_lines_and_no_words_are_no_block():
    two = [Piece("one\n", False), Piece("two", True)]
    assert in_blocks(two) == [Block(False, [[Piece("one", False)], [Piece("two", True)]])]
    assert in_blocks([]) == in_blocks([Piece("\n \n", False)]) == []
