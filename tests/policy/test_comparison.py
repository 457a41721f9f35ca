"""Two versions compared, clause by clause, in pure Python."""

from dataclasses import dataclass
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from policy.comparison import Kind, changes
from portal.word_comparison import Piece


@dataclass(frozen=True)
class Clause:
    number: str
    text: str = ""
    heading: str = ""
    closing: str = ""
    dos: str = ""
    donts: str = ""


HELMET = "Everyone who rides a bicycle for the council must wear a helmet that fits."
LIGHTS = "After dark both lights of the bicycle must be on, in front and behind."
LOCKS = "Whoever leaves a bicycle in the open locks it with two locks."


def said(old: list[Clause], new: list[Clause]) -> list[tuple[str, str, str]]:
    """What happened to each clause: to which, what, and what its number was."""
    return [(one.clause.number, one.kind.value, one.old_number) for one in changes(old, new)]


def test_the_same_twice():
    version = [Clause("1", heading="Riding"), Clause("1.1", HELMET)]
    assert said(version, version) == [("1", "Same", ""), ("1.1", "Same", "")]


def test_words_that_changed_under_the_same_number():
    (change,) = changes(
        [Clause("1.1", HELMET)], [Clause("1.1", HELMET.replace("must", "should always"))]
    )
    assert change.kind == Kind.CHANGED
    before, after = change.wordings
    assert [piece for piece in before if piece.differs] == [Piece("must", True)]
    assert [piece for piece in after if piece.differs] == [Piece("should always", True)]


def test_a_clause_put_in_renumbers_what_follows():
    old = [Clause("1.1", HELMET), Clause("1.2", LIGHTS)]
    new = [Clause("1.1", LOCKS), Clause("1.2", HELMET), Clause("1.3", f"{LIGHTS} Both.")]
    assert said(old, new) == [
        ("1.1", "New", ""),
        ("1.2", "Renumbered", "1.1"),
        ("1.3", "Changed", "1.2"),
    ]


def test_a_clause_that_was_removed_stands_where_it_stood():
    old = [Clause("1.1", HELMET), Clause("1.2", LIGHTS), Clause("2.1", LOCKS)]
    assert said(old, [Clause("1.1", HELMET), Clause("2.1", LOCKS)]) == [
        ("1.1", "Same", ""),
        ("1.2", "Removed", ""),
        ("2.1", "Same", ""),
    ]
    assert said(old, [])[-1] == ("2.1", "Removed", "")


def test_a_clause_rewritten_under_its_number_is_changed():
    assert said([Clause("1.1", HELMET)], [Clause("1.1", LOCKS)]) == [("1.1", "Changed", "")]


def test_everything_that_a_clause_says_is_compared():
    whole = {"text": "t", "heading": "h", "closing": "c", "dos": "d", "donts": "e"}
    for part in whole:
        other = Clause("1.1", **{**whole, part: "other"})
        assert said([Clause("1.1", **whole)], [other]) == [("1.1", "Changed", "")]


def test_spaces_alone_are_no_change():
    assert said([Clause("1.1", "a b")], [Clause("1.1", "a\n\nb")]) == [("1.1", "Same", "")]


versions = st.lists(
    st.builds(
        Clause,
        number=st.sampled_from(["1", "1.1", "1.2", "2", "2.1"]),
        text=st.lists(st.sampled_from(["so", "no", "as", "it"]), max_size=5).map(" ".join),
    ),
    unique_by=lambda clause: clause.number,
)


@given(old=versions, new=versions)
def test_every_clause_of_both_is_shown_once(old, new):
    found = changes(old, new)
    assert [one.after for one in found if one.after] == new
    assert sorted(one.before.number for one in found if one.before) == sorted(
        clause.number for clause in old
    )


def test_long_versions_that_have_nothing_in_common_are_compared_in_bounded_time():
    old = [Clause(f"1.{n}", f"{HELMET} {n} " * 20) for n in range(500)]
    new = [Clause(f"2.{n}", f"{LOCKS} {n} " * 20) for n in range(500)]
    started = process_time()
    assert len(changes(old, new)) == 1000
    assert process_time() - started < 10
