"""What the database forbids, told by raw SQL with nothing of the portal in between.

Each rule stands beside what it must let through; `tests.rows` writes the legitimate rows.
"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Access, Account, BusinessCase, NamedPerson, State
from portal.models import Appointment, Post, TrailEvent, TrailSeal
from tests import rows
from tests.factories import AppointmentFactory, AttendanceFactory, SessionFactory
from tests.rows import (
    NOW,
    a_case,
    a_figure,
    a_live_account,
    a_person,
    a_review,
    an_access,
    an_account,
    an_attendance,
    an_event,
    columns_of,
    delete,
    insert,
    refused,
    sql,
    update,
)

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)

TRAIL_KEPT = "The audit trail is added to and never altered."
POST_HELD = "Someone holds this post on some of these days."
FROM_THE_START = "Attendance is recorded from the start of the session."
SAME_SESSION_AND_PERSON = "A correction is of the same session and person."
ATTENDANCE_UNALTERED = "Attendance is corrected by a new row and never altered."
ATTENDANCE_KEPT = "Attendance is never deleted."
SESSION_BEFORE_ATTENDANCE = "Attendance was recorded before this session would start."
STARTS_AS_DRAFT = "A case starts as a draft."
KEEPS_REFERENCE = "A case keeps its reference."
ENDED = "A case that has ended stays as it ended."
NEVER_A_DRAFT_AGAIN = "A case that was sent is never a draft again."
ANSWERS_CLOSED = "The answers of a case change only while they are open."
ONE_ROUND = "Each presenting of a case counts one round."
ROUND_DECIDED = "This presenting of the case has been decided."
BY_DECISION = "A case is approved or rejected by a decision on its presenting."
AS_DECIDED = "A case goes where the decision on its presenting says."
KEEPS_APPLICANT = "A case that awaits a decision keeps its applicant."
ADVISED_OR_DECIDED = "Someone who has advised on or decided a case is not named in it."
CASE_KEPT = "A case past its draft is never deleted."
NAMED_CLOSED = "The people named in a case change only while its answers are open."
NAMED_STAY = "A person stays named in the case that named them."
REVISION_FROZEN = "A revision is frozen."
MESSAGE_KEPT = "A message is never altered or deleted."
ADVICE_ASKED = "Advice is given on a case that asks for it."
ADVISER_NOT_NAMED = "Nobody advises on a case they are named in."
ADVICE_OWN_REVISION = "Advice is given on a revision of its own case."
ADVICE_UNALTERED = "Advice is never altered; it can only go stale, once."
ADVICE_KEPT = "Advice is never deleted."
CONTROLS_BEFORE = "Controls are set before the decision; afterwards there are conditions."
CONTROL_UNALTERED = "A control is never altered."
CONTROL_TICKED = "A ticked control stays ticked, on its evidence."
CONTROL_KEPT = "A control is never deleted."
AWAITED = "A case is decided while it awaits a decision."
ROUND_OF_THE_DAY = "A decision is on the presenting of the day."
DECIDER_NOT_NAMED = "Nobody decides a case they are named in."
NEWEST_ADVICE = "A decision rests on the newest advice on its case, which is not stale."
AS_LAST_PRESENTED = "A decision is on the answers of its case as last presented."
DECISION_KEPT = "A decision is never altered or deleted."
AWAITING_ACCESS = "An account starts by awaiting access."
ON_APPROVAL = "An account rests on the approval of its own case."
ACCOUNT_KEEPS = "An account keeps its case and its decision."
NO_SUCH_WAY = "An account cannot go from that state to this one."
CONTROLS_TICKED = "No account goes live before all of its controls are ticked."
LEAD_AND_COVER = "An account goes live when its lead and a cover have access on."
NO_ACCESS_ON = "No access is on for an account that is suspended or closed."
ACCOUNT_KEPT = "An account is never deleted."
ACCESS_STAYS = "Access stays with its account and its person."
ACCESS_DECISION = "Access rests on the decision that created its account."
OWN_ATTENDANCE = "Access rests on the attendance of its own person."
ATTENDANCE_STANDS = "Access rests on an attendance that stands."
ACCESS_KEPT = "Access is switched off and never deleted."
ACCESS_GOES_FIRST = "Access that rests on an attendance goes before it is corrected."
FIGURES_STAY = "The figures of an acknowledged review stay as they are."


# The trail


@pytest.mark.parametrize("table", ["portal_trailevent", "portal_trailseal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_trail_is_never_altered(table, statement):
    TrailSeal.objects.create(position=1, event=an_event(), key_id="k", hmac="0" * 64)
    with refused(TRAIL_KEPT):
        sql(statement.format(table))


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("portal_trailevent", TRAIL_KEPT),
        ("portal_trailseal", TRAIL_KEPT),
        ("policy_attendance", ATTENDANCE_KEPT),
        ("cases_businesscase", CASE_KEPT),
        ("cases_namedperson", NAMED_CLOSED),
        ("cases_revision", REVISION_FROZEN),
        ("cases_message", MESSAGE_KEPT),
        ("cases_advice", ADVICE_KEPT),
        ("cases_control", CONTROL_KEPT),
        ("cases_decision", DECISION_KEPT),
        ("cases_account", ACCOUNT_KEPT),
        ("cases_access", ACCESS_KEPT),
        ("cases_reviewfigure", FIGURES_STAY),
    ],
)
def test_nothing_that_is_kept_is_truncated(table, sentence):
    others = set(connection.introspection.table_names()) - {table}
    with refused(sentence):
        for other in others:
            sql(f"ALTER TABLE {other} DISABLE TRIGGER USER")
        sql(f"TRUNCATE {table} CASCADE")


# Appointments: one substantive, general holder of a post on a day


@pytest.mark.parametrize("post", [Post.HEAD_OF_IT, Post.COMMUNICATIONS_MANAGER])
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 6, 30), None),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2025, 1, 1), None),
        (date(2026, 2, 1), date(2026, 2, 2)),
    ],
)
def test_a_post_has_one_holder_on_a_day(post, starts_on, ends_on):
    held = AppointmentFactory(post=post, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    other = columns_of(held, employee_id=a_person(), starts_on=starts_on, ends_on=ends_on)
    with refused(POST_HELD):
        insert("portal_appointment", **other)

    elsewhere = AppointmentFactory(post=post, starts_on=date(2030, 1, 1))
    with refused(POST_HELD):
        update(elsewhere, starts_on=starts_on, ends_on=ends_on)


def test_a_post_is_handed_on_and_acted_for():
    held = AppointmentFactory(
        post=Post.HEAD_OF_IT, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )
    insert(
        "portal_appointment",
        **columns_of(held, employee_id=a_person(), starts_on=date(2026, 7, 1), ends_on=None),
    )
    insert("portal_appointment", **columns_of(held, employee_id=a_person(), acting=True))
    insert(
        "portal_appointment",
        **columns_of(held, employee_id=a_person(), acting=True, for_case="SM-2026-0001"),
    )
    update(held, ends_on=date(2026, 5, 31))

    assert Appointment.objects.filter(post=Post.HEAD_OF_IT).count() == 4


def test_other_posts_have_many_holders():
    AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER)
    AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER)


# Attendance


def test_attendance_is_not_recorded_before_the_session():
    session = SessionFactory(starts_at=NOW)
    row = columns_of(AttendanceFactory.build(session=session, person=a_person(), recorded_at=NOW))
    with refused(FROM_THE_START):
        insert("policy_attendance", **{**row, "recorded_at": NOW - timedelta(seconds=1)})

    insert("policy_attendance", **row)


def test_a_session_does_not_move_past_its_attendance():
    session = an_attendance().session
    with refused(SESSION_BEFORE_ATTENDANCE):
        update(session, starts_at=session.ends_at + timedelta(seconds=1))

    update(session, starts_at=session.ends_at)


@pytest.mark.parametrize(
    "column", ["id", "session_id", "person_id", "attended", "recorded_by_id", "recorded_at"]
)
def test_attendance_is_never_altered(column):
    attendance = an_attendance()
    other = {
        "id": attendance.pk + 1000,
        "session_id": SessionFactory(starts_at=NOW),
        "person_id": a_person(),
        "attended": False,
        "recorded_by_id": a_person(),
        "recorded_at": LATER,
    }
    with refused(ATTENDANCE_UNALTERED):
        update(attendance, **{column: other[column]})


def test_attendance_is_superseded_once():
    attendance = an_attendance()
    update(attendance, superseded_at=NOW)
    for value in (LATER, None):
        with refused(ATTENDANCE_UNALTERED):
            update(attendance, superseded_at=value)


def test_attendance_does_not_become_a_correction():
    first, second = an_attendance(), an_attendance()
    with refused(ATTENDANCE_UNALTERED):
        update(second, corrects_id=first)


def test_attendance_is_never_deleted():
    with refused(ATTENDANCE_KEPT):
        delete(an_attendance())


def test_a_correction_is_of_the_same_session_and_person():
    attendance = an_attendance()
    update(attendance, superseded_at=NOW)
    correction = columns_of(
        attendance, attended=False, superseded_at=None, corrects_id=attendance.pk
    )
    with refused(SAME_SESSION_AND_PERSON):
        insert("policy_attendance", **{**correction, "person_id": a_person()})
    with refused(SAME_SESSION_AND_PERSON):
        session = SessionFactory(starts_at=attendance.session.starts_at)
        insert("policy_attendance", **{**correction, "session_id": session})

    insert("policy_attendance", **correction)


# The case


@pytest.mark.parametrize("state", [state for state in State.values if state != State.DRAFT])
def test_a_case_starts_as_a_draft(state):
    row = columns_of(a_case(), reference="SM-2026-0001", sent_at=NOW)
    with refused(STARTS_AS_DRAFT):
        insert("cases_businesscase", **{**row, "state": state, "round": 1})


def test_a_case_starts_before_its_first_round():
    with refused(STARTS_AS_DRAFT):
        insert("cases_businesscase", **columns_of(a_case(), reference="SM-2026-0001", round=1))


@pytest.mark.parametrize("columns", [{"reference": "SM-2026-0001"}, {"id": 10**6}])
def test_a_case_keeps_its_reference(columns):
    with refused(KEEPS_REFERENCE):
        update(a_case(), **columns)


@pytest.mark.parametrize("ended", [State.APPROVED, State.REJECTED, State.WITHDRAWN])
@pytest.mark.parametrize("state", State.values)
def test_a_case_that_has_ended_stays_as_it_ended(ended, state):
    case = a_case(ended)
    if state == ended:
        update(case, state=state)
    else:
        with refused(ENDED):
            update(case, state=state)


def test_a_case_that_has_ended_keeps_its_applicant():
    with refused(ENDED):
        update(a_case(State.REJECTED), applicant_id=a_person())


def test_a_case_that_was_sent_is_never_a_draft_again():
    case = a_case(State.CHANGES_REQUESTED)
    with refused(NEVER_A_DRAFT_AGAIN):
        update(case, state="draft")
    with refused(NEVER_A_DRAFT_AGAIN):
        update(case, sent_at=None)


# Every column of a case that is not an answer; the others are frozen while they are not open.
NOT_ANSWERS = {
    "id",
    "reference",
    "applicant_id",
    "state",
    "version",
    "round",
    "policy_version_id",
    "copied_from_id",
    "created_at",
    "changed_at",
    "state_since",
    "sent_at",
    "due_on",
    "reminded",
    "asked",
    "shared_with_manager",
    "shared_with_covers",
    "shared_with_communications",
    "manager_acknowledged_at",
    "declared_by_id",
    "declared_at",
}
ANSWERS = sorted({field.column for field in BusinessCase._meta.concrete_fields} - NOT_ANSWERS)
OTHER_ANSWERS = {
    "manager_id": a_person,
    "category_id": lambda: rows.a_category("Another"),
    "channels": lambda: '["print"]',
    "times": lambda: 2,
    "frequency": lambda: "weekly",
    "access_for": lambda: "named",
}


def another_answer(column):
    if column in OTHER_ANSWERS:
        return OTHER_ANSWERS[column]()
    boolean = BusinessCase._meta.get_field(column).get_internal_type() == "BooleanField"
    return True if boolean else "Another answer"


@pytest.mark.parametrize("column", ANSWERS)
def test_answers_change_only_while_they_are_open(column):
    answer = another_answer(column)
    for state in ("advice_requested", "awaiting_decision", "approved", "rejected", "withdrawn"):
        with refused(ANSWERS_CLOSED):
            update(a_case(state), **{column: answer})
    for state in ("draft", "changes_requested", "ready_to_present"):
        # How many times means nothing without how often.
        update(a_case(state), **{"frequency": "daily", column: answer})


def test_what_is_no_answer_changes_while_the_answers_are_closed():
    update(a_case(State.AWAITING_DECISION), version=9, asked="This", manager_acknowledged_at=NOW)


def test_each_presenting_counts_one_round():
    case = a_case(State.READY_TO_PRESENT)
    with refused(ONE_ROUND):
        update(case, round=2)
    update(case, round=1)
    with refused(ONE_ROUND):
        update(case, round=0)


@pytest.mark.parametrize("state", [State.DRAFT, State.ADVICE_REQUESTED, State.AWAITING_DECISION])
def test_a_round_is_counted_by_presenting_alone(state):
    case = a_case(state)
    with refused(ONE_ROUND):
        update(case, round=case.round + 1)


def test_a_decided_presenting_does_not_await_a_decision_again():
    case = a_case(State.CHANGES_REQUESTED)
    with refused(ROUND_DECIDED):
        update(case, state="awaiting_decision")

    update(case, state="awaiting_decision", round=2)


@pytest.mark.parametrize("outcome", ["approved", "rejected"])
def test_a_case_is_approved_or_rejected_by_a_decision(outcome):
    with refused(BY_DECISION):
        update(a_case(State.AWAITING_DECISION), state=outcome)
    case = a_case(State.AWAITING_DECISION)
    make_decision(case, outcome=outcome)
    with refused(BY_DECISION):
        update(case, state={"approved": "rejected", "rejected": "approved"}[outcome])

    update(case, state=outcome)


def test_a_decision_on_an_earlier_presenting_approves_nothing():
    case = a_case(State.CHANGES_REQUESTED)
    rows.present(case)
    with refused(BY_DECISION):
        update(case, state="approved")


@pytest.mark.parametrize(
    ("outcome", "leads_to"),
    [
        ("approved", "approved"),
        ("rejected", "rejected"),
        ("returned", "changes_requested"),
        ("referred", "advice_requested"),
    ],
)
def test_a_case_goes_where_its_decision_says(outcome, leads_to):
    case = a_case(State.AWAITING_DECISION)
    make_decision(case, outcome=outcome)
    for state in {"changes_requested", "advice_requested", "withdrawn"} - {leads_to}:
        with refused(AS_DECIDED):
            update(case, state=state)

    update(case, state=leads_to)


def test_an_undecided_presenting_is_taken_back():
    update(a_case(State.AWAITING_DECISION), state="changes_requested")


def test_a_case_that_awaits_a_decision_keeps_its_applicant():
    case = a_case(State.AWAITING_DECISION)
    with refused(KEEPS_APPLICANT):
        update(case, applicant_id=a_person())

    update(case, applicant_id=a_person(), state="changes_requested")


def test_a_case_is_not_given_to_who_advised_on_or_answered_it():
    case = a_case(State.CHANGES_REQUESTED)
    for person in (case.advice.get().by, case.decisions.get().by):
        with refused(ADVISED_OR_DECIDED):
            update(case, applicant_id=person)

    update(case, applicant_id=a_person())


def test_who_is_given_a_case_may_have_another_manager():
    case = a_case(State.ADVICE_REQUESTED)
    update(case, applicant_id=a_person(), manager_id=a_person())


@pytest.mark.parametrize("state", [state for state in State.values if state != State.DRAFT])
def test_a_case_past_its_draft_is_never_deleted(state):
    with refused(CASE_KEPT):
        delete(a_case(state))


def test_a_draft_is_deleted():
    case = a_case()
    case.delete()
    assert not BusinessCase.objects.exists()


# People named in a case


@pytest.mark.parametrize("state", State.values)
def test_people_named_change_only_while_the_answers_are_open(state):
    case = a_case(state)
    named = case.named_people.get()
    row = {"case_id": case.pk, "person_id": a_person(), "role": "author"}
    if state in ("draft", "changes_requested", "ready_to_present"):
        insert("cases_namedperson", **row)
        update(named, role="administrator")
        delete(named)
        return
    with refused(NAMED_CLOSED):
        insert("cases_namedperson", **row)
    with refused(NAMED_CLOSED):
        update(named, person_id=a_person())
    with refused(NAMED_CLOSED):
        delete(named)


def test_who_is_given_a_case_stops_being_a_cover():
    case = a_case(State.ADVICE_REQUESTED)
    named = case.named_people.get()
    update(case, applicant_id=named.person_id)
    delete(named)


@pytest.mark.parametrize("columns", [{"id": 10**6}, {"case_id": None}])
def test_a_person_stays_named_in_their_case(columns):
    columns = {name: value or a_case() for name, value in columns.items()}
    with refused(NAMED_STAY):
        update(a_case().named_people.get(), **columns)


def test_who_advised_on_or_answered_a_case_is_not_named_in_it():
    case = a_case(State.CHANGES_REQUESTED)
    named = case.named_people.get()
    for person in (case.advice.get().by, case.decisions.get().by):
        with refused(ADVISED_OR_DECIDED):
            insert("cases_namedperson", case_id=case.pk, person_id=person, role="member")
        with refused(ADVISED_OR_DECIDED):
            update(named, person_id=person)


# Revisions, messages, advice and controls


@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_revisions_decisions_and_messages_are_never_altered(statement):
    case = a_case(State.APPROVED)
    case.messages.create(by=case.applicant, at=NOW, text="A question")
    with refused(REVISION_FROZEN):
        sql(statement.format("cases_revision"))
    with refused(DECISION_KEPT):
        sql(statement.format("cases_decision"))
    with refused(MESSAGE_KEPT):
        sql(statement.format("cases_message"))


def advice_on(case, **others):
    """The columns of advice on a case, as anybody would write them."""
    return {
        "case_id": case.pk,
        "revision_id": case.revisions.last(),
        "verdict": "support",
        "text": "Yes",
        "by_id": others.get("by_id") or a_person(),
        "by_post": "Communications adviser",
        "at": NOW,
        **others,
    }


@pytest.mark.parametrize("state", State.values)
def test_advice_is_given_on_a_case_that_asks_for_it(state):
    case = a_case(state)
    own = case.revisions.last() or rows.freeze(case, "sent")
    if state == State.ADVICE_REQUESTED:
        insert("cases_advice", **advice_on(case))
    else:
        with refused(ADVICE_ASKED):
            insert("cases_advice", **advice_on(case, revision_id=own))


def test_nobody_advises_on_a_case_they_are_named_in():
    case = a_case(State.ADVICE_REQUESTED)
    for person in (case.applicant, case.named_people.get().person):
        with refused(ADVISER_NOT_NAMED):
            insert("cases_advice", **advice_on(case, by_id=person))


def test_advice_is_on_a_revision_of_its_own_case():
    case, other = a_case(State.ADVICE_REQUESTED), a_case(State.ADVICE_REQUESTED)
    with refused(ADVICE_OWN_REVISION):
        insert("cases_advice", **advice_on(case, revision_id=other.revisions.last()))


@pytest.mark.parametrize(
    "column", ["id", "case_id", "revision_id", "verdict", "text", "by_id", "by_post", "at"]
)
def test_advice_is_never_altered(column):
    advice = a_case(State.READY_TO_PRESENT).advice.get()
    other = {
        "id": advice.pk + 1000,
        "case_id": a_case(),
        "revision_id": a_case(State.ADVICE_REQUESTED).revisions.get(),
        "verdict": "against",
        "text": "No",
        "by_id": a_person(),
        "by_post": "Head",
        "at": LATER,
    }
    with refused(ADVICE_UNALTERED):
        update(advice, **{column: other[column]})


def test_advice_goes_stale_once():
    advice = a_case(State.READY_TO_PRESENT).advice.get()
    update(advice, stale_at=NOW)
    for value in (LATER, None):
        with refused(ADVICE_UNALTERED):
            update(advice, stale_at=value)


def test_advice_and_its_controls_are_never_deleted():
    advice = a_case(State.READY_TO_PRESENT).advice.get()
    with refused(CONTROL_KEPT):
        delete(advice.controls.get())
    with refused(ADVICE_KEPT):
        delete(advice)


def test_controls_are_set_before_the_decision():
    advice = a_case(State.READY_TO_PRESENT).advice.get()
    control = columns_of(advice.controls.get(), text="Another")
    insert("cases_control", **control)

    rows.present(advice.case)
    rows.approve(advice.case)
    with refused(CONTROLS_BEFORE):
        insert("cases_control", **control)


def test_a_control_is_never_altered():
    control = a_case(State.READY_TO_PRESENT).advice.get().controls.get()
    other = a_case(State.READY_TO_PRESENT).advice.get()
    for columns in ({"id": 10**6}, {"advice_id": other}, {"text": "Another"}):
        with refused(CONTROL_UNALTERED):
            update(control, **columns)


def test_a_ticked_control_stays_ticked():
    control = a_case(State.READY_TO_PRESENT).advice.get().controls.get()
    update(control, evidence="Here", evidence_by_id=a_person(), evidence_at=NOW)
    update(control, ticked_by_id=a_person(), ticked_at=NOW)
    for columns in (
        {"ticked_at": None, "ticked_by_id": None},
        {"ticked_at": LATER},
        {"ticked_by_id": a_person()},
        {"evidence": "There"},
        {"evidence_by_id": a_person()},
        {"evidence_at": LATER},
    ):
        with refused(CONTROL_TICKED):
            update(control, **columns)


# Decisions


def make_decision(case, **others):
    """Decide a case by raw SQL; what is not said is as it must be."""
    insert(
        "cases_decision",
        **{
            "case_id": case.pk,
            "round": case.round,
            "outcome": "approved",
            "reasons": "Because",
            "revision_id": case.revisions.last(),
            "advice_id": case.advice.last(),
            "by_id": others.get("by_id") or a_person(),
            "by_post": "Head of IT & Customer Services",
            "at": NOW,
            **others,
        },
    )


def test_a_case_that_awaits_a_decision_is_decided():
    make_decision(a_case(State.AWAITING_DECISION))


@pytest.mark.parametrize(
    "state", [state for state in State.values if state != State.AWAITING_DECISION]
)
def test_a_case_is_decided_while_it_awaits_a_decision(state):
    case = a_case(state)
    advice = case.advice.last() or a_case(State.READY_TO_PRESENT).advice.get()
    with refused(AWAITED):
        make_decision(case, round=9, advice_id=advice, revision_id=rows.freeze(case, "presented"))


def test_nobody_decides_a_case_they_are_named_in():
    case = a_case(State.AWAITING_DECISION)
    for person in (case.applicant, case.named_people.get().person):
        with refused(DECIDER_NOT_NAMED):
            make_decision(case, by_id=person)


AGAIN = {
    "postgresql": 'duplicate key value violates unique constraint "decision_once_each_presenting"',
    "sqlite": DECISION_KEPT,
}


def test_one_presenting_has_one_decision():
    case = a_case(State.AWAITING_DECISION)
    make_decision(case)
    again = rows.freeze(case, "presented")
    with refused(AGAIN[connection.vendor]):
        make_decision(case, revision_id=again)
    with refused(ROUND_OF_THE_DAY):
        make_decision(case, revision_id=again, round=2)

    assert case.decisions.count() == 1


@pytest.mark.parametrize("round_", [0, 2])
def test_a_decision_is_on_the_presenting_of_the_day(round_):
    with refused(ROUND_OF_THE_DAY):
        make_decision(a_case(State.AWAITING_DECISION), round=round_)


def test_a_decision_needs_advice_on_its_own_case():
    other = a_case(State.READY_TO_PRESENT).advice.get()
    with refused(NEWEST_ADVICE):
        make_decision(a_case(State.AWAITING_DECISION), advice_id=other)


def test_a_decision_needs_advice_that_is_not_stale():
    case = a_case(State.AWAITING_DECISION)
    update(case.advice.get(), stale_at=NOW)
    with refused(NEWEST_ADVICE):
        make_decision(case)


def test_a_decision_needs_the_newest_advice():
    case = a_case(State.READY_TO_PRESENT)
    update(case, state="advice_requested")
    rows.advise(case)
    rows.present(case)
    with refused(NEWEST_ADVICE):
        make_decision(case, advice_id=case.advice.first())

    make_decision(case)


def test_a_decision_is_on_the_answers_as_last_presented():
    case = a_case(State.AWAITING_DECISION)
    other = a_case(State.AWAITING_DECISION)
    presented_first = case.revisions.last()
    update(case, state="changes_requested")
    case.refresh_from_db()
    rows.present(case)
    for revision in (case.revisions.first(), presented_first, other.revisions.last()):
        with refused(AS_LAST_PRESENTED):
            make_decision(case, revision_id=revision)

    make_decision(case)


def test_a_decision_is_not_on_answers_that_were_only_sent():
    case = a_case(State.AWAITING_DECISION)
    with refused(AS_LAST_PRESENTED):
        make_decision(case, revision_id=rows.freeze(case, "sent"))


# Accounts


def test_an_account_rests_on_the_approval_of_its_own_case():
    approved = an_account()
    row = columns_of(approved)
    rejected = a_case(State.REJECTED)
    other = a_case(State.APPROVED)
    with refused(ON_APPROVAL):
        insert(
            "cases_account",
            **{**row, "case_id": rejected.pk, "decision_id": rejected.decisions.get()},
        )
    with refused(ON_APPROVAL):
        insert(
            "cases_account", **{**row, "case_id": rejected.pk, "decision_id": other.decisions.get()}
        )

    insert("cases_account", **{**row, "case_id": other.pk, "decision_id": other.decisions.get()})


@pytest.mark.parametrize("state", ["live", "suspended", "closed"])
def test_an_account_starts_by_awaiting_access(state):
    case = a_case(State.APPROVED)
    decision = case.decisions.get()
    row = columns_of(an_account(), state=state, live_on=date(2026, 11, 4))
    with refused(AWAITING_ACCESS):
        insert("cases_account", **{**row, "case_id": case.pk, "decision_id": decision})


def test_an_account_keeps_its_case_and_its_decision():
    account, other = an_account(), a_case(State.APPROVED)
    for columns in (
        {"id": 10**6},
        {"case_id": other},
        {"decision_id": other.decisions.get()},
    ):
        with refused(ACCOUNT_KEEPS):
            update(account, **columns)


WAYS = {
    "awaiting_access": {"live", "closed"},
    "live": {"suspended", "closed"},
    "suspended": {"live", "closed"},
    "closed": set(),
}


def an_account_in(state):
    account = an_account() if state == "awaiting_access" else a_live_account()
    if state in ("suspended", "closed"):
        rows.switch_all_off(account)
        update(account, state=state)
    return account


@pytest.mark.parametrize("before", WAYS)
@pytest.mark.parametrize("after", WAYS)
def test_the_ways_of_an_account(before, after):
    account = an_account_in(before)
    if after in ("suspended", "closed"):
        rows.switch_all_off(account)
    if after in WAYS[before] | {before}:
        update(account, state=after, live_on=date(2026, 11, 4))
    else:
        with refused(NO_SUCH_WAY):
            update(account, state=after, live_on=date(2026, 11, 4))


def go_live(account):
    update(account, state="live", live_on=date(2026, 11, 4))


def test_no_account_goes_live_before_its_controls_are_ticked():
    case = a_case(State.READY_TO_PRESENT)
    case.advice.get().controls.create(text="Another control")
    rows.present(case)
    rows.approve(case)
    account = an_account(case)
    with refused(CONTROLS_TICKED):
        go_live(account)

    rows.tick(case.advice.get().controls.get(ticked_at=None))
    go_live(account)


@pytest.mark.parametrize("role", ["lead", "author"])
@pytest.mark.parametrize("state", ["ready", "to_remove"])
def test_an_account_goes_live_when_lead_and_cover_have_access_on(role, state):
    account = an_account()
    access = account.accesses.get(role=role)
    update(access, state=state, reason="Left")
    an_access(account, a_person(), Access.Role.MEMBER)
    with refused(LEAD_AND_COVER):
        go_live(account)

    update(access, state="on")
    go_live(account)


def test_the_lead_is_not_their_own_cover():
    account = an_account()
    update(account.accesses.get(role="lead"), role="author")
    update(account.accesses.exclude(person=account.lead).get(), role="member")
    with refused(LEAD_AND_COVER):
        go_live(account)


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_no_access_is_on_for_an_account_that_is_suspended_or_closed(state):
    account = a_live_account()
    with refused(NO_ACCESS_ON):
        update(account, state=state)
    rows.switch_all_off(account)
    update(account, state=state)
    with refused(NO_ACCESS_ON):
        update(account.accesses.first(), state="on")


def test_a_suspended_account_resumes_without_access_on():
    update(an_account_in("suspended"), state="live")


def test_an_account_is_never_deleted():
    account = an_account()
    with refused(ACCOUNT_KEPT):
        delete(account)
    assert Account.objects.filter(pk=account.pk).exists()


# Access


def test_access_is_not_on_without_an_attendance():
    account = an_account()
    waiting = an_access(account, a_person(), state="needs_session")
    for state in ("ready", "on"):
        needs_attendance = pytest.raises(IntegrityError, match="access_ready_needs_attendance")
        with needs_attendance, transaction.atomic():
            update(waiting, state=state)


@pytest.mark.parametrize("state", ["ready", "on"])
def test_access_rests_on_an_attendance_that_stands(state):
    waiting = an_access(an_account(), a_person(), state="needs_session")
    absent = an_attendance(waiting.person, attended=False)
    corrected = an_attendance(waiting.person)
    update(corrected, superseded_at=NOW)
    for attendance in (absent, corrected):
        with refused(ATTENDANCE_STANDS):
            update(waiting, state=state, attendance_id=attendance)
        with refused(ATTENDANCE_STANDS):
            row = columns_of(an_access(an_account(), waiting.person, state="needs_session"))
            account = an_account()
            row |= {"account_id": account, "decision_id": account.decision}
            insert("cases_access", **{**row, "state": state, "attendance_id": attendance})

    update(waiting, state=state, attendance_id=an_attendance(waiting.person))


def test_access_rests_on_the_attendance_of_its_own_person():
    waiting = an_access(an_account(), a_person(), state="needs_session")
    for state in ("needs_session", "ready", "on"):
        with refused(OWN_ATTENDANCE):
            update(waiting, state=state, attendance_id=an_attendance())


def test_access_rests_on_the_decision_that_created_its_account():
    account, other = an_account(), an_account()
    access = account.accesses.first()
    with refused(ACCESS_DECISION):
        update(access, decision_id=other.decision)
    with refused(ACCESS_DECISION):
        row = columns_of(an_access(account, a_person(), state="needs_session"))
        insert("cases_access", **{**row, "person_id": a_person(), "decision_id": other.decision})


def test_access_stays_with_its_account_and_its_person():
    access, other = an_account().accesses.first(), an_account()
    for columns in (
        {"id": 10**6},
        {"account_id": other, "decision_id": other.decision},
        {"person_id": a_person(), "attendance_id": None, "state": "needs_session"},
    ):
        with refused(ACCESS_STAYS):
            update(access, **columns)


def test_access_is_never_deleted():
    with refused(ACCESS_KEPT):
        delete(an_account().accesses.first())


@pytest.mark.parametrize("state", ["ready", "on"])
def test_access_goes_before_its_attendance_is_corrected(state):
    access = an_access(an_account(), a_person(), state=state)
    with refused(ACCESS_GOES_FIRST):
        update(access.attendance, superseded_at=NOW)

    update(access, state="to_remove", reason="The attendance was corrected")
    update(access.attendance, superseded_at=NOW)
    update(access, state="off")


# Reviews


def test_the_figures_of_an_acknowledged_review_stay():
    review = a_review()
    figure, other = a_figure(review), a_figure(a_review())
    row = columns_of(figure, metric="posts")
    update(figure, value=11)
    update(review, state="acknowledged")
    with refused(FIGURES_STAY):
        update(figure, value=12)
    with refused(FIGURES_STAY):
        update(figure, review_id=other.review)
    with refused(FIGURES_STAY):
        update(other, review_id=review, metric="posts")
    with refused(FIGURES_STAY):
        delete(figure)
    with refused(FIGURES_STAY):
        insert("cases_reviewfigure", **row)

    delete(other)


# SQLite's INSERT OR REPLACE deletes what is in its way without firing a delete trigger


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("make", "unique", "sentence"),
    [
        (an_event, [], TRAIL_KEPT),
        (an_attendance, ["session_id", "person_id"], ATTENDANCE_UNALTERED),
        (a_case, ["reference"], KEEPS_REFERENCE),
        (
            lambda: a_case(State.ADVICE_REQUESTED).revisions.get(),
            ["case_id", "number"],
            REVISION_FROZEN,
        ),
        (
            lambda: a_case().messages.create(by=a_person(), at=NOW, text="A question"),
            [],
            MESSAGE_KEPT,
        ),
    ],
)
def test_a_kept_row_is_not_replaced(make, unique, sentence):
    row = make()
    with refused(sentence):
        replace(row, id=row.pk)
    if unique:
        with refused(sentence):
            replace(row)


def replace(row, **others):
    columns = columns_of(row, **others)
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    sql(
        f"INSERT OR REPLACE INTO {row._meta.db_table} ({names}) VALUES ({places})",
        *columns.values(),
    )


@pytest.mark.sqlite
def test_a_seal_is_not_replaced():
    seal = TrailSeal.objects.create(position=1, event=an_event(), key_id="k", hmac="0" * 64)
    for others in ({"id": seal.pk}, {"position": 1}, {"event_id": seal.event_id}):
        free = {"position": 2, "event_id": an_event().pk}
        with refused(TRAIL_KEPT):
            replace(seal, **{**free, **others})
    assert TrailEvent.objects.count() == 4


@pytest.mark.sqlite
def test_what_a_decision_rests_on_is_not_replaced():
    case = a_case(State.AWAITING_DECISION)
    advice, named = case.advice.get(), case.named_people.get()
    with refused(CONTROL_KEPT):
        replace(advice.controls.get(), id=advice.controls.get().pk)
    update(case, state="changes_requested")
    update(case, state="advice_requested")
    with refused(ADVICE_KEPT):
        replace(advice, id=advice.pk)
    with refused(NAMED_STAY):
        replace(named, id=named.pk, case_id=a_case().pk)
    assert NamedPerson.objects.filter(case=case).exists()


@pytest.mark.sqlite
def test_a_decision_is_not_replaced():
    case, other = a_case(State.AWAITING_DECISION), a_case(State.APPROVED)
    make_decision(case)
    decision, another = case.decisions.get(), other.decisions.get()
    row = {"case_id": case.pk, "round": 1, "revision_id": decision.revision_id}
    with refused(DECISION_KEPT):
        replace(decision, id=decision.pk)
    with refused(DECISION_KEPT):
        replace(decision, **{**row, "revision_id": another.revision_id})
    with refused(DECISION_KEPT):
        replace(decision)


@pytest.mark.sqlite
def test_an_account_and_an_access_are_not_replaced():
    account, other = an_account(), a_case(State.APPROVED)
    access = account.accesses.first()
    fresh = {"case_id": other.pk, "decision_id": other.decisions.get().pk}
    for columns in ({**fresh, "id": account.pk}, {}):
        with refused(ACCOUNT_KEPT):
            replace(account, **columns)
    for columns in (
        {
            "id": access.pk,
            "person_id": a_person().pk,
            "attendance_id": None,
            "state": "needs_session",
        },
        {},
    ):
        with refused(ACCESS_KEPT):
            replace(access, **columns)


@pytest.mark.sqlite
def test_an_acknowledged_figure_is_not_replaced():
    figure, other = a_figure(a_review()), a_review()
    update(figure.review, state="acknowledged")
    with refused(FIGURES_STAY):
        replace(figure, id=figure.pk, review_id=other.pk)
