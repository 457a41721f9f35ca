"""The one door through which a policy version changes state (7.1)."""

from typing import Any

from django.db import transaction

from policy.models import PolicyVersion
from policy.version_workflow import MOVES, administrator, permit
from portal import clock
from portal.models import Employee, Post, Posts, TrailEvent
from portal.models.appointments import COMMUNICATIONS
from portal.services import notices, trail
from portal.services.people import holders


@transaction.atomic
def move_version(
    version: PolicyVersion,
    move: str,
    *,
    by: Employee | None,
    values: dict[str, Any] | None = None,
    **answers: Any,
) -> TrailEvent:
    """Make one move of `policy.version_workflow.MOVES`: lock, check the table, write, record.

    ``answers`` is what the move needs; ``values`` is what it writes to the version beside its
    state. Raises Refused with the sentence that says why not.
    """
    rules = MOVES[move]
    today = clock.today()
    version = lock_version(version.pk)
    post = permit(version, move, by=by, posts=posts_of(by))
    for need in rules.needs:
        need(version, answers, today)
    before, day = version.state, version.in_force_from
    version.state = rules.leads_to(version)
    for name, value in (values or {}).items():
        setattr(version, name, value)
    version.save()
    changes = {"state": [before, version.state]}
    if version.in_force_from != day:
        changes["in_force_from"] = [_iso(day), _iso(version.in_force_from)]
    return trail.record(
        f"policy.{move}",
        by=by,
        subject=version.subject,
        summary=f"{rules.done}: {version.title}"[:250],
        post=post,
        note=answers.get("reason") or (values or {}).get("published_despite") or "",
        changes=changes,
    )


def lock_version(pk: int) -> PolicyVersion:
    """The version as it stands, held until the transaction ends."""
    return PolicyVersion.objects.select_for_update().get(pk=pk)


def lock_all_versions() -> None:
    """Let one version be published, or come into force, at a time: they end one another."""
    list(PolicyVersion.objects.select_for_update().order_by("pk").values_list("pk"))


def post_of_administrator(by: Employee) -> str:
    """The appointment, in words, of the policy administrator; raises Refused for anyone else."""
    return administrator(by, posts_of(by))


def posts_of(by: Employee | None) -> Posts:
    return Posts.of(by, clock.today()) if by else Posts([])


def tell_those_concerned(
    template: str, version: PolicyVersion, *, event: TrailEvent, **context: Any
) -> None:
    """Tell the policy administrators, the Head of IT and Communications, but not who did it."""
    concerned = (Post.POLICY_ADMINISTRATOR, Post.HEAD_OF_IT, *COMMUNICATIONS)
    _tell(template, version, event, concerned, context)


def tell_administrators(
    template: str, version: PolicyVersion, *, event: TrailEvent, **context: Any
) -> None:
    """Tell the other policy administrators: nobody else knows of an unpublished version."""
    _tell(template, version, event, (Post.POLICY_ADMINISTRATOR,), context)


def _tell(
    template: str,
    version: PolicyVersion,
    event: TrailEvent,
    posts: tuple[Post, ...],
    context: dict[str, Any],
) -> None:
    today = clock.today()
    administrators = holders(Post.POLICY_ADMINISTRATOR, day=today)
    people = [p for p in holders(*posts, day=today) if p.pk != event.actor_id]
    for knows, path in ((True, f"/policy/versions/{version.pk}/"), (False, "/policy/")):
        notices.tell(
            template,
            recipients=[p for p in people if (p in administrators) == knows],
            about=f"event {event.pk}",
            path=path,
            version=version,
            by=event.actor_name,
            **context,
        )


def _iso(day) -> str | None:
    return day and day.isoformat()
