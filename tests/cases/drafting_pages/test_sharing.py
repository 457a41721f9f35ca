"""A draft that is shared with the manager before it is sent (6.1)."""

import pytest

from cases.models import State
from cases.services.drafting import share_draft
from portal.refusals import Refused
from tests.builders import (
    a_case_in,
    a_complete_draft,
    move,
)
from tests.cases.drafting_pages.answers import page_of, send

pytestmark = pytest.mark.django_db


def test_a_draft_is_shared_and_no_longer_shared(web, applicant):
    case = a_complete_draft(by=applicant)
    send(web, case, "share", shared_with=["manager", "communications"])
    case.refresh_from_db()
    assert (
        case.shared_with_manager,
        case.shared_with_covers,
        case.shared_with_communications,
    ) == (True, False, True)
    send(web, case, "share")
    case.refresh_from_db()
    assert not case.shared_with_manager
    assert not case.shared_with_communications


def test_a_draft_that_was_withdrawn_is_shared_no_more(web, applicant):
    case = move(a_complete_draft(by=applicant), "withdraw", applicant)
    assert "Share this draft" not in web.get(f"/cases/{case.reference}/").content.decode()
    with pytest.raises(Refused, match="This business case was withdrawn"):
        share_draft(
            case,
            by=applicant,
            seen_version=case.version,
            manager=True,
            covers=False,
            communications=False,
        )


def test_a_manager_who_is_not_named_is_not_offered(web, case):
    assert "your manager" not in web.get(page_of(case, "share")).content.decode()
    response = send(web, case, "share", shared_with=["manager"])
    assert response.status_code == 422


def test_a_case_that_was_sent_is_not_shared_as_a_draft(web, applicant):
    case = a_case_in(State.READY_TO_PRESENT, by=applicant)
    response = send(web, case, "share", shared_with=["covers"])
    assert response.status_code == 409
