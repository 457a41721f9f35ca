"""What changed between two versions of the policy, the words marked."""

import pytest
from django.urls import reverse

from policy.models import Clause, PolicyVersion
from policy.services import versions
from policy.services.acknowledging import acknowledge
from policy.templatetags.policy import clause, clause_url, version_link
from portal import clock
from tests.builders import NOW
from tests.factories import EmployeeFactory
from tests.matrix.worlds.people import typed_day
from tests.policy.versions import a_draft, ask_body, fresh, in_force_now, the_administrator

pytestmark = pytest.mark.django_db

LINK = '<a class="govuk-link" href="/policy/compare/?from={}&amp;to={}">What changed since {}</a>'


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


@pytest.fixture
def reader(client):
    client.force_login(EmployeeFactory())
    return client


def a_changed_draft() -> PolicyVersion:
    """Two words changed, one clause more at the end of a section, one rule fewer."""
    draft = a_draft("Social media policy 2026")
    by = the_administrator()
    words = {"heading": "What it tells you", "closing": "", "dos": "", "donts": ""}
    changed = Clause.objects.get(version=draft, number="1.4")
    text = "It says what everyone is responsible for, both at work and outside work."
    versions.change_clause(changed, by=by, **words, number="1.4", text=text)
    versions.remove_clause(Clause.objects.get(version=draft, number="4.1.l"), by=by)
    after = Clause.objects.get(version=draft, number="7.1")
    new = {**words, "heading": "Questions", "text": "Ask <b>us</b>."}
    versions.add_clause(draft, by=by, after=after, number="7.2", **new)
    return fresh(draft)


def published(draft: PolicyVersion) -> PolicyVersion:
    by = the_administrator()
    asked = ask_body(draft)
    today = clock.today()
    versions.record_answer(asked, answered_on=today, response="Agreed.", by=by)
    return versions.publish(fresh(draft), in_force_from=today, by=by)


def compare(client, **query):
    return client.get(reverse("policy:compare"), query)


def test_compares_the_version_in_force_with_the_one_before(reader):
    old, new = in_force_now(), published(a_changed_draft())

    page = compare(reader).content.decode()

    assert "3 clauses differ" in page
    assert "Of 42 clauses, 1 is changed, 1 is new, 1 is removed, and 39 are the same." in page
    assert '<del><span class="govuk-visually-hidden">[removed: </span>you are<' in page
    assert '<ins><span class="govuk-visually-hidden">[added: </span>everyone is<' in page
    assert f'href="/policy/versions/{new.pk}/text/7.2/">7.2 Questions</a>' in page
    assert f'href="/policy/versions/{old.pk}/text/4.1.l/">4.1.l Saying where you work</a>' in page
    # What is written in a policy is never markup.
    assert "&lt;b&gt;us&lt;/b&gt;" in page


def test_points_are_drawn_as_lists_and_not_as_hyphens(reader):
    draft, by = a_draft("Social media policy 2026"), the_administrator()
    changed = Clause.objects.get(version=draft, number="1.4")
    words = {"heading": "What it tells you", "closing": "", "dos": "", "donts": ""}
    text = "You are responsible:\n\n- at work\n- outside work"
    versions.change_clause(changed, by=by, **words, number="1.4", text=text)
    published(fresh(draft))

    page = compare(reader).content.decode()

    assert "<li>outside " in page
    assert "- at" not in page


def test_compares_any_two_in_either_direction(reader):
    old, new = in_force_now(), published(a_changed_draft())

    page = compare(reader, **{"from": new.pk, "to": old.pk}).content.decode()

    assert '<ins><span class="govuk-visually-hidden">[added: </span>you are<' in page


def test_the_same_version_twice(reader):
    old = in_force_now()
    published(a_changed_draft())
    page = compare(reader, **{"from": old.pk, "to": old.pk}).content.decode()
    assert "The two versions say the same." in page


