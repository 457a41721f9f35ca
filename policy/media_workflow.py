"""The moves of a media contact: one table, read by buttons, guards and tests (4.j, 5.8)."""

from collections.abc import Callable
from dataclasses import dataclass

from policy.models import MediaContact, MediaContactNote
from portal.models import Employee, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.refusals import Refused

REPORTED, ADVISED, CLOSED = MediaContact.State
Kind = MediaContactNote.Kind

# Who may make a move: returns, in words, the post they act by; raises Refused.
By = Callable[[MediaContact, Employee, Posts], str]


def reporter(contact: MediaContact, employee: Employee, posts: Posts) -> str:
    """Whoever reported it."""
    if employee.pk != contact.reporter_id:
        raise Refused(f"Only {contact.reporter}, who reported this media contact, can do this.")
    return ""


def communications(contact: MediaContact, employee: Employee, posts: Posts) -> str:
    """Communications, but nobody on what they reported themselves."""
    appointment = posts.holds(*COMMUNICATIONS)
    if appointment is None:
        raise Refused("Only Communications can do this.")
    if employee.pk == contact.reporter_id:
        raise Refused("You reported this media contact, so someone else must do this.")
    return appointment.as_text


@dataclass(frozen=True)
class Move:
    """One move: from which states to which, by whom, and what kind of note it writes.

    ``done`` is what the trail says of it.
    """

    sources: frozenset[str]
    target: str
    by: By
    kind: Kind
    done: str


MOVES = {
    "advise": Move(
        frozenset({REPORTED, ADVISED}), ADVISED, communications, Kind.ADVICE, "Advised the reporter"
    ),
    # What was advised may not fit what is known now, so it waits for advice again.
    "add": Move(
        frozenset({REPORTED, ADVISED}), REPORTED, reporter, Kind.INFORMATION, "Added information"
    ),
    "close": Move(
        frozenset({ADVISED}), CLOSED, communications, Kind.OUTCOME, "Closed the media contact"
    ),
}


def permit(contact: MediaContact, move: str, *, by: Employee, posts: Posts) -> str:
    """The post by which a person may make a move now; raises Refused where they may not."""
    rules = MOVES[move]
    post = rules.by(contact, by, posts)
    if contact.state in rules.sources:
        return post
    if contact.is_closed:
        raise Refused("This media contact is closed.")
    raise Refused("Advise the reporter before you close this media contact.")


def open_moves(contact: MediaContact, *, by: Employee, posts: Posts) -> list[str]:
    """The moves that a person may make now."""
    return [move for move in MOVES if _is_open(contact, move, by=by, posts=posts)]


def _is_open(contact: MediaContact, move: str, *, by: Employee, posts: Posts) -> bool:
    try:
        permit(contact, move, by=by, posts=posts)
    except Refused:
        return False
    return True
