"""Awareness sessions whose organiser leaves: Communications chooses another."""

from collections import defaultdict
from datetime import date

from django.urls import reverse

from policy.models import AwarenessSession
from portal import clock
from portal.holdings import Holding, Kind
from portal.models import Employee, Posts
from portal.wording import moment

SHOWN = 200


def holdings(
    *, people: list[Employee], reader: Employee, posts: Posts, today: date
) -> dict[int, list[Holding]]:
    """Part of `holdings`: sessions to come that people organise (1 query)."""
    found: defaultdict[int, list[Holding]] = defaultdict(list)
    coming = AwarenessSession.objects.filter(
        organiser__in=[person.pk for person in people],
        starts_at__gt=clock.now(),
        cancelled_at=None,
    )
    for session in coming.order_by("starts_at", "pk")[:SHOWN]:
        found[session.organiser_id].append(
            Holding(
                Kind.SESSION,
                f"Awareness session at {moment(session.starts_at)}",
                "Organises it: Communications chooses someone else",
                url=reverse("awareness:detail", args=[session.pk]),
            )
        )
    return found
