"""What every page costs: as many queries with 1 row of everything as with 30, and never over 10.

Every page asks for the session and who is signed in; most for the reader's posts, and for the
header's count of notices.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import (
    Access,
    Account,
    BusinessCase,
    Condition,
    LeadMove,
    Message,
    Metric,
    Review,
    Role,
    State,
)
from cases.services.accounts import controls_of
from policy.models import Invitation, MediaContact, PlatformCategory
from policy.services.acknowledging import ask_everyone
from policy.services.awareness import preview_file
from portal import clock
from portal.directory_settings import DirectorySettings
from portal.models import (
    DirectoryLink,
    Employee,
    EmployeeImport,
    ImportLine,
    Notice,
    Post,
    TrailEvent,
)
from tests import rows as written
from tests.builders import NOW, a_case_in, a_draft, the_holder
from tests.cases.accounts import an_approved_account
from tests.clients import signed_in
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BookingFactory,
    EmployeeFactory,
    MediaContactFactory,
    SessionFactory,
)
from tests.matrix.scenes import SCENES, asked
from tests.policy.versions import a_draft as a_policy_draft
from tests.policy.versions import ask_body, in_consultation, in_force_now, scheduled

QUERIES = {
    "home": 7,
    "notifications": 5,
    "appointments": 8,
    "appointment_new": 4,
    "appointment_end": 5,
    "appointment_cancel": 6,
    "appointment_extend": 5,
    "appointment_hand_over": 5,
    "people": 7,
    "people_suggest": 2,
    "person": 9,
    "your_account": 5,
    "sessions": 5,
    "person_second_factor": 5,
    "person_leaving": 5,
    "person_directory": 6,
    "person_edit": 6,
    "person_new": 5,
    "person_return": 5,
    "employee_import_new": 5,
    "employee_import": 6,
    "employee_import_progress": 4,
    "employee_import_faults": 8,
    "policy:policy": 9,
    "policy:personal_use": 6,
    "policy:clause_text": 6,
    "policy:version_text": 7,
    "policy:version_clause_text": 6,
    "policy:compare": 9,
    "policy:categories": 5,
    "policy:category": 5,
    "policy:versions": 5,
    "policy:version": 10,
    "policy:version_title": 5,
    "policy:version_delete": 5,
    "policy:clause_new": 6,
    "policy:clause": 7,
    "policy:clause_remove": 6,
    "policy:consult": 6,
    "policy:consultation": 7,
    "policy:answer": 6,
    "policy:redraft": 5,
    "policy:publish": 7,
    "policy:move_day": 6,
    "policy:call_off": 5,
    "policy:coverage": 8,
    "policy:coverage_export": 9,
    "awareness:list": 8,
    "awareness:past": 5,
    "awareness:detail": 8,
    "awareness:register": 7,
    "awareness:calendar": 5,
    "awareness:register_export": 9,
    "awareness:import_check": 7,
    "awareness:record": 5,
    "awareness:record_of": 6,
    "awareness:certificate": 5,
    "needs:list": 10,
    "awareness:edit": 5,
    "awareness:cancel": 5,
    "media_contacts:list": 5,
    "media_contacts:export": 9,
    "media_contacts:new": 6,
    "media_contacts:detail": 7,
    "media_contacts:advise": 6,
    "media_contacts:add": 5,
    "media_contacts:close": 5,
    "cases:list": 6,
    "cases:export": 8,
    "cases:tasks": 8,
    "cases:question": 8,
    "cases:check": 8,
    "cases:share": 7,
    "cases:sent": 9,
    "cases:detail": 10,
    "cases:thread": 10,
    "cases:history": 10,
    "cases:compare": 8,
    "cases:print": 10,
    "cases:advise": 8,
    "cases:present": 9,
    "cases:decide": 10,
    "cases:withdraw": 7,
    "cases:take_back": 7,
    "cases:ask_again": 7,
    "cases:copy": 7,
    "cases:give": 7,
    "accounts:list": 6,
    "accounts:detail": 10,
    "accounts:history": 8,
    "accounts:launch": 9,
    "accounts:control": 8,
    "accounts:condition": 8,
    "accounts:lead_moved": 8,
    "accounts:add_person": 7,
    "accounts:remove_person": 8,
    "accounts:review": 8,
    "accounts:review_check": 8,
    "accounts:review_return": 9,
    "accounts:review_excuse": 8,
    "access:queue": 5,
    "dashboards:team": 9,
    "dashboards:communications": 9,
    "dashboards:it": 10,
}

# Pages about no row at all.
WITHOUT_ROWS = {
    "outbox",
    *("mfa_authenticate", "second_factor", "second_factor_off", "stay_signed_in"),
    *("recovery_codes", "recovery_codes_file", "new_recovery_codes"),
    *("help", "accessibility", "privacy", "health", "ready", "notification_preferences"),
    *("account_login", "account_logout", "account_reauthenticate", "account_change_password"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("demonstration_clock", "demonstration_mail"),
    *(
        "awareness:new",
        "policy:category_new",
        "policy:version_new",
        "policy:version_import",
        "awareness:import",
        "cases:new",
        "cases:school_blog",
        "cases:school_blog_kept",
    ),
    # Leads on to the page of the decision.
    "cases:decide_check",
    # Lead on to the council's directory, or to the page that was wanted.
    *("directory_sign_in", "directory_confirm", "directory_answer"),
}

# Reviews that are due in May are open.
APRIL = NOW + timedelta(days=167)
LONG_AFTER = date(2029, 1, 1)
DAY = timedelta(days=1)
ACTING = {"acting": True, "ends_on": LONG_AFTER}

A_DIRECTORY = DirectorySettings("https://directory.example", "the-portal", "a secret")

Pages = dict[str, tuple[Employee, list]]


def pages_with(rows: int) -> Pages:
    """Each page's reader, and what its address names, with so many rows of all that can be many."""
    busy = someone_busy(rows)
    return {
        **portal_pages(busy, rows),
        **session_pages(busy, rows),
        **media_pages(busy, rows),
        **version_pages(busy, rows),
        **case_pages(busy, rows),
        **account_pages(busy, rows),
    }


