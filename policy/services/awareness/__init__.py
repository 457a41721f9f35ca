"""Awareness sessions: who runs them, who has a place, who was there (5.1)."""

from policy.services.awareness.bookings import (
    book,
    cancel_booking,
    other_booking,
    release_places,
    remind_of_sessions,
)
from policy.services.awareness.imports import confirm_file, preview_file
from policy.services.awareness.invitations import invite
from policy.services.awareness.locking import check_is_to_come
from policy.services.awareness.register import (
    check_register_open,
    check_seen,
    record_attendance,
    save_register,
)
from policy.services.awareness.sessions import (
    cancel_session,
    change_session,
    create_session,
)
from policy.services.awareness.telling import is_reminded
from policy.services.awareness.waiting import close_waiting_lists

__all__ = [
    "book",
    "cancel_booking",
    "cancel_session",
    "change_session",
    "check_is_to_come",
    "check_register_open",
    "check_seen",
    "close_waiting_lists",
    "confirm_file",
    "create_session",
    "invite",
    "is_reminded",
    "other_booking",
    "preview_file",
    "record_attendance",
    "release_places",
    "remind_of_sessions",
    "save_register",
]
