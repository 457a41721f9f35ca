"""Whether a stored case is complete: over everything, and group by group (6.2)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from cases.models import BusinessCase
from cases.questions.groups import GROUPS, Group
from cases.questions.rules import Answers


@dataclass(frozen=True)
class Problem:
    """Something that is missing or wrong in a case, and the page and field that put it right."""

    group_slug: str
    field: str
    message: str


class Status(TextChoices):
    """How far a group of questions is."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETED = "completed", "Completed"


def stored_answers(case: BusinessCase) -> dict[str, Any]:
    """A case's answers by field, with its covers as (person, role) and its members as people."""
    people = {
        "covers": [(named.person, named.role) for named in case.covers()],
        "members": [named.person for named in case.members()],
    }
    own = [field for group in GROUPS.values() for field in group.fields if field not in people]
    return {field: getattr(case, field) for field in own} | people


def problems_of(case: BusinessCase, *, day: date) -> list[Problem]:
    """Everything that keeps a case from being sent or presented on a day, in the pages' order."""
    answers = Answers(stored_answers(case), applicant=case.applicant, day=day)
    return [
        Problem(group.slug, fault.field, fault.message)
        for group in GROUPS.values()
        for fault in group.faults(answers)
    ]


def statuses_of(case: BusinessCase, *, day: date) -> dict[str, Status]:
    """How far each group is, by its slug."""
    answers = Answers(stored_answers(case), applicant=case.applicant, day=day)
    return {slug: _status(group, answers) for slug, group in GROUPS.items()}


def _status(group: Group, answers: Answers) -> Status:
    if not group.is_started(answers.given):
        return Status.NOT_STARTED
    return Status.IN_PROGRESS if group.faults(answers) else Status.COMPLETED