def someone_busy(rows: int) -> Employee:
    """Someone with every post, a team, work of their own, and a notice of each."""
    busy = EmployeeFactory(name="Busy")
    for post in Post:
        the_holder(post)
        AppointmentFactory(employee=busy, post=post, **ACTING)
    EmployeeFactory.create_batch(rows, line_manager=busy, left_on=None)
    for number in range(rows):
        a_draft(by=busy)
        written.a_case(State.ADVICE_REQUESTED)
        written.a_case(State.AWAITING_DECISION)
        written.an_access(written.an_account(), EmployeeFactory(), state="ready")
        Notice.objects.create(
            key=f"notice {number}", recipient=busy, subject="Told", path="/", created_at=NOW
        )
    BusinessCase.objects.exclude(state=State.DRAFT).update(due_on=APRIL.date())
    Account.objects.update(lead=busy)
    for lead in [written.a_review("sent").account.lead for _ in range(rows)]:
        Employee.objects.filter(pk=lead.pk).update(line_manager=busy)
    return busy


def portal_pages(busy: Employee, rows: int) -> Pages:
    for _ in range(rows):
        appointed = {"post": Post.ACCESS_OPERATOR, "appointed_by": busy}
        AppointmentFactory(**appointed)
        AppointmentFactory(**appointed, starts_on=LONG_AFTER)
        AppointmentFactory(**appointed, ends_on=date(2026, 1, 1))
    coming = AppointmentFactory(starts_on=LONG_AFTER)
    DirectoryLink.objects.create(
        employee=busy, issuer=A_DIRECTORY.issuer, subject="busy", linked_at=NOW
    )
    for _ in range(rows):
        signed_in(busy)
    everyones = (
        "your_account",
        "sessions",
        "home",
        "notifications",
        "appointments",
        "appointment_new",
        "people",
    )
    more = ("people_suggest", "policy:policy", "policy:personal_use")
    return {
        **{name: (busy, []) for name in (*everyones, *more)},
        "person_leaving": (busy, [busy.pk]),
        "person_new": (busy, []),
        "person_edit": (busy, [busy.pk]),
        **import_pages(busy, rows),
        "person_second_factor": (busy, [coming.employee_id]),
        "person_directory": (busy, [busy.pk]),
        "appointment_end": (busy, [coming.pk]),
        "appointment_cancel": (busy, [coming.pk]),
        "appointment_extend": (busy, [coming.pk]),
        "appointment_hand_over": (busy, [coming.pk]),
    }


