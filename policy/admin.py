"""The system administration of the policy app: types of social media; everything else to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from policy.models import (
    Attendance,
    AttendanceFile,
    AwarenessSession,
    Booking,
    Clause,
    Consultation,
    Invitation,
    PlatformCategory,
    PolicyAcknowledgement,
    PolicyVersion,
    SchoolDeclaration,
)
from portal.admin import ReadOnlyAdmin, StaffAdmin, system_administration


@admin.register(PlatformCategory, site=system_administration)
class PlatformCategoryAdmin(StaffAdmin):
    """The types of social media (3.2); one that is no longer offered stays with its cases."""

    list_display = ("name", "examples", "order", "in_use")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AwarenessSession, site=system_administration)
class AwarenessSessionAdmin(ReadOnlyAdmin):
    list_display = ("starts_at", "place", "organiser", "places", "cancelled_at")
    list_select_related = ("organiser",)


@admin.register(Booking, site=system_administration)
class BookingAdmin(ReadOnlyAdmin):
    list_display = ("person", "session", "booked_at", "waiting", "cancelled_at")
    list_select_related = ("person", "session")


@admin.register(Invitation, site=system_administration)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("person", "session", "invited_by", "invited_at")
    list_select_related = ("person", "session", "invited_by")


@admin.register(AttendanceFile, site=system_administration)
class AttendanceFileAdmin(ReadOnlyAdmin):
    list_display = ("uploaded_at", "uploaded_by", "confirmed_at")
    list_select_related = ("uploaded_by",)


@admin.register(Attendance, site=system_administration)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = (
        "person",
        "session",
        "attended",
        "recorded_by",
        "recorded_at",
        "superseded_at",
    )
    list_select_related = ("person", "session", "recorded_by")


@admin.register(SchoolDeclaration, site=system_administration)
class SchoolDeclarationAdmin(ReadOnlyAdmin):
    list_display = ("employee", "address", "declared_at")
    list_select_related = ("employee",)


@admin.register(PolicyVersion, site=system_administration)
class PolicyVersionAdmin(ReadOnlyAdmin):
    list_display = ("title", "state", "in_force_from")


@admin.register(Consultation, site=system_administration)
class ConsultationAdmin(ReadOnlyAdmin):
    list_display = ("body", "version", "sent_on", "answer_by", "answered_on")
    list_select_related = ("version",)


@admin.register(PolicyAcknowledgement, site=system_administration)
class PolicyAcknowledgementAdmin(ReadOnlyAdmin):
    list_display = ("person", "version", "asked_on", "acknowledged_at")
    list_select_related = ("person", "version")


@admin.register(Clause, site=system_administration)
class ClauseAdmin(ReadOnlyAdmin):
    list_display = ("number", "heading", "version")
    list_select_related = ("version",)
