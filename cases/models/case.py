from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from policy.models import PlatformCategory, PolicyVersion
from portal.models import Appointment, Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS, duties_of_manager


class State(models.TextChoices):
    """The states of a business case; `cases.workflow` says which moves lead where."""

    DRAFT = "draft", "Draft"
    ADVICE_REQUESTED = "advice_requested", "Advice requested"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    READY_TO_PRESENT = "ready_to_present", "Ready to present"
    AWAITING_DECISION = "awaiting_decision", "Awaiting decision"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


UNDECIDED = (
    State.DRAFT,
    State.ADVICE_REQUESTED,
    State.CHANGES_REQUESTED,
    State.READY_TO_PRESENT,
    State.AWAITING_DECISION,
)
# After sending, answers change only in the last two (6.2).
ANSWERS_OPEN = (State.DRAFT, State.CHANGES_REQUESTED, State.READY_TO_PRESENT)

# What a case is called before its account has a name.
UNTITLED = "Untitled account"

# Who answers a case that waits for a post (5.1, 5.7).
WAITS_FOR = {
    State.ADVICE_REQUESTED: COMMUNICATIONS,
    State.AWAITING_DECISION: (Post.HEAD_OF_IT,),
}


class Role(models.TextChoices):
    """What a person named in a case is there for (6.2)."""

    AUTHOR = "author", "Author"
    ADMINISTRATOR = "administrator", "Administrator"
    MEMBER = "member", "Workgroup member"


COVER_ROLES = (Role.AUTHOR, Role.ADMINISTRATOR)


class BusinessCaseQuerySet(models.QuerySet):
    def visible_to(self, employee: Employee, day: date, posts: Posts | None = None):
        """What concerns a person: own, named and shared cases; a manager, those of their people;
        Communications, the Head of IT and the auditor, all that have been sent.

        ``posts`` are theirs of the day, where they are known.
        """
        posts = Posts.of(employee, day) if posts is None else posts
        cases = self.model.objects.order_by()
        named = NamedPerson.objects.filter(person=employee).order_by()
        sent_or_shared = Q(case__sent_at__isnull=False) | Q(
            case__shared_with_covers=True, role__in=COVER_ROLES
        )
        mine = (
            cases.filter(applicant=employee)
            .values("pk")
            .union(
                named.filter(sent_or_shared).values("case"),
                cases.told_to(employee).values("pk"),
                *(told.values("pk") for told in cases.told_by_duty(employee, posts, day)),
                cases.filter(reference__in=posts.cases_for(*Post), sent_at__isnull=False).values(
                    "pk"
                ),
            )
        )
        seen = Q(pk__in=mine)
        if posts.holds(*COMMUNICATIONS, Post.HEAD_OF_IT, Post.AUDITOR):
            seen |= Q(sent_at__isnull=False)
        if posts.holds(*COMMUNICATIONS):
            seen |= Q(shared_with_communications=True)
        if posts.holds(Post.POLICY_ADMINISTRATOR):
            seen |= Q(pk__in=cases.nobody_may_act(day).values("pk"))
        return self.filter(seen)

    def waiting_with(self, employee: Employee, posts: Posts, day: date):
        """Cases whose next move is this person's: their own, those that wait for a post, and those
        that they are to give to someone else. Until then nobody can move these.
        """
        named = NamedPerson.objects.filter(person=employee).values("case")
        theirs = Q(applicant=employee, state__in=ANSWERS_OPEN)
        for state, wanted in WAITS_FOR.items():
            held = Q() if posts.holds(*wanted) else Q(reference__in=posts.cases_for(*wanted))
            theirs |= Q(held, ~Q(applicant=employee), ~Q(pk__in=named), state=state)
        without = Q(pk__in=self.model.objects.order_by().without_applicant(day).values("pk"))
        to_give = self.model.objects.order_by().to_give(employee, posts, day).values("pk")
        return self.filter(theirs & ~without | Q(pk__in=to_give))

    def under_way(self):
        """Cases on which nothing is decided yet."""
        return self.filter(state__in=UNDECIDED)

    def decided_since(self, moment: datetime):
        """Cases approved or rejected since a moment."""
        return self.filter(
            decisions__outcome__in=[State.APPROVED, State.REJECTED], decisions__at__gte=moment
        )

    def told_to(self, manager: Employee):
        """Cases that the manager named in them sees (6.1): once an account has a lead with a
        manager of their own, that one sees it instead.
        """
        return self.filter(
            Q(sent_at__isnull=False) | Q(shared_with_manager=True),
            Q(account=None) | Q(account__lead__line_manager=None),
            manager=manager,
        )

    def told_by_duty(self, employee: Employee, posts: Posts, day: date) -> list:
        """Cases that a person sees by a manager's duties: for those who report to them, in place of
        a manager who has left, or as policy administrator where nobody is left.

        Several, each found by an index of its own; none for someone without reports.
        """
        administers = posts.holds(Post.POLICY_ADMINISTRATOR)
        if not (employee.leads_people or administers):
            return []
        up = duties_of_manager("line_manager", employee, posts, day=day)
        departed = Employee.objects.order_by().departed(day).filter(up).values("pk")
        # Where no manager is named, the duties are the line manager's, and go up from there.
        own = Q(applicant__line_manager=employee) | Q(applicant__line_manager__in=departed)
        if administers:
            own |= Q(applicant__line_manager=None)
        unmanaged = Q(account=None) | Q(account__lead__line_manager=None)
        return [
            self.filter(
                Q(sent_at__isnull=False) | Q(shared_with_manager=True),
                unmanaged,
                manager__in=departed,
            ),
            self.filter(account__lead__line_manager=employee),
            self.filter(account__lead__line_manager__in=departed),
            self.filter(own, unmanaged, manager=None, sent_at__isnull=False),
        ]

    def of_team(self, employee: Employee, posts: Posts, day: date):
        """Cases that a person sees as the manager, or by a manager's duties."""
        told = [self.told_to(employee), *self.told_by_duty(employee, posts, day)]
        found, *others = [cases.order_by().values("pk") for cases in told]
        return self.filter(pk__in=found.union(*others))

    def without_applicant(self, day: date):
        """Undecided cases that wait to be given to someone since their applicant left (6.2)."""
        # Two queries, each found by an index.
        cases = self.model.objects.order_by()
        left = cases.filter(state__in=UNDECIDED, sent_at__isnull=False, applicant__left_on__lte=day)
        waiting = cases.filter(waits_for_applicant_since__isnull=False)
        return self.filter(pk__in=left.values("pk").union(waiting.values("pk")))

    def to_give(self, employee: Employee, posts: Posts, day: date):
        """Cases without an applicant that this person is to give to someone else, as the manager or
        by a manager's duties.
        """
        waiting = self.model.objects.order_by().without_applicant(day)
        named = duties_of_manager("manager", employee, posts, day=day)
        own = duties_of_manager("applicant__line_manager", employee, posts, day=day)
        # Apart, PostgreSQL begins each with the few that wait, and not with every case.
        mine = waiting.filter(named, manager__isnull=False).values("pk")
        mine = mine.union(waiting.filter(own, manager=None).values("pk"))
        # Whoever has returned does not give their own case to themselves.
        return self.filter(pk__in=mine).exclude(applicant=employee)

    def nobody_may_act(self, day: date):
        """Cases that wait for a post all of whose holders of the day are named in them."""
        stuck = Q()
        named = NamedPerson.objects.filter(
            case=OuterRef(OuterRef("pk")), person=OuterRef("employee")
        )
        for state, posts in WAITS_FOR.items():
            may_act = (
                Appointment.objects.in_force(day)
                .filter(Q(for_case="") | Q(for_case=OuterRef("reference")), post__in=posts)
                .exclude(employee=OuterRef("applicant"))
                .exclude(Exists(named))
            )
            stuck |= Q(state=state) & ~Exists(may_act)
        return self.filter(stuck)


