"""Who may be appointed to which post, by whom and for how long; each check raises Refused."""

from datetime import date

from django.db.models import Q

from portal import clock, hooks
from portal.models import Appointment, Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS, SINGLE_HOLDER
from portal.refusals import Refused
from portal.services import people
from portal.wording import longdate

APPOINTING = (Post.HEAD_OF_IT, Post.POLICY_ADMINISTRATOR)
# The posts with a part in a single case; another may act in them for that case alone.
IN_A_CASE = (
    Post.HEAD_OF_IT,
    Post.COMMUNICATIONS_MANAGER,
    Post.COMMUNICATIONS_ADVISER,
    Post.ACCESS_OPERATOR,
)
CONFLICT = "You are named in {case}, so you cannot choose who acts in it."


def check_appoints(by: Employee, employee: Employee, starts_on: date) -> None:
    today = clock.today()
    if by == employee:
        raise Refused("You cannot appoint yourself.", about="employee")
    if not Posts.of(by, today).holds(*APPOINTING):
        raise Refused(
            "Only the Head of IT & Customer Services and the policy administrator appoint people."
        )
    if starts_on < today:
        raise Refused("The first day must be today or later.", about="starts_on")


def check_no_conflict(by: Employee, post: Post) -> None:
    """Who acts in a post that answers a case is not chosen by a Head of IT named in it: the policy
    administrator does, who answers none (domain: when people cannot act).
    """
    if Posts.of(by, clock.today()).holds(Post.POLICY_ADMINISTRATOR):
        return
    for references in hooks.conflicts.call(employee=by, post=post):
        if references:
            raise Refused(CONFLICT.format(case=references[0]), about="post")


def check_changes(by: Employee, appointment: Appointment) -> None:
    if not Posts.of(by, clock.today()).holds(*APPOINTING):
        raise Refused(
            "Only the Head of IT & Customer Services and the policy administrator change"
            " appointments."
        )
    if appointment.for_case and by.pk in named_in(appointment.for_case):
        raise Refused(CONFLICT.format(case=appointment.for_case))


def check_has_not_ended(appointment: Appointment, today: date) -> None:
    if appointment.ends_on and appointment.ends_on < today:
        raise Refused(f"This appointment ended on {longdate(appointment.ends_on)}.")


def check_period(
    employee: Employee, starts_on: date, ends_on: date | None, *, open_ended: bool
) -> None:
    if ends_on is None and not open_ended:
        raise Refused("An acting appointment needs a last day.", about="ends_on")
    if ends_on and ends_on < starts_on:
        raise Refused("The last day must be the same as or after the first day.", about="ends_on")
    if employee.has_left(starts_on):
        raise Refused(leaves_on(employee), about="employee")


def leaves_on(employee: Employee) -> str:
    return f"{employee.name} no longer works for the council from {longdate(employee.left_on)}."


def check_case(reference: str, post: Post, employee: Employee, by: Employee | None) -> None:
    """Someone acts for one case only where everyone who could is named in it (domain: when people
    cannot act), and those named neither act nor choose who does.
    """
    named = named_in(reference)
    if not named:
        raise Refused(f"There is no business case {reference}.", about="for_case")
    if post not in IN_A_CASE:
        raise Refused(f"The {post.label} has no part in a single case.", about="post")
    if by and by.pk in named:
        raise Refused(CONFLICT.format(case=reference), about="for_case")
    if employee.pk in named:
        raise Refused(
            f"{employee.name} is named in {reference}, so they cannot act in it.", about="employee"
        )
    sharing = COMMUNICATIONS if post in COMMUNICATIONS else (post,)
    for holder in people.holders(*sharing, day=clock.today(), case=reference):
        if holder.pk not in named:
            raise Refused(
                f"{holder.name} can act in {reference}, so nobody else needs to.", about="for_case"
            )


def named_in(reference: str) -> set[int]:
    """Ids of the employees named in a case; none where there is no such case."""
    return set().union(*hooks.named_in_case.call(reference=reference))


def check_overlap(
    post: Post,
    employee: Employee,
    starts_on: date,
    ends_on: date | None,
    acting: bool,
    for_case: str,
) -> None:
    """Nobody holds a post twice at a time, and a post for one person has one substantive holder."""
    clashing = Q(employee=employee)
    if post in SINGLE_HOLDER and not acting:
        clashing |= Q(acting=False)
    overlapping = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on), clashing, post=post, for_case=for_case
    )
    if ends_on:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if other := overlapping.select_related("employee").first():
        until = f"until {longdate(other.ends_on)}" if other.ends_on else "with no last day"
        act = "Cancel" if other.starts_on > clock.today() else "End"
        raise Refused(
            f"{other.employee.name} is {other.get_post_display()} from"
            f" {longdate(other.starts_on)} {until}. {act} that appointment first.",
            about="post",
        )
