from datetime import UTC, date, datetime

import pytest

from portal import clock, hooks
from portal.models import Appointment, Notice, Post, TrailEvent
from portal.refusals import Refused
from portal.services.appointments import (
    announce_ended,
    appoint,
    cancel_appointment,
    end_appointment,
    extend_appointment,
    hand_over,
)
from portal.services.people import record_leaving
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 4)
NOVEMBER = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(NOW):
        yield


@pytest.fixture
def head_of_it():
    appointment = AppointmentFactory(post=Post.HEAD_OF_IT, employee__name="Harriet Head")
    return appointment.employee


@pytest.fixture
def administrator():
    return AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee


@pytest.fixture
def case_naming(monkeypatch):
    """Declares who is named in the one case SM-2026-0042, in place of the apps above."""

    def declare(*employees):
        def named(*, reference):
            return {e.pk for e in employees} if reference == "SM-2026-0042" else set()

        monkeypatch.setattr(hooks, "named_in_case", hooks.Hook("named_in_case"))
        hooks.named_in_case.append(named)

    return declare


def told(employee) -> list[str]:
    return list(Notice.objects.filter(recipient=employee).values_list("subject", flat=True))


# Appointing


def test_the_head_of_it_appoints_someone_acting(head_of_it):
    deputy = EmployeeFactory(name="Ada Deputy")
    made = appoint(
        employee=deputy,
        post=Post.HEAD_OF_IT,
        starts_on=date(2026, 11, 5),
        ends_on=date(2026, 11, 18),
        acting=True,
        by=head_of_it,
    )
    assert (made.starts_on, made.ends_on, made.acting) == (
        date(2026, 11, 5),
        date(2026, 11, 18),
        True,
    )
    assert made.as_text == "Acting Head of IT & Customer Services until 18 November 2026"
    assert told(deputy) == ["You are acting Head of IT & Customer Services from 5 November 2026"]
    event = TrailEvent.objects.get(event="appointment.made")
    assert event.subject == f"employee {deputy.pk}"
    assert (event.actor, event.actor_post) == (head_of_it, "Head of IT & Customer Services")
    assert event.summary == (
        "Appointed Ada Deputy: Acting Head of IT & Customer Services until 18 November 2026"
    )


def test_the_policy_administrator_fills_a_vacancy(administrator):
    person = EmployeeFactory()
    appoint(employee=person, post=Post.HEAD_OF_IT, starts_on=TODAY, by=administrator)
    assert Appointment.objects.in_force(TODAY).filter(employee=person).exists()


def test_an_acting_head_of_it_appoints():
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, ends_on=date(2026, 11, 30))
    made = appoint(
        employee=EmployeeFactory(),
        post=Post.ACCESS_OPERATOR,
        starts_on=TODAY,
        by=acting.employee,
    )
    assert made.appointed_by == acting.employee


def test_the_portal_itself_makes_the_first_appointments():
    person = EmployeeFactory()
    made = appoint(employee=person, post=Post.HEAD_OF_IT, starts_on=date(2020, 1, 1), by=None)
    event = TrailEvent.objects.get()
    assert (made.appointed_by, event.actor, event.actor_name) == (None, None, "The portal")


def refused(**wanted) -> str:
    with pytest.raises(Refused) as refusal:
        appoint(**{"post": Post.ACCESS_OPERATOR, "starts_on": TODAY, **wanted})
    return str(refusal.value)


def test_nobody_appoints_themselves(head_of_it):
    assert refused(employee=head_of_it, by=head_of_it) == "You cannot appoint yourself."


@pytest.mark.parametrize(
    "post",
    [
        Post.COMMUNICATIONS_MANAGER,
        Post.COMMUNICATIONS_ADVISER,
        Post.ACCESS_OPERATOR,
        Post.AUDITOR,
    ],
)
def test_holders_of_other_posts_appoint_nobody(post):
    by = AppointmentFactory(post=post).employee
    assert refused(employee=EmployeeFactory(), by=by) == (
        "Only the Head of IT & Customer Services and the policy administrator appoint people."
    )


