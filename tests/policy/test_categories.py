"""The types of social media, which the policy administrator keeps (3.2)."""

import pytest
from django.urls import reverse

from policy.models import PlatformCategory
from policy.services.categories import add_category, change_category
from portal import clock
from portal.models import TrailEvent
from portal.refusals import Refused
from tests.builders import NOW, a_draft
from tests.factories import EmployeeFactory
from tests.policy.versions import the_administrator

pytestmark = pytest.mark.django_db

PODCAST = {"name": "Podcast", "examples": "Recordings to subscribe to", "in_use": True}


@pytest.fixture
def administrator(client):
    client.force_login(the_administrator())
    with clock.at(NOW):
        yield client


def the_blog() -> PlatformCategory:
    return PlatformCategory.objects.get(name="Blog")


def save(client, category: PlatformCategory | None = None, **typed: str):
    url = reverse("policy:category", args=[category.pk]) if category else "/policy/types/new/"
    return client.post(url, {"examples": "", "in_use": "yes", **typed}, follow=True)


def offered_to(client, case) -> list[str]:
    """The types that an applicant can choose from."""
    client.force_login(case.applicant)
    page = client.get(reverse("cases:question", args=[case.reference, "account"]))
    return [name for _, name in page.context["form"].fields["category"].choices]


def test_a_new_type_is_offered_before_other_and_recorded(administrator):
    page = save(administrator, name="Podcast", examples="Recordings").content.decode()

    assert "Podcast is saved." in page
    assert [c.name for c in PlatformCategory.objects.all()][-3:] == [
        "Virtual world",
        "Podcast",
        "Other",
    ]
    event = TrailEvent.objects.get(event="category.add")
    assert event.summary == "Added the type Podcast"
    assert event.actor_post == "Policy administrator (HR)"
    assert event.changes["examples"] == [None, "Recordings"]
    assert "Podcast" in offered_to(administrator, a_draft())


def test_a_type_that_is_withdrawn_stays_with_the_cases_that_have_it(administrator):
    blog = the_blog()
    has_it, has_not = a_draft(), a_draft()
    has_it.category, has_not.category = blog, None
    has_it.save()
    has_not.save()

    page = save(administrator, blog, name="Blog", in_use="no").content.decode()

    assert "Not offered" in page
    assert TrailEvent.objects.get(event="category.change").changes["in_use"] == [True, False]
    assert "Blog" in offered_to(administrator, has_it)
    assert "Blog" not in offered_to(administrator, has_not)


def test_what_is_said_already_changes_nothing(administrator):
    blog = the_blog()
    page = administrator.get(reverse("policy:category", args=[blog.pk])).content.decode()
    assert 'value="Blog"' in page
    save(administrator, blog, name="Blog", examples=blog.examples)
    assert not TrailEvent.objects.filter(event="category.change").exists()


def test_a_name_is_given_once(administrator):
    for category in (None, the_blog()):
        answer = save(administrator, category, name="microBLOG")
        assert answer.status_code == 422
        assert "There is already a type called microBLOG" in answer.content.decode()


def test_one_type_at_least_stays_offered(administrator):
    PlatformCategory.objects.exclude(name="Blog").update(in_use=False)
    answer = save(administrator, the_blog(), name="Blog", in_use="no")
    assert answer.status_code == 422
    assert "At least 1 type must be offered in new business cases" in answer.content.decode()
    assert the_blog().in_use


def test_nobody_else_keeps_them():
    with clock.at(NOW):
        for by in (EmployeeFactory(), None):
            with pytest.raises(Refused, match="Only the policy administrator"):
                add_category(by=by, **PODCAST)
            with pytest.raises(Refused, match="Only the policy administrator"):
                change_category(the_blog(), by=by, **PODCAST)
