from policy.models.acknowledgements import PolicyAcknowledgement
from policy.models.awareness import (
    Attendance,
    AttendanceFile,
    AwarenessSession,
    Booking,
    Invitation,
)
from policy.models.categories import PlatformCategory
from policy.models.consultations import Consultation
from policy.models.media import MediaContact, MediaContactNote
from policy.models.schools import SchoolDeclaration
from policy.models.versions import LONGEST_TEXT, Clause, PolicyVersion, VersionState

__all__ = [
    "LONGEST_TEXT",
    "Attendance",
    "AttendanceFile",
    "AwarenessSession",
    "Booking",
    "Clause",
    "Consultation",
    "Invitation",
    "MediaContact",
    "MediaContactNote",
    "PlatformCategory",
    "PolicyAcknowledgement",
    "PolicyVersion",
    "SchoolDeclaration",
    "VersionState",
]
