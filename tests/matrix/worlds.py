"""The worlds of the tables: people in every relationship to one case, and what stands in it."""

from datetime import date, timedelta

from cases.models import (
    Account,
    AccountState,
    BusinessCase,
    Condition,
    LeadMove,
    Review,
    Role,
    State,
)
from cases.services.accounts import controls_of, give_evidence, launch_account
from cases.services.drafting import save_answers, share_draft
from cases.services.reviews import acknowledge_review, excuse_review, return_review
from policy.models import MediaContact, PlatformCategory
from policy.services.awareness import book, preview_file
from policy.services.media_contacts import move_media_contact
from portal import clock
from portal.models import Appointment, Employee, EmployeeImport, Post
from portal.services.employee_imports import run_imports, upload_import
from tests.builders import NOW, a_case_in, a_complete_draft, brought_to, holder_of
from tests.cases.accounts import (
    ADDRESS,
    a_sent_review,
    access_of,
    attend,
    fill_in,
    sweep,
    switch_on,
    tick_all,
    version,
)
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BookingFactory,
    EmployeeFactory,
    MediaContactFactory,
    SessionFactory,
)
from tests.matrix.asking import World
from tests.policy.versions import a_draft as a_policy_draft
from tests.policy.versions import in_consultation, in_force_now, newly_in_force, scheduled
from tests.second_factors import give_second_factor

YESTERDAY = date(2026, 11, 3)
LONG_AFTER = date(2028, 1, 1)
ACTING = {"post": Post.HEAD_OF_IT, "acting": True, "ends_on": LONG_AFTER}

People = dict[str, Employee | None]


def the_people() -> People:
    """One person in each relationship to a case, and nobody else.

    A  anonymous                        M  manager of the applicant, then of the account's lead
    L  leaver, once an adviser          F  former manager, before the applicant moved
    S  stranger                         H  Head of IT & Customer Services
    Y  system administrator             h  acting Head of IT
    P  applicant, then lead             x  formerly acting Head of IT
    V  cover                            1  acts as Head of IT and operator, for this case alone
    W  member of the workgroup          C  Communications Manager     c  Communications adviser
    n  named as cover, and acting Head  O  access operator            R  policy administrator
       of IT, adviser and operator      U  auditor
    """
    people: People = {column: EmployeeFactory(name=f"Person {column}") for column in "LSYPVWnMFhx1"}
    people["A"] = None
    Employee.objects.filter(pk=people["Y"].pk).update(is_staff=True, is_superuser=True)
    posts = {
        "H": Post.HEAD_OF_IT,
        "C": Post.COMMUNICATIONS_MANAGER,
        "c": Post.COMMUNICATIONS_ADVISER,
        "O": Post.ACCESS_OPERATOR,
        "R": Post.POLICY_ADMINISTRATOR,
        "U": Post.AUDITOR,
    }
    people |= {column: holder_of(post) for column, post in posts.items()}
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=people["L"])
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=people["n"])
    holder_of(Post.ACCESS_OPERATOR, employee=people["n"])
    AppointmentFactory(employee=people["h"], **ACTING)
    AppointmentFactory(employee=people["n"], **ACTING)
    AppointmentFactory(employee=people["x"], **ACTING | {"ends_on": YESTERDAY})
    return people


# A case


def a_case(people: People, state: State, *, moved_after: bool = False) -> BusinessCase:
    """The applicant's case in a state; the applicant moves to a new manager before it is sent, or
    only after it reached its state.
    """
    case = a_complete_draft(
        by=people["P"],
        manager=people["F"],
        covers=[(people["V"], Role.AUTHOR), (people["n"], Role.ADMINISTRATOR)],
    )
    manager = people["F"] if moved_after else people["M"]
    workgroup = {"access_for": "workgroup", "workgroup_name": "Library team", "manager": manager}
    case = save_answers(
        case, by=people["P"], seen_version=case.version, answers=workgroup, members=[people["W"]]
    )
    for post in (Post.HEAD_OF_IT, Post.ACCESS_OPERATOR):
        for_case = {"acting": True, "for_case": case.reference}
        AppointmentFactory(employee=people["1"], post=post, **for_case)
    case = brought_to(state, case)
    Employee.objects.filter(pk=people["P"].pk).update(line_manager=people["M"])
    return case


