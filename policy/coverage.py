"""Who has acknowledged a version of the policy, by service (2.1)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from policy.models import PolicyVersion

NO_SERVICE = "No service"


@dataclass(frozen=True)
class ServiceCoverage:
    """How many people of a service were asked, and how many have acknowledged."""

    service: str
    asked: int
    acknowledged: int

    @property
    def waiting(self) -> int:
        return self.asked - self.acknowledged


@dataclass(frozen=True)
class Coverage:
    """How many people were asked, and how many have acknowledged: in all, and by service."""

    services: list[ServiceCoverage]

    @property
    def asked(self) -> int:
        return sum(service.asked for service in self.services)

    @property
    def acknowledged(self) -> int:
        return sum(service.acknowledged for service in self.services)

    @property
    def waiting(self) -> int:
        return self.asked - self.acknowledged

    @property
    def share(self) -> str:
        """Percent, rounded down: 100 means everyone."""
        return f"{self.acknowledged * 100 // self.asked}%" if self.asked else "None asked yet"


def coverage_of(version: PolicyVersion, *, day: date) -> Coverage:
    """The coverage among those who work for the council on a day (1 query)."""
    rows = (
        version.acknowledgements.of_current(day)
        .order_by(F("person__service__name").asc(nulls_last=True))
        .values("person__service__name")
        .annotate(
            asked=Count("pk"),
            acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
        )
    )
    return Coverage(
        [
            ServiceCoverage(
                service=row["person__service__name"] or NO_SERVICE,
                asked=row["asked"],
                acknowledged=row["acknowledged"],
            )
            for row in rows
        ]
    )