def test_a_single_version_has_nothing_to_be_compared_with(reader):
    assert "There is only one version of the policy so far." in compare(reader).content.decode()


def test_a_draft_is_compared_by_the_policy_administrator_alone(reader, client):
    old, draft = in_force_now(), a_changed_draft()
    chosen = {"from": old.pk, "to": draft.pk}

    refused = compare(reader, **chosen)
    assert refused.status_code == 422
    assert "Social media policy 2026" not in refused.content.decode()

    client.force_login(the_administrator())
    page = compare(client, **chosen).content.decode()
    assert "3 clauses differ" in page
    assert "Social media policy 2026, draft" in page


@pytest.mark.parametrize("address", ["", "1.4/"])
def test_a_draft_is_read_by_the_policy_administrator_alone(reader, client, address):
    url = f"/policy/versions/{a_changed_draft().pk}/text/{address}"
    assert reader.get(url).status_code == 404
    client.force_login(the_administrator())
    assert "everyone is responsible" in client.get(url).content.decode()


def test_the_page_of_a_draft_leads_to_what_it_changes(client):
    old, draft = in_force_now(), a_changed_draft()
    client.force_login(the_administrator())
    page = client.get(reverse("policy:version", args=[draft.pk])).content.decode()
    assert f'href="/policy/compare/?from={old.pk}&amp;to={draft.pk}"' in page
    assert f'href="/policy/versions/{draft.pk}/text/"' in page


def test_the_policy_leads_to_what_changed_since_the_version_before(reader):
    old, new = in_force_now(), published(a_changed_draft())
    page = reader.get("/policy/").content.decode()
    assert LINK.format(old.pk, new.pk, "the version of 11 October 2011") in page


def test_the_policy_leads_to_what_changed_since_its_reader_acknowledged_it(client):
    old, person = in_force_now(), EmployeeFactory()
    acknowledge(old, by=person)
    published(a_changed_draft())
    with clock.at(NOW.replace(day=5)):
        newest = published(a_draft("Social media policy 2027"))
        client.force_login(person)
        page = client.get("/policy/").content.decode()
    since = "you acknowledged the version of 11 October 2011"
    assert LINK.format(old.pk, newest.pk, since) in page


# Links to clauses


def test_a_clause_is_linked_in_the_version_in_force():
    assert clause("5.1") == '<a class="govuk-link" href="/policy/clauses/5.1/">clause 5.1</a>'
    assert clause_url("6.2 bullet 3") == "/policy/clauses/6.2-bullet-3/"


def test_a_clause_is_linked_in_the_version_that_a_case_was_written_under():
    version = in_force_now()
    assert clause("5.7", version, "advice") == (
        f'<a class="govuk-link" href="/policy/versions/{version.pk}/text/5.7/">advice</a>'
    )
    assert version_link(version) == (
        f'<a class="govuk-link" href="/policy/versions/{version.pk}/text/">'
        "Social media policy, in force from 11 October 2011</a>"
    )


def test_the_check_before_publishing_counts_what_differs(client):
    old, draft = in_force_now(), a_changed_draft()
    asked, by, today = ask_body(draft), the_administrator(), clock.today()
    versions.record_answer(asked, answered_on=today, response="Agreed.", by=by)
    client.force_login(by)
    page = client.post(f"/policy/versions/{draft.pk}/publish/", typed_day("in_force_from"))
    html = page.content.decode()
    assert "Of its clauses, 1 is changed, 1 is new, 1 is removed, against the version" in html
    assert f'href="/policy/compare/?from={old.pk}&amp;to={draft.pk}"' in html


def test_versions_of_the_same_title_are_told_apart(client):
    old = in_force_now()
    draft = a_draft(old.title)
    a_draft("Another")
    client.force_login(the_administrator())
    html = client.get("/policy/versions/").content.decode()
    assert f"{old.title}, in force from 11 October 2011</a>" in html
    assert f"{draft.title}, draft</a>" in html
    assert ">Another</a>" in html
