"""Who of those named in a case has attended an awareness session, and what that opens (5.1)."""

from dataclasses import dataclass
from datetime import datetime

from cases.models import BusinessCase
from policy.attendance import attended_and_booked
from portal import clock
from portal.models import Employee


@dataclass(frozen=True)
class AtTheGate:
    """One person named in a case: their roles, and whether they have attended a session."""

    person: Employee
    roles: str
    attended_at: datetime | None
    booked_for: datetime | None
    has_left: bool

    @property
    def can_start(self) -> bool:
        return self.attended_at is not None and not self.has_left


def people_at_the_gate(case: BusinessCase, *, at: datetime) -> list[AtTheGate]:
    """Everyone named in a case, the applicant first, each once with all their roles."""
    roles: dict[Employee, list[str]] = {case.applicant: ["Lead"]}
    for named in (*case.covers(), *case.members()):
        roles.setdefault(named.person, []).append(named.get_role_display())
    attended, booked = attended_and_booked([person.pk for person in roles], at)
    day = clock.date_of(at)
    return [
        AtTheGate(
            person=person,
            roles=" and ".join([names[0], *(name.lower() for name in names[1:])]),
            attended_at=attended.get(person.pk),
            booked_for=booked.get(person.pk),
            has_left=person.has_left(day),
        )
        for person, names in roles.items()
    ]


def effect_of_approval(people: list[AtTheGate]) -> str:
    """What an approval does to each person's access, in two sentences."""
    starts = sum(one.can_start for one in people)
    waits = sum(not one.can_start and not one.has_left for one in people)
    can_start = f"Access can start for {_people(starts)} now."
    sentences = [can_start if starts else "Nobody's access can start now."]
    if waits:
        they = "they attend" if waits > 1 else "that person attends"
        sentences.append(f"It stays off for {_people(waits)} until {they}.")
    return " ".join(sentences)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
