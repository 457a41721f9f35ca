"""What somebody holds that goes to others when they leave; the `hooks` supply it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What is held: its name in the singular and the plural."""

    ACCOUNT = "account", "accounts"
    CASE = "business case", "business cases"
    ACCESS = "access", "accesses"
    SESSION = "session", "sessions"
    BOOKING = "booking", "bookings"
    MEDIA_CONTACT = "media contact", "media contacts"

    def counted(self, count: int) -> str:
        """2 accounts, 1 account."""
        one, many = self.value
        return f"{count} {one if count == 1 else many}"


@dataclass(frozen=True)
class Holding:
    """One thing held: what waits to be done with it, and where, for whoever reads of it."""

    kind: Kind
    name: str
    waits_for: str
    # Empty where the reader may not see it.
    url: str = ""
    # What the reader does with it, where that is theirs to do.
    action: str = ""


def counted(holdings: Iterable[Holding]) -> str:
    """2 accounts, 1 business case: what is held, in few words."""
    counts = Counter(holding.kind for holding in holdings)
    return ", ".join(kind.counted(counts[kind]) for kind in Kind if counts[kind])
