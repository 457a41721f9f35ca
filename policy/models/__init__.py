from policy.models.acknowledgements import PolicyAcknowledgement
from policy.models.awareness import Attendance, AwarenessSession, Booking
from policy.models.categories import PlatformCategory
from policy.models.consultations import Consultation
from policy.models.media import MediaContact, MediaContactNote
from policy.models.schools import SchoolDeclaration
from policy.models.versions import Clause, PolicyVersion, VersionState

__all__ = [
    "Attendance",
    "AwarenessSession",
    "Booking",
    "Clause",
    "Consultation",
    "MediaContact",
    "MediaContactNote",
    "PlatformCategory",
    "PolicyAcknowledgement",
    "PolicyVersion",
    "SchoolDeclaration",
    "VersionState",
]
