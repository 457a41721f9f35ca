from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cases.models.case import BusinessCase
from cases.models.decision import Decision
from policy.models import PlatformCategory
from portal.models import Employee, Post, Posts, Service
from portal.models.appointments import COMMUNICATIONS, duties_of_manager


class AccountState(models.TextChoices):
    """The states of an account; `cases.account_workflow` says which moves lead where."""

    AWAITING_ACCESS = "awaiting_access", "Awaiting access"
    LIVE = "live", "Live"
    SUSPENDED = "suspended", "Suspended"
    CLOSED = "closed", "Closed"


# States in which an account has people: all but closed.
OPEN_ACCOUNTS = (AccountState.AWAITING_ACCESS, AccountState.LIVE, AccountState.SUSPENDED)
# States of an access whose person is a party to the account.
NOT_OFF = ("needs_session", "ready", "on", "to_remove")


class AccountQuerySet(models.QuerySet):
    def having(self, rows: models.QuerySet):
        """Accounts that any of these reviews or accesses belongs to."""
        return self.filter(Exists(rows.filter(account=OuterRef("pk"))))

    def led_by(self, employee: Employee):
        """Accounts that a person leads; none that they led before they left the council (6.2)."""
        return self.filter(lead=employee, waits_for_lead_since=None)

    def without_lead(self, day: date):
        """Accounts whose lead has left: they wait for a new one, though the lead return (6.2)."""
        # Two queries, each found by an index.
        accounts = self.model.objects.order_by()
        left = accounts.filter(lead__left_on__lte=day)
        waiting = accounts.filter(waits_for_lead_since__isnull=False)
        return self.filter(pk__in=left.values("pk").union(waiting.values("pk")))

    def party_to(self, employee: Employee, day: date, posts: Posts | None = None):
        """Accounts whose people, controls, reviews and history a person sees.

        Its parties are the lead, the people with an access, the lead's manager, Communications,
        the Head of IT, the access operators and the auditor.
        """
        posts = Posts.of(employee, day) if posts is None else posts
        if posts.holds(*COMMUNICATIONS, Post.HEAD_OF_IT, Post.ACCESS_OPERATOR, Post.AUDITOR):
            return self.all()
        own = self.model.objects.order_by()
        return self.filter(
            pk__in=own.led_by(employee)
            .values("pk")
            .union(
                own.filter(accesses__person=employee, accesses__state__in=NOT_OFF).values("pk"),
                own.managed_by(employee, day, posts).values("pk"),
                own.reviewed_by(employee, day, posts).values("pk"),
                own.filter(case__reference__in=posts.cases_for(*Post)).values("pk"),
            )
        )

    def managed_by(self, employee: Employee, day: date, posts: Posts):
        """Accounts for whose lead a person does a manager's duties (6.2).

        The lead's manager of the day, else the one named in the case; when they have left, their
        manager, and so on up; where nobody is left, the policy administrators.
        """
        # Managers first, then their people, then the accounts: each found by an index.
        people = Employee.objects.order_by()
        reporting = duties_of_manager("line_manager", employee, posts, day=day)
        managing = duties_of_manager("", employee, posts, day=day)
        unmanaged = self.order_by().filter(lead__line_manager=None)
        nobodys = unmanaged.none()
        if posts.holds(Post.POLICY_ADMINISTRATOR):
            nobodys = unmanaged.filter(named_manager=None)
        led = self.order_by().filter(
            lead__in=people.filter(reporting, line_manager__isnull=False).values("pk")
        )
        named = unmanaged.filter(named_manager__in=people.filter(managing).values("pk"))
        return self.filter(pk__in=led.values("pk").union(named.values("pk"), nobodys.values("pk")))

    def reviewed_by(self, employee: Employee, day: date, posts: Posts):
        """Accounts with a review that somebody sent in the lead's place, and that waits for this
        person as the sender's manager.
        """
        mine = duties_of_manager("reviews__sent_by__line_manager", employee, posts, day=day)
        return self.without_lead(day).filter(mine, reviews__state="sent")


class Account(models.Model):
    """An official account in the register (5.1): created by an approval, never deleted."""

    case = models.OneToOneField(BusinessCase, on_delete=models.PROTECT, related_name="account")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="account")
    name = models.CharField(max_length=100)
    category = models.ForeignKey(PlatformCategory, on_delete=models.PROTECT)
    platform = models.CharField(max_length=100)
    address = models.URLField(max_length=300, blank=True)
    service = models.ForeignKey(
        Service, null=True, on_delete=models.PROTECT, related_name="accounts"
    )
    lead = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="accounts_led")
    # Since the day its lead left, until a new one accepts: a return does not end it.
    waits_for_lead_since = models.DateField(null=True, blank=True, editable=False)
    # Who was the manager when it was approved: asked where the lead has none of their own.
    named_manager = models.ForeignKey(
        Employee, null=True, on_delete=models.PROTECT, related_name="+"
    )
    planned_daily_rate = models.DecimalField(max_digits=6, decimal_places=3)
    state = models.CharField(
        max_length=20, choices=AccountState, default=AccountState.AWAITING_ACCESS
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    state_since = models.DateTimeField()
    live_on = models.DateField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            # The order in which the register is read.
            models.Index(fields=["name", "id"], name="account_by_name"),
            models.Index(fields=["state", "id"], name="account_of_state"),
            models.Index(fields=["lead", "state"], name="account_of_lead"),
            models.Index(fields=["waits_for_lead_since"], name="account_without_lead"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AccountState.values), name="account_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["live", "suspended"])
                | Q(live_on__isnull=False) & ~Q(address=""),
                name="account_live_has_date_and_address",
            ),
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(live_on__isnull=False) & ~Q(state="closed"),
                name="account_address_once",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:detail", args=[self.pk])

    @property
    def subject(self) -> str:
        """What the trail calls this account."""
        return f"account {self.pk}"

    def has_no_lead(self, day: date) -> bool:
        """Whether its lead has left and nobody has accepted to lead it since (6.2)."""
        return self.waits_for_lead_since is not None or self.lead.has_left(day)

    def named_ids(self) -> set[int]:
        """Ids of everyone named in its case, or for it since; the manager is not.

        Whoever its case names has an access, if only one that is off.
        """
        people = (access.person_id for access in self.accesses.all())
        return {self.lead_id, self.case.applicant_id, *people}


class Condition(models.Model):
    """Something an account must do by a date: set at the approval, or by Communications later."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    set_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    evidence = models.TextField(blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on", "id"], name="condition_unmet", condition=Q(met_at=None)),
        ]

    def __str__(self):
        return self.text
