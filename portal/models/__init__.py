from portal.models.appointments import Appointment, Post, Posts
from portal.models.directory import DirectoryLink
from portal.models.imports import EmployeeImport, ImportLine, ImportState, LineKind
from portal.models.notices import Notice
from portal.models.people import Employee, Service
from portal.models.sign_ins import BrowserSession, KnownBrowser, PasswordLinkRequest, Throttle
from portal.models.time import ClockOffset, Holiday
from portal.models.trail import TrailEvent, TrailLock, TrailSeal

__all__ = [
    "Appointment",
    "BrowserSession",
    "ClockOffset",
    "DirectoryLink",
    "Employee",
    "EmployeeImport",
    "Holiday",
    "ImportLine",
    "ImportState",
    "KnownBrowser",
    "LineKind",
    "Notice",
    "PasswordLinkRequest",
    "Post",
    "Posts",
    "Service",
    "Throttle",
    "TrailEvent",
    "TrailLock",
    "TrailSeal",
]
