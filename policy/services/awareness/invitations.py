"""Asking people to book a session: those named for an account who have not attended (5.1)."""

from collections.abc import Iterable

from django.db import transaction

from policy.models import AwarenessSession, Invitation
from policy.services.awareness.locking import check_is_to_come, check_runs, lock_session
from policy.services.awareness.telling import tell
from portal import clock
from portal.models import Employee
from portal.services import trail
from portal.wording import moment


@transaction.atomic
def invite(session: AwarenessSession, *, people: Iterable[Employee], by: Employee) -> int:
    """Ask people to book a session, each once for the session; returns how many were asked now.

    Whoever has a place there, or waits for one, has no need to be asked.
    """
    session = lock_session(session.pk)
    post = check_runs(session, by)
    check_is_to_come(session)
    asked = set(session.invitations.values_list("person", flat=True))
    asked |= set(session.bookings.uncancelled().values_list("person", flat=True))
    today = clock.today()
    new = [p for p in people if p.pk not in asked and not p.has_left(today)]
    if not new:
        return 0
    Invitation.objects.bulk_create(
        Invitation(session=session, person=person, invited_by=by, invited_at=clock.now())
        for person in new
    )
    trail.record(
        "session.invite",
        by=by,
        subject=session.subject,
        summary=f"Asked {len(new)} to book the awareness session at {moment(session.starts_at)}",
        note=", ".join(person.name for person in new),
        post=post.as_text if post else "",
    )
    tell("session_invited", session, new, about=session.subject)
    return len(new)