def test_someone_acting_for_one_case_appoints_nobody():
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, for_case="SM-2026-0001")
    assert "Only the Head of IT" in refused(employee=EmployeeFactory(), by=acting.employee)


def test_a_former_head_of_it_appoints_nobody():
    former = AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 11, 3))
    assert "Only the Head of IT" in refused(employee=EmployeeFactory(), by=former.employee)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"acting": True}, "An acting appointment needs a last day."),
        (
            {"ends_on": date(2026, 11, 3)},
            "The last day must be the same as or after the first day.",
        ),
        ({"starts_on": date(2026, 11, 3)}, "The first day must be today or later."),
    ],
)
def test_a_period_that_is_not_one_is_refused(head_of_it, wanted, sentence):
    assert refused(employee=EmployeeFactory(), by=head_of_it, **wanted) == sentence


def test_an_appointment_of_one_day_is_a_period(head_of_it):
    appoint(
        employee=EmployeeFactory(),
        post=Post.AUDITOR,
        starts_on=TODAY,
        ends_on=TODAY,
        by=head_of_it,
    )


def test_nobody_is_appointed_from_a_day_on_which_they_have_left(head_of_it):
    leaver = EmployeeFactory(name="Lee Leaver", left_on=date(2026, 12, 1))
    assert refused(employee=leaver, by=head_of_it, starts_on=date(2026, 12, 1)) == (
        "Lee Leaver no longer works for the council from 1 December 2026."
    )


def test_a_leaver_may_hold_a_post_until_they_leave(head_of_it):
    leaver = EmployeeFactory(left_on=date(2026, 12, 1))
    appoint(employee=leaver, post=Post.AUDITOR, starts_on=date(2026, 11, 30), by=head_of_it)


# One at a time


def test_a_post_for_one_person_has_one_substantive_holder(head_of_it, administrator):
    assert refused(
        employee=EmployeeFactory(),
        post=Post.HEAD_OF_IT,
        starts_on=date(2027, 1, 1),
        by=administrator,
    ) == (
        "Harriet Head is Head of IT & Customer Services from 1 January 2020 with no last day."
        " End that appointment first."
    )


def test_an_appointment_to_come_is_to_be_cancelled_first(administrator):
    AppointmentFactory(post=Post.AUDITOR, starts_on=date(2027, 1, 1), employee__name="Nora Next")
    sentence = refused(
        employee=Appointment.objects.get(post=Post.AUDITOR).employee,
        post=Post.AUDITOR,
        starts_on=date(2026, 12, 1),
        by=administrator,
    )
    assert sentence.endswith("Cancel that appointment first.")


def test_an_acting_appointment_is_never_without_a_last_day(administrator):
    refusal = refusal_of(extend_appointment, acting_head(), until=None, by=administrator)
    assert refusal == "An acting appointment needs a last day."


def test_the_next_holder_starts_the_day_after(administrator):
    AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 12, 31), employee__name="Olive Out")
    assert "Olive Out is Head of IT & Customer Services" in refused(
        employee=EmployeeFactory(),
        post=Post.HEAD_OF_IT,
        starts_on=date(2026, 12, 31),
        by=administrator,
    )
    appoint(
        employee=EmployeeFactory(),
        post=Post.HEAD_OF_IT,
        starts_on=date(2027, 1, 1),
        by=administrator,
    )


def test_someone_acts_beside_the_holder(head_of_it, administrator):
    appoint(
        employee=EmployeeFactory(),
        post=Post.HEAD_OF_IT,
        starts_on=TODAY,
        ends_on=date(2026, 11, 18),
        acting=True,
        by=administrator,
    )
    assert Appointment.objects.in_force(TODAY).filter(post=Post.HEAD_OF_IT).count() == 2


def test_a_post_for_several_has_several_holders(head_of_it):
    AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER)
    appoint(
        employee=EmployeeFactory(),
        post=Post.COMMUNICATIONS_ADVISER,
        starts_on=TODAY,
        by=head_of_it,
    )


