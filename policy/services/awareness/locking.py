"""Locking a session, and who may do what with it when (5.1)."""

from policy.models import AwarenessSession
from portal import clock
from portal.models import Appointment, Employee, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.refusals import Refused
from portal.wording import moment


def lock_session(pk: int) -> AwarenessSession:
    """The session as it stands, held until the transaction ends, so that places go one by one."""
    return AwarenessSession.objects.select_for_update().get(pk=pk)


def appointment_in_communications(employee: Employee) -> Appointment | None:
    return Posts.of(employee, clock.today()).holds(*COMMUNICATIONS)


def check_runs(session: AwarenessSession, by: Employee) -> Appointment | None:
    """The appointment by which someone runs a session, none where they are its organiser.

    Raises Refused for anyone else.
    """
    post = appointment_in_communications(by)
    if not post and session.organiser_id != by.pk:
        raise Refused("Only the organiser of this session and Communications can do this.")
    return post


def check_is_to_come(session: AwarenessSession) -> None:
    if session.cancelled_at:
        raise Refused("This session was cancelled.")
    if session.starts_at <= clock.now():
        raise Refused(f"This session started at {moment(session.starts_at)}.")
