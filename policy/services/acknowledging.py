"""Acknowledging the policy in force, and the campaign that asks everyone to (2.1)."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from policy import campaign_rules
from policy.models import PolicyAcknowledgement, PolicyVersion, VersionState
from policy.services.versions import put_in_force
from portal import clock
from portal.models import Employee
from portal.refusals import Refused, Stale
from portal.services import notices, people, trail
from portal.wording import longdate

AT_ONCE = 1000


@transaction.atomic
def acknowledge(version: PolicyVersion, *, by: Employee) -> PolicyAcknowledgement:
    """Record that a person has read the version in force; once, however often they press.

    Raises Stale where another version has come into force since their page was drawn.
    """
    today = clock.today()
    # On its first day a version may still wait for the hour's sweep.
    put_in_force(today=today)
    in_force = PolicyVersion.objects.in_force(today)
    if in_force is None:
        raise Refused("No version of the policy is in force.")
    if in_force.pk != version.pk:
        raise Stale(
            f"{in_force.title} came into force on {longdate(in_force.in_force_from)}. "
            "Read it before you acknowledge it."
        )
    asked = {"asked_on": today, "remind_on": today}
    rows = PolicyAcknowledgement.objects
    rows.get_or_create(version=in_force, person=by, defaults=asked)
    acknowledgement = rows.select_for_update().get(version=in_force, person=by)
    if acknowledgement.acknowledged_at:
        return acknowledgement
    acknowledgement.acknowledged_at = clock.now()
    acknowledgement.save(update_fields=["acknowledged_at"])
    trail.record(
        "policy.acknowledge",
        by=by,
        subject=people.subject_of(by),
        summary=f"Acknowledged {in_force.as_text}"[:250],
        changes={"policy_version": [None, in_force.subject]},
    )
    return acknowledgement


def ask_everyone(*, today: date) -> int:
    """Ask all who work here, and were not asked yet, to acknowledge the version in force.

    Part of the hourly sweep, so that a new starter is asked with no one's help.
    """
    version = PolicyVersion.objects.filter(state=VersionState.IN_FORCE).first()
    if version is None:
        return 0
    asked = 0
    while some := _ask_some(version, today=today):
        asked += some
    if asked:
        trail.record(
            "policy.ask",
            by=None,
            subject=version.subject,
            summary=f"Asked {asked:,} {'person' if asked == 1 else 'people'} to acknowledge it",
        )
    return asked


@transaction.atomic
def _ask_some(version: PolicyVersion, *, today: date) -> int:
    # It may be superseded meanwhile, and is no more once it is held.
    rows = PolicyVersion.objects.select_for_update()
    if not rows.filter(pk=version.pk, state=VersionState.IN_FORCE).exists():
        return 0
    theirs = PolicyAcknowledgement.objects.filter(version=version, person=OuterRef("pk"))
    waiting = Employee.objects.current(today).filter(~Exists(theirs)).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    PolicyAcknowledgement.objects.bulk_create(
        [
            PolicyAcknowledgement(version=version, person_id=pk, asked_on=today, remind_on=today)
            for pk in keys
        ],
        ignore_conflicts=True,
    )
    return len(keys)


def remind_of_policy(*, today: date) -> int:
    """Apply the newest rule that has passed to all who have not acknowledged; part of the sweep."""
    reminded = 0
    while some := _remind_some(today=today):
        reminded += some
    return reminded


@transaction.atomic
def _remind_some(*, today: date) -> int:
    due = PolicyAcknowledgement.objects.to_remind(today).order_by("pk")
    rows = list(due.select_for_update(of=["self"]).select_related("version", "person")[:AT_ONCE])
    told: dict[tuple[int, date], list[PolicyAcknowledgement]] = defaultdict(list)
    for row in rows:
        told[campaign_rules.newest_due(row.asked_on, today), row.asked_on].append(row)
    for (number, asked_on), some in told.items():
        version = some[0].version
        notices.tell(
            campaign_rules.template_of(number),
            recipients=[row.person for row in some],
            about=f"{version.subject} message {number}",
            path="/policy/",
            version=version,
            asked_on=asked_on,
        )
        following = campaign_rules.due_on(number + 1, asked_on)
        keys = [row.pk for row in some]
        PolicyAcknowledgement.objects.filter(pk__in=keys).update(remind_on=following)
    return len(rows)
