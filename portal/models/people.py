from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from portal import clock

# How far a manager's duties go up before they are the policy administrator's.
MANAGERS_UP = 4


class Service(models.Model):
    """A part of the council in which employees work."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


# How many words of a search are looked for.
MOST_WORDS = 12


class EmployeeQuerySet(models.QuerySet):
    def current(self, day: date):
        """Those who work for the council on a day."""
        return self.filter(models.Q(left_on=None) | models.Q(left_on__gt=day))

    def leaving(self):
        """Those who have left the council, or are to leave it on a day already known."""
        return self.exclude(left_on=None)

    def matching(self, typed: str):
        """Those whose name, e-mail address or service has each of the words typed.

        Each word reads the rows once more, so nobody is found by more than a name has.
        """
        words = typed.split()
        if len(words) > MOST_WORDS:
            return self.none()
        found = self
        for word in words:
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(service__name__icontains=word)
            )
        return found

    def departed(self, day: date):
        """Those who have left the council by a day."""
        return self.filter(left_on__lte=day)


class EmployeeManager(BaseUserManager.from_queryset(EmployeeQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields):
        employee = self.model(email=self.model.normalize_username(email), **fields)
        employee.set_password(password)
        employee.save(using=self._db)
        return employee

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str):
        return self.get(email__iexact=email)


class Employee(AbstractBaseUser, PermissionsMixin):
    """Anyone who works for the council and can sign in: employees and other workers (3.1)."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "In one e-mail a day"

    email = models.EmailField(
        "e-mail address",
        unique=True,
        error_messages={"unique": "Someone with this e-mail address is already listed."},
    )
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=150, blank=True)
    service = models.ForeignKey(
        Service,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="employees",
    )
    line_manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    employee_number = models.CharField(max_length=30, null=True, blank=True, unique=True)
    left_on = models.DateField(
        null=True,
        blank=True,
        help_text="The first day on which they no longer work for us.",
    )
    leaving_handled_at = models.DateTimeField(null=True, blank=True, editable=False)
    mail = models.CharField(max_length=10, choices=Mail, default=Mail.AT_ONCE)
    is_staff = models.BooleanField("may use the system administration", default=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = EmployeeManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            # People sign in however they type their address: it is kept in one way, and so unique.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="employee_email_lower_case"
            ),
            models.CheckConstraint(
                condition=~models.Q(line_manager=models.F("pk")),
                name="employee_not_own_manager",
            ),
            models.CheckConstraint(
                condition=models.Q(leaving_handled_at=None) | ~models.Q(left_on=None),
                name="employee_leaving_handled_after_leaving",
            ),
        ]
        indexes = [
            models.Index(fields=["left_on"]),
            # The order in which people are listed.
            models.Index(fields=["name", "id"], name="employee_by_name"),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """An e-mail address as it is kept: in lower case."""
        return super().normalize_username(username).lower()

    @property
    def is_active(self) -> bool:
        """Whether they may sign in: only people who work for the council may."""
        return not self.has_left(clock.today())

    @cached_property
    def leads_people(self) -> bool:
        """Whether anyone reports to them, asked of the database once."""
        return self.reports.exists()

    def has_left(self, day: date) -> bool:
        return self.left_on is not None and self.left_on <= day

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


def on_duty_as_manager(path: str, employee: Employee, *, day: date) -> models.Q:
    """Rows whose manager, by the path to them, has this employee for their duties on a day.

    The same walk up as `managers_on_duty`, as a condition of a query; without a path, of the
    managers themselves.
    """
    mine, left = models.Q(), models.Q()
    # The way up from whoever has left leads through a report.
    for _ in range(MANAGERS_UP if employee.leads_people else 1):
        mine |= left & models.Q(**{path or "pk": employee.pk})
        left &= models.Q(**{_from(path, "left_on__lte"): day})
        path = _from(path, "line_manager")
    return mine


def without_manager(path: str, *, day: date) -> models.Q:
    """Rows for which nobody is left up the line: the policy administrator does the duties."""
    nobody, left = models.Q(), models.Q()
    for _ in range(MANAGERS_UP):
        nobody |= left & models.Q(**{f"{path or 'pk'}__isnull": True})
        left &= models.Q(**{_from(path, "left_on__lte"): day})
        path = _from(path, "line_manager")
    return nobody | left


def _from(path: str, field: str) -> str:
    return f"{path}__{field}" if path else field
