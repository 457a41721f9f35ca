"""What Communications says of an awareness session."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from policy.forms.moments import MomentsForm, which, which_of
from policy.forms.times import ClockTime
from policy.models import AwarenessSession
from policy.models.awareness import too_few_places
from portal import clock
from portal.forms.fields import DateField, Text, WebAddress, WholeNumber
from portal.forms.person import EmployeeField
from portal.wording import time_of_day


class SessionForm(MomentsForm):
    """When and where a session is held, for how many, and who is in charge."""

    day = DateField(
        label="Date", help_text="For example, 27 3 2027", missing="Enter the date of the session"
    )
    time = ClockTime(
        label="Start time",
        help_text="For example, 10:30am",
        missing="Enter the start time, like 10:30am",
    )
    minutes = WholeNumber(
        label="Length",
        min_value=15,
        max_value=480,
        suffix="minutes",
        width=4,
        initial=60,
        missing="Enter how many minutes it lasts",
    )
    place = Text(
        label="Where is it held? (optional if there is a link)", max_length=200, required=False
    )
    link = WebAddress(
        label="Link to join online (optional if there is a place)",
        help_text="Only people who have booked see it.",
        max_length=200,
        required=False,
    )
    places = WholeNumber(
        label="Places",
        min_value=1,
        max_value=500,
        width=4,
        initial=12,
        missing="Enter how many places there are",
    )
    organiser = EmployeeField(
        label="Who is in charge?",
        help_text="They keep the register of attendance. Enter a name or an e-mail address.",
        missing="Select who is in charge of the session",
    )

    moments = {"starts_at": ("day", "time")}

    def __init__(
        self,
        *args: Any,
        now: datetime,
        booked: int = 0,
        chooses_organiser: bool = True,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.now = now
        self.booked = booked
        if not chooses_organiser:
            del self.fields["organiser"]

    @classmethod
    def initial_of(cls, session: AwarenessSession) -> dict[str, Any]:
        """What the form shows of a session as it stands."""
        return {
            "day": clock.date_of(session.starts_at),
            "time": time_of_day(session.starts_at.astimezone(clock.COUNCIL_TIME).time()),
            which("time"): which_of(session.starts_at),
            "minutes": session.minutes,
            "place": session.place,
            "link": session.link,
            "places": session.places,
            "organiser": session.organiser,
        }

    def clean_places(self) -> int:
        places = self.cleaned_data["places"]
        if places < self.booked:
            raise ValidationError(too_few_places(self.booked))
        return places

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not {"place", "link"} & self.errors.keys() and not (answers["place"] or answers["link"]):
            self.add_error("place", "Enter where it is held, or a link to join online")
        answers["starts_at"] = self.moment("day", "time")
        if answers["starts_at"] and answers["starts_at"] <= self.now:
            self.add_error("day", "The session must start in the future")
        return answers

    @property
    def details(self) -> dict[str, Any]:
        """What the services take."""
        names = ("starts_at", "minutes", "place", "link", "places", "organiser")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
