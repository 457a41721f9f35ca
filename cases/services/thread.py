"""Questions and answers between the parties of a case, and the manager's word (6.1)."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from cases.models import BusinessCase, Message
from cases.parties import managers_of, parties_of
from cases.services.locking import lock_case, write_case
from portal import clock
from portal.models import Employee, Post, Posts
from portal.refusals import Refused
from portal.services import notices, trail
from portal.services.appointment_rules import IN_A_CASE
from portal.services.people import post_for_manager


@transaction.atomic
def post_message(case: BusinessCase, *, by: Employee, text: str) -> Message:
    """Add to a case's thread; everyone between whom it runs is told, except the writer."""
    case = lock_case(case.pk)
    today = clock.today()
    posts = Posts.of(by, today)
    check_can_write(case, by=by, posts=posts, day=today)
    if not text.strip():
        raise Refused("Enter your question or answer")
    message = Message.objects.create(case=case, by=by, at=clock.now(), text=text.strip())
    trail.record(
        "case.message",
        by=by,
        subject=case.subject,
        summary="Wrote in the questions and answers",
        post=_post_of_writer(case, posts, by=by, day=today),
        note=message.text,
    )
    notices.tell(
        "thread_message",
        recipients=[p for p in parties_of(case, day=today) if p.pk != by.pk],
        about=f"message {message.pk}",
        path=f"{reverse('cases:thread', args=[case.reference])}#message-{message.pk}",
        case=case,
        writer=by,
    )
    return message


def _post_of_writer(case: BusinessCase, posts: Posts, *, by: Employee, day: date) -> str:
    """The post by which the case concerns them; those named in it and their manager need none."""
    if by.pk in case.named_ids():
        return ""
    held = posts.holds(*IN_A_CASE, case=case.reference)
    if held:
        return held.as_text
    if by in managers_of(case, day=day):
        return post_for_manager(posts, case.applicant, named=case.manager, day=day)
    held = posts.holds(Post.POLICY_ADMINISTRATOR)
    return held.as_text if held else ""


def check_can_write(case: BusinessCase, *, by: Employee, posts: Posts, day: date) -> None:
    """Raises Refused for whom the case does not concern: an auditor reads it, and no more."""
    concerned = BusinessCase.objects.visible_to(by, day, posts.without(Post.AUDITOR))
    if not concerned.filter(pk=case.pk).exists():
        raise Refused("Only people whom this business case concerns can write here.")


@transaction.atomic
def acknowledge_case(case: BusinessCase, *, by: Employee) -> None:
    """The manager's word that they know of the case: told, not asked, and nothing waits for it."""
    case = lock_case(case.pk)
    today = clock.today()
    if by not in managers_of(case, day=today):
        raise Refused("Only the manager of the applicant can acknowledge this.")
    if case.sent_at is None:
        raise Refused("This business case has not been sent yet.")
    if case.manager_acknowledged_at:
        raise Refused("This has been acknowledged already.")
    write_case(case, manager_acknowledged_at=clock.now())
    trail.record(
        "case.acknowledge",
        by=by,
        subject=case.subject,
        summary="Acknowledged that they were told as manager",
        post=post_for_manager(Posts.of(by, today), case.applicant, named=case.manager, day=today),
    )
