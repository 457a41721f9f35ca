"""Answers that changed, with the words that differ marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import BusinessCase
from cases.questions import Difference, answers_of, differences
from portal.word_comparison import Piece, compare


@dataclass(frozen=True)
class Change:
    """A question whose answer changed, and both wordings in pieces."""

    question: str
    before: list[Piece]
    after: list[Piece]


def changes_in(differing: Iterable[Difference]) -> list[Change]:
    """The differences between two lists of answers, marked word by word."""
    return [Change(d.question, *compare(d.before, d.after)) for d in differing]


def changes_since_advice(case: BusinessCase) -> list[Change]:
    """What changed in the answers since Communications last advised on them (5.7)."""
    advice = case.latest_advice()
    if advice is None:
        return []
    return changes_in(differences(advice.revision.answers, answers_of(case)))
