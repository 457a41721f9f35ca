from collections.abc import Iterable
from datetime import date

from django.db import models

from portal.models.people import Employee, on_duty_as_manager, without_manager


class Post(models.TextChoices):
    """The posts that the policy gives duties to."""

    HEAD_OF_IT = "head_of_it", "Head of IT & Customer Services"
    COMMUNICATIONS_MANAGER = "communications_manager", "Communications Manager"
    COMMUNICATIONS_ADVISER = "communications_adviser", "Communications adviser"
    ACCESS_OPERATOR = "access_operator", "Access operator (IT)"
    POLICY_ADMINISTRATOR = "policy_administrator", "Policy administrator (HR)"
    AUDITOR = "auditor", "Auditor"


COMMUNICATIONS = (Post.COMMUNICATIONS_MANAGER, Post.COMMUNICATIONS_ADVISER)
SINGLE_HOLDER = (Post.HEAD_OF_IT, Post.COMMUNICATIONS_MANAGER)


class AppointmentQuerySet(models.QuerySet):
    def in_force(self, day: date):
        """Appointments that stand on a day, of people who still work for the council."""
        return self.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=day),
            models.Q(employee__left_on=None) | models.Q(employee__left_on__gt=day),
            starts_on__lte=day,
        )

    def not_ended(self, day: date):
        """Appointments that stand on a day or come after it."""
        return self.exclude(ends_on__lt=day)

    def coming(self, day: date):
        """Appointments that start after a day."""
        return self.filter(starts_on__gt=day)

    def ended(self, day: date):
        """Appointments that no longer stand on a day, their own or their holder's last day past."""
        return self.filter(models.Q(ends_on__lt=day) | models.Q(employee__left_on__lte=day))

    def to(self, posts: Iterable[Post], case: str = ""):
        """Appointments to any of the posts, for everything or for the one case named."""
        return self.filter(post__in=tuple(posts), for_case__in={"", case})


class Appointment(models.Model):
    """An employee holds a post from a date to a date, both included."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=30, choices=Post)
    acting = models.BooleanField(default=False)
    for_case = models.CharField(
        max_length=20,
        blank=True,
        help_text="A case's reference, where it is for one case alone.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    appointed_by = models.ForeignKey(
        Employee,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments_made",
    )
    appointed_at = models.DateTimeField()
    end_announced_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["post", "starts_on", "pk"]
        indexes = [models.Index(fields=["employee", "starts_on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post__in=Post.values), name="appointment_post_known"
            ),
            models.CheckConstraint(
                condition=models.Q(appointed_by=None)
                | ~models.Q(appointed_by=models.F("employee")),
                name="appointment_not_by_oneself",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(acting=False) | ~models.Q(ends_on=None) | ~models.Q(for_case=""),
                name="appointment_acting_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(for_case="") | models.Q(acting=True),
                name="appointment_for_a_case_is_acting",
            ),
        ]

    def __str__(self):
        return f"{self.employee}: {self.as_text}"

    @property
    def as_text(self) -> str:
        """How the holder is described for ever after, with the post, acting and until when."""
        if not self.acting:
            return self.get_post_display()
        if self.for_case:
            return f"Acting {self.get_post_display()} for {self.for_case}"
        return f"Acting {self.get_post_display()} until {self.ends_on:%-d %B %Y}"


class Posts:
    """The posts one employee holds on one day; falsy when there are none."""

    def __init__(self, appointments: Iterable[Appointment]):
        self.appointments = list(appointments)

    @classmethod
    def of(cls, employee: Employee, day: date) -> "Posts":
        """The posts an employee holds on a day, asked of the database once."""
        return cls(Appointment.objects.in_force(day).filter(employee=employee))

    def __bool__(self) -> bool:
        return bool(self.appointments)

    def holds(self, *posts: Post, case: str = "") -> Appointment | None:
        """The appointment by which they hold any of these posts, for everything or for this case.

        A substantive appointment comes before an acting one.
        """
        fitting = [a for a in self.appointments if a.post in posts and a.for_case in ("", case)]
        return min(fitting, key=lambda a: (a.acting, a.pk), default=None)

    def without(self, post: Post) -> "Posts":
        """The other posts that they hold."""
        return Posts(a for a in self.appointments if a.post != post)

    def cases_for(self, *posts: Post) -> set[str]:
        """References of the single cases for which they act in any of these posts."""
        return {a.for_case for a in self.appointments if a.post in posts and a.for_case}


def duties_of_manager(path: str, employee: Employee, posts: Posts, *, day: date) -> models.Q:
    """Rows for whose manager, by the path to them, a person does the duties on a day: the manager,
    in place of one who has left, or as policy administrator where nobody is left up the line.
    """
    theirs = on_duty_as_manager(path, employee, day=day)
    if posts.holds(Post.POLICY_ADMINISTRATOR):
        theirs |= without_manager(path, day=day)
    return theirs