def case_world(state: State, *, shared: bool = False, without_applicant: bool = False) -> World:
    """A case in a state, shared with all it can be shared with, or its applicant gone."""
    people = the_people()
    case = a_case(people, state, moved_after=state == State.APPROVED)
    if shared:
        everyone = {"manager": True, "covers": True, "communications": True}
        case = share_draft(case, by=people["P"], seen_version=case.version, **everyone)
    seen, words = {"version": case.version}, "Because it is so."
    world = World(
        people,
        about={"cases": [case.reference], "cases:question": [case.reference, "purpose"]},
        typed={
            "cases:question": seen | {"purpose": "News.", "audience": "All."},
            "cases:check": seen | {"declared": "on"},
            "cases:share": seen,
            "cases:advise": seen | {"verdict": "support", "text": words},
            "cases:present": seen,
            "cases:decide": seen | {"outcome": "approve"},
            "cases:decide_check": seen | {"outcome": "approve", "confirm": "1"},
            "cases:withdraw": seen,
            "cases:take_back": seen,
            "cases:ask_again": seen | {"asked": words},
            "cases:copy": seen,
            "cases:give": seen | {"to": people["S"].email},
            "cases:thread": {"text": words},
        },
    )
    leave(people["L"])
    if without_applicant:
        leave(people["P"])
    return world


def leave(employee: Employee) -> None:
    """The day of leaving comes, before any sweep has seen it."""
    Employee.objects.filter(pk=employee.pk).update(left_on=clock.today())


# An account


def account_world(
    state: AccountState = AccountState.LIVE,
    *,
    review: str = "scheduled",
    without_lead: bool = False,
    lead_moved: bool = False,
) -> World:
    """An account whose lead moved to a new manager since the approval.

    Awaiting access: a control and a condition with evidence, a cover ready. Live: its first review
    in a state, a member ready.
    """
    people = the_people()
    with clock.at(NOW):
        account = an_account(people, state)
    if state == AccountState.LIVE:
        bring_review(account, review, people)
    words = "As it should be."
    seen = {"version": version(account)}
    ready = access_of(account, "author" if state == AccountState.AWAITING_ACCESS else "member")
    control, condition = controls_of(account)[0], account.conditions.get()
    review_seen = {"version": getattr(account.reviews.first(), "version", 1)}
    world = World(
        people,
        about={
            "accounts": [account.pk],
            "accounts:control": [account.pk, control.pk],
            "accounts:tick": [account.pk, control.pk],
            "accounts:condition": [account.pk, condition.pk],
            "accounts:condition_met": [account.pk, condition.pk],
            "accounts:remove_person": [account.pk, access_of(account, "member").pk],
            "access:switch": [ready.pk],
            "access:queue": [],
            **{f"accounts:review{page}": [account.pk, 1] for page in REVIEW_PAGES},
        },
        typed={
            "accounts:launch": seen | {"address": ADDRESS},
            "accounts:control": seen | {"evidence": words},
            "accounts:condition": seen | {"evidence": words},
            "accounts:tick": seen,
            "accounts:condition_met": seen,
            "accounts:add_person": seen | {"person": people["S"].email, "role": "author"},
            "accounts:remove_person": seen | {"reason": words},
            "accounts:lead_moved": {"answer": "keep"},
            "access:switch": {"move": "switch_on"},
            "accounts:review": review_seen | {"later": "1"},
            "accounts:review_check": review_seen,
            "accounts:review_acknowledge": review_seen,
            "accounts:review_return": review_seen | {"question": words},
            "accounts:review_excuse": review_seen | {"reason": words},
        },
    )
    leave(people["L"])
    if without_lead:
        leave(people["P"])
    if lead_moved:
        LeadMove.objects.create(account=account, lead=people["P"], moved_at=clock.now())
    return world


REVIEW_PAGES = ["", "_check", "_acknowledge", "_return", "_excuse"]


def an_account(people: People, state: AccountState) -> Account:
    case = a_case(people, State.APPROVED, moved_after=True)
    account = Account.objects.get(case=case)
    if state == AccountState.LIVE:
        attend(people["P"], people["V"])
        switch_on(account)
        tick_all(account)
        launch_account(account, address=ADDRESS, by=people["P"], seen_version=version(account))
        attend(people["W"])
    else:
        control = controls_of(account)[0]
        seen = version(account)
        give_evidence(account, control, evidence="Done.", by=people["P"], seen_version=seen)
        attend(people["V"])
    Condition.objects.create(
        account=account,
        text="A page that says who answers, and when",
        due_on=LONG_AFTER,
        set_by=people["H"],
        set_at=clock.now(),
        evidence="The page is there.",
    )
    return Account.objects.get(pk=account.pk)


