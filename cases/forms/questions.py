"""The forms of the eleven groups of questions (6.2)."""

from typing import Any

from cases.forms.people import PeopleForm, Row
from cases.forms.question import QuestionForm, line, text
from cases.models import Role
from cases.models.case import COVER_ROLES
from cases.questions import GROUPS
from cases.questions.rules import (
    NO_CHANNELS,
    NO_MANAGER,
    TIMES,
    AccessFor,
    Channel,
    Frequency,
    listed_manager,
)
from policy.forms.addresses import AccountAddress
from policy.models import PlatformCategory
from portal.forms.fields import Checkboxes, Confirm, Radios, WholeNumber, YesNo
from portal.forms.person import EmployeeField


class ManagerForm(QuestionForm):
    group = GROUPS["manager"]
    heading = "is_manager"

    is_manager = Radios(
        label="Is this person your manager?",
        choices=[("yes", "Yes"), ("no", "No, I will choose someone else")],
    )
    manager = EmployeeField(
        label="Your manager",
        help_text="Start typing their name or e-mail address.",
        error_messages={"unknown": NO_MANAGER},
    )

    reveals = {"is_manager": {"no": ["manager"]}}

    def prepare(self) -> None:
        self.listed = listed_manager(self.case.applicant, self.day)
        if self.listed:
            self.fields["is_manager"].label = f"Is {self.listed.name} your manager?"
        else:
            del self.fields["is_manager"]
            self.fields["manager"].label = "Who is your manager?"
            self.heading, self.reveals = "manager", {}

    def shown(self, answers: dict[str, Any]) -> dict[str, Any]:
        manager = answers["manager"]
        listed = listed_manager(self.case.applicant, self.day)
        if manager is None:
            return {}
        return {"is_manager": "yes"} if manager == listed else {"is_manager": "no"} | answers

    def answers(self) -> dict[str, Any]:
        said = {"yes": True, "no": False}.get(self.cleaned_data.get("is_manager"))
        manager = self.listed if said else self.cleaned_data.get("manager")
        return {"manager": manager, "is_manager": said}


class AccountForm(QuestionForm):
    group = GROUPS["account"]

    account_name = line(
        "account_name",
        label="What is the account called?",
        help_text="For example, Example Council Libraries",
    )
    category = Radios(label="What type of social media is it?", choices=[])
    platform = line(
        "platform",
        label="What is the platform?",
        help_text="The name of the site or app.",
        width=20,
    )
    already_running = Radios(
        label="Is the account new or already running?",
        choices=[("no", "It is a new account"), ("yes", "It is already running")],
    )
    address = AccountAddress(
        label="The account's address", help_text="For example, https://www.example.com/yourpage"
    )

    reveals = {"already_running": {"yes": ["address"]}}

    def prepare(self) -> None:
        offered = list(PlatformCategory.objects.filter(in_use=True))
        if self.case.category and self.case.category not in offered:
            offered.append(self.case.category)
        self.categories = {str(category.pk): category for category in offered}
        field = self.fields["category"]
        field.choices = [(key, category.name) for key, category in self.categories.items()]
        field.hints = {key: c.examples for key, c in self.categories.items() if c.examples}

    def shown(self, answers: dict[str, Any]) -> dict[str, Any]:
        running = {True: "yes", False: "no", None: None}[answers["already_running"]]
        category = answers["category"]
        return answers | {
            "already_running": running,
            "category": str(category.pk) if category else None,
        }

    def answers(self) -> dict[str, Any]:
        running = {"yes": True, "no": False}.get(self.cleaned_data.get("already_running"))
        return super().answers() | {
            "category": self.categories.get(self.cleaned_data.get("category")),
            "already_running": running,
            "address": self.cleaned_data.get("address") or "",
        }


class AccessForm(PeopleForm):
    group = GROUPS["access"]
    heading = "access_for"
    people = "members"
    one = "Member"
    add = "Add another member"

    access_for = Radios(
        label="Who is the access for?",
        choices=AccessFor.choices,
        hints={
            AccessFor.NAMED: "You, and the authors and administrators you name.",
            AccessFor.WORKGROUP: "Also a team whose members you list here.",
        },
    )
    workgroup_name = line("workgroup_name", label="Name of the workgroup")

    def prepare(self) -> None:
        super().prepare()
        rows = [name for name in self.fields if name.startswith(f"{self.people}-")]
        self.reveals = {"access_for": {AccessFor.WORKGROUP: ["workgroup_name", *rows]}}


