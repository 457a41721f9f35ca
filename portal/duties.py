"""What the home page lists; the `hooks` supply it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Duty:
    """One thing that waits: for the person who reads it, or for others on whom they wait."""

    text: str
    url: str
    since: datetime
    due_on: date | None = None
    # Whom it waits for, where that is others: it is then not for whoever reads it to do.
    holder: str = ""

    def is_overdue(self, day: date) -> bool:
        return self.due_on is not None and self.due_on < day
