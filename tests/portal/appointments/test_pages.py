"""The pages on which people are appointed, and appointments ended, extended and handed over."""

from datetime import date, timedelta

import pytest

from portal import hooks
from portal.models import Appointment, Post
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.portal.appointments.appointing import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    held = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR, employee__name="Petra Policy")
    client.force_login(held.employee)
    return held.employee


def typed(**changed) -> dict:
    return {
        "employee": "ada@council.example",
        "post": "head_of_it",
        "kind": "acting",
        "starts_on-day": "5",
        "starts_on-month": "11",
        "starts_on-year": "2026",
        "ends_on-day": "18",
        "ends_on-month": "11",
        "ends_on-year": "2026",
        **changed,
    }


@pytest.mark.parametrize(
    ("post", "status"),
    [
        (None, 404),
        (Post.HEAD_OF_IT, 200),
        (Post.POLICY_ADMINISTRATOR, 200),
        (Post.COMMUNICATIONS_MANAGER, 404),
        (Post.ACCESS_OPERATOR, 404),
    ],
)
def test_appointments_are_for_those_who_appoint(client, post, status):
    employee = AppointmentFactory(post=post).employee if post else EmployeeFactory()
    held = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER, starts_on=date(2026, 12, 1))
    client.force_login(employee)
    pages = ("end", "cancel", "extend", "hand-over")
    for path in ("", "new/", *(f"{held.pk}/{page}/" for page in pages)):
        assert client.get(f"/appointments/{path}").status_code == status


def test_an_auditor_reads_who_holds_which_post_and_changes_nothing(client):
    AppointmentFactory(post=Post.HEAD_OF_IT, employee__name="Harriet Head")
    AppointmentFactory(post=Post.ACCESS_OPERATOR, starts_on=date(2026, 12, 1))
    client.force_login(AppointmentFactory(post=Post.AUDITOR).employee)
    page = client.get("/appointments/").content.decode()
    assert "Harriet Head" in page
    assert "Posts to fill" in page
    assert "/appointments/new/" not in page
    assert "Change</th>" not in page
    assert client.get("/appointments/new/").status_code == 404


def test_someone_acting_as_head_of_it_sees_them(client):
    acting = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, ends_on=TODAY)
    client.force_login(acting.employee)
    assert client.get("/appointments/").status_code == 200


def test_who_holds_which_post_now_coming_and_ended(client, administrator):
    AppointmentFactory(post=Post.HEAD_OF_IT, employee__name="Harriet Head")
    AppointmentFactory(
        post=Post.HEAD_OF_IT,
        acting=True,
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 31),
        employee__name="Ada Deputy",
    )
    AppointmentFactory(post=Post.AUDITOR, ends_on=date(2026, 11, 3), employee__name="Olive Out")
    AppointmentFactory(
        post=Post.COMMUNICATIONS_ADVISER, employee__name="Lee Left", employee__left_on=TODAY
    )
    page = client.get("/appointments/").content.decode()
    now, coming, ended = (
        page.index(f">{caption}</caption>") for caption in ("Now", "Coming", "Ended")
    )
    assert now < page.index("Harriet Head") < coming
    assert coming < page.index("Ada Deputy") < ended < page.index("Olive Out")
    assert ended < page.rindex("Lee Left")
    assert page.index("Posts to fill") < now


def test_someone_is_appointed(client, administrator):
    EmployeeFactory(name="Ada Deputy", email="ada@council.example")
    response = client.post("/appointments/new/", typed(), follow=True)
    assert "Ada Deputy is appointed and has been told." in response.content.decode()
    made = Appointment.objects.get(post=Post.HEAD_OF_IT)
    assert (made.acting, made.starts_on, made.ends_on, made.appointed_by) == (
        True,
        date(2026, 11, 5),
        date(2026, 11, 18),
        administrator,
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"employee": ""}, "Select a person from the council directory"),
        ({"employee": "nobody at all"}, "Select a person from the council directory"),
        ({"post": ""}, "Select a post"),
        ({"post": "mayor"}, "Select an answer that is listed"),
        ({"kind": ""}, "Select if they hold the post or act in it"),
        ({"starts_on-day": ""}, "The first day must include a day"),
        (
            {"ends_on-day": "", "ends_on-month": "", "ends_on-year": ""},
            "An acting appointment needs a last day.",
        ),
        ({"ends_on-month": "10"}, "The last day must be the same as or after the first day."),
        ({"employee": "petra@council.example"}, "You cannot appoint yourself."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, administrator, changed, sentence):
    administrator.email = "petra@council.example"
    administrator.save()
    EmployeeFactory(email="ada@council.example")
    response = client.post("/appointments/new/", typed(**changed))
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "There is a problem" in page
    assert 'value="2026"' in page
    assert not Appointment.objects.filter(post=Post.HEAD_OF_IT).exists()


