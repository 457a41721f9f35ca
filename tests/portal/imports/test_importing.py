"""What an import does with each person, and that a second time it does nothing."""

from datetime import UTC, date, datetime

import pytest

from portal import clock
from portal.models import Employee, EmployeeImport, ImportState, Notice, Post, Service, TrailEvent
from portal.services.employee_imports import ask_to_apply, run_imports, upload_import
from tests.builders import holder_of
from tests.factories import EmployeeFactory, ServiceFactory
from tests.portal.imports.files import a_file, import_file

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(datetime(2026, 11, 4, 10, 42, tzinfo=UTC)):
        yield


def events() -> list[tuple[str, str]]:
    done = TrailEvent.objects.exclude(event__startswith="import.")
    return list(done.order_by("pk").values_list("event", "summary"))


# Joiners


def test_joiners_get_their_managers_in_whatever_order(tmp_path):
    out, _, went_well = import_file(
        tmp_path / "hr.csv",
        a_file(
            "3,cora@council.example,Cora Dunn,Assistant,Libraries,2,",
            "2,Ben@Council.example,Ben Cole,Manager,Libraries,1,",
            "1,ada@council.example,Ada Lee,Director,,,",
            ",wim@agency.example,Wim Worker,,Libraries,2,31/12/2026",
        ),
    )
    assert went_well
    assert "4 joining, 0 changed, 0 leaving, 0 returning, 0 unchanged." in out
    assert "New services: Libraries." in out
    rows = Employee.objects.order_by("name").values_list(
        "name", "email", "line_manager__name", "service__name", "employee_number", "left_on"
    )
    assert list(rows) == [
        ("Ada Lee", "ada@council.example", None, None, "1", None),
        ("Ben Cole", "ben@council.example", "Ada Lee", "Libraries", "2", None),
        ("Cora Dunn", "cora@council.example", "Ben Cole", "Libraries", "3", None),
        ("Wim Worker", "wim@agency.example", "Ben Cole", "Libraries", None, date(2026, 12, 31)),
    ]
    assert not any(e.has_usable_password() for e in Employee.objects.all())
    added = TrailEvent.objects.get(summary="Added Cora Dunn")
    assert added.changes["line_manager"] == [None, "Ben Cole"]
    assert added.actor_name == "The portal"


def test_a_second_time_nothing_changes_and_it_is_said(tmp_path):
    data = a_file(
        "2,ben@council.example,Ben Cole,Manager,libraries,1,",
        "1,ada@council.example,Ada Lee,Director,Libraries,,1/1/2027",
        ",wim@agency.example,Wim Worker,,,1,",
    )
    import_file(tmp_path / "hr.csv", data)
    people, done = list(Employee.objects.values()), events()
    out, _, _ = import_file(tmp_path / "hr.csv", data)
    assert "3 unchanged." in out
    assert "Nothing to change: all is as in the file." in out
    assert (list(Employee.objects.values()), events()) == (people, done)
    assert Service.objects.count() == 1


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ";"), ("utf-8-sig", "\t"), ("cp1252", ","), ("utf-16", ";"), ("utf-16", "\t")],
)
def test_files_are_read_as_spreadsheets_save_them(encoding, separator, tmp_path):
    text = a_file('1,zoe@council.example,"Zoë Östrem",Café manager,Café,,').decode()
    data = text.replace(",", separator).replace("\n", "\r\n").encode(encoding)
    import_file(tmp_path / "hr.csv", data)
    zoe = Employee.objects.get()
    assert (zoe.name, zoe.job_title, str(zoe.service)) == ("Zoë Östrem", "Café manager", "Café")


def test_columns_go_by_other_names_and_in_another_order(tmp_path):
    heading = "leaving date,FULL NAME,e mail,Payroll no,manager,Department,Post,Shoe size"
    data = a_file(",Ada Lee,ada@council.example,1,,Libraries,Librarian,42", heading=heading)
    out, _, _ = import_file(tmp_path / "hr.csv", data)
    assert "Line 1: The column “Shoe size” was not read." in out
    assert Employee.objects.get().job_title == "Librarian"


def test_who_left_before_they_were_ever_listed_is_not_added(tmp_path):
    out, _, _ = import_file(
        tmp_path / "hr.csv",
        a_file("1,ada@c.example,Ada Lee,,,,2026-11-04", "2,ben@c.example,Ben Cole,,,1,"),
    )
    assert "Line 2: Ada Lee has left and is not listed: they are not added." in out
    assert list(Employee.objects.values_list("name", "line_manager")) == [("Ben Cole", None)]


# Who is who


