"""When people are asked to acknowledge the policy, and reminded of it: data that a sweep applies.

Asked at once, reminded 7 and 21 days after, and then every month (2.1).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.months import add_months


@dataclass(frozen=True)
class Rule:
    """One message: how many days after someone was asked, and with which e-mail."""

    days: int
    template: str


RULES = (
    Rule(0, "policy_new_version"),
    Rule(7, "policy_reminder"),
    Rule(21, "policy_reminder"),
)
EVERY_MONTHS = 1


def template_of(number: int) -> str:
    """The e-mail of a message: the last rule's, for as long as they have not acknowledged."""
    return RULES[min(number, len(RULES) - 1)].template


def due_on(number: int, asked_on: date) -> date:
    """The day on which a message falls due to whoever was asked on a day; 0 is the asking."""
    last = len(RULES) - 1
    day = asked_on + timedelta(days=RULES[min(number, last)].days)
    return add_months(day, EVERY_MONTHS * max(number - last, 0))


def newest_due(asked_on: date, today: date) -> int:
    """The newest message that has fallen due: what had a newer one needs no older one."""
    number = 0
    while due_on(number + 1, asked_on) <= today:
        number += 1
    return number