def test_a_vacancy_leads_to_the_form_with_its_post(client, administrator):
    page = client.get("/appointments/new/?post=auditor").content.decode()
    assert '<option value="auditor" selected>Auditor</option>' in page


def test_someone_is_chosen_to_act_in_one_case(client, administrator, monkeypatch):
    head = AppointmentFactory(post=Post.HEAD_OF_IT).employee
    monkeypatch.setattr(hooks, "named_in_case", hooks.Hook("named_in_case"))
    hooks.named_in_case.append(lambda *, reference: {head.pk})
    EmployeeFactory(email="ada@council.example")
    page = client.get("/appointments/new/?case=SM-2026-0042&post=head_of_it").content.decode()
    assert 'value="SM-2026-0042"' in page
    assert '<option value="head_of_it" selected>' in page
    assert "Auditor</option>" not in page
    data = typed(for_case="sm-2026-0042")
    client.post("/appointments/new/?case=SM-2026-0042", data)
    made = Appointment.objects.get(for_case="SM-2026-0042")
    assert (made.post, made.acting) == (Post.HEAD_OF_IT, True)


def test_an_appointment_is_ended(client, administrator):
    held = AppointmentFactory(post=Post.AUDITOR)
    day = {"on-day": "30", "on-month": "11", "on-year": "2026"}
    early = client.post(f"/appointments/{held.pk}/end/", day | {"on-month": "10"})
    assert early.status_code == 422
    assert "The last day must be today or later." in early.content.decode()
    assert client.post(f"/appointments/{held.pk}/end/", day)["Location"] == "/appointments/"
    page = client.get("/appointments/").content.decode()
    assert f"The appointment ends with 30 November 2026. {held.employee.name} has been" in page
    held.refresh_from_db()
    assert held.ends_on == date(2026, 11, 30)


def test_an_appointment_is_extended(client, administrator):
    held = AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, ends_on=date(2026, 11, 18))
    AppointmentFactory(post=Post.AUDITOR)
    page = client.get("/appointments/").content.decode()
    assert page.count("/extend/") == 1
    url = f"/appointments/{held.pk}/extend/"
    day = {"until-day": "2", "until-month": "12", "until-year": "2026"}
    early = client.post(url, day | {"until-month": "11"})
    assert early.status_code == 422
    assert "The last day must be after 18 November 2026." in early.content.decode()
    page = client.post(url, day, follow=True).content.decode()
    assert "The appointment goes on until 2 December 2026." in page
    held.refresh_from_db()
    assert held.ends_on == date(2026, 12, 2)


def test_a_substantive_appointment_has_no_last_day_again(client, administrator):
    november = date(2026, 11, 18)
    held = AppointmentFactory(post=Post.HEAD_OF_IT, ends_on=november)
    acting = AppointmentFactory(post=Post.AUDITOR, acting=True, ends_on=november)
    empty = {"until-day": "", "until-month": "", "until-year": ""}
    page = client.post(f"/appointments/{held.pk}/extend/", empty, follow=True).content.decode()
    assert "The appointment has no last day any more." in page
    refused = client.post(f"/appointments/{acting.pk}/extend/", empty)
    assert refused.status_code == 422
    assert "Enter the new last day" in refused.content.decode()
    held.refresh_from_db()
    assert held.ends_on is None


def test_a_post_is_handed_over(client, administrator):
    held = AppointmentFactory(post=Post.HEAD_OF_IT, employee__name="Harriet Head")
    EmployeeFactory(name="Nora Next", email="nora@council.example")
    url = f"/appointments/{held.pk}/hand-over/"
    assert 'value="5"' in client.get(url).content.decode()
    day = {"starts_on-day": "1", "starts_on-month": "12", "starts_on-year": "2026"}
    today = client.post(
        url,
        {
            "employee": "nora@council.example",
            **day,
            "starts_on-day": "4",
            "starts_on-month": "11",
        },
    )
    assert today.status_code == 422
    assert "The first day must be 5 November 2026 or later." in today.content.decode()
    page = client.post(
        url, {"employee": "nora@council.example", **day}, follow=True
    ).content.decode()
    assert "Nora Next follows Harriet Head on 1 December 2026. Both have been told." in page
    held.refresh_from_db()
    assert held.ends_on == date(2026, 11, 30)


