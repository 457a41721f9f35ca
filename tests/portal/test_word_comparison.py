"""Two wordings of a text, the words that differ marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.word_comparison import Piece, compare


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
