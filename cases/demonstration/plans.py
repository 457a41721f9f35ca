"""The forty cases of the demonstration: what each is for, and how far it has come."""

import csv
from dataclasses import dataclass
from pathlib import Path

from cases.models import State, Verdict

TABLE = Path(__file__).parent / "cases.csv"


@dataclass(frozen=True)
class Plan:
    """One case: its answers in short, and how it went."""

    name: str
    category: str
    platform: str
    applicant: str
    cover: str
    ends: State
    # How many days ago the last step was taken; for an account, when it was approved.
    days_ago: int
    times: int
    daily: bool
    verdict: Verdict
    # "live", "not live" or "misses review", where it was approved.
    account: str
    followers: int

    @property
    def goes_live(self) -> bool:
        return self.account != "not live"

    @property
    def misses_last_review(self) -> bool:
        return self.account == "misses review"


def read_plans() -> list[Plan]:
    """The plans of `cases.csv`, in its order."""
    with TABLE.open(newline="", encoding="utf-8") as table:
        return [_plan(row) for row in csv.DictReader(table)]


def _plan(row: dict[str, str]) -> Plan:
    times, _, period = row.pop("updates").partition(" a ")
    return Plan(
        **row
        | {
            "ends": State(row["ends"]),
            "days_ago": int(row["days_ago"]),
            "times": int(times),
            "daily": period == "day",
            "verdict": Verdict(row["verdict"]),
            "followers": int(row["followers"] or 0),
        }
    )
