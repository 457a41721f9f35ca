"""What a lower app sets off in the apps above it: named, ordered lists of functions.

An app adds its functions in ``AppConfig.ready``; the caller runs them in order, inside its own
transaction.
"""

from collections.abc import Callable
from typing import Any


class Hook(list[Callable[..., Any]]):
    """An ordered list of functions that are all called with the same keyword arguments."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def call(self, **arguments: Any) -> list[Any]:
        """Call every function in order and return their answers."""
        return [function(**arguments) for function in self]


# (employee, by, on): someone has left the council (6.2).
on_leaving = Hook("on_leaving")
# (moves, by): people have another manager or another service, or both (6.2).
on_moving = Hook("on_moving")
# (people, reader, posts, today) -> dict[int, list[Holding]]: what each person holds, by their id,
# as its reader may know of it.
holdings = Hook("holdings")
# (attendance, by): a person's attendance at a session was recorded (5.1).
on_attendance = Hook("on_attendance")
# (attendance, by): an attendance was corrected, or taken away, so what rested on it goes (5.1).
on_attendance_lost = Hook("on_attendance_lost")
# (attendances, posts) -> dict[int, list[str]]: what each person loses, by their id and in sentences
# for a holder of these posts, where their attendances are corrected to absent (5.1).
losses = Hook("losses")
# (reference) -> set of ids of the employees named in a case.
named_in_case = Hook("named_in_case")
# (employee, post) -> list of references of the cases that name an employee and that a post answers.
conflicts = Hook("conflicts")
# (employee) -> list of names of the accounts whose people an employee is one of.
accounts_of = Hook("accounts_of")
# (employee, posts, today) -> list[Kind]: what needs this person now, and what they wait for.
duties = Hook("duties")
# (employee, posts) -> list[NavigationItem]: what their posts add to the navigation.
navigation = Hook("navigation")
# (employee) -> str | None: where someone who signs in for the first time is led instead of home.
first_page = Hook("first_page")
# (today) -> int: a rule the hourly sweep applies; returns how many things it did.
sweeps = Hook("sweeps")
