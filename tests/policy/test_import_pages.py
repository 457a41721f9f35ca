"""An adopted text pasted on a page: kept as a draft, or refused by line with what was typed."""

import pytest
from django.urls import reverse

from policy.models import PolicyVersion, VersionState
from portal import clock
from tests.builders import NOW
from tests.policy.versions import the_administrator

pytestmark = pytest.mark.django_db

DAY = {"agreed_on-day": "3", "agreed_on-month": "3", "agreed_on-year": "2014"}
TEXT = "Bicycles\r\n\r\n1. Riding\r\n1.1 Ride:\r\n- slowly\r\n- <b>well</b>\r\n"


@pytest.fixture
def administrator(client):
    client.force_login(the_administrator())
    with clock.at(NOW):
        yield client


def paste(client, text: str = TEXT, **typed: str):
    url = reverse("policy:version_import")
    return client.post(url, {"title": "Riding", "text": text, **DAY, **typed}, follow=True)


def test_a_pasted_text_becomes_a_draft(administrator):
    response = paste(administrator)

    draft = PolicyVersion.objects.get(title="Riding")
    assert response.redirect_chain == [(reverse("policy:version", args=[draft.pk]), 302)]
    assert (draft.state, str(draft.agreed_on)) == (VersionState.DRAFT, "2014-03-03")
    html = response.content.decode()
    assert "The draft has 1 section, 1 clause, 0 lettered rules and 2 bullets." in html
    assert "Line 1 left out, before section 1." in html
    assert html.count("govuk-notification-banner__heading") == 2
    assert "&lt;b&gt;well&lt;/b&gt;" in html


def test_what_was_left_out_or_read_otherwise_is_said_at_once(administrator):
    rules = "\n".join(f"{letter}. Ride." for letter in "abcdefghijkI")
    html = paste(administrator, f"Notes\n\n1. Riding\n1.1 Rules\n{rules}\n").content.decode()
    assert (
        "Line 1 left out, before section 1. Line 16: “I” was read as rule l, whose turn it is."
    ) in html


def test_faults_are_named_by_line_and_the_text_is_kept(administrator):
    response = paste(administrator, "\n\n1. Riding\n1.2 Ride.\n1.2 Walk.\n")

    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_text">2 lines of the text cannot be placed</a>' in html
    assert "Line 4: Clause 1.2 stands where clause 1.1 should be. It begins “1.2 Ride.”." in html
    assert "<li>Line 5: Clause 1.2 is there twice. It begins “1.2 Walk.”.</li>" in html
    assert "1.2 Walk." in html
    assert not PolicyVersion.objects.filter(title="Riding").exists()


def test_a_day_to_come_is_refused(administrator):
    response = paste(administrator, **{"agreed_on-year": "2050"})
    assert response.status_code == 422
    assert "The day must be today or in the past" in response.content.decode()
