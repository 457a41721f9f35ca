"""What the home page lists for someone, of one module that supplies it."""

from collections.abc import Callable

from portal import clock
from portal.duties import Duty, Kind, gather
from portal.models import Employee, Posts


def duties_of(employee: Employee, supply: Callable[..., list[Kind]]) -> list[Duty]:
    """What is found for a person today of the kinds that a module supplies."""
    today = clock.today()
    return gather(supply(employee=employee, posts=Posts.of(employee, today), today=today))
