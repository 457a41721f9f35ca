"""What the home page says of cases and accounts."""

from datetime import date

from cases.account_duties import account_kinds
from cases.duties import case_kinds
from portal.duties import Kind
from portal.models import Employee, Posts


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Kind]:
    """What needs a person now in cases and accounts, and whom they wait for (1 query, for whom they
    stand in; the rest is asked with everything else).
    """
    return [*case_kinds(employee, posts, today), *account_kinds(employee, posts, today)]
