"""Whom Communications asks to book which session."""

from collections.abc import Sequence
from typing import Any

from policy.models import AwarenessSession
from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, Select
from portal.models import Employee
from portal.wording import moment


class InviteForm(GovukForm):
    """Some of those who need a session, and one that is to come."""

    people = Checkboxes(label="Whom to ask", choices=(), missing="Select at least 1 person")
    session = Select(label="Which session?", choices=(), missing="Select a session")

    def __init__(
        self,
        *args: Any,
        sessions: Sequence[AwarenessSession],
        people: Sequence[Employee],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.sessions = {str(session.pk): session for session in sessions}
        self.listed = {str(person.pk): person for person in people}
        self.fields["session"].choices = [
            ("", "Select a session"),
            *((pk, _described(session)) for pk, session in self.sessions.items()),
        ]
        self.fields["people"].choices = [(pk, p.name) for pk, p in self.listed.items()]

    @property
    def chosen(self) -> AwarenessSession:
        return self.sessions[self.cleaned_data["session"]]

    @property
    def asked(self) -> list[Employee]:
        return [self.listed[pk] for pk in self.cleaned_data["people"]]


def _described(session: AwarenessSession) -> str:
    left = session.places_left
    places = (
        f"{left} place{'' if left == 1 else 's'} left" if left > 0 else "full, with a waiting list"
    )
    return f"{moment(session.starts_at)}, {session.place or 'online'}: {places}"
