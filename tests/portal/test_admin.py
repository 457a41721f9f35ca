import pytest

from portal.admin import system_administration
from portal.models import Employee, Holiday, Notice, Post, Service, TrailEvent
from portal.services import trail
from portal.services.outbox import drain_outbox
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

ROOT = "/system-administration/"
LISTS = ["employee", "service", "holiday", "appointment", "trailevent", "trailseal", "notice"]


@pytest.fixture
def administrator(client):
    administrator = EmployeeFactory(name="Sam Systems", is_staff=True)
    client.force_login(administrator)
    return administrator


@pytest.mark.parametrize("path", ["", *(f"portal/{name}/" for name in LISTS)])
def test_the_system_administration_exists_for_its_administrators_only(client, path):
    visit = client.get(ROOT + path, follow=True)
    assert visit.redirect_chain[-1][0] == f"/sign-in/?next={ROOT}{path}"
    client.force_login(AppointmentFactory(post=Post.HEAD_OF_IT).employee)
    assert client.get(ROOT + path, follow=True).status_code == 404


def add_some_rows() -> None:
    trail.record("test", by=None, subject="test", summary="A test")
    trail.seal_trail()
    AppointmentFactory()
    Holiday.objects.create(day="2026-12-25", name="Christmas Day")
    Notice.objects.create(
        key="1",
        recipient=EmployeeFactory(),
        subject="Set a new password",
        body="…",
        path="/sign-in/new-password/x-y/",
        mail_only=True,
        created_at="2026-11-04T10:42Z",
    )


@pytest.mark.parametrize("name", LISTS)
def test_every_list_and_row_is_shown(client, administrator, name):
    add_some_rows()
    page = client.get(f"{ROOT}portal/{name}/")
    assert page.status_code == 200
    model = page.context["cl"].model
    row = client.get(f"{ROOT}portal/{name}/{model.objects.last().pk}/change/")
    assert row.status_code == 200
    assert "x-y" not in row.content.decode()


@pytest.mark.parametrize("name", ["appointment", "trailevent", "trailseal", "notice"])
@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_what_the_portal_recorded_is_only_read(client, administrator, name, page):
    add_some_rows()
    model = client.get(f"{ROOT}portal/{name}/").context["cl"].model
    path = "add/" if page == "add" else f"{model.objects.last().pk}/{page}/"
    assert client.post(f"{ROOT}portal/{name}/{path}", {"post": "yes"}).status_code == 403


def test_only_these_are_changed_here_and_no_case_no_account_among_them(rf, administrator):
    request = rf.get(ROOT)
    request.user = administrator
    may = {
        "has_add_permission": set(),
        "has_change_permission": set(),
        "has_delete_permission": set(),
    }
    for model, model_admin in system_administration._registry.items():
        for permission, models in may.items():
            if getattr(model_admin, permission)(request):
                models.add(model.__name__)
    settled = {"Employee", "Service", "Holiday", "PlatformCategory", "StandardControl"}
    assert may == {
        "has_add_permission": settled,
        "has_change_permission": settled,
        "has_delete_permission": {"Service", "Holiday", "StandardControl"},
    }


def test_someone_is_added_to_the_directory_without_a_password(client, administrator):
    client.post(
        f"{ROOT}portal/employee/add/", {"email": "Ada.Lee@Council.example", "name": "Ada Lee"}
    )
    ada = Employee.objects.get(name="Ada Lee")
    assert ada.email == "ada.lee@council.example"
    assert not ada.has_usable_password()
    event = TrailEvent.objects.get()
    assert (event.event, event.summary, event.actor) == (
        "administration.add",
        "Added Ada Lee",
        administrator,
    )


def test_an_address_is_listed_once_however_it_is_written(client, administrator):
    EmployeeFactory(email="ada.lee@council.example")
    response = client.post(
        f"{ROOT}portal/employee/add/", {"email": "ADA.LEE@council.example", "name": "Ada Lee"}
    )
    assert "Someone with this e-mail address is already listed." in response.content.decode()


def test_what_is_changed_is_recorded(client, administrator):
    ada = EmployeeFactory(name="Ada Lee")
    client.post(
        f"{ROOT}portal/employee/{ada.pk}/change/",
        {"email": ada.email, "name": "Ada Lee-Cole"},
    )
    event = TrailEvent.objects.get()
    assert (event.event, event.subject) == ("administration.change", f"employee {ada.pk}")
    assert event.changes == {"name": ["Ada Lee", "Ada Lee-Cole"]}


def test_nobody_leaves_moves_or_is_deleted_here(client, administrator):
    ada = EmployeeFactory()
    sent = {"email": ada.email, "name": ada.name, "left_on": "2026-11-04", "is_superuser": "on"}
    client.post(
        f"{ROOT}portal/employee/{ada.pk}/change/",
        sent | {"service": "", "line_manager": administrator.pk},
    )
    service = ada.service
    ada.refresh_from_db()
    assert (ada.left_on, ada.is_superuser) == (None, False)
    assert (ada.service, ada.line_manager) == (service, None)
    assert client.post(f"{ROOT}portal/employee/{ada.pk}/delete/").status_code == 403


def test_a_service_is_deleted_and_that_is_recorded(client, administrator):
    service = Service.objects.create(name="Parks")
    client.post(f"{ROOT}portal/service/{service.pk}/delete/", {"post": "yes"})
    assert not Service.objects.filter(pk=service.pk).exists()
    assert TrailEvent.objects.get().summary == "Deleted Parks"


def test_several_are_not_deleted_at_once(client, administrator):
    service = Service.objects.create(name="Parks")
    client.post(
        f"{ROOT}portal/service/",
        {"action": "delete_selected", "_selected_action": [service.pk], "post": "yes"},
    )
    assert Service.objects.filter(pk=service.pk).exists()


def test_an_administrator_does_not_take_the_administration_from_themselves(client, administrator):
    client.post(
        f"{ROOT}portal/employee/{administrator.pk}/change/",
        {"email": administrator.email, "name": "Sam Systems"},
    )
    administrator.refresh_from_db()
    assert administrator.is_staff


def test_a_post_holders_new_address_is_told_to_both(client, administrator, mailoutbox):
    held = AppointmentFactory(post=Post.HEAD_OF_IT, employee__email="old@council.example").employee
    other = EmployeeFactory(email="other@council.example")
    for person in (held, other):
        data = {"email": f"new-{person.email}", "name": person.name}
        client.post(f"{ROOT}portal/employee/{person.pk}/change/", data)

    drain_outbox()

    (mail,) = mailoutbox
    assert mail.to == ["new-old@council.example", "old@council.example"]
    assert mail.subject == "Your e-mail address for signing in has changed"
    assert "Sam Systems changed the address" in mail.body
    assert not other.notices.exists()


def test_a_notices_words_are_its_recipients_alone(client, administrator):
    Notice.objects.create(
        key="media_contact_reported|media contact 1|1",
        recipient=EmployeeFactory(),
        subject="Media contact: The Evening Example, no deadline",
        path="/media-contacts/1/",
        created_at="2026-11-04T10:42Z",
    )
    page = client.get(f"{ROOT}portal/notice/").content.decode()
    assert "media contact reported" in page
    assert "Evening Example" not in page
