"""What becomes of those who act for one case alone, once it needs them no more."""

from datetime import date

from cases.models import Account, AccountState, BusinessCase
from cases.models.case import UNDECIDED, WAITS_FOR
from portal.models import Appointment, Post
from portal.services.appointments import end_acting_for_case

ANSWERING = tuple(post for posts in WAITS_FOR.values() for post in posts)


def end_acting(*, today: date) -> int:
    """End every appointment for a case that is decided or withdrawn; whoever switches its access
    goes on until there is no account to switch. Part of the hourly sweep.
    """
    acting = Appointment.objects.in_force(today).exclude(for_case="").filter(ends_on=None)
    ended = BusinessCase.objects.exclude(state__in=UNDECIDED)
    open_accounts = Account.objects.exclude(state=AccountState.CLOSED)
    without_account = ended.exclude(pk__in=open_accounts.values("case"))
    return sum(
        end_acting_for_case(reference, *posts, today=today)
        for cases, posts in ((ended, ANSWERING), (without_account, (Post.ACCESS_OPERATOR,)))
        for reference in cases.filter(
            reference__in=acting.filter(post__in=posts).values("for_case")
        ).values_list("reference", flat=True)
    )
