"""Who sees a media contact (4.j, 5.8)."""

import pytest

from policy.models import MediaContact
from portal.models import Employee, Post, Posts
from tests.factories import AppointmentFactory, EmployeeFactory, MediaContactFactory
from tests.policy.media_contacts.reporting import TODAY, report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("about_work", "manager_sees"), [(True, True), (False, False)])
def test_seen_by_reporter_communications_and_the_manager_of_the_day(
    chief, adviser, reporter, about_work, manager_sees
):
    former, manager = reporter.line_manager, EmployeeFactory()
    contact = report(reporter, about_work_posts=about_work)
    Employee.objects.filter(pk=reporter.pk).update(line_manager=manager)
    others = [
        AppointmentFactory(post=post).employee
        for post in (
            Post.HEAD_OF_IT,
            Post.ACCESS_OPERATOR,
            Post.POLICY_ADMINISTRATOR,
            Post.AUDITOR,
        )
    ]
    for_a_case = AppointmentFactory(
        post=Post.COMMUNICATIONS_ADVISER, acting=True, for_case="SM-2026-0001"
    ).employee
    system = EmployeeFactory(is_staff=True, is_superuser=True)

    seen_by = [
        person
        for person in (chief, adviser, reporter, former, manager, *others, for_a_case, system)
        if MediaContact.objects.visible_to(person, Posts.of(person, TODAY), TODAY)
        .filter(pk=contact.pk)
        .exists()
    ]

    assert seen_by == [chief, adviser, reporter, *([manager] if manager_sees else [])]


def test_where_nobody_manages_hr_sees_work_posts():
    hr = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    gone = EmployeeFactory(left_on=TODAY)
    contacts = [
        MediaContactFactory(about_work_posts=True),
        MediaContactFactory(about_work_posts=True, reporter__line_manager=gone),
    ]
    MediaContactFactory()
    MediaContactFactory(about_work_posts=True, reporter__line_manager=EmployeeFactory())
    assert list(MediaContact.objects.visible_to(hr, Posts.of(hr, TODAY), TODAY)) == contacts
