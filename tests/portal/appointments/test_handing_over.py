"""A post handed over from one day to the next."""

from datetime import date

import pytest

from portal.models import Appointment, Post, TrailEvent
from portal.services.appointments import hand_over
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.portal.appointments.appointing import NOVEMBER, TODAY, acting_head, refusal_of, told

pytestmark = pytest.mark.django_db


def test_a_post_is_handed_over_from_one_day_to_the_next(head_of_it):
    successor = EmployeeFactory(name="Nora Next")
    held = Appointment.objects.get(employee=head_of_it)

    made = hand_over(held, employee=successor, starts_on=date(2026, 12, 1), by=head_of_it)

    held.refresh_from_db()
    assert (held.ends_on, made.starts_on, made.ends_on) == (NOVEMBER, date(2026, 12, 1), None)
    assert (made.post, made.acting, made.appointed_by) == (Post.HEAD_OF_IT, False, head_of_it)
    assert told(head_of_it) == ["You are Head of IT & Customer Services until 30 November 2026"]
    assert told(successor) == ["You are Head of IT & Customer Services from 1 December 2026"]
    assert list(TrailEvent.objects.order_by("pk").values_list("event", flat=True)) == [
        "appointment.ended",
        "appointment.made",
    ]


def test_who_follows_on_a_last_day_already_set(administrator):
    acting = acting_head()
    made = hand_over(
        acting,
        employee=EmployeeFactory(),
        starts_on=date(2026, 11, 19),
        ends_on=date(2026, 12, 2),
        by=administrator,
    )
    assert (made.acting, made.ends_on) == (True, date(2026, 12, 2))
    assert told(acting.employee) == []


def test_a_hand_over_that_cannot_be_changes_nothing(head_of_it, administrator):
    held = Appointment.objects.get(employee=head_of_it)
    someone, december = EmployeeFactory(name="Sam One"), date(2026, 12, 1)

    def refused(to=someone, starts_on=december, by=administrator, appointment=held, **more):
        return refusal_of(hand_over, appointment, employee=to, starts_on=starts_on, by=by, **more)

    assert refused(to=administrator) == "You cannot appoint yourself."
    assert refused(to=head_of_it) == "Harriet Head holds the post already."
    assert refused(starts_on=TODAY) == "The first day must be 5 November 2026 or later."
    assert refused(by=EmployeeFactory()).startswith("Only the Head of IT")
    assert refused(ends_on=NOVEMBER) == "The last day must be the same as or after the first day."
    acting = acting_head(employee__name="Ada Deputy")
    assert refused(appointment=acting) == (
        "Ada Deputy holds the post until 18 November 2026: the first day must be 19 November 2026"
        " or earlier."
    )
    assert refused(appointment=acting, starts_on=date(2026, 11, 19)) == (
        "An acting appointment needs a last day."
    )
    over = AppointmentFactory(post=Post.AUDITOR, ends_on=date(2026, 11, 3))
    assert refused(appointment=over) == "This appointment ended on 3 November 2026."
    for_a_case = acting_head(for_case="SM-2026-0042", ends_on=None)
    assert refused(appointment=for_a_case).startswith("End this appointment, and appoint someone")
    held.refresh_from_db()
    assert held.ends_on is None
    assert not TrailEvent.objects.exists()
