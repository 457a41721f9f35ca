from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models.account import Account
from cases.models.decision import Decision
from policy.models import Attendance
from portal.models import Appointment, Employee, Post, Posts


class AccessState(models.TextChoices):
    """The states of one person's access to one account (5.1)."""

    NEEDS_SESSION = "needs_session", "Session needed"
    READY = "ready", "Ready"
    ON = "on", "Access on"
    TO_REMOVE = "to_remove", "To remove"
    OFF = "off", "Access removed"


# Waits for an access operator.
TO_SWITCH = (AccessState.READY, AccessState.TO_REMOVE)
# Named, and not told that access ends.
HELD = (AccessState.NEEDS_SESSION, AccessState.READY, AccessState.ON)
# Only with an attendance that counts.
RESTS_ON_ATTENDANCE = (AccessState.READY, AccessState.ON)


class AccessQuerySet(models.QuerySet):
    def to_switch(self):
        """Accesses that wait for an access operator, to be switched on or removed."""
        return self.filter(state__in=TO_SWITCH)

    def resting_on_attendance(self, *attendances: Attendance):
        """Accesses that are ready or on, or those of them that rest on these attendances."""
        resting = self.filter(state__in=RESTS_ON_ATTENDANCE)
        return resting.filter(attendance__in=attendances) if attendances else resting

    def for_operator(self, employee: Employee, posts: Posts):
        """Of those that wait, what a person sees as access operator, or acting for one case."""
        if posts.holds(Post.ACCESS_OPERATOR):
            return self.to_switch()
        acting_for = posts.cases_for(Post.ACCESS_OPERATOR)
        return self.to_switch().filter(account__case__reference__in=acting_for)

    def with_operators(self, day: date):
        """Adds ``has_operator``: whether anyone may switch it, not being named for the account."""
        named = Access.objects.filter(account=OuterRef(OuterRef("account"))).order_by()
        operators = (
            Appointment.objects.in_force(day)
            .filter(
                Q(for_case="") | Q(for_case=OuterRef("account__case__reference")),
                post=Post.ACCESS_OPERATOR,
            )
            .exclude(employee__in=named.values("person"))
        )
        return self.annotate(has_operator=Exists(operators))

    def naming(self, employee: Employee):
        """Adds ``names_me``: whether a person is named for its account themselves."""
        own = Access.objects.filter(account=OuterRef("account"), person=employee)
        return self.annotate(names_me=Exists(own))


class Access(models.Model):
    """One named person's permission to use one account (5.1).

    The database holds that access is on only with the approval of this account's case and this
    person's own attendance.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        AUTHOR = "author", "Author"
        ADMINISTRATOR = "administrator", "Administrator"
        MEMBER = "member", "Workgroup member"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="accesses")
    person = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="accesses")
    role = models.CharField(max_length=20, choices=Role)
    state = models.CharField(max_length=20, choices=AccessState)
    state_since = models.DateTimeField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="accesses")
    attendance = models.ForeignKey(
        Attendance,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accesses",
    )
    switched_on_by = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    switched_on_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=250, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "accesses"
        indexes = [models.Index(fields=["state", "state_since", "id"], name="access_queue")]
        constraints = [
            models.UniqueConstraint(fields=["account", "person"], name="access_once_each_person"),
            models.CheckConstraint(
                condition=Q(state__in=AccessState.values), name="access_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "on"]) | Q(attendance__isnull=False),
                name="access_ready_needs_attendance",
            ),
            models.CheckConstraint(
                condition=~Q(state="on")
                | Q(switched_on_by__isnull=False, switched_on_at__isnull=False),
                name="access_on_names_operator",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["to_remove", "off"]) | ~Q(reason=""),
                name="access_off_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.account} ({self.get_state_display()})"

    @property
    def is_to_switch(self) -> bool:
        """Whether it waits for an access operator."""
        return self.state in TO_SWITCH

    @property
    def can_be_taken_off(self) -> bool:
        """Whether the lead can still take this person off; never the lead themselves."""
        return self.state in HELD and self.role != self.Role.LEAD