def import_pages(busy: Employee, rows: int) -> Pages:
    """An import with lines of a kind, and a leaver of whom a good deal is to be handed on."""
    leaver = EmployeeFactory(name="A leaver", left_on=NOW.date())
    for _ in range(rows):
        account = written.an_account()
        Account.objects.filter(pk=account.pk).update(lead=leaver)
        EmployeeFactory(left_on=NOW.date())
        SessionFactory(organiser=leaver, starts_at=APRIL + DAY)
    found = EmployeeImport.objects.create(
        name="hr.csv", uploaded_at=NOW, state_since=NOW, state="refused", counts={"fault": rows}
    )
    ImportLine.objects.bulk_create(
        ImportLine(employee_import=found, kind="fault", line=n, text="No") for n in range(rows)
    )
    pages = ("employee_import", "employee_import_progress", "employee_import_faults")
    return {
        "employee_import_new": (busy, []),
        "person": (busy, [leaver.pk]),
        "person_return": (busy, [leaver.pk]),
        **{name: (busy, [found.pk]) for name in pages},
    }


def session_pages(busy: Employee, rows: int) -> Pages:
    started = SessionFactory(starts_at=APRIL - DAY, organiser=busy, places=60)
    coming = SessionFactory(starts_at=APRIL + DAY, organiser=busy, places=60)
    for number in range(rows):
        BookingFactory(session=started)
        AttendanceFactory(session=started)
        BookingFactory(session=coming)
        BookingFactory(session=coming, waiting=True)
        BookingFactory(session=started, waiting=True)
        BookingFactory(session=SessionFactory(starts_at=APRIL + number * DAY), person=busy)
        past = SessionFactory(starts_at=APRIL - (number + 1) * DAY, organiser=busy)
        BookingFactory(session=past)
        AttendanceFactory(person=busy)
        Invitation.objects.create(
            session=coming, person=an_applicant(), invited_by=busy, invited_at=NOW
        )
    numbered = EmployeeFactory.create_batch(rows)
    for person in numbered:
        Employee.objects.filter(pk=person.pk).update(employee_number=f"D{person.pk}")
    lines = [f"D{person.pk},1/10/2026" for person in numbered]
    file, _ = preview_file("\n".join(["Number,Date", *lines]).encode(), by=busy)
    return {
        "awareness:calendar": (busy, [coming.pk]),
        "awareness:register_export": (busy, [started.pk]),
        "awareness:import_check": (busy, [file.pk]),
        "awareness:record": (busy, []),
        "awareness:record_of": (busy, [busy.pk]),
        "awareness:certificate": (busy, [busy.attendances.first().pk]),
        "needs:list": (busy, []),
        "awareness:list": (busy, []),
        "awareness:past": (busy, []),
        "awareness:detail": (busy, [started.pk]),
        "awareness:register": (busy, [started.pk]),
        "awareness:edit": (busy, [coming.pk]),
        "awareness:cancel": (busy, [coming.pk]),
    }


