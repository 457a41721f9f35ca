from portal.models.appointments import Appointment, Post, Posts
from portal.models.database import DatabaseMark
from portal.models.directory import DirectoryLink
from portal.models.imports import EmployeeImport, ImportLine, ImportState, LineKind
from portal.models.notices import Notice, Outbox
from portal.models.people import Employee, Service
from portal.models.sign_ins import BrowserSession, KnownBrowser, PasswordLinkRequest, Throttle
from portal.models.time import ClockOffset, Holiday
from portal.models.trail import TrailEvent, TrailLock, TrailSeal

__all__ = [
    "Appointment",
    "BrowserSession",
    "ClockOffset",
    "DatabaseMark",
    "DirectoryLink",
    "Employee",
    "EmployeeImport",
    "Holiday",
    "ImportLine",
    "ImportState",
    "KnownBrowser",
    "LineKind",
    "Notice",
    "Outbox",
    "PasswordLinkRequest",
    "Post",
    "Posts",
    "Service",
    "Throttle",
    "TrailEvent",
    "TrailLock",
    "TrailSeal",
]