def test_cancelling_says_from_when_until_when_they_will_not_act(client, administrator):
    acting = AppointmentFactory(
        post=Post.HEAD_OF_IT, acting=True, starts_on=date(2026, 11, 5), ends_on=date(2026, 11, 18)
    )
    page = client.get(f"/appointments/{acting.pk}/cancel/").content.decode()
    assert (
        "They will not act as Head of IT &amp; Customer Services from 5 November 2026 until 18 "
        "November 2026."
    ) in page


def test_a_coming_appointment_is_cancelled_after_a_question(client, administrator):
    coming = AppointmentFactory(post=Post.AUDITOR, starts_on=date(2026, 11, 5))
    page = client.get(f"/appointments/{coming.pk}/cancel/").content.decode()
    assert f"Cancel the appointment of {coming.employee.name}?" in page
    assert Appointment.objects.filter(pk=coming.pk).exists()
    page = client.post(f"/appointments/{coming.pk}/cancel/", follow=True).content.decode()
    assert f"The appointment is cancelled. {coming.employee.name} has been told." in page
    assert not Appointment.objects.filter(pk=coming.pk).exists()


@pytest.mark.parametrize(
    ("ends_on", "said"),
    [(date(2026, 11, 4), True), (date(2026, 11, 10), True), (None, False)],
)
def test_cancelling_says_from_when_nobody_would_hold_the_post(client, administrator, ends_on, said):
    AppointmentFactory(post=Post.AUDITOR, ends_on=ends_on)
    coming = AppointmentFactory(post=Post.AUDITOR, starts_on=date(2026, 11, 5))
    page = client.get(f"/appointments/{coming.pk}/cancel/").content.decode()
    assert ("nobody would be Auditor" in page) is said
    if said:
        first = ends_on.day + 1
        assert f"From {first} November 2026 nobody" in page


def test_cancelling_what_has_started_is_refused(client, administrator):
    held = AppointmentFactory(post=Post.AUDITOR)
    response = client.post(f"/appointments/{held.pk}/cancel/")
    assert response.status_code == 409
    assert "This appointment started on 1 January 2020: end it." in response.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_at_1_and_at_30(
    client, administrator, count, django_assert_num_queries
):
    for _ in range(count):
        made = {"appointed_by": EmployeeFactory(), "post": Post.ACCESS_OPERATOR}
        AppointmentFactory(**made)
        AppointmentFactory(**made, starts_on=date(2026, 12, 1))
        AppointmentFactory(**made, ends_on=date(2026, 1, 1))
    # The session, the employee, their posts; vacancies, now, coming, ended; the header's.
    with django_assert_num_queries(8):
        client.get("/appointments/")


@pytest.mark.parametrize("count", [1, 30])
def test_the_form_costs_the_same_however_many_people_there_are(
    client, administrator, count, django_assert_num_queries
):
    EmployeeFactory.create_batch(count)
    with django_assert_num_queries(4):
        client.get("/appointments/new/")


def test_what_stands_against_an_appointment_is_said_beside_its_field(client, administrator):
    held = AppointmentFactory(post=Post.HEAD_OF_IT, employee__name="Harriet Head")
    leaver = EmployeeFactory(name="Lena Leaver", left_on=TODAY + timedelta(days=3))
    day = {"starts_on-day": "8", "starts_on-month": "11", "starts_on-year": "2026"}
    typed = {"employee": leaver.email, "post": Post.AUDITOR, "kind": "substantive", **day}
    said = "Lena Leaver no longer works for the council from 7 November 2026."
    new, follow = "/appointments/new/", f"/appointments/{held.pk}/hand-over/"
    assert beside(client.post(new, typed)) == {"employee": [said]}
    assert beside(client.post(new, typed | {"starts_on-day": "3"})).keys() == {"starts_on"}
    own = typed | {"employee": administrator.email}
    assert beside(client.post(new, own)) == {"employee": ["You cannot appoint yourself."]}
    head = typed | {"employee": held.employee.email, "post": Post.HEAD_OF_IT}
    assert beside(client.post(new, head)).keys() == {"post"}
    assert beside(client.post(follow, {"employee": leaver.email, **day})) == {"employee": [said]}


def beside(response) -> dict[str, list[str]]:
    """What is said beside each field of the form."""
    assert response.status_code == 422
    return dict(response.context["form"].errors)
