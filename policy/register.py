"""The register of a session as it stands: who booked, who came, and what was corrected."""

from dataclasses import dataclass

from policy.models import Attendance, AwarenessSession
from portal.models import Employee


@dataclass(frozen=True)
class Line:
    """A person in a register, and what it says of them, if anything yet."""

    person: Employee
    booked: bool
    attendance: Attendance | None


@dataclass(frozen=True)
class Register:
    """Everyone who booked or was recorded, by name, and the rows that corrected others."""

    lines: list[Line]
    # Those on the waiting list of whom it says nothing, the first first.
    waiting: list[Employee]
    corrections: list[Attendance]
    # The id of its newest row, 0 without any: tells whether it has changed.
    newest: int

    @property
    def came(self) -> int:
        """How many are recorded as attended."""
        return sum(line.attendance is not None and line.attendance.attended for line in self.lines)

    @property
    def missed(self) -> int:
        """How many are recorded as absent."""
        recorded = sum(line.attendance is not None for line in self.lines)
        return recorded - self.came


def register_of(session: AwarenessSession) -> Register:
    """The register of a session, in two queries."""
    bookings = session.bookings.filter(cancelled_at=None).select_related("person__service")
    in_order = list(bookings.order_by("pk"))
    booked = {booking.person_id: booking.person for booking in in_order if not booking.waiting}
    rows = list(
        session.attendances.select_related(
            "person__service", "recorded_by", "corrects__recorded_by"
        ).order_by("pk")
    )
    standing = {row.person_id: row for row in rows if row.superseded_at is None}
    people = booked | {row.person_id: row.person for row in standing.values()}
    return Register(
        lines=[
            Line(person, person.pk in booked, standing.get(person.pk))
            for person in sorted(people.values(), key=lambda person: (person.name, person.pk))
        ],
        waiting=[b.person for b in in_order if b.waiting and b.person_id not in standing],
        corrections=[row for row in reversed(rows) if row.corrects_id],
        newest=rows[-1].pk if rows else 0,
    )