def test_a_worker_who_gets_a_number_is_known_by_their_address_once(tmp_path):
    worker = EmployeeFactory(email="wim@agency.example", employee_number=None, service=None)
    import_file(tmp_path / "hr.csv", a_file("7,wim@agency.example,Wim Worker,,,,"))
    worker.refresh_from_db()
    assert worker.employee_number == "7"
    import_file(tmp_path / "hr.csv", a_file("7,wim@council.example,Wim Worker,,,,"))
    worker.refresh_from_db()
    assert worker.email == "wim@council.example"
    assert Employee.objects.count() == 1


def test_a_row_without_a_number_takes_none_away(tmp_path):
    ada = EmployeeFactory(email="ada@council.example", employee_number="1")
    import_file(tmp_path / "hr.csv", a_file(",ada@council.example,Ada Lee,,,,"))
    ada.refresh_from_db()
    assert (ada.name, ada.employee_number) == ("Ada Lee", "1")


def test_whoever_is_not_in_the_file_stays_and_is_counted(tmp_path):
    EmployeeFactory.create_batch(3)
    EmployeeFactory(left_on=date(2026, 1, 1))
    out, _, _ = import_file(tmp_path / "hr.csv", a_file("1,ada@council.example,Ada,,,,"))
    assert "3 listed and not in the file: left as they are." in out
    assert Employee.objects.leaving().count() == 1


# Changes and moves


def test_changes_are_recorded_field_by_field(tmp_path):
    former = EmployeeFactory(name="Former", employee_number="8")
    EmployeeFactory(name="Newman", employee_number="9")
    EmployeeFactory(
        name="Ada Lee",
        email="ada@council.example",
        employee_number="1",
        job_title="Assistant",
        line_manager=former,
        service=ServiceFactory(name="Libraries"),
    )
    row = "1,ada.lee@council.example,Ada Leigh,Librarian,Museums,9,"
    import_file(tmp_path / "hr.csv", a_file(row))
    assert TrailEvent.objects.get(event="employee.changed").changes == {
        "name": ["Ada Lee", "Ada Leigh"],
        "email": ["ada@council.example", "ada.lee@council.example"],
        "job_title": ["Assistant", "Librarian"],
        "service": ["Libraries", "Museums"],
        "line_manager": ["Former", "Newman"],
    }
    ada = Employee.objects.get(employee_number="1")
    assert (ada.email, ada.line_manager.name, ada.service.name) == (
        "ada.lee@council.example",
        "Newman",
        "Museums",
    )


def test_who_holds_a_post_is_told_of_a_new_address_at_both(tmp_path):
    held = EmployeeFactory(employee_number="1", email="ada@council.example")
    holder_of(Post.AUDITOR, employee=held)
    EmployeeFactory(employee_number="2", email="ben@council.example")
    rows = ["1,ada.lee@council.example,Ada Lee,,,,", "2,ben.cole@council.example,Ben Cole,,,,"]
    import_file(tmp_path / "hr.csv", a_file(*rows))
    notice = Notice.objects.get(key__startswith="address_changed|")
    assert (notice.recipient, notice.also_to) == (held, "ada@council.example")


def test_two_who_change_places_go_round_in_no_circle(tmp_path):
    chief = EmployeeFactory(name="Chief", employee_number="1", email="c@c.example", service=None)
    deputy = EmployeeFactory(
        name="Deputy", employee_number="2", email="d@c.example", service=None, line_manager=chief
    )
    rows = ["1,c@c.example,Chief,,,2,", "2,d@c.example,Deputy,,,,"]
    _, said, went_well = import_file(tmp_path / "hr.csv", a_file(*rows))
    assert went_well, said
    chief.refresh_from_db()
    assert chief.line_manager == deputy


def test_a_manager_who_has_left_is_kept_and_said(tmp_path):
    EmployeeFactory(name="Mona", employee_number="9", left_on=TODAY)
    out, _, _ = import_file(tmp_path / "hr.csv", a_file("1,a@c.example,Ada Lee,,,9,"))
    assert "Line 2: The manager of Ada Lee has left: their duties go to the next manager up." in out
    assert Employee.objects.get(name="Ada Lee").line_manager.name == "Mona"


# Leavers and returns


def test_a_leaver_of_an_import_leaves_as_one_by_hand_does(tmp_path):
    ada = EmployeeFactory(name="Ada Lee", email="ada@c.example", employee_number="1", service=None)
    import_file(tmp_path / "hr.csv", a_file("1,ada@c.example,Ada Lee,,,,2026-11-04"))
    ada.refresh_from_db()
    assert (ada.left_on, ada.is_active, bool(ada.leaving_handled_at)) == (TODAY, False, True)
    assert events() == [
        ("employee.leaving", "Recorded that Ada Lee leaves"),
        ("employee.left", "Ada Lee left the council: what they held was handed on"),
    ]


