"""What people lose where their attendance is corrected to absent (5.1)."""

from collections import defaultdict
from itertools import groupby
from operator import attrgetter

from cases.models import Access, AccessState
from policy.attendance import standing_attendance
from policy.models import Attendance
from portal import clock
from portal.models import Posts
from portal.models.appointments import COMMUNICATIONS

LOSES = {
    AccessState.ON: "We ask the access operators to switch off access to {accounts}",
    AccessState.READY: "Another session is needed before access to {accounts} is switched on",
}


def losses(*, attendances: list[Attendance], posts: Posts) -> dict[int, list[str]]:
    """What `take_away` would take, of everyone whose access rests on nothing else (2 queries).

    Only Communications reads of which accounts: an organiser may be no party to them.
    """
    people = [attendance.person_id for attendance in attendances]
    others = standing_attendance(people, clock.today(), without=attendances)
    last = [attendance for attendance in attendances if attendance.person_id not in others]
    if not last:
        return {}
    resting = Access.objects.resting_on_attendance(*last).select_related("account")
    in_order = resting.order_by("person", "state", "account__name", "pk")
    lost: dict[int, list[str]] = defaultdict(list)
    for (person, state), accesses in groupby(in_order, attrgetter("person_id", "state")):
        names = [access.account.name for access in accesses]
        count = "1 account" if len(names) == 1 else f"{len(names)} accounts"
        accounts = ", ".join(names) if posts.holds(*COMMUNICATIONS) else count
        lost[person].append(LOSES[state].format(accounts=accounts))
    return dict(lost)
