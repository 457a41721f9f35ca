"""Awareness sessions: who runs them, who has a place, who was there (5.1)."""

from policy.services.awareness.bookings import (
    book,
    cancel_booking,
    release_places,
    remind_of_sessions,
)
from policy.services.awareness.register import (
    check_register_open,
    record_attendance,
    save_register,
)
from policy.services.awareness.sessions import (
    cancel_session,
    change_session,
    check_is_to_come,
    create_session,
)

__all__ = [
    "book",
    "cancel_booking",
    "cancel_session",
    "change_session",
    "check_is_to_come",
    "check_register_open",
    "create_session",
    "record_attendance",
    "release_places",
    "remind_of_sessions",
    "save_register",
]