class PurposeForm(QuestionForm):
    group = GROUPS["purpose"]

    purpose = text("purpose", label="What do you want to communicate?")
    audience = text("audience", label="Who is your target audience?")


class AimsForm(QuestionForm):
    group = GROUPS["aims"]

    aims = text("aims", label="What are your aims?")
    why_platform = text("why_platform", label="Why is this the right platform?")


class ChannelsForm(QuestionForm):
    group = GROUPS["channels"]
    heading = "channels"

    channels = Checkboxes(
        label="What other channels will support it?",
        help_text="Select all that apply.",
        choices=Channel.choices,
        exclusive=Channel.NONE,
        error_messages={"exclusive": NO_CHANNELS},
    )
    other_channel = line("other_channel", label="Which channel?")

    reveals = {"channels": {Channel.OTHER: ["other_channel"]}}


def _times(frequency: Frequency) -> WholeNumber:
    name, most = TIMES[frequency]
    return WholeNumber(label=name, min_value=1, max_value=most, width=2)


class UpdatesForm(QuestionForm):
    group = GROUPS["updates"]
    heading = "frequency"

    frequency = Radios(label="How often will you update it?", choices=Frequency.choices)
    times_a_day = _times(Frequency.DAILY)
    times_a_week = _times(Frequency.WEEKLY)

    reveals = {"frequency": {Frequency.DAILY: ["times_a_day"], Frequency.WEEKLY: ["times_a_week"]}}

    def shown(self, answers: dict[str, Any]) -> dict[str, Any]:
        daily = answers["frequency"] == Frequency.DAILY
        return answers | {"times_a_day" if daily else "times_a_week": answers["times"]}

    def answers(self) -> dict[str, Any]:
        times = self.cleaned_data.get("times_a_day") or self.cleaned_data.get("times_a_week")
        return {"frequency": self.cleaned_data.get("frequency") or "", "times": times}


class CoverForm(PeopleForm):
    group = GROUPS["cover"]
    people = "covers"
    one = "Person"
    add = "Add another person"

    def stored_rows(self) -> list[Row]:
        return [{"": person, "-role": role} for person, role in self.initial["covers"]]

    def add_role(self, name: str, place: int) -> None:
        self.fields[f"{name}-role"] = Radios(
            label=f"What will person {place} be?",
            choices=[(role.value, role.label) for role in COVER_ROLES],
            govuk={"classes": "govuk-radios--inline govuk-radios--small"},
        )
        # A person cannot be kept without it, so a new row says the lesser one at once.
        self.initial.setdefault(f"{name}-role", Role.AUTHOR)

    def person_of(self, name: str) -> Any:
        return self.cleaned_data[name], self.cleaned_data.get(f"{name}-role")


class RecordsForm(QuestionForm):
    group = GROUPS["records"]
    heading = "keeps_records"

    keeps_records = YesNo(label="Will you keep records of what you post?", govuk={})
    records_how = text("records_how", label="How will you keep records?")
    records_why_not = text("records_why_not", label="Why are records not needed?")

    reveals = {"keeps_records": {"yes": ["records_how"], "no": ["records_why_not"]}}


class LeavingForm(QuestionForm):
    group = GROUPS["leaving"]

    will_hand_over = Confirm(
        label="I will update the account to say clearly when I no longer work for the council, "
        "or hand it over to the person who takes over my role"
    )


class ReviewingForm(QuestionForm):
    group = GROUPS["reviewing"]

    will_send_reviews = Confirm(
        label="I will send data to my manager and Communications every 6 months, to show whether "
        "the account is used effectively"
    )
    will_check_content = Confirm(label="I will check the content of the account regularly")


FORMS: dict[str, type[QuestionForm]] = {
    form.group.slug: form
    for form in (
        ManagerForm,
        AccountForm,
        AccessForm,
        PurposeForm,
        AimsForm,
        ChannelsForm,
        UpdatesForm,
        CoverForm,
        RecordsForm,
        LeavingForm,
        ReviewingForm,
    )
}