def test_nobody_holds_one_post_twice_at_a_time(head_of_it):
    held = AppointmentFactory(post=Post.AUDITOR, employee__name="Audrey Auditor")
    assert refused(
        employee=held.employee,
        post=Post.AUDITOR,
        by=head_of_it,
        acting=True,
        ends_on=date(2026, 12, 1),
    ).startswith("Audrey Auditor is Auditor from 1 January 2020")


# For one case


def for_case(**wanted) -> dict:
    return {
        "post": Post.HEAD_OF_IT,
        "starts_on": TODAY,
        "acting": True,
        "for_case": "SM-2026-0042",
        **wanted,
    }


def test_someone_acts_for_the_case_in_which_the_only_holder_is_named(
    head_of_it, administrator, case_naming
):
    case_naming(head_of_it)
    person = EmployeeFactory()
    made = appoint(**for_case(employee=person, by=administrator))
    assert made.as_text == "Acting Head of IT & Customer Services for SM-2026-0042"
    assert made.ends_on is None
    assert TrailEvent.objects.get().subject == "case SM-2026-0042"
    assert "for the business case SM-2026-0042 alone" in Notice.objects.get(recipient=person).body


def test_whoever_is_named_cannot_choose_who_acts(head_of_it, case_naming):
    case_naming(head_of_it)
    assert refused(**for_case(employee=EmployeeFactory(), by=head_of_it)) == (
        "You are named in SM-2026-0042, so you cannot choose who acts in it."
    )


def test_whoever_is_named_cannot_act(head_of_it, administrator, case_naming):
    cover = EmployeeFactory(name="Cora Cover")
    case_naming(head_of_it, cover)
    assert refused(**for_case(employee=cover, by=administrator)) == (
        "Cora Cover is named in SM-2026-0042, so they cannot act in it."
    )


def test_nobody_else_is_chosen_while_the_holder_can_act(head_of_it, administrator, case_naming):
    case_naming(EmployeeFactory())
    assert refused(**for_case(employee=EmployeeFactory(), by=administrator)) == (
        "Harriet Head can act in SM-2026-0042, so nobody else needs to."
    )


def test_a_second_person_is_not_chosen_to_act(head_of_it, administrator, case_naming):
    case_naming(head_of_it)
    appoint(**for_case(employee=EmployeeFactory(name="Ada First"), by=administrator))
    assert refused(**for_case(employee=EmployeeFactory(), by=administrator)) == (
        "Ada First can act in SM-2026-0042, so nobody else needs to."
    )


def test_the_communications_manager_can_advise_where_the_adviser_is_named(
    administrator, case_naming
):
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    AppointmentFactory(post=Post.COMMUNICATIONS_MANAGER, employee__name="Mona Manager")
    case_naming(adviser)
    assert refused(
        **for_case(post=Post.COMMUNICATIONS_ADVISER, employee=EmployeeFactory(), by=administrator)
    ) == ("Mona Manager can act in SM-2026-0042, so nobody else needs to.")


def test_a_case_that_does_not_exist_needs_nobody(administrator, case_naming):
    case_naming(EmployeeFactory())
    wanted = for_case(employee=EmployeeFactory(), by=administrator, for_case="SM-2026-0043")
    assert refused(**wanted) == "There is no business case SM-2026-0043."


def test_an_auditor_has_no_part_in_a_single_case(administrator, case_naming):
    case_naming(EmployeeFactory())
    wanted = for_case(post=Post.AUDITOR, employee=EmployeeFactory(), by=administrator)
    assert refused(**wanted) == "The Auditor has no part in a single case."


# Ending and cancelling


