"""The pages of media contacts: reporting, the log, and what is written about each (4.j, 5.8)."""

import csv
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO

import pytest

from policy import home
from policy.models import MediaContact
from policy.services.media_contacts import move_media_contact
from portal import clock, hooks
from portal.models import Post, TrailEvent
from tests.duties import duties_of
from tests.factories import AppointmentFactory, EmployeeFactory, MediaContactFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


@pytest.fixture
def reporter(client):
    reporter = EmployeeFactory(name="Rita Reporter")
    client.force_login(reporter)
    return reporter


@pytest.fixture
def chief():
    return AppointmentFactory(
        post=Post.COMMUNICATIONS_MANAGER,
        employee__name="Cora Chief",
        employee__email="cora@council.example",
    ).employee


@pytest.fixture
def accounts(monkeypatch):
    """Declares the accounts of whoever reports, in place of the apps above."""

    def declare(*names):
        monkeypatch.setattr(hooks, "accounts_of", hooks.Hook("accounts_of"))
        hooks.accounts_of.append(lambda *, employee: list(names))

    declare()
    return declare


def typed(**changed) -> dict:
    return {
        "who": "Jo Journalist",
        "outlet": "The Evening Example",
        "way": "phone",
        "day-day": "4",
        "day-month": "11",
        "day-year": "2026",
        "time": "10:30am",
        "asked": "Why is the pool closed?",
        "about_work_posts": "no",
        **changed,
    }


DEADLINE = {
    "deadline_day-day": "4",
    "deadline_day-month": "11",
    "deadline_day-year": "2026",
    "deadline_time": "4pm",
}
NEW = "/media-contacts/new/"


# Reporting


def test_the_number_of_communications_comes_first(client, reporter, settings, chief):
    settings.COMMUNICATIONS_PHONE = "01632 960 100"
    page = client.get(NEW).content.decode()
    assert 'href="tel:01632960100"' in page
    order = [page.index(words) for words in ("01632 960 100", "Do not reply until", "Who contact")]
    assert order == sorted(order)
    assert "cora@council.example" not in page
    assert 'value="10:42am"' in page


def test_without_a_number_the_communications_manager_of_the_day_is_named(client, reporter, chief):
    page = client.get(NEW).content.decode()
    assert 'href="mailto:cora@council.example"' in page


def test_without_communications_hr_is_named(client, reporter):
    assert "Nobody holds a post in Communications today." in client.get(NEW).content.decode()