def media_pages(busy: Employee, rows: int) -> Pages:
    for _ in range(rows):
        MediaContactFactory()
        MediaContactFactory(reporter=busy)
    long, advised = MediaContactFactory(), MediaContactFactory()
    note = {"kind": "advice", "text": "Words", "by_post": "Communications adviser", "at": NOW}
    for contact in (long, advised):
        for _ in range(rows):
            contact.notes.create(by=EmployeeFactory(), **note)
    MediaContact.objects.filter(pk=advised.pk).update(state="advised")
    return {
        **{f"media_contacts:{name}": (busy, []) for name in ("list", "export", "new")},
        "media_contacts:detail": (busy, [long.pk]),
        "media_contacts:advise": (busy, [long.pk]),
        "media_contacts:add": (long.reporter, [long.pk]),
        "media_contacts:close": (busy, [advised.pk]),
    }


def version_pages(busy: Employee, rows: int) -> Pages:
    """Versions in every state, with many trade unions, clauses and people."""
    draft, consulted = a_policy_draft(), in_consultation()
    for number in range(rows):
        a_policy_draft(f"Draft {number}")
        ask_body(consulted, f"Union {number}", answer_by=NOW.date())
        happen(consulted.subject)
    coming = scheduled(APRIL.date() + DAY)
    ask_everyone(today=NOW.date())
    clause = draft.clauses.last()
    asked = consulted.consultations.first()
    about = {
        "versions": [],
        **{key: [draft.pk] for key in ("version_title", "version_delete", "clause_new")},
        **{key: [draft.pk, clause.pk] for key in ("clause", "clause_remove")},
        **{key: [consulted.pk] for key in ("version", "consult", "redraft", "publish")},
        **{key: [consulted.pk, asked.pk] for key in ("consultation", "answer")},
        **{key: [coming.pk] for key in ("move_day", "call_off")},
        "version_text": [in_force_now().pk],
        "version_clause_text": [in_force_now().pk, "4.1"],
        "clause_text": ["4.1"],
        "compare": [],
        "categories": [],
        "category": [PlatformCategory.objects.first().pk],
        **{key: [in_force_now().pk] for key in ("coverage", "coverage_export")},
    }
    return {f"policy:{name}": (busy, parts) for name, parts in about.items()}


def an_applicant() -> Employee:
    """Someone who needs a session for a case, and for an account."""
    case = written.a_case(State.ADVICE_REQUESTED)
    BusinessCase.objects.filter(pk=case.pk).update(due_on=APRIL.date())
    applicant = case.applicant
    written.an_access(written.an_account(), applicant, state="needs_session")
    return applicant


def case_pages(busy: Employee, rows: int) -> Pages:
    applicant = EmployeeFactory(name="Applicant", line_manager=EmployeeFactory(name="Manager"))

    def a_long_case(state: State, by: Employee = applicant) -> BusinessCase:
        covers = [(EmployeeFactory(), Role.AUTHOR) for _ in range(rows)]
        case = a_case_in(state, by=by, covers=covers)
        lengthen(case, rows)
        return case

    draft, changing, ended = map(
        a_long_case, (State.DRAFT, State.CHANGES_REQUESTED, State.REJECTED)
    )
    to_advise, to_decide = map(a_long_case, (State.ADVICE_REQUESTED, State.AWAITING_DECISION))
    leaver = EmployeeFactory(name="Leaver", line_manager=busy)
    to_give = a_long_case(State.AWAITING_DECISION, by=leaver)
    Employee.objects.filter(pk=leaver.pk).update(left_on=NOW.date())

    mine = {"tasks": changing, "check": changing, "present": changing, "withdraw": changing}
    mine |= {"ask_again": changing, "share": draft, "sent": to_decide, "take_back": to_decide}
    mine |= {"copy": ended}
    theirs = dict.fromkeys(("detail", "thread", "history", "compare", "print", "decide"), to_decide)
    theirs |= {"advise": to_advise, "give": to_give}
    return {
        "cases:list": (busy, []),
        "cases:export": (busy, []),
        "cases:question": (applicant, [changing.reference, "cover"]),
        **{f"cases:{name}": (applicant, [case.reference]) for name, case in mine.items()},
        **{f"cases:{name}": (busy, [case.reference]) for name, case in theirs.items()},
    }


