"""The pages of an import: uploaded, followed, read, applied or cancelled."""

from datetime import UTC, datetime
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal import clock
from portal.forms.fields import File
from portal.models import Employee, EmployeeImport, ImportState, Post, TrailEvent
from portal.services.employee_imports import run_imports, upload_import
from tests.builders import holder_of
from tests.factories import EmployeeFactory
from tests.portal.imports.files import a_file

pytestmark = pytest.mark.django_db

ADA = "1,ada@council.example,Ada Lee,Librarian,Libraries,,"


@pytest.fixture(autouse=True)
def fourth_of_november():
    with clock.at(datetime(2026, 11, 4, 10, 42, tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def administrator(client) -> Employee:
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    client.force_login(administrator)
    return administrator


def upload(client, data: bytes, name: str = "hr.csv"):
    return client.post("/people/import/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def read(client, query: str = "") -> str:
    return unescape(
        client.get(f"/people/import/{EmployeeImport.objects.get().pk}/{query}").content.decode()
    )


def press(client, button: str, **fields):
    path = f"/people/import/{EmployeeImport.objects.get().pk}/{button}/"
    return client.post(path, fields, follow=True)


def test_a_file_is_checked_by_the_worker_and_applied_once_a_person_has_seen_it(client):
    page = upload(client, a_file(ADA)).content.decode()
    assert "Reading the file" in page
    assert "0 of all" not in page
    assert "import-progress.js" in page
    assert not Employee.objects.filter(name="Ada Lee").exists()
    run_imports()
    page = read(client)
    assert "Joiners (1)" in page
    assert "Service: Libraries" in page
    assert "New services" in page
    seen = EmployeeImport.objects.get().fingerprint
    assert "is being applied" in press(client, "apply", seen=seen).content.decode()
    run_imports()
    assert "Applied at 10:42am on 4 November 2026" in read(client)
    assert Employee.objects.filter(name="Ada Lee").exists()


def test_a_file_that_changes_nothing_is_said_to(client):
    upload(client, a_file(ADA))
    run_imports()
    assert "Nothing is changed yet." in read(client)
    press(client, "apply", seen=EmployeeImport.objects.get().fingerprint)
    run_imports()
    upload(client, a_file(ADA))
    run_imports()
    newest = EmployeeImport.objects.latest("pk")
    page = client.get(f"/people/import/{newest.pk}/").content.decode()
    assert "It would change nothing: everyone in it is listed as it says." in page


def test_how_far_it_is_is_told_to_the_script(client):
    upload(client, a_file(ADA))
    path = f"/people/import/{EmployeeImport.objects.get().pk}/progress/"
    assert client.get(path).json() == {"state": "to_check", "rows": 0, "rows_checked": 0}
    run_imports()
    assert client.get(path).json() == {"state": "checked", "rows": 1, "rows_checked": 1}


def test_changes_are_shown_field_by_field(client):
    EmployeeFactory(
        name="Ada", email="ada@council.example", employee_number="1", job_title="Librarian"
    )
    upload(client, a_file(ADA))
    run_imports()
    page = read(client)
    assert "Name: Ada → Ada Lee" in page
    assert "Job title" not in page


def test_faults_are_shown_in_pages_and_taken_out(client):
    upload(client, a_file(*(f"{n},person-{n},Person {n},,,," for n in range(30))))
    run_imports()
    page = read(client)
    assert "the file has 30 faults" in page
    assert "“person-0” is not an e-mail address." in page
    assert "person-29" not in page
    assert "Apply this import" not in page
    path = f"/people/import/{EmployeeImport.objects.get().pk}/faults/"
    text = client.get(path).content.decode()
    assert text.count("is not an e-mail address") == 30
    assert TrailEvent.objects.filter(event="export").exists()


def show(client, number: int) -> str:
    found = EmployeeImport.objects.order_by("pk")[number]
    return unescape(client.get(f"/people/import/{found.pk}/").content.decode())


def test_the_faults_of_the_last_ten_imports_are_kept(client):
    for _ in range(10):
        upload(client, a_file("1,ada,Ada Lee,,,,"))
        run_imports()
    assert "“ada” is not an e-mail address." in show(client, 0)
    for _ in range(2):
        upload(client, a_file("1,ada,Ada Lee,,,,"))
        run_imports()
    page = show(client, 0)
    assert "The lines of this file are not kept any more. Nothing was done." in page
    assert "trail" not in page.split("not kept any more.")[1]
    assert "Download all faults" not in page
    assert "Download all faults" in show(client, 2)


def test_the_lines_of_an_applied_import_go_with_the_next_upload(client):
    upload(client, a_file(ADA))
    run_imports()
    press(client, "apply", seen=EmployeeImport.objects.get().fingerprint)
    run_imports()
    upload(client, a_file(ADA))
    said = "The lines of this file are not kept any more. What was done is in the trail."
    assert said in show(client, 0)


def test_a_cancelled_import_changes_nothing(client):
    upload(client, a_file(ADA))
    run_imports()
    page = press(client, "cancel").content.decode()
    assert "The import is cancelled. Nothing was changed." in page
    cancelled = EmployeeImport.objects.get()
    assert (cancelled.state, bytes(cancelled.file)) == (ImportState.CANCELLED, b"")
    assert press(client, "cancel").status_code == 409
    assert press(client, "apply", seen=cancelled.fingerprint).status_code == 409
    assert "are not kept" not in read(client)


def test_what_somebody_did_not_see_is_not_applied(client):
    upload(client, a_file(ADA))
    run_imports()
    response = press(client, "apply", seen="another")
    assert response.status_code == 409
    assert "Look at it again." in response.content.decode()


def test_there_is_one_import_at_a_time(client, administrator):
    upload_import(name="first.csv", data=a_file(ADA), by=None)
    response = upload(client, a_file(ADA))
    assert response.status_code == 422
    assert (
        "There is an import already: first.csv, uploaded by the command line at 10:42am on "
        "4 November 2026. Apply or cancel it first."
    ) in response.content.decode()
    assert EmployeeImport.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Select the file to import"),
        ({"file": SimpleUploadedFile("hr.csv", b"")}, "The file is empty"),
    ],
)
def test_without_a_file_it_is_asked_for_again(client, typed, sentence):
    response = client.post("/people/import/", typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_file_that_is_too_large_is_refused():
    field = File(label="File", largest=1_000_000, missing="Select the file")
    with pytest.raises(ValidationError, match="The file must be smaller than 1 MB"):
        field.clean(SimpleUploadedFile("hr.csv", b"x" * 1_000_001))
