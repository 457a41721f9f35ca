"""The questions of a business case: every one, its rule and its words, in one place (6.2)."""

from cases.questions.groups import GROUPS, Group, Question
from cases.questions.judging import Problem, Status, problems_of, statuses_of, stored_answers
from cases.questions.showing import (
    AnsweredGroup,
    Difference,
    answers_by_group,
    answers_of,
    differences,
)

__all__ = [
    "GROUPS",
    "AnsweredGroup",
    "Difference",
    "Group",
    "Problem",
    "Question",
    "Status",
    "answers_by_group",
    "answers_of",
    "differences",
    "problems_of",
    "statuses_of",
    "stored_answers",
]
