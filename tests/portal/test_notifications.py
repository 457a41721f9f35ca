from datetime import UTC, datetime, timedelta

import pytest

from portal.models import Employee, Notice
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture
def ada(client):
    ada = EmployeeFactory(name="Ada Lee")
    client.force_login(ada)
    return ada


def notice(recipient, number: int = 1, **more) -> Notice:
    return Notice.objects.create(
        key=f"test|{number}|{recipient.pk}",
        recipient=recipient,
        subject=f"Approved: account {number:02}",
        body="…",
        path=f"/cases/SM-2026-00{number:02}/",
        created_at=NOW + timedelta(minutes=number),
        **more,
    )


def test_notices_are_listed_newest_first_with_the_unread_marked(client, ada):
    notice(ada, 1, read_at=NOW)
    notice(ada, 2)
    notice(EmployeeFactory(), 3)
    page = client.get("/notifications/").content.decode()
    assert page.index("account 02") < page.index("account 01")
    assert page.count(">\n  Unread\n<") + page.count("Unread</strong>") <= 2
    assert page.count("portal-notices__subject--unread") == 1
    assert "account 03" not in page
    assert "10:44am on 4 November 2026" in page


def test_an_empty_list_says_so(client, ada):
    page = client.get("/notifications/").content.decode()
    assert "We have told you nothing yet." in page
    assert "Mark all as read" not in page


def test_opening_a_notice_marks_it_as_read_and_leads_where_it_points(client, ada):
    mine = notice(ada)
    response = client.post(f"/notifications/{mine.pk}/")
    assert response["Location"] == "/cases/SM-2026-0001/"
    mine.refresh_from_db()
    assert mine.read_at


@pytest.mark.parametrize("more", [{}, {"mail_only": True}])
def test_anothers_notice_and_one_for_the_mailbox_alone_do_not_exist(client, ada, more):
    hidden = notice(ada if more else EmployeeFactory(), **more)
    assert client.post(f"/notifications/{hidden.pk}/").status_code == 404
    assert hidden.subject not in client.get("/notifications/").content.decode()


def test_looking_changes_nothing(client, ada):
    mine = notice(ada)
    assert client.get(f"/notifications/{mine.pk}/").status_code == 405
    client.get("/notifications/")
    mine.refresh_from_db()
    assert mine.read_at is None


def test_all_that_the_page_showed_are_marked_as_read(client, ada):
    seen = notice(ada, 1)
    since = notice(ada, 2)
    response = client.post("/notifications/read/", {"until": seen.pk})
    assert response["Location"] == "/notifications/"
    assert list(ada.notices.filter(read_at=None)) == [since]


@pytest.mark.parametrize("until", ["", "all", "-1", "1e9", "0"])
def test_what_is_no_number_marks_nothing(client, ada, until):
    notice(ada)
    assert client.post("/notifications/read/", {"until": until}).status_code == 302
    assert ada.notices.filter(read_at=None).count() == 1


def test_the_header_counts_what_is_unread(client, ada):
    notice(ada, 1)
    notice(ada, 2)
    notice(ada, 3, read_at=NOW)
    notice(ada, 4, mail_only=True)
    page = client.get("/help/").content.decode()
    assert '>2<span class="govuk-visually-hidden"> unread' in page


@pytest.mark.parametrize("until", ["", "one", "-1", "9" * 40])
def test_what_is_no_notice_marks_nothing_as_read(client, ada, until):
    notice(ada, 1)

    assert client.post("/notifications/read/", {"until": until}).status_code == 302
    assert ada.notices.get().read_at is None


def test_long_lists_are_paged(client, ada):
    for number in range(30):
        notice(ada, number)
    first = client.get("/notifications/").content.decode()
    assert "account 05" in first
    assert "account 04" not in first
    after = first.split("?after=")[1].split('"')[0].replace("&amp;", "&")
    second = client.get(f"/notifications/?after={after}").content.decode()
    assert "account 04" in second
    assert "account 00" in second


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_at_1_and_at_30(client, ada, count, django_assert_num_queries):
    for number in range(count):
        notice(ada, number)
    # The session, the employee, their posts, the notices; unread notices and people they lead.
    with django_assert_num_queries(5):
        client.get("/notifications/")


def test_someone_chooses_one_e_mail_a_day(client, ada):
    page = client.get("/notifications/preferences/").content.decode()
    assert "When do you want our e-mails?" in page
    assert client.post("/notifications/preferences/", {"mail": ""}).status_code == 422
    assert client.post("/notifications/preferences/", {"mail": "never"}).status_code == 422
    response = client.post("/notifications/preferences/", {"mail": "daily"}, follow=True)
    assert "Your choice is saved." in response.content.decode()
    ada.refresh_from_db()
    assert ada.mail == Employee.Mail.DAILY