def bring_review(account: Account, state: str, people: People) -> None:
    """The account's first review in a state; the clock stands where that can be."""
    if state == "scheduled":
        return
    sweep()
    review = fill_in(account.reviews.get())
    if state in ("sent", "returned", "acknowledged"):
        review = a_sent_review(review)
    if state == "returned":
        how = {"side": "communications", "question": "Why?", "by": people["C"]}
        return_review(review, seen_version=review.version, **how)
    if state == "acknowledged":
        for side, reader in (("manager", "M"), ("communications", "C")):
            review = Review.objects.get(pk=review.pk)
            seen = {"seen_version": review.version}
            acknowledge_review(review, side=side, by=people[reader], **seen)
    if state == "excused":
        excuse_review(review, reason="Flooded.", by=people["C"], seen_version=review.version)


# An awareness session


def session_world(state: str) -> World:
    """A session that is to come, has started or is cancelled.

    Beside the people of a case: G organises it, B has booked it.
    """
    people = the_people()
    people |= {"G": EmployeeFactory(name="Organiser"), "B": EmployeeFactory(name="Booked")}
    day = timedelta(days=1)
    session = SessionFactory(
        organiser=people["G"],
        starts_at=NOW - day if state == "started" else NOW + day,
        cancelled_at=NOW if state == "cancelled" else None,
    )
    BookingFactory(session=session, person=people["B"])
    world = World(
        people,
        about={"awareness": [session.pk]},
        typed={
            "awareness:edit": a_session_typed(people["G"]),
            "awareness:register": {"seen": "0", "walk_in": people["S"].email},
        },
    )
    leave(people["L"])
    return world


def a_session_typed(organiser: Employee) -> dict[str, str]:
    return {
        "day-day": "1",
        "day-month": "12",
        "day-year": "2026",
        "time": "10am",
        "minutes": "60",
        "place": "Meeting room 2",
        "places": "12",
        "organiser": organiser.email,
    }


# A media contact


def media_world(state: str) -> World:
    """A media contact in a state, reported by P, who moved to a new manager since."""
    people = the_people()
    contact = MediaContactFactory(reporter=people["P"], about_work_posts=state != "not about work")
    for move in {"advised": ["advise"], "closed": ["advise", "close"]}.get(state, []):
        contact = MediaContact.objects.get(pk=contact.pk)
        seen = {"seen_version": contact.version}
        move_media_contact(contact, move, by=people["C"], text="Words.", **seen)
    Employee.objects.filter(pk=people["P"].pk).update(line_manager=people["M"])
    version = MediaContact.objects.values_list("version", flat=True).get(pk=contact.pk)
    note = {"text": "Words.", "version": version}
    world = World(
        people,
        about={"media_contacts": [contact.pk]},
        typed={f"media_contacts:{move}": note for move in ("advise", "add", "close")},
    )
    leave(people["L"])
    return world


# A version of the policy


def version_world(state: str) -> World:
    """A version that one trade union was asked about, where it has come that far."""
    people = the_people()
    build = {
        "draft": a_policy_draft,
        "in consultation": in_consultation,
        "scheduled": lambda: scheduled(NOW.date() + timedelta(days=1)),
        "in force": newly_in_force,
    }
    version = build[state]()
    about = {"policy": [version.pk]}
    about |= {f"policy:{name}": [] for name in ("versions", "version_new", "version_import")}
    clause = version.clauses.last()
    about |= {key: [version.pk, clause.pk] for key in ("policy:clause", "policy:clause_remove")}
    about["policy:version_clause_text"] = [version.pk, "6.2-bullet-3"]
    if asked := version.consultations.first():
        about |= {key: [version.pk, asked.pk] for key in ("policy:consultation", "policy:answer")}
    words = {"number": "7.9", "text": "Other words."}
    world = World(
        people,
        about=about,
        typed={
            "policy:version_new": {"title": "Another"},
            "policy:version_import": {
                "title": "Another",
                "text": "1. Riding\n1.1 Ride.",
                **typed_day("agreed_on"),
            },
            "policy:version_title": {"title": "Another"},
            "policy:clause_new": words,
            "policy:clause": words,
            "policy:consult": {"body": "Union B", **typed_day("sent_on"), **typed_day("answer_by")},
            "policy:consultation": {
                "body": "Union A",
                **typed_day("sent_on"),
                **typed_day("answer_by"),
            },
            "policy:answer": {"response": "Yes.", **typed_day("answered_on")},
            "policy:redraft": {"reason": "Because it is so."},
            "policy:publish": typed_day("in_force_from") | {"confirm": "1"},
            "policy:move_day": typed_day("in_force_from"),
        },
    )
    leave(people["L"])
    return world


