"""Attendances that run out: people reminded in time, and what rested on them taken away (5.1).

Where attendance counts for ever, nothing here is ever due.
"""

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from cases.models import Access
from cases.reminder_rules import ATTENDANCE_RULES, Rule
from cases.services.access import lose_attendance
from cases.services.account_locking import lock_access, lock_account
from cases.services.reminders import apply_newest, each
from policy.attendance import counting_attendance, counts_until, standing_attendance
from policy.models import Attendance
from portal.models import Employee
from portal.services import notices
from portal.wording import longdate


def running_out(today: date, *, by: date) -> QuerySet[Attendance]:
    """Attendances on which access rests, of people none of whose attendances counts after a day."""
    resting = Access.objects.resting_on_attendance().filter(attendance=OuterRef("pk"))
    later = counting_attendance(by + timedelta(days=1)).filter(person=OuterRef("person"))
    return counting_attendance(today).filter(Exists(resting), ~Exists(later))


def remind_of_attendance(*, today: date) -> int:
    """Apply the newest rule that has passed to every attendance that runs out."""

    def due(rule: Rule) -> QuerySet[Attendance]:
        return running_out(today, by=today - timedelta(days=rule.offset))

    def remind(pk: int, rule: Rule) -> list[Employee]:
        person = Employee.objects.get(attendances=pk)
        # They may have attended since what their access rests on.
        newest = standing_attendance([person.pk], today)[person.pk]
        notices.tell(
            rule.template,
            recipients=[person],
            about=f"attendance {newest.pk} rule {rule.offset}",
            path=reverse("awareness:list"),
            until=counts_until(newest),
        )
        return [person]

    return apply_newest(ATTENDANCE_RULES, due, remind)


def lapse_accesses(*, today: date) -> int:
    """End what rests on an attendance that has run out, unless a newer one counts."""
    counting = counting_attendance(today).filter(pk=OuterRef("attendance"))
    lapsed = Access.objects.resting_on_attendance().filter(~Exists(counting))
    return each(lapsed, partial(_lapse, today=today))


@transaction.atomic
def _lapse(pk: int, *, today: date) -> int:
    lock_account(Access.objects.values_list("account", flat=True).get(pk=pk))
    access = lock_access(pk)
    until = access.attendance and counts_until(access.attendance)
    # Something may have changed since the keys were read.
    if not until or until >= today:
        return 0
    other = standing_attendance([access.person_id], today).get(access.person_id)
    reason = f"The attendance at an awareness session counted until {longdate(until)}"
    lose_attendance(access, other=other, reason=reason, by=None)
    return 1
