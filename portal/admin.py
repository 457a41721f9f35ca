"""The system administration: who is in the directory, and what the portal recorded, to read.

No case, account or appointment is changed here: those have their own pages, with their own rules.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from portal.forms.fields import Plain
from portal.leading import leads_to
from portal.models import (
    Appointment,
    Employee,
    Holiday,
    Notice,
    Service,
    TrailEvent,
    TrailSeal,
)
from portal.models.people import MOST_WORDS
from portal.services import trail
from portal.services.people import tell_of_new_address


class SystemAdministration(admin.AdminSite):
    site_title = site_header = "System administration"
    index_title = "Directory and records"
    site_url = "/"
    enable_nav_sidebar = False

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Where people sign in to the portal; the pages do not exist for those who may not."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(leads_to(request))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")


system_administration = SystemAdministration(name="admin")


class KeyField(Plain, forms.ModelChoiceField):
    longest = 18
    beyond = "invalid_choice"


class DayField(Plain, forms.DateField):
    longest = 40


class NumberField(Plain, forms.IntegerField):
    longest = 18


class StaffAdmin(admin.ModelAdmin):
    """All of the system administration is open to its people; what they change is recorded."""

    formfield_overrides = {
        models.DateField: {"form_class": DayField},
        models.IntegerField: {"form_class": NumberField},
        models.ForeignKey: {"form_class": KeyField},
    }

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """What is found by each of the words; nothing by more than are looked for."""
        if len(search_term.split()) > MOST_WORDS:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_staff

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_staff

    has_change_permission = has_delete_permission = has_add_permission

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self.model._default_manager.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        changes = {name: [_said(before, name), _said(obj, name)] for name in form.changed_data}
        event, done = ("change", "Changed") if change else ("add", "Added")
        self._record(f"administration.{event}", request, obj, f"{done} {obj}", changes)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._record("administration.delete", request, obj, f"Deleted {obj}")
        super().delete_model(request, obj)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The row; Django takes an empty ?_to_field= for the name of a field and fails."""
        return super().get_object(request, object_id, from_field or None)

    def get_actions(self, request: HttpRequest) -> dict:
        """None: deleting many at once would pass the trail by."""
        return {}

    def _record(
        self, event: str, request: HttpRequest, obj: Any, summary: str, changes: Any = None
    ) -> None:
        trail.record(
            event,
            by=request.user,
            subject=f"{self.opts.model_name} {obj.pk}",
            summary=summary[:250],
            post="System administration",
            changes=changes,
        )


def _said(obj: Any, name: str) -> bool | str | None:
    """A field of a row as the trail keeps it."""
    value = getattr(obj, name, None)
    return value if value is None or isinstance(value, bool) else str(value)


class ReadOnlyAdmin(StaffAdmin):
    """What is only read here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Employee, site=system_administration)
class EmployeeAdmin(StaffAdmin):
    """The directory. People set their own passwords; leaving, and a move to another manager or
    service, which hand something on, are recorded under People.
    """

    fields = (
        "email",
        "name",
        "job_title",
        "service",
        "line_manager",
        "employee_number",
        "is_staff",
        "left_on",
    )
    readonly_fields = ("left_on",)
    autocomplete_fields = ("line_manager",)
    list_display = ("name", "email", "service", "line_manager", "left_on")
    list_select_related = ("service", "line_manager")
    list_filter = ("service", "is_staff")
    search_fields = ("name", "email", "employee_number")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody gives themselves the system administration."""
        moved = ("service", "line_manager") if obj else ()
        own = ("is_staff",) if obj == request.user else ()
        return (*self.readonly_fields, *moved, *own)

    def save_model(self, request: HttpRequest, obj: Employee, form: Any, change: bool) -> None:
        former = Employee.objects.get(pk=obj.pk).email if change else ""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if former and former != obj.email:
            tell_of_new_address(obj, former=former, by=request.user)


@admin.register(Service, site=system_administration)
class ServiceAdmin(StaffAdmin):
    search_fields = ("name",)


@admin.register(Holiday, site=system_administration)
class HolidayAdmin(StaffAdmin):
    list_display = ("day", "name")
    date_hierarchy = "day"


@admin.register(Appointment, site=system_administration)
class AppointmentAdmin(ReadOnlyAdmin):
    list_display = ("employee", "post", "acting", "for_case", "starts_on", "ends_on")
    list_select_related = ("employee",)
    list_filter = ("post", "acting")


@admin.register(TrailEvent, site=system_administration)
class TrailEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "event", "subject", "summary", "actor_name", "actor_post")
    list_filter = ("event",)
    search_fields = ("subject", "summary", "actor_name")
    show_full_result_count = False


@admin.register(TrailSeal, site=system_administration)
class TrailSealAdmin(ReadOnlyAdmin):
    list_display = ("position", "event_id", "key_id", "sealed_at", "hmac")
    show_full_result_count = False


@admin.register(Notice, site=system_administration)
class NoticeAdmin(ReadOnlyAdmin):
    """Whether e-mail arrives. What people are told is theirs: of it only the occasion is shown."""

    fields = list_display = (
        "created_at",
        "recipient",
        "also_to",
        "told_of",
        "mail_due_at",
        "mail_attempts",
        "mail_error",
        "mailed_at",
    )
    readonly_fields = ("told_of",)
    list_select_related = ("recipient",)
    show_full_result_count = False

    @admin.display(description="told of")
    def told_of(self, notice: Notice) -> str:
        return notice.key.partition("|")[0].replace("_", " ")