def lengthen(case: BusinessCase, rows: int) -> None:
    """Much was written about the case, and many versions of it kept."""
    for _ in range(rows):
        Message.objects.create(case=case, by=EmployeeFactory(), at=NOW, text="A question")
        happen(case.subject)
        if case.sent_at:
            written.freeze(case, "sent")


def happen(subject: str) -> None:
    TrailEvent.objects.create(at=NOW, event="test", subject=subject, actor=EmployeeFactory())


def account_pages(busy: Employee, rows: int) -> Pages:
    account, reported = a_long_account("open", rows), a_long_account("sent", rows)
    lead = account.lead
    new = an_approved_account(covers=[(EmployeeFactory(), Role.AUTHOR) for _ in range(rows)])
    control = controls_of(new)[0]
    member = account.accesses.filter(role=Access.Role.MEMBER).first()
    return {
        "accounts:list": (busy, []),
        "accounts:detail": (busy, [account.pk]),
        "accounts:history": (busy, [account.pk]),
        "accounts:launch": (new.lead, [new.pk]),
        "accounts:control": (new.lead, [new.pk, control.pk]),
        "accounts:condition": (lead, [account.pk, account.conditions.first().pk]),
        "accounts:lead_moved": (an_asked_manager(account), [account.pk]),
        "accounts:add_person": (lead, [account.pk]),
        "accounts:remove_person": (lead, [account.pk, member.pk]),
        "accounts:review": (lead, [account.pk, 2]),
        "accounts:review_check": (lead, [account.pk, 2]),
        "accounts:review_excuse": (busy, [account.pk, 2]),
        "accounts:review_return": (busy, [reported.pk, 2]),
        "access:queue": (busy, []),
        "dashboards:team": (busy, []),
        "dashboards:communications": (busy, []),
        "dashboards:it": (busy, []),
    }


def an_asked_manager(account: Account) -> Employee:
    """The manager of an account's lead, who moved to another service."""
    manager = EmployeeFactory(name="Manager")
    Employee.objects.filter(pk=account.lead_id).update(line_manager=manager)
    LeadMove.objects.create(account=account, lead=account.lead, moved_at=NOW)
    return manager


def a_long_account(state: str, rows: int) -> Account:
    """A live account with many people, conditions, events and reviews, its second in a state."""
    second = written.a_review(state, number=2)
    account = second.account
    for number in (1, *range(3, rows + 3)):
        Review.objects.create(
            account=account,
            number=number,
            period_from=NOW.date(),
            due_on=NOW.date() + number * 182 * DAY,
        )
    for review in account.reviews.filter(number__in=(1, 2)):
        for metric in Metric:
            written.a_figure(review, metric)
    for _ in range(rows):
        written.an_access(account, EmployeeFactory())
        Condition.objects.create(
            account=account, text="A page", due_on=LONG_AFTER, set_by=account.lead, set_at=NOW
        )
        happen(account.subject)
    return account


def queries_of(name: str, reader: Employee, about: list) -> int:
    client = signed_in(reader)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse(name, args=about))
    assert answer.status_code == 200, f"{name} is answered {answer.status_code}"
    return len(queries)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.once)])
def test_every_page_costs_the_same_however_much_there_is(rows, settings):
    settings.DIRECTORY = A_DIRECTORY
    with clock.at(NOW):
        pages = pages_with(rows)
    with clock.at(APRIL):
        assert {name: queries_of(name, *page) for name, page in pages.items()} == QUERIES


def test_no_page_costs_more_than_10():
    assert max(QUERIES.values()) <= 10


def test_every_page_is_counted():
    ways = asked(*SCENES)
    assert {name for way, name in ways if way == "get"} == QUERIES.keys() | WITHOUT_ROWS
