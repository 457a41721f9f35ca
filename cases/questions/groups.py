"""The groups of questions, in the policy's order: what each asks and its rule (6.2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cases.models import BusinessCase
from cases.questions import rules, wording
from cases.questions.rules import Answers, Fault

AccessFor = BusinessCase.AccessFor

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """One question: its stable key, its words, and its answer in words."""

    key: str
    text: str
    said: Callable[[Given], str]
    # Whether the other answers bring it up.
    asked: Callable[[Given], bool] = lambda given: True


@dataclass(frozen=True)
class Group:
    """One page of questions; `fields` are the case's own that it fills."""

    slug: str
    title: str
    clause: str
    questions: tuple[Question, ...]
    fields: tuple[str, ...]
    judge: Callable[[Answers], Iterator[Fault]]

    def faults(self, answers: Answers) -> list[Fault]:
        """What is missing or wrong in answers to this group."""
        return list(self.judge(answers))

    def is_started(self, given: Given) -> bool:
        """Whether any of its questions has an answer."""
        return any(question.said(given) for question in self.questions)


def said(field: str) -> Callable[[Given], str]:
    """A text answer as it was typed."""
    return lambda given: given[field] or ""


GROUPS: dict[str, Group] = {
    group.slug: group
    for group in (
        Group(
            slug="manager",
            title="Your manager",
            clause="6.1",
            questions=(
                Question("manager", "Who is your manager?", lambda g: wording.person(g["manager"])),
            ),
            fields=("manager",),
            judge=rules.judge_manager,
        ),
        Group(
            slug="account",
            title="The account",
            clause="3.2",
            questions=(
                Question("account-name", "Account name", said("account_name")),
                Question(
                    "category",
                    "Type of social media",
                    lambda g: g["category"].name if g["category"] else "",
                ),
                Question("platform", "Platform", said("platform")),
                Question(
                    "already-running",
                    "Is the account new or already running?",
                    lambda g: wording.new_or_running(g["already_running"]),
                ),
                Question(
                    "address",
                    "The account's address",
                    said("address"),
                    asked=lambda g: bool(g["already_running"]),
                ),
            ),
            fields=("account_name", "category", "platform", "already_running", "address"),
            judge=rules.judge_account,
        ),
        Group(
            slug="access",
            title="Who the access is for",
            clause="5.1",
            questions=(
                Question(
                    "access-for",
                    "Who is the access for?",
                    lambda g: AccessFor(g["access_for"]).label if g["access_for"] else "",
                ),
                Question(
                    "workgroup",
                    "Workgroup",
                    said("workgroup_name"),
                    asked=lambda g: g["access_for"] == AccessFor.WORKGROUP,
                ),
                Question(
                    "members",
                    "Members of the workgroup",
                    lambda g: wording.people(g["members"]),
                    asked=lambda g: g["access_for"] == AccessFor.WORKGROUP,
                ),
            ),
            fields=("access_for", "workgroup_name", "members"),
            judge=rules.judge_access,
        ),
        Group(
            slug="purpose",
            title="What you want to communicate",
            clause="6.2",
            questions=(
                Question("purpose", "What do you want to communicate?", said("purpose")),
                Question("audience", "Who is your target audience?", said("audience")),
            ),
            fields=("purpose", "audience"),
            judge=rules.judge_purpose,
        ),
        Group(
            slug="aims",
            title="Your aims",
            clause="6.2",
            questions=(
                Question("aims", "What are your aims?", said("aims")),
                Question("why-platform", "Why is this the right platform?", said("why_platform")),
            ),
            fields=("aims", "why_platform"),
            judge=rules.judge_aims,
        ),
        Group(
            slug="channels",
            title="Other channels",
            clause="6.2",
            questions=(
                Question(
                    "channels",
                    "What other channels will support it?",
                    lambda g: wording.channels(g["channels"], g["other_channel"]),
                ),
            ),
            fields=("channels", "other_channel"),
            judge=rules.judge_channels,
        ),
        Group(
            slug="updates",
            title="How often you will update it",
            clause="6.2",
            questions=(
                Question(
                    "updates",
                    "How often will you update it?",
                    lambda g: wording.updates(g["frequency"], g["times"]),
                ),
            ),
            fields=("frequency", "times"),
            judge=rules.judge_updates,
        ),
        Group(
            slug="cover",
            title="Other authors and administrators",
            clause="6.2",
            questions=(
                Question(
                    "cover",
                    "Who else will be an author or administrator when you are away?",
                    lambda g: wording.covers(g["covers"]),
                ),
            ),
            fields=("covers",),
            judge=rules.judge_cover,
        ),
        Group(
            slug="records",
            title="Keeping records",
            clause="6.2",
            questions=(
                Question(
                    "keeps-records",
                    "Will you keep records of what you post?",
                    lambda g: wording.yes_or_no(g["keeps_records"]),
                ),
                Question(
                    "records-how",
                    "How will you keep records?",
                    said("records_how"),
                    asked=lambda g: g["keeps_records"] is True,
                ),
                Question(
                    "records-why-not",
                    "Why are records not needed?",
                    said("records_why_not"),
                    asked=lambda g: g["keeps_records"] is False,
                ),
            ),
            fields=("keeps_records", "records_how", "records_why_not"),
            judge=rules.judge_records,
        ),
        Group(
            slug="leaving",
            title="If you leave or change role",
            clause="6.2",
            questions=(
                Question(
                    "hand-over",
                    "If you leave or change role, will you update or hand over the account?",
                    lambda g: wording.confirmed(g["will_hand_over"]),
                ),
            ),
            fields=("will_hand_over",),
            judge=rules.judge_leaving,
        ),
        Group(
            slug="reviewing",
            title="Reviewing the account",
            clause="6.2",
            questions=(
                Question(
                    "send-reviews",
                    "Will you send review data every 6 months?",
                    lambda g: wording.confirmed(g["will_send_reviews"]),
                ),
                Question(
                    "check-content",
                    "Will you check the content regularly?",
                    lambda g: wording.confirmed(g["will_check_content"]),
                ),
            ),
            fields=("will_send_reviews", "will_check_content"),
            judge=rules.judge_reviewing,
        ),
    )
}
