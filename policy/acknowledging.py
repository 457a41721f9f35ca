"""Where people are asked to acknowledge the policy: the home page, and a new starter's first."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from policy.models import PolicyAcknowledgement, PolicyVersion
from portal import clock
from portal.duties import Duty
from portal.models import Employee, Posts


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Duty]:
    """The policy in force, until acknowledged; without a due date, it comes last (1 query)."""
    version = _newest_version(employee, today)
    if version is None or version.is_acknowledged:
        return []
    since = version.asked_on or version.in_force_from
    return [
        Duty(
            text="Read and acknowledge the social media policy",
            url=reverse("policy:policy"),
            since=datetime.combine(since, time.min, tzinfo=clock.COUNCIL_TIME),
        )
    ]


def first_page(*, employee: Employee) -> str | None:
    """The policy, for a new starter who has signed in and was going to the home page (2.1).

    They read it then or later: only the home page is led away from, and once.
    """
    version = _newest_version(employee, clock.today())
    if version and not version.is_acknowledged:
        return f"{reverse('policy:policy')}?welcome=1"
    return None


def _newest_version(employee: Employee, today: date) -> PolicyVersion | None:
    """The version in force, when this employee was asked, and whether they acknowledged it."""
    theirs = PolicyAcknowledgement.objects.filter(version=OuterRef("pk"), person=employee)
    versions = PolicyVersion.objects.annotate(
        asked_on=Subquery(theirs.values("asked_on")),
        is_acknowledged=Exists(theirs.exclude(acknowledged_at=None)),
    )
    return versions.in_force(today)
