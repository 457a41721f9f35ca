"""Fresh proof before deciding; what was typed is kept, and never sent by itself."""

import time

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from cases.models import BusinessCase, State
from portal import kept, proof
from portal.models import Appointment, BrowserSession, Post, TrailEvent
from tests.builders import a_case_in, the_holder
from tests.cases.accounts import an_approved_account, attend
from tests.clients import signed_in
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.second_factors import code_now, give_second_factor

pytestmark = pytest.mark.django_db
MINUTE = 60
TOLD = "Nothing has been sent yet. Check what you entered, then press the button again."


@pytest.fixture
def administrator():
    return AppointmentFactory(
        post=Post.POLICY_ADMINISTRATOR, employee__name="Rae Admin", employee__email="rae@x.example"
    ).employee


def grow_old(client, seconds):
    """Let everything that the session's person has shown be so many seconds older."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()


def appointing(employee):
    return {
        "employee": employee.email,
        "post": Post.AUDITOR,
        "kind": "substantive",
        "starts_on-day": "4",
        "starts_on-month": "11",
        "starts_on-year": "2099",
    }


def test_an_appointment_waits_for_fresh_proof_and_what_was_typed_is_kept(administrator):
    secret = give_second_factor(administrator)
    someone = EmployeeFactory(name="Sam One", email="sam.one@council.example")
    client = signed_in(administrator)
    grow_old(client, 5 * MINUTE)
    assert client.get("/appointments/new/").status_code == 200

    asked = client.post("/appointments/new/", appointing(someone))
    assert asked["Location"] == "/sign-in/confirm/?next=%2Fappointments%2Fnew%2F"
    assert not Appointment.objects.filter(employee=someone).exists()

    wrong = client.post(asked["Location"], {"code": "000000", "next": "/appointments/new/"})
    assert wrong.status_code == 422
    given = client.post(asked["Location"], {"code": code_now(secret)})
    assert given["Location"] == "/appointments/new/"
    page = client.get(given["Location"])
    assert page.status_code == 200
    assert TOLD in page.text
    assert 'value="sam.one@council.example"' in page.text
    assert 'value="2099"' in page.text
    assert "There is a problem" not in page.text
    # Nothing was done by itself, and it is shown once.
    assert not Appointment.objects.filter(employee=someone).exists()
    assert "sam.one@council.example" not in client.get(given["Location"]).text

    assert client.post("/appointments/new/", appointing(someone)).status_code == 302
    assert Appointment.objects.filter(employee=someone).exists()
    assert TrailEvent.objects.filter(event="sign-in.confirmed", actor=administrator).count() == 1


def test_confirming_gives_the_session_another_key(administrator):
    secret = give_second_factor(administrator)
    client = signed_in(administrator)
    before = client.session.session_key

    assert client.post("/sign-in/confirm/", {"code": code_now(secret)}).status_code == 302

    assert client.session.session_key != before
    assert not BrowserSession.objects.filter(pk=before).exists()
    assert client.get("/appointments/").status_code == 200


def test_proof_is_fresh_for_five_minutes(administrator):
    client = signed_in(administrator)
    grow_old(client, 5 * MINUTE - 30)
    appointment = AppointmentFactory(starts_on="2099-01-01")
    url = f"/appointments/{appointment.pk}/cancel/"
    assert client.post(url)["Location"] == "/appointments/"


def test_who_has_a_second_factor_proves_it_with_nothing_less(administrator):
    give_second_factor(administrator)
    administrator.set_password("three words together")
    administrator.save()
    client = signed_in(administrator)
    grow_old(client, 5 * MINUTE)
    request = HttpRequest()
    request.user, request.session = administrator, client.session
    proof.record_proof(request, proof.PASSWORD)
    assert not proof.is_fresh(request)
    assert "Password" not in client.get("/sign-in/confirm/").text


def test_without_a_second_factor_a_password_or_another_way_is_proof():
    request = HttpRequest()
    request.user, request.session = EmployeeFactory(), signed_in(None).session
    assert proof.proven_at(request) is None
    proof.record_proof(request, "directory", time.time() - 6 * MINUTE)
    assert not proof.is_fresh(request)
    proof.record_proof(request, "directory", time.time() - 4 * MINUTE)
    assert proof.is_fresh(request)


def test_nothing_is_proven_in_the_future():
    request = HttpRequest()
    request.user, request.session = EmployeeFactory(), signed_in(None).session
    proof.record_proof(request, "directory", time.time() + 60 * MINUTE)
    assert proof.proven_at(request) <= time.time()


def test_proof_is_of_the_person_who_gave_it():
    ada, ben = EmployeeFactory(), EmployeeFactory()
    request = HttpRequest()
    request.user, request.session = ada, signed_in(None).session
    proof.record_proof(request, proof.PASSWORD)
    request.user = ben
    assert proof.proven_at(request) is None


def test_confirming_leads_to_no_other_site(administrator):
    secret = give_second_factor(administrator)
    client = signed_in(administrator)
    answer = client.post(
        "/sign-in/confirm/?next=https://elsewhere.example/", {"code": code_now(secret)}
    )
    assert answer["Location"] == "/"


# Each deed


def test_a_decision_waits_for_fresh_proof(client, start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    head = the_holder(Post.HEAD_OF_IT)
    secret = give_second_factor(head)
    client.force_login(head)
    grow_old(client, 5 * MINUTE)
    page, check = f"/cases/{case.reference}/decide/", f"/cases/{case.reference}/decide/check/"
    typed = {"version": case.version, "outcome": "reject", "reasons": "Not this year."}
    assert client.get(page).status_code == 200

    came_from = {"HTTP_REFERER": f"http://testserver{page}"}
    for url, more in ((page, {}), (check, {"confirm": "1"})):
        asked = client.post(url, typed | more, **came_from)
        assert asked["Location"] == f"/sign-in/confirm/?next={page.replace('/', '%2F')}"
    client.post(asked["Location"], {"code": code_now(secret)})
    assert "Not this year." in client.get(page).text
    assert BusinessCase.objects.get(pk=case.pk).state == State.AWAITING_DECISION

    assert "Check your decision" in client.post(page, typed).text
    client.post(check, typed | {"confirm": "1"})
    assert BusinessCase.objects.get(pk=case.pk).state == State.REJECTED


def test_switching_access_on_waits_for_fresh_proof(client, start_from):
    account = start_from(an_approved_account)
    attend(account.lead)
    access = account.accesses.get(person=account.lead)
    operator = the_holder(Post.ACCESS_OPERATOR)
    client.force_login(operator)
    grow_old(client, 5 * MINUTE)
    url, came_from = f"/access/{access.pk}/", {"HTTP_REFERER": "http://testserver/access/"}
    asked = client.post(url, {"move": "switch_on"}, **came_from)
    assert asked["Location"] == "/sign-in/confirm/?next=%2Faccess%2F"
    access.refresh_from_db()
    assert access.state == "ready"
    client.force_login(operator)
    client.post(url, {"move": "switch_on"}, **came_from)
    access.refresh_from_db()
    assert access.state == "on"


@pytest.mark.parametrize("page", ["end", "cancel", "extend", "hand-over"])
def test_ending_and_cancelling_an_appointment_wait_for_fresh_proof(administrator, page):
    appointment = AppointmentFactory(starts_on="2099-01-01")
    client = signed_in(administrator)
    grow_old(client, 5 * MINUTE)
    url = f"/appointments/{appointment.pk}/{page}/"
    assert client.post(url)["Location"].startswith("/sign-in/confirm/?next=")
    assert Appointment.objects.filter(pk=appointment.pk, ends_on=None).exists()


def test_resetting_a_second_factor_waits_for_fresh_proof(administrator):
    other = EmployeeFactory()
    give_second_factor(other)
    client = signed_in(administrator)
    grow_old(client, 5 * MINUTE)
    url = f"/people/{other.pk}/second-factor/"
    assert client.post(url)["Location"].startswith("/sign-in/confirm/?next=")
    assert proof.has_second_factor(other)


# What is kept


def keeping(session, employee, path="/cases/new/", **typed):
    request = HttpRequest()
    request.method, request.path = "POST", path
    request.META.update(SERVER_NAME="testserver", SERVER_PORT="80")
    request.POST = request.POST.copy()
    request.POST.update(typed)
    kept.keep(session, request, employee_id=employee.pk)
    return session.get(kept.KEPT, [])


def test_secrets_and_what_is_too_long_are_not_kept():
    session, ada = signed_in(None).session, EmployeeFactory()
    assert keeping(session, ada, "/sign-in/password/", oldpassword="secret") == []
    assert keeping(session, ada, "/system-administration/portal/service/add/", name="x") == []
    assert keeping(session, ada, csrfmiddlewaretoken="abc") == []
    assert keeping(session, ada, text="x" * 100_001) == []
    assert len(keeping(session, ada, text="x" * 10_000)) == 1


def test_the_newest_five_pages_are_kept():
    session, ada = signed_in(None).session, EmployeeFactory()
    for number in range(7):
        rows = keeping(session, ada, f"/page/{number}/", text="x")
    assert [row[1] for row in rows] == [f"/page/{number}/" for number in range(2, 7)]


def test_what_was_typed_is_kept_for_a_quarter_of_an_hour(administrator):
    client = signed_in(administrator)
    session = client.session
    row = [administrator.pk, "/appointments/new/", time.time() - 15 * MINUTE, "ends_on-year=2098"]
    session[kept.KEPT] = [row]
    session.save()
    assert "2098" not in client.get("/appointments/new/").text
    session[kept.KEPT] = [[*row[:2], time.time(), row[3]]]
    session.save()
    assert "2098" in client.get("/appointments/new/").text


def test_the_demonstration_proves_by_one_press(administrator, settings):
    settings.DEMONSTRATION = True
    administrator.is_demonstration = True
    administrator.save()
    give_second_factor(administrator)
    client = Client()
    client.post("/demonstration/sign-in/", {"email": administrator.email})
    appointment = AppointmentFactory(starts_on="2099-01-01")
    url = f"/appointments/{appointment.pk}/cancel/"
    grow_old(client, 20 * MINUTE)
    asked = client.post(url)
    assert "In the demonstration a press is enough." in client.get(asked["Location"]).text
    assert client.post(asked["Location"])["Location"] == url
    assert client.post(url)["Location"] == "/appointments/"


def test_outside_the_demonstration_a_press_is_no_proof(administrator):
    administrator.is_demonstration = True
    administrator.save()
    assert not settings.DEMONSTRATION
    assert [way.method for way in proof.ways(administrator)] == [proof.PASSWORD]
