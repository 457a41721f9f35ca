"""The pages of policy versions, and acknowledging on the page of the policy (2.1, 7.1)."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from policy.models import Clause, PolicyAcknowledgement, PolicyVersion, VersionState
from policy.services.acknowledging import acknowledge, ask_everyone
from portal import clock
from portal.models import Employee, Post, TrailEvent
from tests.builders import NOW, holder_of
from tests.factories import EmployeeFactory, ServiceFactory
from tests.matrix.asking import signed_in
from tests.matrix.worlds.people import typed_day
from tests.policy.versions import (
    a_draft,
    an_agreed_draft,
    ask_body,
    fresh,
    in_consultation,
    in_force_now,
    newly_in_force,
    scheduled,
    the_administrator,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


@pytest.fixture
def administrator():
    return signed_in(the_administrator())


def url(name, *parts):
    return reverse(f"policy:{name}", args=[getattr(part, "pk", part) for part in parts])


def text_of(answer):
    return " ".join(answer.content.decode().split())


def errors_of(answer):
    assert answer.status_code == 422
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


# Drafts


def test_a_draft_is_started_changed_and_shown(administrator):
    answer = administrator.post(url("version_new"), {"title": "Policy 2027"})
    draft = PolicyVersion.objects.get(title="Policy 2027")
    assert answer["Location"] == url("version", draft)

    clause = draft.clauses.get(number="7.1")
    words = {"number": "7.1", "clause_heading": "Changes", "text": "One.\r\n\r\nTwo."}
    answer = administrator.post(url("clause", draft, clause), words)
    assert answer["Location"] == f"{url('version', draft)}#clause-7.1"
    assert Clause.objects.get(pk=clause.pk).text == "One.\n\nTwo."

    added = {"after": clause.pk, "number": "7.2", "text": "Three."}
    administrator.post(url("clause_new", draft), added)
    html = text_of(administrator.get(url("version", draft)))
    assert "Started a draft from Social media policy: Policy 2027" in html
    assert html.index("Two.") < html.index("Three.")


def test_what_is_wrong_with_a_clause_is_said_and_what_was_typed_kept(administrator):
    draft = a_draft()
    clause = draft.clauses.get(number="7.1")
    for address in (url("clause", draft, clause), url("clause_new", draft)):
        answer = administrator.post(address, {"number": "7", "text": "Kept.\r\n\r\nToo."})
        assert errors_of(answer) == {"number": ["There is a clause 7 already"]}
        assert "Kept.&#10;&#10;Too." in answer.content.decode()
        answer = administrator.post(address, {})
        assert errors_of(answer) == {
            "number": ["Enter the number of the clause"],
            "text": ["Enter the text of the clause, or a heading"],
        }


def test_a_draft_of_a_text_superseded_since_warns(administrator):
    draft = a_draft("Next year's policy")
    warning = f"This was drafted from {in_force_now().as_text}, which has been superseded since."
    assert warning not in unescape(text_of(administrator.get(url("version", draft))))

    newest = newly_in_force("This autumn's policy")
    page = unescape(text_of(administrator.get(url("version", draft))))
    assert warning in page
    assert f"?from={newest.pk}&to={draft.pk}" in page
    ask_body(draft)
    day = typed_day("in_force_from") | {"in_force_from-day": "9"}
    with clock.at(NOW + DAY):
        why = {"published_despite": "The union will not answer."}
        assert warning in unescape(text_of(administrator.post(url("publish", draft), day | why)))
    for other in (newest, a_draft("Another")):
        assert "superseded since" not in text_of(administrator.get(url("version", other)))


def test_a_draft_is_deleted_after_a_question(administrator):
    draft = a_draft()
    assert "Delete the draft" in text_of(administrator.get(url("version_delete", draft)))
    assert administrator.post(url("version_delete", draft))["Location"] == url("versions")
    assert not PolicyVersion.objects.filter(pk=draft.pk).exists()


# Consultation


def test_trade_unions_are_asked_and_answer(administrator):
    draft = a_draft()
    asked = {"body": "Union A", **typed_day("sent_on"), **typed_day("answer_by")}
    administrator.post(url("consult", draft), asked)
    consultation = draft.consultations.get()

    again = administrator.post(url("consult", draft), asked | {"body": "union a"})
    assert errors_of(again) == {"body": ["union a was sent this text already"]}

    answer = {"response": "We agree.", **typed_day("answered_on")}
    administrator.post(url("answer", draft, consultation), answer)
    html = text_of(administrator.get(url("version", draft)))
    assert "We agree." in html
    assert "Correct the answer" in html
    assert "1 of 1 answered" in text_of(administrator.get(url("versions")))


def test_days_that_cannot_be(administrator):
    draft = a_draft()
    late = {"sent_on-day": "5", "answer_by-day": "3"}
    asked = {"body": "Union A", **typed_day("sent_on"), **typed_day("answer_by")}
    answer = administrator.post(url("consult", draft), asked | late)
    assert errors_of(answer) == {
        "sent_on": ["The day it was sent must be today or in the past"],
        "answer_by": ["The answer must be asked for after the text was sent"],
    }
    consultation = ask_body(draft)
    answer = {"response": "Yes", **typed_day("answered_on"), "answered_on-day": "5"}
    assert errors_of(administrator.post(url("answer", draft, consultation), answer)) == {
        "answered_on": ["The day must be from 4 November 2026 up to today"]
    }


def test_a_text_taken_back_shows_whom_it_went_to(administrator):
    version = in_consultation()
    assert errors_of(administrator.post(url("redraft", version), {})) == {
        "reason": ["Enter why it must change"]
    }
    administrator.post(url("redraft", version), {"reason": "Union A asked."})
    html = text_of(administrator.get(url("version", version)))
    assert f'href="{url("publish", version)}"' not in html
    assert "Trade unions consulted on an earlier text" in html
    assert "Union A asked." in html
    assert "Delete the draft" not in html


# Publishing


def test_publishing_asks_for_a_day_and_is_checked_first(administrator):
    version = in_consultation()
    EmployeeFactory.create_batch(2)
    day = typed_day("in_force_from") | {"in_force_from-day": "9"}

    html = text_of(administrator.post(url("publish", version), day))
    assert "On 9 November 2026 we ask <strong>3 people</strong>" in html
    assert fresh(version).state == VersionState.IN_CONSULTATION

    changed = administrator.post(url("publish", version), day | {"change": "1"})
    assert changed.status_code == 200
    assert 'value="9"' in changed.content.decode()

    answer = administrator.post(url("publish", version), day | {"confirm": "1"}, follow=True)
    assert "comes into force on 9 November 2026" in text_of(answer)
    assert fresh(version).in_force_from == date(2026, 11, 9)


def test_days_on_which_it_cannot_come_into_force(administrator):
    scheduled(TODAY + DAY, "Coming")
    version = in_consultation("Other")
    day = typed_day("in_force_from")
    for typed, sentence in (
        ({"in_force_from-day": "3"}, "The day must be today or in the future"),
        ({"in_force_from-day": "5"}, "Coming comes into force on that day"),
    ):
        answer = administrator.post(url("publish", version), day | typed)
        assert errors_of(answer) == {"in_force_from": [sentence]}


def test_while_a_trade_union_has_time_the_page_refuses(administrator):
    version = in_consultation(answered=False)
    shown = text_of(administrator.get(url("version", version)))
    assert "Union A has until 4 November 2026 to answer. You can publish" in shown
    assert f'href="{url("publish", version)}"' not in shown
    answer = administrator.get(url("publish", version))
    assert answer.status_code == 409
    html = text_of(answer)
    assert "Union A has until 4 November 2026 to answer." in html
    assert f'href="{url("version", version)}"' in html


def test_without_an_answer_and_for_an_agreed_text_more_is_asked(administrator):
    version, agreed = in_consultation(answered=False), an_agreed_draft("Agreed")
    with clock.at(NOW + DAY):
        tomorrow = typed_day("in_force_from") | {"in_force_from-day": "5"}
        assert "has not answered" in text_of(administrator.get(url("publish", version)))
        assert errors_of(administrator.post(url("publish", version), tomorrow)) == {
            "published_despite": ["Enter why you publish it without every answer"]
        }
        assert errors_of(administrator.post(url("publish", agreed), tomorrow)) == {
            "consulted_before": ["Enter how trade unions were consulted"]
        }
        said = tomorrow | {"published_despite": "They will not.", "confirm": "1"}
        administrator.post(url("publish", version), said)
    assert "They will not." in text_of(administrator.get(url("version", version)))


def test_a_day_is_changed_and_called_off(administrator):
    version = scheduled(TODAY + DAY)
    day = typed_day("in_force_from") | {"in_force_from-day": "9"}
    administrator.post(url("move_day", version), day)
    assert "Comes into force on 9 November 2026" in text_of(administrator.get(url("versions")))
    administrator.post(url("call_off", version))
    assert fresh(version).state == VersionState.IN_CONSULTATION


# Acknowledging


def test_the_policy_asks_its_reader_and_thanks_them():
    reader = signed_in(EmployeeFactory())
    html = text_of(reader.get(url("policy")))
    assert "You have not acknowledged this version yet." in html
    assert "Do this later" not in html

    version = {"version": in_force_now().pk}
    thanked = text_of(reader.post(url("acknowledge"), version, follow=True))

    assert "Thank you. You acknowledged the Social media policy on 4 November 2026." in thanked
    assert "You acknowledged this version on 4 November 2026." in thanked
    assert "You have not acknowledged" not in thanked


@pytest.mark.parametrize("typed", ["", "x", "0", "99999999999999999999"])
def test_acknowledging_nothing_is_no_page(typed):
    reader = signed_in(EmployeeFactory())
    assert reader.post(url("acknowledge"), {"version": typed}).status_code == 404
    draft = {"version": a_draft().pk}
    assert reader.post(url("acknowledge"), draft).status_code == 404


def test_a_page_drawn_before_the_new_version_is_told_so():
    reader, former = signed_in(EmployeeFactory()), in_force_now()
    newly_in_force()
    answer = reader.post(url("acknowledge"), {"version": former.pk})
    assert answer.status_code == 409
    assert "came into force on 4 November 2026. Read it before" in text_of(answer)


def test_only_posts_find_the_versions_and_the_coverage():
    for post, links in (
        (Post.POLICY_ADMINISTRATOR, ["versions", "coverage"]),
        (Post.AUDITOR, ["coverage"]),
        (Post.HEAD_OF_IT, []),
    ):
        html = text_of(signed_in(holder_of(post)).get(url("policy")))
        found = [
            name
            for name, parts in (("versions", []), ("coverage", [in_force_now()]))
            if f'href="{url(name, *parts)}"' in html
        ]
        assert found == links


# Coverage


@pytest.fixture
def covered():
    """Two services of two people; one of each has acknowledged."""
    people = {}
    for service in ("Libraries", "Roads"):
        made = ServiceFactory(name=service)
        people[service] = [
            EmployeeFactory(name=f"{service} {word}", service=made) for word in ("read", "=not yet")
        ]
    Employee.objects.filter(pk=the_administrator().pk).update(service=None)
    ask_everyone(today=TODAY)
    for read, _ in people.values():
        acknowledge(in_force_now(), by=read)
    acknowledge(in_force_now(), by=the_administrator())
    return people


def test_coverage_names_who_has_not(administrator, covered):
    version, (service) = in_force_now(), covered["Roads"][0].service
    answer = administrator.get(url("coverage", version))
    assert [row.person.name for row in answer.context["page"]] == [
        "Libraries =not yet",
        "Roads =not yet",
    ]
    assert "60%" in text_of(answer)
    filtered = administrator.get(url("coverage", version), {"service": service.pk})
    assert [row.person.name for row in filtered.context["page"]] == ["Roads =not yet"]


def test_coverage_is_exported_and_the_trail_says_so(covered):
    auditor = signed_in(holder_of(Post.AUDITOR))
    version, service = in_force_now(), covered["Roads"][0].service
    answer = auditor.get(url("coverage_export", version), {"service": service.pk})

    lines = answer.content.decode().splitlines()
    person = covered["Roads"][1]
    assert lines[1:] == [
        f"Roads =not yet,{person.email},Roads,2026-11-04,",
        f"Roads read,{covered['Roads'][0].email},Roads,2026-11-04,2026-11-04",
    ]
    event = TrailEvent.objects.get(event="export")
    assert event.changes == {"filters": [None, {"service": str(service.pk)}]}


def test_everyone_has_acknowledged(administrator):
    ask_everyone(today=TODAY)
    for row in PolicyAcknowledgement.objects.select_related("person"):
        acknowledge(in_force_now(), by=row.person)
    html = text_of(administrator.get(url("coverage", in_force_now())))
    assert "Everyone asked has acknowledged." in html
    assert "100%" in html
