"""Moments asked as a date and a time: not all times are there, and some are there twice."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from portal import clock
from portal.forms.base import GovukForm
from portal.forms.fields import Radios
from portal.wording import longdate, time_of_day

BEFORE, AFTER = "before", "after"


class MomentsForm(GovukForm):
    """A form with moments in the council's time, each of a field for the day and one for the time.

    Where the time comes twice, on the night on which the clocks go back, a question under it asks
    which is meant. One that is left out, on the night on which they go forward, is refused.
    """

    # The fields of the day and of the time of each moment.
    moments: ClassVar[dict[str, tuple[str, str]]]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for at in self.moments.values():
            typed = [self._typed(name) for name in at]
            if None not in typed and len(clock.moments_of(*typed)) > 1:
                self._ask_which(*at, *typed)

    def _typed(self, name: str) -> Any:
        """The answer as it stands in the form; None where there is none, or a wrong one."""
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None

    def _ask_which(self, day_field: str, time_field: str, day: date, at: time) -> None:
        shown = time_of_day(at)
        twice = f"{shown} comes twice on {longdate(day)}, as the clocks go back"
        name = which(time_field)
        self.fields[name] = Radios(
            label=f"Which {shown} do you mean?",
            help_text=f"{twice}.",
            choices=[
                (BEFORE, f"The first {shown}, before the clocks go back"),
                (AFTER, f"The second {shown}, after the clocks go back"),
            ],
            missing=f"{twice}: select which you mean",
            initial=BEFORE,
        )
        names = list(self.fields)
        names.insert(names.index(time_field) + 1, names.pop())
        self.order_fields(names)

    def moment(self, day_field: str, time_field: str) -> datetime | None:
        """The moment that was answered, in UTC; None where it was not, or cannot be."""
        answers = self.cleaned_data
        day, at = answers.get(day_field), answers.get(time_field)
        if day is None or at is None:
            return None
        possible = clock.moments_of(day, at)
        if not possible:
            self.add_error(
                time_field,
                f"{time_of_day(at)} does not exist on {longdate(day)}, as the clocks go forward: "
                "enter another time",
            )
            return None
        if len(possible) == 1:
            return possible[0]
        chosen = answers.get(which(time_field))
        return {BEFORE: possible[0], AFTER: possible[1]}.get(chosen)


def which(time_field: str) -> str:
    """The name of the question which of two times is meant."""
    return f"{time_field}_which"


def which_of(moment: datetime) -> str:
    """Its answer for a moment that the form shows."""
    return AFTER if moment.astimezone(clock.COUNCIL_TIME).fold else BEFORE
