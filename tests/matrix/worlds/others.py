"""What is about no case, and about everyone."""

from datetime import timedelta

from cases.models import State
from policy.models import PlatformCategory
from policy.services.awareness import book, preview_file
from portal.models import Appointment, EmployeeImport, Post
from portal.services.employee_imports import run_imports, upload_import
from tests.builders import NOW, a_case_in
from tests.cases.accounts import ADDRESS
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    EmployeeFactory,
    SessionFactory,
)
from tests.matrix.asking import World
from tests.matrix.worlds.cases import a_case
from tests.matrix.worlds.media_contacts import A_MEDIA_CONTACT_TYPED
from tests.matrix.worlds.people import LONG_AFTER, leave, the_people
from tests.matrix.worlds.sessions import a_session_typed
from tests.policy.versions import in_force_now
from tests.second_factors import give_second_factor

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
