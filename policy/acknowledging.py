"""Where people are asked to acknowledge the policy: the home page, and a new starter's first."""

from datetime import date

from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from policy.models import PolicyAcknowledgement, PolicyVersion
from portal import clock
from portal.duties import Kind, page
from portal.models import Employee, Posts


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Kind]:
    """The policy in force, until acknowledged; without a due date, it comes last."""
    asked_on = PolicyAcknowledgement.objects.filter(version=OuterRef("pk"), person=employee)
    since = Coalesce(Subquery(asked_on.values("asked_on")), "in_force_from")
    return [
        Kind(
            "Read and acknowledge the social media policy",
            page("policy:policy"),
            {"about": F("pk"), "since": Cast(since, DateTimeField())},
            [_unacknowledged(employee, today)],
        )
    ]


def first_page(*, employee: Employee) -> str | None:
    """The policy, for a new starter who has signed in and was going to the home page (2.1).

    They read it then or later: only the home page is led away from, and once.
    """
    if _unacknowledged(employee, clock.today()).exists():
        return f"{reverse('policy:policy')}?welcome=1"
    return None


def _unacknowledged(employee: Employee, today: date) -> QuerySet[PolicyVersion]:
    """The version in force, unless this employee has acknowledged it."""
    in_force = PolicyVersion.objects.come_into_force(today).values("pk")[:1]
    acknowledged = PolicyAcknowledgement.objects.filter(person=employee)
    acknowledged = acknowledged.exclude(acknowledged_at=None).order_by().values("version")
    return PolicyVersion.objects.filter(pk__in=in_force).exclude(pk__in=acknowledged)
