"""What each group of questions needs, and the exact words when it is not there (6.2).

Every rule takes answers by the names of the case's fields, `covers` as (person, role) and
`members` as people, so that it judges what a form has read and what a case has kept alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from cases.models import BusinessCase
from cases.models.case import COVER_ROLES
from policy.addresses import check_account_address
from portal.models import Employee

Frequency = BusinessCase.Frequency
AccessFor = BusinessCase.AccessFor
Channel = BusinessCase.Channel

NO_CHANNELS = "Select other channels, or select 'None'"
NOT_IN_DIRECTORY = "Select a person from the council directory"
NO_MANAGER = "Select your manager from the list"
YOURSELF = "Choose someone other than yourself"

# What "times" counts, and the most it may be.
TIMES = {Frequency.DAILY: ("Times a day", 50), Frequency.WEEKLY: ("Times a week", 6)}


@dataclass(frozen=True)
class Words:
    """A text answer: what it is called, how long it may be, and what is said when it is empty."""

    name: str
    limit: int
    missing: str

    @property
    def too_long(self) -> str:
        return f"{self.name} must be {self.limit:,} characters or less"


TEXTS = {
    "account_name": Words("Account name", 100, "Enter the account name"),
    "platform": Words("Platform", 100, "Enter the platform"),
    "workgroup_name": Words("Workgroup name", 100, "Enter the workgroup name"),
    "purpose": Words("What you want to communicate", 1000, "Enter what you want to communicate"),
    "audience": Words("Your target audience", 1000, "Enter your target audience"),
    "aims": Words("Your aims", 1000, "Enter your aims"),
    "why_platform": Words(
        "Why this is the right platform", 1000, "Enter why this is the right platform"
    ),
    "other_channel": Words("The other channel", 200, "Enter the other channel"),
    "records_how": Words("How you will keep records", 1000, "Enter how you will keep records"),
    "records_why_not": Words(
        "Why records are not needed", 1000, "Enter why records are not needed"
    ),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer, and the form's field where it is put right.

    What is only missing may be left for later; anything else is never kept.
    """

    field: str
    message: str
    missing: bool = False


@dataclass(frozen=True)
class Answers:
    """Answers by field, with the applicant and the day that they are judged for."""

    given: Mapping[str, Any]
    applicant: Employee
    day: date

    def __getitem__(self, field: str) -> Any:
        return self.given.get(field)


def listed_manager(applicant: Employee, day: date) -> Employee | None:
    """A person's manager in the council's directory, while the manager works for the council."""
    manager = applicant.line_manager
    return None if manager is None or manager.has_left(day) else manager


def judge_manager(answers: Answers) -> Iterator[Fault]:
    manager = answers["manager"]
    listed = listed_manager(answers.applicant, answers.day)
    if manager is None and listed and answers["is_manager"] is None:
        yield _missing("is_manager", f"Select yes if {listed.name} is your manager")
    elif manager is None:
        yield _missing("manager", NO_MANAGER)
    elif manager == answers.applicant:
        yield Fault("manager", YOURSELF)
    elif manager.has_left(answers.day):
        yield Fault("manager", f"{manager.name} has left the council. {NO_MANAGER}")


def judge_account(answers: Answers) -> Iterator[Fault]:
    yield from _judge_text(answers, "account_name")
    if answers["category"] is None:
        yield _missing("category", "Select the type of social media")
    yield from _judge_text(answers, "platform")
    if answers["already_running"] is None:
        yield _missing("already_running", "Select if the account is new or already running")
    elif answers["already_running"]:
        yield from _judge_address(answers["address"])


def judge_access(answers: Answers) -> Iterator[Fault]:
    if not answers["access_for"]:
        yield _missing("access_for", "Select who the access is for")
    if answers["access_for"] == AccessFor.WORKGROUP:
        yield from _judge_text(answers, "workgroup_name")
        if not answers["members"]:
            yield _missing("members-0", "Enter at least 1 member")
        yield from _judge_people(answers["members"] or [], rows="members", day=answers.day)


def judge_purpose(answers: Answers) -> Iterator[Fault]:
    yield from _judge_text(answers, "purpose")
    yield from _judge_text(answers, "audience")


def judge_aims(answers: Answers) -> Iterator[Fault]:
    yield from _judge_text(answers, "aims")
    yield from _judge_text(answers, "why_platform")


def judge_channels(answers: Answers) -> Iterator[Fault]:
    channels = answers["channels"] or []
    if not channels:
        yield _missing("channels", NO_CHANNELS)
    elif Channel.NONE in channels and len(channels) > 1:
        yield Fault("channels", NO_CHANNELS)
    elif Channel.OTHER in channels:
        yield from _judge_text(answers, "other_channel")


def judge_updates(answers: Answers) -> Iterator[Fault]:
    frequency, times = answers["frequency"], answers["times"]
    if not frequency:
        yield _missing("frequency", "Select how often you will update it")
        return
    name, most = TIMES[Frequency(frequency)]
    field = name.lower().replace(" ", "_")
    message = f"{name} must be a whole number between 1 and {most}"
    if times is None:
        yield _missing(field, message)
    elif not 1 <= times <= most:
        yield Fault(field, message)


def judge_cover(answers: Answers) -> Iterator[Fault]:
    covers = answers["covers"] or []
    if not covers:
        yield _missing("covers-0", "Enter at least 1 person")
    for row, (person, role) in enumerate(covers):
        if person == answers.applicant:
            yield Fault(f"covers-{row}", YOURSELF)
        if role not in COVER_ROLES:
            yield Fault(
                f"covers-{row}-role", f"Select if {person.name} will be author or administrator"
            )
    yield from _judge_people([person for person, _ in covers], rows="covers", day=answers.day)


def judge_records(answers: Answers) -> Iterator[Fault]:
    if answers["keeps_records"] is None:
        yield _missing("keeps_records", "Select yes if you will keep records")
    elif answers["keeps_records"]:
        yield from _judge_text(answers, "records_how")
    else:
        yield from _judge_text(answers, "records_why_not")


def judge_leaving(answers: Answers) -> Iterator[Fault]:
    if not answers["will_hand_over"]:
        yield _missing("will_hand_over", "Confirm that you will update or hand over the account")


def judge_reviewing(answers: Answers) -> Iterator[Fault]:
    if not answers["will_send_reviews"]:
        yield _missing("will_send_reviews", "Confirm that you will send review data every 6 months")
    if not answers["will_check_content"]:
        yield _missing("will_check_content", "Confirm that you will check the content regularly")


def _missing(field: str, message: str) -> Fault:
    return Fault(field, message, missing=True)


def _judge_text(answers: Answers, field: str) -> Iterator[Fault]:
    text, words = answers[field] or "", TEXTS[field]
    if not text.strip():
        yield _missing(field, words.missing)
    elif len(text) > words.limit:
        yield Fault(field, words.too_long)


def _judge_address(address: str | None) -> Iterator[Fault]:
    if not address:
        yield _missing("address", "Enter the account's address")
        return
    try:
        check_account_address(address)
    except ValidationError as wrong:
        yield Fault("address", wrong.message)


def _judge_people(people: Sequence[Employee], *, rows: str, day: date) -> Iterator[Fault]:
    for row, person in enumerate(people):
        if person in people[:row]:
            yield Fault(f"{rows}-{row}", f"{person.name} is already on the list")
        elif person.has_left(day):
            yield Fault(f"{rows}-{row}", f"{person.name} has left the council. {NOT_IN_DIRECTORY}")