class BusinessCase(models.Model):
    """What an employee writes to use social media for the council (6.2), as it stands."""

    class AccessFor(models.TextChoices):
        NAMED = "named", "Named people"
        WORKGROUP = "workgroup", "A workgroup"

    class Frequency(models.TextChoices):
        DAILY = "daily", "At least once a day"
        WEEKLY = "weekly", "Less than once a day"

    class Channel(models.TextChoices):
        WEBSITE = "website", "The council's website"
        NEWSLETTER = "newsletter", "E-mail newsletters"
        PRESS = "press", "Press releases and the local press"
        PRINT = "print", "Leaflets, letters and posters"
        EVENTS = "events", "Events and meetings"
        PHONE = "phone", "Phone and contact centre"
        OTHER = "other", "Another channel"
        NONE = "none", "None"

    reference = models.CharField(max_length=20, unique=True)
    applicant = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="cases")
    # Since the day its applicant left, until it is given to someone: a return does not end it.
    waits_for_applicant_since = models.DateField(null=True, blank=True, editable=False)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    # Counts every write, so that a page drawn before the last one is known to be stale.
    version = models.PositiveIntegerField(default=1)
    # How many times it has been presented; each presenting has one decision.
    round = models.PositiveSmallIntegerField(default=0)
    policy_version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT)
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    state_since = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # The newest rule of the working-day reminders already applied to this wait; its offset.
    reminded = models.SmallIntegerField(null=True, blank=True)
    # What the applicant asks when asking again, or the Head of IT when referring back.
    asked = models.TextField(blank=True)

    shared_with_manager = models.BooleanField(default=False)
    shared_with_covers = models.BooleanField(default=False)
    shared_with_communications = models.BooleanField(default=False)
    manager_acknowledged_at = models.DateTimeField(null=True, blank=True)

    declared_by = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(null=True, blank=True)

    manager = models.ForeignKey(
        Employee,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases_told_of",
    )
    account_name = models.CharField(max_length=100, blank=True)
    category = models.ForeignKey(PlatformCategory, null=True, blank=True, on_delete=models.PROTECT)
    platform = models.CharField(max_length=100, blank=True)
    already_running = models.BooleanField(null=True, blank=True)
    address = models.URLField(max_length=300, blank=True)
    access_for = models.CharField(max_length=10, choices=AccessFor, blank=True)
    workgroup_name = models.CharField(max_length=100, blank=True)
    purpose = models.TextField(max_length=1000, blank=True)
    audience = models.TextField(max_length=1000, blank=True)
    aims = models.TextField(max_length=1000, blank=True)
    why_platform = models.TextField(max_length=1000, blank=True)
    channels = models.JSONField(default=list, blank=True)
    other_channel = models.CharField(max_length=200, blank=True)
    frequency = models.CharField(max_length=10, choices=Frequency, blank=True)
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    keeps_records = models.BooleanField(null=True, blank=True)
    records_how = models.TextField(max_length=1000, blank=True)
    records_why_not = models.TextField(max_length=1000, blank=True)
    will_hand_over = models.BooleanField(default=False)
    will_send_reviews = models.BooleanField(default=False)
    will_check_content = models.BooleanField(default=False)

    objects = BusinessCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="case_queue"),
            models.Index(fields=["applicant", "-id"], name="case_of_applicant"),
            models.Index(fields=["applicant", "state"], name="case_of_applicant_in_state"),
            models.Index(fields=["manager", "-id"], name="case_of_manager"),
            # The orders in which the list is read.
            models.Index(fields=["state_since", "id"], name="case_by_since"),
            models.Index(fields=["account_name", "id"], name="case_by_account"),
            models.Index(fields=["waits_for_applicant_since"], name="case_without_applicant"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(manager=None) | ~Q(manager=F("applicant")),
                name="case_manager_is_not_applicant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN]) | ~Q(sent_at=None),
                name="case_past_draft_was_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.AWAITING_DECISION, State.APPROVED, State.REJECTED])
                | Q(round__gte=1),
                name="case_decided_was_presented",
            ),
            models.CheckConstraint(
                condition=Q(waits_for_applicant_since=None)
                | Q(state__in=UNDECIDED, sent_at__isnull=False),
                name="case_without_applicant_is_undecided",
            ),
            models.CheckConstraint(
                condition=Q(times=None)
                | Q(frequency="daily", times__gte=1, times__lte=50)
                | Q(frequency="weekly", times__gte=1, times__lte=6),
                name="case_updates_within_bounds",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.account_name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("cases:detail", args=[self.reference])

    @property
    def subject(self) -> str:
        """What the trail calls this case."""
        return f"case {self.reference}"

    @property
    def title(self) -> str:
        return self.account_name or UNTITLED

    @property
    def daily_rate(self) -> Decimal | None:
        """How many times a day the account is to be updated (6.2)."""
        if self.times is None:
            return None
        days = 1 if self.frequency == self.Frequency.DAILY else 7
        return (Decimal(self.times) / days).quantize(Decimal("0.001"))

    def has_no_applicant(self, day: date) -> bool:
        """Whether its applicant has left and it was not given to anyone since (6.2)."""
        return self.waits_for_applicant_since is not None or self.applicant.has_left(day)

    def covers(self) -> list["NamedPerson"]:
        """The authors and administrators who stand in for the lead (6.2)."""
        return [n for n in self.named_people.all() if n.role in COVER_ROLES]

    def members(self) -> list["NamedPerson"]:
        """The members of the workgroup (5.1)."""
        return [n for n in self.named_people.all() if n.role == Role.MEMBER]

    def latest_advice(self):
        """The advice that stands, whether or not it went stale (5.7)."""
        return max(self.advice.all(), key=lambda advice: advice.pk, default=None)

    def latest_decision(self):
        """How the newest presenting that has been answered ended."""
        return max(self.decisions.all(), key=lambda decision: decision.round, default=None)

    def latest_revision(self):
        """The answers as last sent or presented."""
        return max(self.revisions.all(), key=lambda revision: revision.number, default=None)

    def named_ids(self) -> set[int]:
        """Ids of everyone named in the case; the manager is not."""
        return {self.applicant_id, *(n.person_id for n in self.named_people.all())}


class NamedPerson(models.Model):
    """A cover or workgroup member named in a case (5.1, 6.2)."""

    case = models.ForeignKey(BusinessCase, on_delete=models.CASCADE, related_name="named_people")
    person = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="named_in")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "case"], name="named_person_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(role__in=COVER_ROLES),
                name="cover_once_in_a_case",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(role=Role.MEMBER),
                name="member_once_in_a_case",
            ),
        ]

    def __str__(self):
        return f"{self.person} ({self.get_role_display()})"
