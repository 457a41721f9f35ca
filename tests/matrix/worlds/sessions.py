"""An awareness session in a state."""

from datetime import timedelta

from portal.models import Employee
from tests.builders import NOW
from tests.factories import BookingFactory, EmployeeFactory, SessionFactory
from tests.matrix.asking import World
from tests.matrix.worlds.people import leave, the_people


def session_world(state: str) -> World:
    """A session that is to come, has started or is cancelled.

    Beside the people of a case: G organises it, B has booked it.
    """
    people = the_people()
    people |= {"G": EmployeeFactory(name="Organiser"), "B": EmployeeFactory(name="Booked")}
    day = timedelta(days=1)
    session = SessionFactory(
        organiser=people["G"],
        starts_at=NOW - day if state == "started" else NOW + day,
        cancelled_at=NOW if state == "cancelled" else None,
    )
    BookingFactory(session=session, person=people["B"])
    world = World(
        people,
        about={"awareness": [session.pk]},
        typed={
            "awareness:edit": a_session_typed(people["G"]),
            "awareness:register": {"seen": "0", "walk_in": people["S"].email},
        },
    )
    leave(people["L"])
    return world


def a_session_typed(organiser: Employee) -> dict[str, str]:
    return {
        "day-day": "1",
        "day-month": "12",
        "day-year": "2026",
        "time": "10am",
        "minutes": "60",
        "place": "Meeting room 2",
        "places": "12",
        "organiser": organiser.email,
    }
