"""The people of the tables, in every relationship to one case."""

from datetime import date

from portal import clock
from portal.models import Employee, Post
from tests.builders import holder_of
from tests.factories import AppointmentFactory, EmployeeFactory

YESTERDAY = date(2026, 11, 3)
LONG_AFTER = date(2028, 1, 1)
ACTING = {"post": Post.HEAD_OF_IT, "acting": True, "ends_on": LONG_AFTER}

People = dict[str, Employee | None]


def the_people() -> People:
    """One person in each relationship to a case, and nobody else.

    A  anonymous                        M  manager of the applicant, then of the account's lead
    L  leaver, once an adviser          F  former manager, before the applicant moved
    S  stranger                         H  Head of IT & Customer Services
    Y  system administrator             h  acting Head of IT
    P  applicant, then lead             x  formerly acting Head of IT
    V  cover                            1  acts as Head of IT and operator, for this case alone
    W  member of the workgroup          C  Communications Manager     c  Communications adviser
    n  named as cover, and acting Head  O  access operator            R  policy administrator
       of IT, adviser and operator      U  auditor
    """
    people: People = {column: EmployeeFactory(name=f"Person {column}") for column in "LSYPVWnMFhx1"}
    people["A"] = None
    Employee.objects.filter(pk=people["Y"].pk).update(is_staff=True, is_superuser=True)
    posts = {
        "H": Post.HEAD_OF_IT,
        "C": Post.COMMUNICATIONS_MANAGER,
        "c": Post.COMMUNICATIONS_ADVISER,
        "O": Post.ACCESS_OPERATOR,
        "R": Post.POLICY_ADMINISTRATOR,
        "U": Post.AUDITOR,
    }
    people |= {column: holder_of(post) for column, post in posts.items()}
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=people["L"])
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=people["n"])
    holder_of(Post.ACCESS_OPERATOR, employee=people["n"])
    AppointmentFactory(employee=people["h"], **ACTING)
    AppointmentFactory(employee=people["n"], **ACTING)
    AppointmentFactory(employee=people["x"], **ACTING | {"ends_on": YESTERDAY})
    return people


def leave(employee: Employee) -> None:
    """The day of leaving comes, before any sweep has seen it."""
    Employee.objects.filter(pk=employee.pk).update(left_on=clock.today())


def typed_day(name: str) -> dict[str, str]:
    """Today, as it is typed."""
    return {f"{name}-day": "4", f"{name}-month": "11", f"{name}-year": "2026"}
