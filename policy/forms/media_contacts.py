"""What an employee reports of a media contact, and what is written about it afterwards."""

from datetime import datetime
from typing import Any

from django.http import QueryDict

from policy.forms.moments import MomentsForm, which, which_of
from policy.forms.times import ClockTime
from policy.models import MediaContact
from portal import clock
from portal.forms.base import GovukForm
from portal.forms.fields import DateField, Radios, Select, Text, TextArea, YesNo, version_field
from portal.wording import time_of_day

ANOTHER = "another"
OPEN, ALL = "open", "all"
STATES = [(OPEN, "Open"), *MediaContact.State.choices, (ALL, "Open and closed")]


NO_TIME = "Enter the time they contacted you, like 10:30am"
NO_DEADLINE_TIME = "Enter the time of the deadline, like 4pm"


class MediaContactForm(MomentsForm):
    """A media contact, in the order in which people tell it (4.j, 5.8)."""

    who = Text(
        label="Who contacted you?",
        help_text="Their name, and how to reach them if you know",
        max_length=150,
        missing="Enter who contacted you",
        called="Who contacted you",
    )
    outlet = Text(
        label="Which outlet do they work for?",
        help_text="The newspaper, broadcaster, website or blog. Write “not known” if they did not "
        "say.",
        max_length=100,
        missing="Enter the outlet they work for",
        called="The outlet",
    )
    way = Radios(
        label="How did they contact you?",
        choices=MediaContact.Way.choices,
        missing="Select how they contacted you",
    )
    day = DateField(
        label="When did they contact you?",
        help_text="Change this if it was not just now",
        missing="Enter the date they contacted you",
        called="The date they contacted you",
    )
    time = ClockTime(
        label="At what time?",
        help_text="For example, 10:30am",
        missing=NO_TIME,
        error_messages={"invalid": NO_TIME},
    )
    asked = TextArea(
        label="What did they ask?",
        max_length=3000,
        missing="Enter what they asked",
        called="What they asked",
        rows=4,
    )
    deadline_day = DateField(
        label="Their deadline (optional)",
        help_text="Leave it empty if they did not give one",
        required=False,
        called="The date of the deadline",
    )
    deadline_time = ClockTime(
        label="Time of the deadline (optional)",
        help_text="For example, 4pm",
        required=False,
        error_messages={"invalid": NO_DEADLINE_TIME},
    )
    about_work_posts = YesNo(
        label="Is it about posts made for work?",
        help_text="If it is, we tell your manager too",
        missing="Select yes if it is about posts made for work",
        # What an answer brings up cannot stand beside answers in one line.
        govuk={},
    )
    known_account = Radios(label="Which account? (optional)", choices=[], required=False)
    account = Text(
        label="Name of the account (optional)",
        max_length=150,
        called="The name of the account",
        required=False,
    )

    submit_label = "Tell Communications"

    moments = {
        "contacted_at": ("day", "time"),
        "deadline_at": ("deadline_day", "deadline_time"),
    }

    def __init__(self, *args: Any, now: datetime, accounts: list[str], **kwargs: Any):
        """``accounts`` are the names of those that the person is one of the people of."""
        local = now.astimezone(clock.COUNCIL_TIME)
        said = {
            "day": local.date(),
            "time": time_of_day(local.time()),
            which("time"): which_of(now),
        }
        super().__init__(*args, initial=said | kwargs.pop("initial", {}), **kwargs)
        self.now = now
        if accounts:
            choices = [*((name, name) for name in accounts), (ANOTHER, "Another account")]
            self.fields["known_account"].choices = choices
            self.reveals = {
                "about_work_posts": {"yes": ["known_account"]},
                "known_account": {ANOTHER: ["account"]},
            }
        else:
            del self.fields["known_account"]
            self.reveals = {"about_work_posts": {"yes": ["account"]}}

    def clean(self) -> dict[str, Any]:
        typed = self["account"].data
        answers = super().clean()
        if typed and self._not_said_which(answers):
            self.add_error("known_account", "Select “Another account” if it is the one you entered")
        contacted_at = self.moment("day", "time")
        if contacted_at and contacted_at > self.now:
            self.add_error("day", "When they contacted you must be now or earlier")
        answers["contacted_at"] = contacted_at
        answers["deadline_at"] = self._deadline(answers, contacted_at)
        return answers

    def _not_said_which(self, answers: dict[str, Any]) -> bool:
        """Whether an account was entered where no answer brings it up, as without JavaScript."""
        asked = "known_account" in self.fields and answers.get("about_work_posts")
        return bool(asked) and not answers.get("known_account")

    def _deadline(self, answers: dict[str, Any], contacted_at: datetime | None) -> datetime | None:
        if {"deadline_day", "deadline_time"} & self.errors.keys():
            return None
        day, at = answers["deadline_day"], answers["deadline_time"]
        if day and at is None:
            self.add_error("deadline_time", NO_DEADLINE_TIME)
        if at is not None and not day:
            self.add_error("deadline_day", "Enter the date of the deadline")
        deadline_at = self.moment("deadline_day", "deadline_time")
        if deadline_at and contacted_at and deadline_at <= contacted_at:
            self.add_error("deadline_day", "The deadline must be after they contacted you")
        return deadline_at

    @property
    def details(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("who", "outlet", "way", "contacted_at", "asked", "deadline_at", "about_work_posts")
        known = self.cleaned_data.get("known_account", "")
        account = self.cleaned_data["account"] if known in ("", ANOTHER) else known
        return {name: self.cleaned_data[name] for name in names} | {"account": account}


class NoteForm(GovukForm):
    """What is written about a media contact, on the version that the page showed."""

    text = TextArea(label="", called="What you write", max_length=3000, rows=8)
    version = version_field()

    heading = "text"

    def __init__(self, *args: Any, label: str, hint: str, missing: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text = label, hint
        text.error_messages["required"] = missing


class MediaContactFilterForm(GovukForm):
    """Which media contacts to list; kept in the address of the page."""

    q = Text(label="Outlet or reporter", max_length=100, required=False)
    state = Select(label="State", choices=STATES, required=False)

    def __init__(self, data: QueryDict, *, unless_said: str):
        """``unless_said`` is the state of those that are listed where the address names none."""
        wanted = data.copy()
        wanted.setdefault("state", unless_said)
        super().__init__(wanted, initial={"state": unless_said})
