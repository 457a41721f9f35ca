"""The day on which people are appointed, and what they are told and refused."""

from datetime import UTC, date, datetime

import pytest

from portal.models import Appointment, Notice, Post
from portal.refusals import Refused
from portal.services.appointments import appoint
from tests.factories import AppointmentFactory

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 4)
NOVEMBER = date(2026, 11, 30)


def told(employee) -> list[str]:
    return list(Notice.objects.filter(recipient=employee).values_list("subject", flat=True))


def refused(**wanted) -> str:
    with pytest.raises(Refused) as refusal:
        appoint(**{"post": Post.ACCESS_OPERATOR, "starts_on": TODAY, **wanted})
    return str(refusal.value)


def acting_head(**given) -> Appointment:
    given = {"ends_on": date(2026, 11, 18), **given}
    return AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, **given)


def refusal_of(act, *arguments, **named) -> str:
    with pytest.raises(Refused) as refusal:
        act(*arguments, **named)
    return str(refusal.value)