def test_a_media_contact_is_reported(client, reporter, chief):
    answer = client.post(NEW, typed(**DEADLINE), follow=True)
    contact = MediaContact.objects.get()
    assert answer.redirect_chain == [(f"/media-contacts/{contact.pk}/", 302)]
    assert "Communications has been told. Do not reply before they advise." in (
        answer.content.decode()
    )
    assert (contact.reporter, contact.contacted_at, contact.deadline_at) == (
        reporter,
        datetime(2026, 11, 4, 10, 30, tzinfo=UTC),
        datetime(2026, 11, 4, 16, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"who": ""}, "Enter who contacted you"),
        ({"outlet": ""}, "Enter the outlet they work for"),
        ({"way": ""}, "Select how they contacted you"),
        ({"day-day": "", "day-month": "", "day-year": ""}, "Enter the date they contacted you"),
        ({"time": ""}, "Enter the time they contacted you, like 10:30am"),
        ({"time": "11am"}, "When they contacted you must be now or earlier"),
        ({"asked": ""}, "Enter what they asked"),
        ({"asked": "x" * 3001}, "What they asked must be 3,000 characters or less"),
        ({"day-day": "31"}, "The date they contacted you must be a real date, like 27 3 2027"),
        ({"time": "25:99"}, "Enter the time they contacted you, like 10:30am"),
        ({"deadline_day-day": "31"}, "The date of the deadline must include a month and year"),
        ({"deadline_time": "25:99"}, "Enter the time of the deadline, like 4pm"),
        ({"about_work_posts": ""}, "Select yes if it is about posts made for work"),
        (DEADLINE | {"deadline_time": ""}, "Enter the time of the deadline, like 4pm"),
        ({"deadline_time": "4pm"}, "Enter the date of the deadline"),
        (DEADLINE | {"deadline_day-year": "2025"}, "The deadline must be after they contacted you"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, reporter, changed, sentence):
    answer = client.post(NEW, typed(**changed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count(sentence) == 2
    assert changed.get("time", "10:30am") in page
    assert not MediaContact.objects.exists()


@pytest.mark.parametrize(
    ("changed", "account"),
    [
        ({"about_work_posts": "no", "account": "Pool news"}, ""),
        ({"about_work_posts": "yes"}, ""),
        ({"about_work_posts": "yes", "known_account": "Library news"}, "Library news"),
        (
            {"about_work_posts": "yes", "known_account": "another", "account": "Pool news"},
            "Pool news",
        ),
        (
            {"about_work_posts": "yes", "known_account": "Library news", "account": "Pool news"},
            "Library news",
        ),
    ],
)
def test_the_account_is_one_of_the_reporters_or_another(
    client, reporter, accounts, changed, account
):
    accounts("Library news", "Museum news")
    client.post(NEW, typed(**changed))
    assert MediaContact.objects.get().account == account


def test_who_has_no_account_may_name_one(client, reporter, accounts):
    assert "Another account" not in client.get(NEW).content.decode()
    client.post(NEW, typed(about_work_posts="yes", account="Pool news"))
    assert MediaContact.objects.get().account == "Pool news"


def test_everyone_finds_it_on_every_page(client, reporter):
    for path in ("/", "/policy/", "/help/"):
        assert f'href="{NEW}"' in client.get(path).content.decode()
    client.logout()
    assert client.get(NEW).status_code == 302


# The log


def log(client, query="") -> list[str]:
    return [row.outlet for row in client.get(f"/media-contacts/{query}").context["page"]]


@pytest.fixture
def three(reporter, chief):
    """One open and overdue, one advised, one closed, the oldest last."""
    made = {}
    for hours, outlet in enumerate(("Open", "Advised", "Closed"), start=1):
        at = NOW - hours * HOUR
        made[outlet] = MediaContactFactory(
            outlet=outlet, reporter=reporter, contacted_at=at, reported_at=at
        )
    late = MediaContactFactory(
        outlet="Late",
        contacted_at=NOW - 49 * HOUR,
        reported_at=NOW - 49 * HOUR,
        deadline_at=NOW - HOUR,
    )
    for outlet, states in {"Advised": ["advised"], "Closed": ["advised", "closed"]}.items():
        for kind, state in zip(("advice", "outcome"), states, strict=False):
            note = {"by": chief, "by_post": "Communications Manager", "at": NOW}
            made[outlet].notes.create(kind=kind, text="Words", **note)
            MediaContact.objects.filter(pk=made[outlet].pk).update(state=state, state_since=NOW)
    return {**made, "Late": late}


def test_communications_sees_what_is_open_oldest_first_with_ages(client, chief, three):
    client.force_login(chief)
    assert log(client) == ["Late", "Advised", "Open"]
    assert log(client, "?state=reported") == ["Late", "Open"]
    assert log(client, "?state=closed") == ["Closed"]
    assert log(client, "?state=all") == ["Late", "Closed", "Advised", "Open"]
    assert log(client, "?state=all&q=clo") == ["Closed"]
    assert log(client, "?q=rita") == ["Advised", "Open"]
    assert log(client, "?state=nonsense") == ["Late", "Advised", "Open"]
    page = client.get("/media-contacts/?state=all").content.decode()
    assert page.count("Overdue") == 1
    assert "2 days</td>" in page
    assert "1 hour</td>" in page
    assert "Closed after 3 hours</td>" in page


def test_others_see_their_own_and_no_download(client, reporter, three):
    assert log(client) == ["Closed", "Advised", "Open"]
    assert "Download" not in client.get("/media-contacts/").content.decode()
    assert client.get("/media-contacts/export/").status_code == 404


def test_the_log_is_exported_by_communications(client, chief, three):
    client.force_login(chief)
    MediaContactFactory(outlet="=2+2", asked="A\nquestion")
    answer = client.get("/media-contacts/export/?state=open")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Outlet"] for row in rows] == ["Late", "Advised", "Open", "'=2+2"]
    assert rows[0]["Deadline"] == "2026-11-04 09:42"
    assert rows[0]["Age in hours"] == "49"
    assert [row["First advised at"] for row in rows] == ["", "2026-11-04 10:42", "", ""]
    assert rows[1]["Advised by"] == "Cora Chief, Communications Manager"
    assert {row["Closed at"] + row["Outcome"] for row in rows} == {""}
    event = TrailEvent.objects.get(event="export")
    assert (event.actor, event.actor_post) == (chief, "Communications Manager")
    assert event.changes == {"filters": [None, {"state": "open"}]}


@pytest.mark.parametrize("as_file", ["csv", "xlsx"])
def test_the_log_is_offered_as_each_kind_of_file_as_it_is_filtered(client, chief, three, as_file):
    client.force_login(chief)
    page = client.get("/media-contacts/?state=closed").content.decode()
    [url] = re.findall(rf'href="(/media-contacts/export/\?[^"]*as={as_file})"', page)
    answer = client.get(unescape(url))
    assert answer["Content-Disposition"] == f'attachment; filename="media-contacts.{as_file}"'
    event = TrailEvent.objects.get(event="export")
    assert event.summary == f"Exported 1 row of media contacts as {as_file.upper()}"
    assert event.changes == {"filters": [None, {"state": "closed"}]}


def test_the_export_says_of_the_first_advice_and_how_it_ended(client, chief, three):
    later = {"by": EmployeeFactory(), "by_post": "Communications adviser", "at": NOW + HOUR}
    three["Advised"].notes.create(kind="advice", text="More", **later)
    client.force_login(chief)
    answer = client.get("/media-contacts/export/?state=all")
    rows = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    said = {row["Outlet"]: row for row in rows}
    assert said["Advised"]["First advised at"] == "2026-11-04 10:42"
    assert said["Advised"]["Advised by"] == "Cora Chief, Communications Manager"
    closed = said["Closed"]
    assert (closed["Closed at"], closed["Outcome"]) == ("2026-11-04 10:42", "Words")


# One contact


def show(client, person, contact) -> str:
    client.force_login(person)
    return client.get(contact.get_absolute_url()).content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_each_sees_what_they_can_do(client, chief, reporter, three):
    links = {name: f"{three['Open'].get_absolute_url()}{name}/" for name in ("advise", "add")}
    page = show(client, reporter, three["Open"])
    assert links["add"] in page
    assert links["advise"] not in page
    assert "Do not reply until you have advice." in page
    page = show(client, chief, three["Open"])
    assert links["advise"] in page
    assert "Do not reply" not in page
    page = show(client, chief, three["Advised"])
    assert "by Cora Chief, Communications Manager" in page
    for name in ("advise", "close"):
        assert f"{three['Advised'].get_absolute_url()}{name}/" in page
    page = show(client, chief, three["Closed"])
    assert "/advise/" not in page
    assert "Nobody: it is closed" in page


def test_it_says_when_advice_is_due(client, reporter, three):
    due = "Advice is due by 9:42am on 5 November 2026"
    why = "The media gave no deadline, so advice is due within one working day."
    contact = MediaContactFactory(reporter=reporter)
    page = words(show(client, reporter, contact))
    assert due in page
    assert why in page

    ahead = MediaContactFactory(reporter=reporter, deadline_at=NOW + HOUR)
    page = words(show(client, reporter, ahead))
    assert "Advice is due by 11:42am on 4 November 2026" in page
    assert why not in page

    passed = MediaContactFactory(reporter=reporter, deadline_at=contact.reported_at)
    page = words(show(client, reporter, passed))
    assert due in page
    assert "Their deadline had passed when this began to wait, so advice is due within" in page

    assert "Advice is due by" not in show(client, reporter, three["Advised"])
    with clock.at(contact.answer_due_at + HOUR):
        assert "Waiting for advice Overdue" in words(show(client, reporter, contact))


def test_advice_is_given_and_closed_through_the_pages(client, chief, reporter):
    contact = MediaContactFactory(reporter=reporter)
    client.force_login(chief)
    url = contact.get_absolute_url()
    assert client.get(f"{url}close/").status_code == 409

    empty = client.post(f"{url}advise/", {"text": "", "version": "1"})
    assert empty.status_code == 422
    assert empty.content.decode().count("Enter your advice") == 2
    sent = client.post(f"{url}advise/", {"text": "Say nothing.", "version": "1"}, follow=True)
    assert "Your advice is sent." in sent.content.decode()
    stale = client.post(f"{url}advise/", {"text": "Say more.", "version": "1"})
    assert stale.status_code == 409
    assert "This media contact changed at 10:42am on 4 November 2026." in stale.content.decode()
    client.post(f"{url}close/", {"text": "Nothing was published.", "version": "2"})

    page = show(client, reporter, contact)
    assert page.index("Say nothing.") < page.index("Nothing was published.")
    assert "by Cora Chief, Communications Manager" in page
    assert client.get(f"{url}add/").status_code == 409


# The home page


def duties(person):
    return sorted(
        (duty.text, duty.holder, duty.due_on and duty.due_on.isoformat())
        for duty in duties_of(person, home.duties)
    )


def test_what_waits_on_the_home_page(chief, reporter, three):
    assert duties(chief) == [
        (f"Advise {three['Late'].reporter}: a media contact by Late", "", "2026-11-04"),
        ("Advise Rita Reporter: a media contact by Open", "", "2026-11-05"),
        ("Close the media contact by Advised that Rita Reporter reported", "", None),
    ]
    assert duties(reporter) == [
        ("Advice on the media contact by Open", "Communications", "2026-11-05")
    ]
    assert duties(EmployeeFactory()) == []


def test_what_is_added_after_advice_needs_communications_again(client, chief, reporter, three):
    advised = three["Advised"]
    seen = {"version": advised.version}
    page = client.post(f"{advised.get_absolute_url()}add/", {"text": "They rang.", **seen})
    assert page.status_code == 302

    assert "Do not reply before they advise." in show(client, reporter, advised)
    again = "Advise Rita Reporter again: more about the media contact by Advised"
    of_it = [duty for duty in duties(chief) if duty[0].endswith("Advised")]
    assert of_it == [(again, "", "2026-11-05")]
    waits = ("Advice on the media contact by Advised", "Communications", "2026-11-05")
    assert waits in duties(reporter)
    client.force_login(chief)
    advise = client.get(f"{advised.get_absolute_url()}advise/").content.decode()
    assert "They rang." in advise
    assert "If they need no more advice, say so." in advise


def test_communications_waits_for_others_of_communications_on_their_own(chief):
    MediaContactFactory(reporter=chief)
    advised = MediaContactFactory(reporter=chief)
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    move_media_contact(advised, "advise", text="Say nothing.", by=adviser, seen_version=1)
    assert duties(chief) == [
        ("Advice on the media contact by The Evening Example", "Communications", "2026-11-05")
    ]


def test_an_account_that_no_answer_brings_up_is_not_lost(client, reporter, accounts):
    accounts("Library news")
    entered = typed(about_work_posts="yes", account="Sport page")
    answer = client.post(NEW, entered)
    assert answer.status_code == 422
    error = "Select “Another account” if it is the one you entered"
    assert answer.context["form"].errors == {"known_account": [error]}

    client.post(NEW, {**entered, "known_account": "another"})
    assert MediaContact.objects.get().account == "Sport page"
