"""Posts that nobody holds, or that fall vacant soon."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from portal.models import Appointment, Post
from portal.services import notices, people

# Days before a post falls vacant on which it is announced.
ANNOUNCED_BEFORE = (14, 7, 1)
DAY = timedelta(days=1)

# The first and the last day of holding a post, both included; no last day where it has no end.
Period = tuple[date, date | None]


@dataclass(frozen=True)
class Vacancy:
    """A post that nobody holds from a day on; without a day where nobody ever held it."""

    post: Post
    starts_on: date | None

    def has_begun(self, day: date) -> bool:
        return self.starts_on is None or self.starts_on <= day


def held_until(periods: Iterable[Period], day: date) -> date | None:
    """The last day until which a post is held without a gap, seen from a day.

    None where that has no end; the day before where nobody holds it on the day.
    """
    until = day - DAY
    for starts_on, ends_on in sorted(periods, key=lambda period: period[0]):
        if starts_on > until + DAY:
            break
        if ends_on is None:
            return None
        until = max(until, ends_on)
    return until


def vacancies(day: date) -> list[Vacancy]:
    """The posts that nobody holds on a day, and then those that fall vacant within 14 days."""
    held = _periods(Appointment.objects.all())
    found = [_vacancy(post, held[post], day) for post in Post]
    soon = day + ANNOUNCED_BEFORE[0] * DAY
    near = [vacancy for vacancy in found if vacancy and vacancy.has_begun(soon)]
    return sorted(near, key=lambda vacancy: vacancy.starts_on or date.min)


def vacant_without(appointment: Appointment) -> date | None:
    """The first day of an appointment on which nobody else holds its post, where there is one."""
    if appointment.for_case:
        return None
    others = Appointment.objects.exclude(pk=appointment.pk).filter(post=appointment.post)
    return _vacant_from(appointment, _periods(others), since=appointment.starts_on)


def vacant_after_leaving(held: Iterable[Appointment], *, on: date) -> list[Vacancy]:
    """The posts that nobody else holds once the holder of these appointments has left, each from
    its first such day.
    """
    lasting = [one for one in held if not one.for_case and (not one.ends_on or one.ends_on >= on)]
    others = _periods(Appointment.objects.exclude(pk__in=[one.pk for one in lasting]))
    since = ((one, max(on, one.starts_on)) for one in lasting)
    found = {one.post: _vacant_from(one, others, since=day) for one, day in since}
    return [Vacancy(Post(post), day) for post, day in found.items() if day]


def _vacant_from(
    appointment: Appointment, others: dict[str, list[Period]], *, since: date
) -> date | None:
    until = held_until(others[appointment.post], since)
    if until is None or (appointment.ends_on and until >= appointment.ends_on):
        return None
    return until + DAY


def announce_vacancies(*, today: date) -> int:
    """Tell the policy administrators of each vacancy 14, 7 and 1 days before it begins.

    Part of the hourly sweep: of the announcements that were missed, only the newest is made.
    """
    announced = 0
    for vacancy in vacancies(today):
        if vacancy.starts_on:
            away = (vacancy.starts_on - today).days
            days = min(before for before in ANNOUNCED_BEFORE if away <= before)
            notices.tell(
                "vacancy",
                recipients=people.holders(Post.POLICY_ADMINISTRATOR, day=today)
                or people.holders(Post.HEAD_OF_IT, day=today),
                about=f"{vacancy.post} vacant {vacancy.starts_on} in {days}",
                path="/appointments/",
                vacancy=vacancy,
                begun=vacancy.has_begun(today),
            )
            announced += 1
    return announced


def _periods(rows: QuerySet[Appointment]) -> dict[str, list[Period]]:
    """When each post is held, for everything; a leaver holds nothing from their last day on."""
    periods = defaultdict(list)
    for post, starts_on, ends_on, left_on in rows.filter(for_case="").values_list(
        "post", "starts_on", "ends_on", "employee__left_on"
    ):
        ends = [end for end in (ends_on, left_on and left_on - DAY) if end]
        if not ends or min(ends) >= starts_on:
            periods[post].append((starts_on, min(ends, default=None)))
    return periods


def _vacancy(post: Post, periods: list[Period], day: date) -> Vacancy | None:
    until = held_until(periods, day)
    if until is None:
        return None
    if until < day:
        ended = [ends_on for _, ends_on in periods if ends_on and ends_on < day]
        return Vacancy(post, max(ended) + DAY if ended else None)
    return Vacancy(post, until + DAY)
