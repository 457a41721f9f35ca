"""What the home page lists, and what posts add to the navigation; the `hooks` supply them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Duty:
    """One thing that waits: for the person who reads it, or for others on whom they wait."""

    text: str
    url: str
    since: datetime
    due_on: date | None = None
    # Who it waits for, where it waits for others.
    holder: str = ""

    def is_overdue(self, day: date) -> bool:
        return self.due_on is not None and self.due_on < day


@dataclass(frozen=True)
class NavigationItem:
    """A page that a post adds to the navigation, by its URL name."""

    label: str
    url_name: str
