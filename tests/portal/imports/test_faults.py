"""Each kind of fault in HR's file: named by its line, all of them, and nothing changed."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal import clock
from portal.models import Employee, EmployeeImport, ImportState, Service, TrailEvent
from tests.factories import EmployeeFactory, ServiceFactory
from tests.portal.imports.files import HEADING, a_file, import_file

pytestmark = pytest.mark.django_db

ADA = "1,ada@council.example,Ada Lee,Librarian,Libraries,,"
TOO_LONG = "x" * 400


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(datetime(2026, 11, 4, 10, 42, tzinfo=UTC)):
        yield


@pytest.fixture
def listed():
    """Those whom the directory has: a manager, who reports to someone, and a demonstration's."""
    head = EmployeeFactory(name="Hana Head", employee_number="900", email="hana@council.example")
    EmployeeFactory(
        name="Mona Manager",
        employee_number="901",
        email="mona@council.example",
        line_manager=head,
        service=ServiceFactory(name="Libraries"),
    )
    EmployeeFactory(
        name="Demi Demo", employee_number="902", email="demi@x.example", is_demonstration=True
    )


FAULTS = {
    "empty": (b"", ["The file is empty."]),
    "blank": (b"\n\n  \n", ["The file is empty."]),
    "heading alone": (a_file(), ["The file has a heading and no rows under it."]),
    "missing columns": (
        a_file("1,ada@council.example", heading="Employee number,E-mail"),
        [
            "Line 1: There is no column “Name”.",
            "Line 1: There is no column “Job title”.",
            "Line 1: There is no column “Service”.",
            "Line 1: There is no column “Manager's employee number”.",
            "Line 1: There is no column “Left on”.",
        ],
    ),
    "column twice": (
        a_file(f"{ADA},Ada", heading=f"{HEADING},Full name"),
        ["Line 1: There are 2 columns for “Name”."],
    ),
    "a spreadsheet": (
        b"PK\x03\x04rest",
        [
            "This is an Excel or OpenDocument spreadsheet, not a CSV file. "
            "Save it as CSV (UTF-8) and use that file."
        ],
    ),
    "UTF-16 unmarked": (
        a_file(ADA).decode().encode("utf-16-le"),
        [
            "The file looks like UTF-16 without a byte order mark. "
            "Save it as CSV (UTF-8) and use that file."
        ],
    ),
    "UTF-16 cut off": (
        a_file(ADA).decode().encode("utf-16")[:-1],
        [
            "The file is UTF-16 and cannot be read to its end. "
            "Save it as CSV (UTF-8) and use that file."
        ],
    ),
    "bytes of no encoding": (
        a_file(ADA, "2,zoe@council.example,Zo\x00,,,,").replace(b"Zo\x00", b"Zo\x81"),
        ["Line 3: This line holds bytes that are neither UTF-8 nor Windows-1252."],
    ),
    "two encodings": (
        a_file("1,a@c.example,Chloé,,,,").replace(b"\n1", b"\n2,z@c.example,Zo\xeb,,,,\n1"),
        ["Line 2: This line holds bytes that are not UTF-8, as other lines of the file are."],
    ),
    "unclosed quotation mark": (
        a_file('1,ada@council.example,"Ada Lee,,,,', "2,ben@council.example,Ben Cole,,,,9"),
        [
            "Line 2: A quotation mark is opened and not closed, or a cell goes on in the next "
            "line.",
            "Line 3: “9” is not a date: write it like 2026-11-04 or 4/11/2026.",
        ],
    ),
    "stray quotation mark": (
        a_file('1,ada@council.example,"Ada" Lee,,,,'),
        [
            "Line 2: A quotation mark stands in the middle of a cell: write it twice, in a quoted "
            "cell."
        ],
    ),
    "wrong number of cells": (
        a_file("1,ada@council.example,Lee, Ada,Librarian,Libraries,,", "2,ben@council.example"),
        [
            "Line 2: There are 8 cells, and the heading has 7.",
            "Line 3: There are 2 cells, and the heading has 7.",
        ],
    ),
    "NUL": (
        a_file("1,ada@council.example,Ada\0Lee,,,,"),
        ["Line 2: A cell holds a character that is none, such as NUL, a tab or a line break."],
    ),
    "formula": (
        a_file("1,ada@council.example,=cmd(),,,,"),
        ["Line 2: A cell begins with “=”, as a spreadsheet's formula does."],
    ),
    "no e-mail": (a_file("1,,Ada Lee,,,,"), ["Line 2: There is no e-mail address."]),
    "malformed e-mail": (
        a_file("1,ada.council.example,Ada Lee,,,,"),
        ["Line 2: “ada.council.example” is not an e-mail address."],
    ),
    "e-mail twice": (
        a_file(ADA, "2,ben@council.example,Ben,,,,", "3,ADA@council.example,Ada Lee,,,,"),
        ["Line 4: The e-mail address ada@council.example is in line 2 already."],
    ),
    "e-mail of another": (
        a_file("1,mona@council.example,Ada Lee,,,,"),
        [
            "Line 2: The e-mail address mona@council.example is that of Mona Manager, employee "
            "number 901."
        ],
    ),
    "number twice": (
        a_file(ADA, "1,ben@council.example,Ben Cole,,,,"),
        ["Line 3: The employee number 1 is in line 2 already."],
    ),
    "one person in two lines": (
        a_file("901,mona.new@council.example,Mona,,,,", ",mona@council.example,Mona,,,,"),
        ["Line 3: This is Mona Manager again, who is in line 2 already."],
    ),
    "number too long": (
        a_file(f"{'1' * 31},ada@council.example,Ada Lee,,,,"),
        ["Line 2: The employee number is 31 characters long: 30 is the most."],
    ),
    "no name": (a_file("1,ada@council.example,,,,,"), ["Line 2: There is no name."]),
    "everything too long": (
        a_file(f"1,ada@council.example,{TOO_LONG},{TOO_LONG},{TOO_LONG},,"),
        [
            "Line 2: The job title is 400 characters long: 150 is the most.",
            "Line 2: The name is 400 characters long: 150 is the most.",
            "Line 2: The service is 400 characters long: 100 is the most.",
        ],
    ),
    "unknown manager": (
        a_file("1,ada@council.example,Ada Lee,,,77,"),
        ["Line 2: Nobody has the employee number 77, given as the manager's."],
    ),
    "own manager": (
        a_file("1,ada@council.example,Ada Lee,,,1,"),
        ["Line 2: The manager's employee number is their own."],
    ),
    "circle in the file": (
        a_file(
            "1,ada@council.example,Ada,,,2,",
            "2,ben@council.example,Ben,,,3,",
            "3,cora@council.example,Cora,,,1,",
            "4,dan@council.example,Dan,,,1,",
        ),
        ["Line 2: Managers go round in a circle: Ada → Ben → Cora → Ada."],
    ),
    "circle through the directory": (
        a_file("900,hana@council.example,Hana Head,,,901,"),
        ["Line 2: Managers go round in a circle: Hana Head → Mona Manager → Hana Head."],
    ),
    "unreadable date": (
        a_file("1,ada@council.example,Ada Lee,,,,31/02/2026", "2,b@c.example,Ben,,,,11/4/26"),
        [
            "Line 2: “31/02/2026” is not a date: write it like 2026-11-04 or 4/11/2026.",
            "Line 3: “11/4/26” is not a date: write it like 2026-11-04 or 4/11/2026.",
        ],
    ),
    "impossible year": (
        a_file("1,ada@council.example,Ada Lee,,,,1026-11-04"),
        ["Line 2: Nobody leaves on 1026-11-04: check the year."],
    ),
    "the demonstration's": (
        a_file("902,demi@council.example,Demi Demo,,,,"),
        ["Line 2: Demi Demo belongs to the demonstration: their e-mail address stays."],
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_kind_of_fault_is_named_and_nothing_is_changed(kind, listed, tmp_path):
    data, sentences = FAULTS[kind]
    people, services = list(Employee.objects.order_by("pk").values()), Service.objects.count()

    _, said, went_well = import_file(tmp_path / "hr.csv", data)

    *faults, last = said.splitlines()
    assert faults == sentences
    count = len(sentences)
    assert last == f"Nothing was imported: {count} fault{'' if count == 1 else 's'}."
    assert not went_well
    assert list(Employee.objects.order_by("pk").values()) == people
    assert Service.objects.count() == services
    assert EmployeeImport.objects.get().state == ImportState.REFUSED
    assert list(TrailEvent.objects.values_list("event", flat=True)) == ["import.uploaded"]


def test_there_are_more_than_twenty_kinds():
    assert len(FAULTS) > 20


def test_all_kinds_in_one_file_are_all_named(listed, tmp_path):
    rows = [
        "1,ada@council.example,Ada Lee,,,77,",
        "2,,Ben Cole,,,,",
        "3,cora,Cora,,,3,x",
        '4,dan@council.example,"Dan,,,,',
        "5,eve@council.example",
        "1,ada@council.example,,,,,",
    ]

    _, said, _ = import_file(tmp_path / "hr.csv", a_file(*rows))

    lines = [line.split(":")[0] for line in said.splitlines()]
    assert lines == [
        *("Line 2", "Line 3", "Line 4", "Line 4", "Line 4", "Line 5", "Line 6"),
        *("Line 7", "Line 7", "Line 7", "Nothing was imported"),
    ]


def test_of_many_faults_the_first_200_are_said_and_counted(tmp_path):
    rows = [f"{n},nobody-{n},Person,,,," for n in range(300)]

    _, said, _ = import_file(tmp_path / "hr.csv", a_file(*rows))

    *shown, more, last = said.splitlines()
    assert (len(shown), more, last) == (
        200,
        "… and 100 more.",
        "Nothing was imported: 300 faults.",
    )


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("import_employees", str(tmp_path / "gone.csv"), stdout=StringIO())


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-01",
        "1/12/2026",
        "01.12.2026",
        "1-12-2026",
        "1 December 2026",
        "01-Dec-2026",
        "2026-12-01 00:00:00",
    ],
)
def test_dates_are_read_as_hr_writes_them(written, tmp_path):
    import_file(tmp_path / "hr.csv", a_file(f"1,ada@council.example,Ada Lee,,,,{written}"))
    assert Employee.objects.get().left_on == date(2026, 12, 1)