def test_who_is_not_leaving_any_more_stays(tmp_path):
    EmployeeFactory(
        name="Ada Lee",
        email="ada@c.example",
        employee_number="1",
        service=None,
        left_on=date(2026, 12, 1),
    )
    out, _, _ = import_file(tmp_path / "hr.csv", a_file("1,ada@c.example,Ada Lee,,,,"))
    assert "1 returning" in out
    assert events() == [("employee.stays", "Ada Lee stays with the council")]
    assert Employee.objects.get().left_on is None


@pytest.mark.parametrize("handled", [True, False])
def test_whoever_left_and_is_back_returns_to_nothing(handled, tmp_path):
    manager = EmployeeFactory(name="Mona", employee_number="9", email="m@c.example", service=None)
    ada = EmployeeFactory(
        name="Ada Lee",
        email="ada@c.example",
        employee_number="1",
        service=None,
        line_manager=manager,
        left_on=date(2026, 10, 1),
        leaving_handled_at=clock.now() if handled else None,
    )
    session = ada.get_session_auth_hash()
    row = "1,ada@c.example,Ada Lee,,,9,"
    import_file(tmp_path / "hr.csv", a_file(row))
    ada.refresh_from_db()
    assert (ada.left_on, ada.leaving_handled_at, ada.is_active) == (None, None, True)
    assert events()[-1] == ("employee.returned", "Ada Lee returned to the council")
    if not handled:
        assert ada.get_session_auth_hash() != session
    notice = Notice.objects.get(key__startswith="returned|")
    assert (notice.recipient, notice.subject) == (manager, "Ada Lee has returned to the council")


def test_who_returns_for_a_time_is_to_leave_again(tmp_path):
    EmployeeFactory(
        name="Ada Lee",
        email="ada@c.example",
        employee_number="1",
        service=None,
        left_on=date(2026, 10, 1),
        leaving_handled_at=clock.now(),
    )
    import_file(tmp_path / "hr.csv", a_file("1,ada@c.example,Ada Lee,,,,2027-03-31"))
    assert Employee.objects.get().left_on == date(2027, 3, 31)
    assert [event for event, _ in events()] == ["employee.returned", "employee.leaving"]


def test_the_day_on_which_someone_left_is_put_right(tmp_path):
    EmployeeFactory(
        name="Ada Lee",
        email="ada@c.example",
        employee_number="1",
        service=None,
        left_on=date(2026, 10, 1),
        leaving_handled_at=clock.now(),
    )
    import_file(tmp_path / "hr.csv", a_file("1,ada@c.example,Ada Lee,,,,2026-09-30"))
    assert Employee.objects.get().left_on == date(2026, 9, 30)
    assert TrailEvent.objects.get(event="employee.changed").changes == {
        "left_on": ["2026-10-01", "2026-09-30"]
    }


# The life of an import


def an_upload(data: bytes = a_file("1,ada@council.example,Ada Lee,,,,")) -> EmployeeImport:
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    return upload_import(name="hr.csv", data=data, by=administrator)


def test_the_worker_checks_then_waits_for_a_person_and_applies():
    uploaded = an_upload()
    assert run_imports() == 1
    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.counts["joiner"]) == (ImportState.CHECKED, 1)
    assert (uploaded.rows, uploaded.rows_checked) == (1, 1)
    assert run_imports() == 0
    assert not Employee.objects.filter(name="Ada Lee").exists()

    ask_to_apply(uploaded, by=uploaded.uploaded_by, seen=uploaded.fingerprint)
    assert run_imports() == 1

    uploaded.refresh_from_db()
    assert uploaded.state == ImportState.APPLIED
    assert bytes(uploaded.file) == b""
    added = TrailEvent.objects.get(event="employee.joined")
    label = Post.POLICY_ADMINISTRATOR.label
    assert (added.actor_name, added.actor_post) == (label, label)


def test_what_changed_meanwhile_is_shown_before_it_is_applied():
    uploaded = an_upload()
    run_imports()
    uploaded.refresh_from_db()
    ask_to_apply(uploaded, by=uploaded.uploaded_by, seen=uploaded.fingerprint)
    EmployeeFactory(name="Ada", email="ada@council.example", employee_number="1")

    run_imports()

    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.is_shown_again) == (ImportState.CHECKED, True)
    assert (uploaded.counts["joiner"], uploaded.counts["change"]) == (0, 1)
    assert Employee.objects.get(employee_number="1").name == "Ada"


def test_an_import_that_always_fails_is_given_up(monkeypatch, caplog):
    uploaded = an_upload()
    monkeypatch.setattr(
        "portal.services.employee_imports.running.make_plan", lambda *args, **kwargs: 1 / 0
    )
    for minutes in range(0, 60, 10):
        with clock.at(datetime(2026, 11, 4, 11, minutes, tzinfo=UTC)):
            run_imports()
    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.attempts) == (ImportState.FAILED, 4)
    assert "given up" in caplog.text
