"""Publishing a version for a day, and its coming into force on that day (7.1)."""

from datetime import date

from django.db import transaction

from policy.models import PolicyVersion, VersionState
from policy.services.versions.moves import (
    lock_all_versions,
    lock_version,
    move_version,
    post_of_administrator,
    tell_those_concerned,
)
from policy.version_workflow import day_has_not_come, day_to_come
from portal import clock
from portal.models import Employee
from portal.refusals import Refused
from portal.services import trail
from portal.wording import longdate

UNPUBLISHED = {
    "in_force_from": None,
    "published_on": None,
    "published_by": None,
    "published_despite": "",
    "consulted_before": "",
}


@transaction.atomic
def publish(
    version: PolicyVersion,
    *,
    in_force_from: date,
    by: Employee,
    published_despite: str = "",
    consulted_before: str = "",
) -> PolicyVersion:
    """Publish a version for today, when it comes into force at once, or for a day to come.

    ``published_despite`` says why it goes ahead without the answer of a trade union;
    ``consulted_before`` how they were consulted on a text that was agreed outside the portal.
    """
    lock_all_versions()
    version = lock_version(version.pk)
    if not version.published_on:
        _check_day_is_free(in_force_from)
    answers = {
        "in_force_from": in_force_from,
        "published_despite": "" if version.is_draft else published_despite,
        "consulted_before": consulted_before if version.is_draft else "",
    }
    today = clock.today()
    values = answers | {"published_on": today, "published_by": by}
    event = move_version(version, "publish", by=by, values=values, **answers)
    version.refresh_from_db()
    tell_those_concerned("policy_published", version, event=event)
    put_in_force(today=today)
    version.refresh_from_db()
    return version


@transaction.atomic
def call_off(version: PolicyVersion, *, by: Employee) -> None:
    """Take back a publishing before its day: the version is where it was before."""
    day = version.in_force_from
    event = move_version(version, "call_off", by=by, values=UNPUBLISHED)
    tell_those_concerned("policy_called_off", version, event=event, day=day)


@transaction.atomic
def move_day(version: PolicyVersion, *, in_force_from: date, by: Employee) -> PolicyVersion:
    """Let a published version come into force on another day; its own must not have come."""
    post = post_of_administrator(by)
    lock_all_versions()
    version = lock_version(version.pk)
    today = clock.today()
    check_day_to_come(version, today=today)
    day_to_come(version, {"in_force_from": in_force_from}, today)
    before = version.in_force_from
    if before == in_force_from:
        return version
    _check_day_is_free(in_force_from)
    version.in_force_from = in_force_from
    version.save(update_fields=["in_force_from"])
    event = trail.record(
        "policy.move_day",
        by=by,
        subject=version.subject,
        summary=f"Moved to {longdate(in_force_from)}: {version.title}"[:250],
        post=post,
        changes={"in_force_from": [before.isoformat(), in_force_from.isoformat()]},
    )
    tell_those_concerned("policy_day_moved", version, event=event, before=before)
    put_in_force(today=today)
    version.refresh_from_db()
    return version


def check_day_to_come(version: PolicyVersion, *, today: date) -> None:
    """Raises Refused unless the version is published for a day that has not come."""
    if version.state != VersionState.SCHEDULED:
        raise Refused("This version is not waiting for a day on which it comes into force.")
    day_has_not_come(version, {}, today)


def days_taken() -> dict[date, str]:
    """The days on which a version comes or came into force, and its title."""
    published = PolicyVersion.objects.exclude(in_force_from=None)
    return dict(published.values_list("in_force_from", "title"))


@transaction.atomic
def put_in_force(*, today: date) -> int:
    """Put in force every version whose day has come, in their order; part of the hourly sweep.

    However late it runs, what is recorded is the day on which each was to come into force, and
    that is asked by day: nothing waits for the sweep. No case is re-opened.
    """
    due = PolicyVersion.objects.filter(state=VersionState.SCHEDULED, in_force_from__lte=today)
    if not due.exists():
        return 0
    lock_all_versions()
    entered = 0
    for version in due.order_by("in_force_from"):
        for former in PolicyVersion.objects.filter(state=VersionState.IN_FORCE):
            move_version(former, "supersede", by=None)
        move_version(version, "enter_force", by=None)
        entered += 1
    return entered


def _check_day_is_free(day: date) -> None:
    """One version comes into force on a day; names who published the one that does."""
    other = PolicyVersion.objects.filter(in_force_from=day).select_related("published_by").first()
    if other:
        by = f", which {other.published_by} published," if other.published_by else ""
        raise Refused(
            f"{other.title}{by} comes into force on {longdate(day)} already. Choose another day."
        )
