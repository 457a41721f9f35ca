"""What the database forbids of the trail and of appointments, told by raw SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from portal.models import Appointment, DirectoryLink, Post, TrailSeal
from tests.factories import AppointmentFactory, EmployeeFactory
from tests.rows import NOW, a_person, an_event, columns_of, insert, refused, sql, update

pytestmark = pytest.mark.django_db

TRAIL_KEPT = "The audit trail is added to and never altered."
LINK_KEPT = "Whose account of the directory it is stays as it was."
POST_HELD = "Someone holds this post on some of these days."


# The trail


@pytest.mark.parametrize(
    ("table", "key"), [("portal_trailevent", "id"), ("portal_trailseal", "position")]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 2", "DELETE FROM {}"])
def test_trail_is_never_altered(table, key, statement):
    TrailSeal.objects.create(position=1, event=an_event(), key_id="k", sealed_at=NOW, hmac="0" * 64)
    with refused(TRAIL_KEPT):
        sql(statement.format(table, key))


# Appointments: one substantive, general holder of a post on a day


@pytest.mark.parametrize("post", [Post.HEAD_OF_IT, Post.COMMUNICATIONS_MANAGER])
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 6, 30), None),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2025, 1, 1), None),
        (date(2026, 2, 1), date(2026, 2, 2)),
    ],
)
def test_a_post_has_one_holder_on_a_day(post, starts_on, ends_on):
    held = AppointmentFactory(post=post, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    other = columns_of(held, employee_id=a_person(), starts_on=starts_on, ends_on=ends_on)
    with refused(POST_HELD):
        insert("portal_appointment", **other)

    elsewhere = AppointmentFactory(post=post, starts_on=date(2030, 1, 1))
    with refused(POST_HELD):
        update(elsewhere, starts_on=starts_on, ends_on=ends_on)


def test_a_post_is_handed_on_and_acted_for():
    held = AppointmentFactory(
        post=Post.HEAD_OF_IT, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )
    insert(
        "portal_appointment",
        **columns_of(held, employee_id=a_person(), starts_on=date(2026, 7, 1), ends_on=None),
    )
    insert("portal_appointment", **columns_of(held, employee_id=a_person(), acting=True))
    insert(
        "portal_appointment",
        **columns_of(held, employee_id=a_person(), acting=True, for_case="SM-2026-0001"),
    )
    update(held, ends_on=date(2026, 5, 31))

    assert Appointment.objects.filter(post=Post.HEAD_OF_IT).count() == 4


def test_other_posts_have_many_holders():
    AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER)
    AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER)


# Whose account of the directory is whose


@pytest.fixture
def link():
    return DirectoryLink.objects.create(
        employee=EmployeeFactory(), issuer="https://here.example", subject="1", linked_at=NOW
    )


@pytest.mark.parametrize(
    "column", [{"subject": "2"}, {"issuer": "https://there.example"}, {"employee_id": 1}]
)
def test_an_account_of_the_directory_is_handed_to_nobody(link, column):
    with refused(LINK_KEPT):
        update(link, **column)


def test_an_account_of_the_directory_is_one_persons(link):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert("portal_directorylink", **columns_of(link, employee_id=a_person()))


def test_someone_has_one_account_of_a_directory(link):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert("portal_directorylink", **columns_of(link, subject="2"))
    insert("portal_directorylink", **columns_of(link, issuer="https://there.example", subject="2"))
