"""A restored copy: e-mail is held, and nobody is signed in."""

import shutil
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from portal import clock, home
from portal.models import BrowserSession, DatabaseMark, Notice, Outbox, Post, TrailEvent
from portal.refusals import Refused
from portal.services import restoring
from portal.services.notices import mail_secret
from portal.services.outbox import drain_outbox
from portal.services.password_links import mail_links
from portal.services.restoring import held_outbox, release_outbox, treat_as_restored
from tests.builders import holder_of
from tests.databases import copied, using
from tests.duties import duties_of
from tests.factories import EmployeeFactory
from tests.second_factors import give_second_factor
from tests.telling import tell_of, tell_urgently


@pytest.fixture
def ada():
    return EmployeeFactory(name="Ada")


@pytest.mark.django_db
def test_a_database_that_stays_where_it_is_is_no_copy(ada):
    for number in range(3):
        tell_of(f"appointment {number}", ada)
        assert drain_outbox() == 1
        restoring.check_database()
    assert held_outbox() is None


@pytest.mark.postgresql
def test_tables_that_are_written_anew_are_no_copy(committed_db):
    drain_outbox()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL portal_databasemark")
        cursor.execute("CLUSTER portal_databasemark USING portal_databasemark_pkey")
        cursor.execute("REINDEX TABLE portal_databasemark")
    drain_outbox()
    assert held_outbox() is None


@pytest.mark.postgresql
def test_a_role_that_may_not_ask_for_the_servers_number_sees_no_copy(committed_db):
    drain_outbox()
    mark = DatabaseMark.objects.get()
    _, _, own = mark.identity.partition("/")
    DatabaseMark.objects.update(identity=own)

    restoring.check_database()

    assert held_outbox() is None


def test_a_copy_sends_nothing_and_nobody_is_signed_in(committed_db, tmp_path, ada):
    drain_outbox()
    tell_of("appointment 1", ada)
    tell_urgently(ada)
    give_second_factor(ada)
    browser = Client()
    browser.force_login(ada)
    folder = tmp_path / "restored"
    folder.mkdir()

    with copied(folder) as copy, using(copy):
        assert drain_outbox() == 0
        assert mail.outbox == []
        assert held_outbox().waited == 3
        assert not BrowserSession.objects.exists()
        assert not Authenticator.objects.exists()
        assert TrailEvent.objects.filter(event="database.restored").count() == 1
        # Looked at again, it is what it is.
        assert drain_outbox() == 0
        assert DatabaseMark.objects.get().epoch == 1

    assert held_outbox() is None
    assert drain_outbox() > 0


@pytest.mark.sqlite
def test_a_file_put_back_in_its_place_is_a_copy(committed_db, tmp_path, ada):
    drain_outbox()
    connection.close()
    backup = tmp_path / "backup.sqlite3"
    shutil.copy(committed_db.name, backup)
    drain_outbox()
    connection.close()
    # Into the same file, whose number the file system keeps.
    shutil.copyfile(backup, committed_db.name)

    restoring.check_database()
    assert held_outbox()


def test_the_first_page_of_a_web_process_ends_what_was_signed_in(
    committed_db, tmp_path, ada, settings
):
    settings.MIDDLEWARE = ["portal.middleware.RestoredMiddleware", *settings.MIDDLEWARE]
    drain_outbox()
    browser = Client()
    browser.force_login(ada)
    assert browser.get("/notifications/").status_code == 200
    folder = tmp_path / "restored"
    folder.mkdir()

    with copied(folder) as copy, using(copy):
        # As another process, which has looked at no page yet.
        other = Client()
        other.cookies = browser.cookies
        answer = other.get("/notifications/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


@pytest.mark.django_db
def test_a_link_to_a_new_password_is_void_in_a_copy(ada):
    client = Client()
    client.post("/sign-in/forgotten/", {"email": ada.email})
    mail_links()
    link = Notice.objects.get(mail_only=True).path
    assert client.get(link, follow=True).context["form"].fields.keys() >= {"password1"}

    treat_as_restored()

    assert not Notice.objects.filter(mail_only=True).exists()
    assert "password1" not in Client().get(link, follow=True).text


@pytest.mark.django_db
def test_what_is_held_but_links_asked_for_since(ada):
    tell_urgently(ada)
    treat_as_restored()
    mail_secret("password_reset", recipient=ada, about="1", path="/sign-in/new-password/x-y/")
    assert drain_outbox() == 1
    assert "/sign-in/new-password/x-y/" in mail.outbox[0].body


# Releasing it


@pytest.fixture
def kirsty():
    return holder_of(Post.POLICY_ADMINISTRATOR, employee=EmployeeFactory(name="Kirsty"))


@pytest.fixture
def held(ada):
    """A copy in which one thing waited when it was made, and one was written since."""
    with clock.at(clock.now() - timedelta(hours=1)):
        tell_of("appointment 1", ada)
        treat_as_restored()
    tell_of("appointment 2", ada)


@pytest.mark.django_db
@pytest.mark.parametrize(("send", "mailed"), [(True, 2), (False, 1)])
def test_the_policy_administrator_releases_it_with_or_without_what_waited(
    held, kirsty, send, mailed
):
    [duty] = duties_of(kirsty, home.duties)
    assert duty.url == "/outbox/"
    assert (held_outbox().waited, held_outbox().new) == (1, 1)

    release_outbox(by=kirsty, send=send)
    drain_outbox()

    assert Notice.objects.exclude(mailed_at=None).count() == mailed
    assert Notice.objects.count() == 2
    assert duties_of(kirsty, home.duties) == []
    event = TrailEvent.objects.get(event="outbox.released")
    assert (event.actor, event.actor_post) == (kirsty, "Policy administrator (HR)")
    with pytest.raises(Refused, match="No e-mail is held"):
        release_outbox(by=kirsty, send=True)


@pytest.mark.django_db
def test_nobody_else_releases_it(held, ada):
    with pytest.raises(Refused, match="Only the policy administrator"):
        release_outbox(by=ada, send=True)
    assert duties_of(ada, home.duties) == []


@pytest.mark.django_db
def test_it_is_released_on_a_page(client, held, kirsty):
    client.force_login(kirsty)
    assert "Release the e-mail that is held" in client.get("/").text
    page = client.get("/outbox/").text
    assert "Notifications that waited when the copy was made" in page
    assert client.post("/outbox/", {"send": ""}).status_code == 422
    assert held_outbox()

    answer = client.post("/outbox/", {"send": "no"})

    assert answer["Location"] == "/"
    assert held_outbox() is None
    assert client.get("/outbox/")["Location"] == "/"


@pytest.mark.django_db
def test_releasing_needs_fresh_proof(held, kirsty):
    browser = Client()
    browser.force_login(kirsty)
    answer = browser.post("/outbox/", {"send": "yes"})
    assert answer.status_code == 302
    assert held_outbox()


# Without a page


@pytest.mark.django_db
def test_commands_hold_and_release(ada):
    tell_of("appointment 1", ada)
    call_command("mark_database", restored=True)
    assert Outbox.objects.get().held_since
    call_command("release_outbox", drop=True)
    assert drain_outbox() == 0
    with pytest.raises(CommandError, match="No e-mail is held"):
        call_command("release_outbox")


@pytest.mark.django_db
def test_a_database_is_said_to_be_the_same(ada):
    drain_outbox()
    DatabaseMark.objects.update(identity="0")
    call_command("mark_database", same=True)
    restoring.check_database()
    assert held_outbox() is None
