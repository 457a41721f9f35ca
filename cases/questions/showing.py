"""Answers as they are shown, frozen and compared: question and answer in words, by stable keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.models import BusinessCase
from cases.questions.groups import GROUPS, Group
from cases.questions.judging import stored_answers

Said = dict[str, str]


@dataclass(frozen=True)
class Difference:
    """One answer that changed, in both wordings; empty where it was not asked."""

    key: str
    question: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownAnswer:
    """A question and its answer, with the answer it had before where that differs."""

    question: str
    answer: str
    changed: bool = False
    before: str = ""


@dataclass(frozen=True)
class AnsweredGroup:
    """A group and its answers, for the summary list."""

    slug: str
    title: str
    clause: str
    answers: Sequence[ShownAnswer]


def answers_of(case: BusinessCase) -> list[Said]:
    """Every answer of a case in words: what the pages show and what a revision freezes."""
    given = stored_answers(case)
    return [
        {"key": question.key, "question": question.text, "answer": question.said(given)}
        for group in GROUPS.values()
        for question in group.questions
        if question.asked(given)
    ]


def differences(old: Iterable[Said], new: Iterable[Said]) -> list[Difference]:
    """The answers that differ between two lists, in the order of the pages."""
    before = {said["key"]: said for said in old}
    after = {said["key"]: said for said in new}
    return [
        Difference(
            key=question.key,
            question=(after.get(question.key) or before[question.key])["question"],
            before=_answer(before, question.key),
            after=_answer(after, question.key),
        )
        for group in GROUPS.values()
        for question in group.questions
        if _answer(before, question.key) != _answer(after, question.key)
    ]


def answers_by_group(
    answers: Iterable[Said], *, before: Iterable[Said] | None = None
) -> list[AnsweredGroup]:
    """Answers group by group; with ``before``, each that differs from it carries its old wording.

    Both lists may be frozen ones. A question that is no longer asked is shown as no answer.
    """
    after = {said["key"]: said for said in answers}
    changed = {} if before is None else {d.key: d for d in differences(before, after.values())}
    return [
        AnsweredGroup(group.slug, group.title, group.clause, _shown(group, after, changed))
        for group in GROUPS.values()
    ]


def _shown(
    group: Group, after: dict[str, Said], changed: dict[str, Difference]
) -> list[ShownAnswer]:
    return [
        ShownAnswer(
            question=(after.get(question.key) or {}).get("question", question.text),
            answer=_answer(after, question.key),
            changed=question.key in changed,
            before=changed[question.key].before if question.key in changed else "",
        )
        for question in group.questions
        if question.key in after or question.key in changed
    ]


def _answer(answers: dict[str, Said], key: str) -> str:
    return answers[key]["answer"] if key in answers else ""