def test_an_appointment_is_ended_early(head_of_it):
    held = AppointmentFactory(post=Post.AUDITOR)
    end_appointment(held, on=date(2026, 11, 30), by=head_of_it)
    held.refresh_from_db()
    assert held.ends_on == date(2026, 11, 30)
    assert told(held.employee) == ["You are Auditor until 30 November 2026"]
    event = TrailEvent.objects.get()
    assert (event.event, event.changes) == (
        "appointment.ended",
        {"ends_on": [None, "2026-11-30"]},
    )


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 11, 3), "The last day must be today or later."),
        (date(2026, 12, 31), "This appointment ends on 31 December 2026 already."),
        (date(2027, 1, 1), "This appointment ends on 31 December 2026 already."),
    ],
)
def test_an_appointment_is_only_ever_shortened(head_of_it, on, sentence):
    held = AppointmentFactory(post=Post.AUDITOR, ends_on=date(2026, 12, 31))
    with pytest.raises(Refused, match=sentence):
        end_appointment(held, on=on, by=head_of_it)


def test_what_has_ended_is_not_ended_again(head_of_it):
    held = AppointmentFactory(post=Post.AUDITOR, ends_on=date(2026, 11, 3))
    with pytest.raises(Refused, match=r"This appointment ended on 3 November 2026\."):
        end_appointment(held, on=TODAY, by=head_of_it)


def test_whoever_is_named_in_the_case_does_not_end_who_acts_in_it(head_of_it, case_naming):
    case_naming(head_of_it)
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, for_case="SM-2026-0042")
    with pytest.raises(Refused, match="You are named in SM-2026-0042"):
        end_appointment(acting, on=TODAY, by=head_of_it)


def test_others_end_nothing():
    held = AppointmentFactory(post=Post.AUDITOR)
    with pytest.raises(Refused, match="Only the Head of IT"):
        end_appointment(held, on=TODAY, by=held.employee)


def test_a_coming_appointment_is_cancelled(head_of_it):
    coming = AppointmentFactory(post=Post.AUDITOR, starts_on=date(2026, 11, 5))
    cancel_appointment(coming, by=head_of_it)
    assert not Appointment.objects.filter(post=Post.AUDITOR).exists()
    assert told(coming.employee) == ["You will not be Auditor from 5 November 2026"]
    assert TrailEvent.objects.get().event == "appointment.cancelled"


def test_an_appointment_that_has_started_is_not_cancelled(head_of_it):
    held = AppointmentFactory(post=Post.AUDITOR, starts_on=TODAY)
    with pytest.raises(Refused, match="This appointment started on 4 November 2026: end it."):
        cancel_appointment(held, by=head_of_it)


def test_what_was_cancelled_meanwhile_is_not_ended(head_of_it):
    coming = AppointmentFactory(post=Post.AUDITOR, starts_on=date(2026, 11, 5))
    stale = Appointment.objects.get(pk=coming.pk)
    cancel_appointment(coming, by=head_of_it)
    with pytest.raises(Refused, match="This appointment was cancelled"):
        end_appointment(stale, on=date(2026, 11, 30), by=head_of_it)


# The sweep


def test_an_acting_appointment_that_ended_is_told_once_on_the_day_after():
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, ends_on=date(2026, 11, 3))
    assert announce_ended(today=date(2026, 11, 3)) == 0
    assert announce_ended(today=TODAY) == 1
    assert announce_ended(today=TODAY) == 0
    assert told(acting.employee) == ["You are no longer acting Head of IT & Customer Services"]
    event = TrailEvent.objects.get()
    assert (event.event, event.actor_name) == ("appointment.over", "The portal")


def test_a_month_without_the_sweep_loses_nothing():
    AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, ends_on=date(2026, 10, 1))
    assert announce_ended(today=TODAY) == 1


# Leaving