A_MEDIA_CONTACT_TYPED = {
    "who": "Jo Journalist",
    "outlet": "The Evening Example",
    "way": "phone",
    "day-day": "3",
    "day-month": "11",
    "day-year": "2026",
    "time": "10am",
    "asked": "Why is the pool closed?",
    "about_work_posts": "no",
}


def typed_day(name: str) -> dict[str, str]:
    """Today, as it is typed."""
    return {f"{name}-day": "4", f"{name}-month": "11", f"{name}-year": "2026"}


# What is about no case

IMPORT_PAGES = ["", "_progress", "_faults", "_apply", "_cancel"]


def a_checked_import() -> EmployeeImport:
    """An import that waits for a person to apply it."""
    heading = "Employee number,E-mail,Name,Job title,Service,Manager's employee number,Left on"
    upload_import(name="hr.csv", data=f"{heading}\n1,a@c.example,A,,,,\n".encode(), by=None)
    run_imports()
    return EmployeeImport.objects.get()


def everyone_world() -> World:
    """A draft that nobody else knows of, a notice of its applicant's, appointments of others."""
    people = the_people()
    a_case(people, State.DRAFT)
    session = SessionFactory()
    book(session, by=people["P"])
    with_number = EmployeeFactory(employee_number="D1")
    rows = f"Employee number,Date\n{with_number.employee_number},1/10/2026\n"
    file, _ = preview_file(rows.encode(), by=people["C"])
    past = SessionFactory(starts_at=NOW - timedelta(days=30))
    attendance = AttendanceFactory(session=past, person=people["V"])
    needs_session = a_case_in(State.ADVICE_REQUESTED).applicant
    auditor = Appointment.objects.get(employee=people["U"])
    coming = AppointmentFactory(post=Post.AUDITOR, starts_on=LONG_AFTER)
    acting = AppointmentFactory(post=Post.AUDITOR, acting=True, ends_on=LONG_AFTER)
    on = {"on-day": "30", "on-month": "11", "on-year": "2026"}
    checked = a_checked_import()
    give_second_factor(people["F"])
    world = World(
        people,
        about={
            "policy:clause_text": ["5.1"],
            "policy:category": [PlatformCategory.objects.first().pk],
            "notification": [people["P"].notices.first().pk],
            "appointment_end": [auditor.pk],
            "appointment_cancel": [coming.pk],
            "appointment_extend": [acting.pk],
            "appointment_hand_over": [auditor.pk],
            "person": [people["S"].pk],
            "person_leaving": [people["S"].pk],
            "person_edit": [people["S"].pk],
            "person_return": [people["L"].pk],
            **{f"employee_import{page}": [checked.pk] for page in IMPORT_PAGES},
            "person_second_factor": [people["F"].pk],
            "person_directory": [people["S"].pk],
            "account_reset_password_from_key": ["1", "no-such-key"],
            "awareness:certificate": [attendance.pk],
            "awareness:import_check": [file.pk],
            "awareness:record_of": [people["S"].pk],
        },
        typed={
            "notifications_read": {"until": "0"},
            "policy:category_new": {"name": "Podcast", "in_use": "yes"},
            "policy:category": {"name": "Weblog", "in_use": "no"},
            "notification_preferences": {"mail": "daily"},
            "appointment_new": {
                "employee": people["S"].email,
                "post": Post.AUDITOR,
                "kind": "substantive",
                "starts_on-day": "4",
                "starts_on-month": "11",
                "starts_on-year": "2026",
            },
            "appointment_end": on,
            "appointment_extend": {"until-day": "1", "until-month": "2", "until-year": "2028"},
            "appointment_hand_over": {
                "employee": people["S"].email,
                "starts_on-day": "1",
                "starts_on-month": "12",
                "starts_on-year": "2026",
            },
            "person_leaving": on | {"checked": "1"},
            "person_new": {"name": "New Person", "email": "new@council.example"},
            "person_edit": {"name": "Person S", "email": people["S"].email},
            "employee_import_apply": {"seen": checked.fingerprint},
            "awareness:new": a_session_typed(people["S"]),
            "awareness:import": {"text": rows},
            "needs:list": {"session": session.pk, "people": [needs_session.pk]},
            "media_contacts:new": A_MEDIA_CONTACT_TYPED,
            "policy:acknowledge": {"version": in_force_now().pk},
            "cases:new": {"school_employee": "no"},
            "cases:school_blog": {"address": ADDRESS, "declared": "on"},
            "demonstration_clock": {"forward": "1"},
            "demonstration_sign_in": {"email": people["S"].email},
        },
    )
    leave(people["L"])
    return world
