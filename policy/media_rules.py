"""When Communications is reminded of a media contact that nobody has answered: data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q


@dataclass(frozen=True)
class Rule:
    """One reminder: how long before which of a contact's moments, and with which e-mail."""

    moment: str
    before: timedelta
    template: str

    def due(self, now: datetime) -> Q:
        """The contacts for which its time has come or passed since they began to wait."""
        return Q(
            **{f"{self.moment}__lte": now + self.before, f"{self.moment}__gt": F("state_since")}
        )


# What comes first is the more urgent: where both are due, it is the one that is sent.
RULES = (
    Rule("deadline_at", timedelta(hours=2), "media_contact_deadline"),
    Rule("answer_due_at", timedelta(0), "media_contact_waiting"),
)
