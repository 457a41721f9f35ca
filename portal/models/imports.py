"""Imports of HR's file: the file as uploaded, what it would do, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ImportState(models.TextChoices):
    """The states of an import; `portal.services.employee_imports.running` leads through them."""

    TO_CHECK = "to_check", "Waiting to be checked"
    CHECKED = "checked", "Checked"
    TO_APPLY = "to_apply", "Waiting to be applied"
    APPLIED = "applied", "Applied"
    REFUSED = "refused", "Not applied: the file has faults"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Stopped by an error"


# For the worker; with CHECKED, these are the states of the one import there may be.
TO_DO = (ImportState.TO_CHECK, ImportState.TO_APPLY)
UNDER_WAY = (*TO_DO, ImportState.CHECKED)


class LineKind(models.TextChoices):
    """What a line of the file leads to."""

    FAULT = "fault", "Faults"
    LEAVER = "leaver", "Leavers"
    RETURN = "return", "Returning"
    CHANGE = "change", "Changes"
    JOINER = "joiner", "Joiners"
    NOTE = "note", "Notes"


# What the fields of a person are called in a preview.
FIELDS = {
    "name": "Name",
    "email": "E-mail address",
    "job_title": "Job title",
    "service": "Service",
    "line_manager": "Line manager",
    "employee_number": "Employee number",
    "left_on": "Left on",
}


class EmployeeImport(models.Model):
    """One file of HR's. The worker does what there is to do with it, under a lease."""

    name = models.CharField(max_length=150)
    # Emptied once the import has ended.
    file = models.BinaryField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # By what post it was uploaded and applied, in words.
    post = models.CharField(max_length=150, blank=True)
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.TO_CHECK)
    state_since = models.DateTimeField()
    # Whoever works on it moves this forward; where they died, it is taken again after it.
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    rows_checked = models.PositiveIntegerField(default=0)
    # How many lines of each kind, and what else the check counted.
    counts = models.JSONField(default=dict)
    # SHA-256 of all that it would do: where that changed, it is shown again before it is applied.
    fingerprint = models.CharField(max_length=64, blank=True)
    is_shown_again = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_known"
            ),
            # A null is like no other, a constant like every other.
            models.UniqueConstraint(
                models.Case(models.When(state__in=UNDER_WAY, then=1)), name="import_one_at_a_time"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def subject(self) -> str:
        """What the trail calls this import."""
        return f"import {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def waits_for_worker(self) -> bool:
        return self.state in TO_DO


class ImportLine(models.Model):
    """What one line of an import's file leads to, as its preview shows it."""

    employee_import = models.ForeignKey(
        EmployeeImport, on_delete=models.CASCADE, related_name="lines"
    )
    kind = models.CharField(max_length=10, choices=LineKind)
    line = models.PositiveIntegerField()
    # The person's name; the sentence of a fault or a note.
    text = models.TextField()
    # What changes: the value before and after, by the field's name.
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["line", "pk"]
        indexes = [
            models.Index(fields=["employee_import", "kind", "line", "id"], name="import_line"),
        ]

    def __str__(self):
        return f"{self.line}: {self.text}"

    @property
    def in_words(self) -> list[str]:
        """Each thing that changes, in words; of a joiner, all but the name, which is the text."""
        changes = dict(self.changes)
        if self.kind == LineKind.JOINER:
            changes.pop("name")
        return [_in_words(name, before, now) for name, (before, now) in changes.items()]


def _in_words(name: str, before: str | None, now: str | None) -> str:
    was, becomes = before or "none", now or "none"
    return f"{FIELDS[name]}: {becomes}" if before is None else f"{FIELDS[name]}: {was} → {becomes}"
