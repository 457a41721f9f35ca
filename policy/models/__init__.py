from policy.models.awareness import Attendance, AwarenessSession, Booking
from policy.models.categories import PlatformCategory
from policy.models.media import MediaContact, MediaContactNote
from policy.models.schools import SchoolDeclaration
from policy.models.versions import Clause, PolicyVersion

__all__ = [
    "Attendance",
    "AwarenessSession",
    "Booking",
    "Clause",
    "MediaContact",
    "MediaContactNote",
    "PlatformCategory",
    "PolicyVersion",
    "SchoolDeclaration",
]