def test_a_leavers_appointments_end_and_the_post_is_free(head_of_it):
    policy_administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    coming = AppointmentFactory(employee=head_of_it, post=Post.AUDITOR, starts_on=date(2026, 12, 1))
    successor = EmployeeFactory()

    record_leaving(head_of_it, on=TODAY, by=policy_administrator)

    ended = Appointment.objects.get(employee=head_of_it)
    assert (ended.post, ended.ends_on) == (Post.HEAD_OF_IT, date(2026, 11, 3))
    assert not Appointment.objects.filter(pk=coming.pk).exists()
    assert set(
        TrailEvent.objects.filter(event__startswith="appointment.").values_list("event")
    ) == {
        ("appointment.ended",),
        ("appointment.cancelled",),
    }
    appoint(employee=successor, post=Post.HEAD_OF_IT, starts_on=TODAY, by=policy_administrator)


# Extending


def acting_head(**given) -> Appointment:
    given = {"ends_on": date(2026, 11, 18), **given}
    return AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, **given)


def refusal_of(act, *arguments, **named) -> str:
    with pytest.raises(Refused) as refusal:
        act(*arguments, **named)
    return str(refusal.value)


def test_an_acting_appointment_is_extended(head_of_it):
    acting = acting_head(employee__name="Ada Deputy")
    extend_appointment(acting, until=date(2026, 12, 2), by=head_of_it)
    acting.refresh_from_db()
    assert acting.as_text == "Acting Head of IT & Customer Services until 2 December 2026"
    assert told(acting.employee) == [
        "You are acting Head of IT & Customer Services until 2 December 2026"
    ]
    event = TrailEvent.objects.get()
    assert (event.event, event.actor_post, event.changes) == (
        "appointment.extended",
        "Head of IT & Customer Services",
        {"ends_on": ["2026-11-18", "2026-12-02"]},
    )


def test_nobody_extends_their_own_and_others_extend_nothing(head_of_it):
    acting = acting_head()
    until = date(2026, 12, 2)
    assert refusal_of(extend_appointment, acting, until=until, by=acting.employee) == (
        "You cannot appoint yourself."
    )
    assert refusal_of(extend_appointment, acting, until=until, by=EmployeeFactory()) == (
        "Only the Head of IT & Customer Services and the policy administrator appoint people."
    )
    acting.refresh_from_db()
    assert acting.ends_on == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("held", "until", "sentence"),
    [
        ({"ends_on": date(2026, 11, 3)}, date(2026, 12, 2), "ended on 3 November 2026."),
        ({}, date(2026, 11, 18), "The last day must be after 18 November 2026."),
        (
            {"employee__left_on": date(2026, 12, 1), "employee__name": "Lee"},
            date(2026, 12, 1),
            "Lee no longer works for the council from 1 December 2026.",
        ),
    ],
)
def test_what_cannot_be_extended(administrator, held, until, sentence):
    refused = refusal_of(extend_appointment, acting_head(**held), until=until, by=administrator)
    assert refused.endswith(sentence)


def test_what_has_no_last_day_is_not_extended(head_of_it, administrator):
    held = Appointment.objects.get(employee=head_of_it)
    assert refusal_of(extend_appointment, held, until=date(2027, 1, 1), by=administrator) == (
        "This appointment has no last day, so it goes on."
    )


def test_an_appointment_is_not_extended_into_the_next_holders(administrator):
    held = AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=date(2026, 11, 18))
    AppointmentFactory(
        post=Post.HEAD_OF_IT, starts_on=date(2026, 12, 1), employee__name="Nora Next"
    )
    extend_appointment(held, until=date(2026, 11, 30), by=administrator)
    refused = refusal_of(extend_appointment, held, until=date(2026, 12, 1), by=administrator)
    assert refused.startswith("Nora Next is Head of IT & Customer Services from 1 December 2026")


def test_whoever_is_named_in_a_case_extends_nobody_who_answers_it(head_of_it, monkeypatch):
    monkeypatch.setattr(hooks, "conflicts", hooks.Hook("conflicts"))
    hooks.conflicts.append(lambda *, employee, post: ["SM-2026-0042"])
    assert refusal_of(
        extend_appointment, acting_head(), until=date(2026, 12, 2), by=head_of_it
    ) == ("You are named in SM-2026-0042, so you cannot choose who acts in it.")


# Handing over


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
