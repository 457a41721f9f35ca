"""Before an attendance is corrected to absent, whoever corrects it reads what that takes away."""

from datetime import timedelta

import pytest

from cases.losses import losses
from cases.services.access import switch_access
from policy.services.awareness import record_attendance
from portal import clock
from portal.models import Post
from tests.builders import the_holder
from tests.cases.accounts import access_of, an_approved_account, attend
from tests.clients import signed_in
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db

COVER = "administrator"
TO_SWITCH_OFF = "We ask the access operators to switch off access to Library news"
NOT_ON = "Another session is needed before access to Library news is switched on"


@pytest.fixture
def attended(start_from):
    """The attendances of the lead, whose access is ready, and of the cover, whose access is on."""
    account = start_from(an_approved_account)
    lead, cover = access_of(account, "lead"), access_of(account, COVER)
    found = attend(lead.person, cover.person)
    cover.refresh_from_db()
    switch_access(cover, on=True, by=the_holder(Post.ACCESS_OPERATOR))
    return found


def had_attended(*people):
    """They were at a session of weeks before, too."""
    earlier = SessionFactory(starts_at=clock.now() - timedelta(days=40))
    for person in people:
        record_attendance(earlier, person=person, attended=True, by=earlier.organiser)


def states(attended):
    """Of the lead's access and of the cover's."""
    return [row.person.accesses.get().state for row in attended]


def marks(attended, answer, **more):
    """What is typed into the register to say the same of everyone."""
    newest = str(attended[-1].pk)
    return {f"person-{row.person_id}": answer for row in attended} | {"seen": newest} | more


@pytest.fixture
def register(attended):
    """Sends the register of their session, as its organiser."""
    session = attended[0].session
    client = signed_in(session.organiser)

    def send(answer, **more):
        return client.post(f"/awareness/{session.pk}/register/", marks(attended, answer, **more))

    return send


def test_what_each_loses(attended, django_assert_num_queries):
    lead, cover = attended
    with django_assert_num_queries(2):
        found = losses(attendances=attended)
    assert found == {lead.person_id: [NOT_ON], cover.person_id: [TO_SWITCH_OFF]}
    assert losses(attendances=[cover]) == {cover.person_id: [TO_SWITCH_OFF]}


def test_nothing_is_lost_where_another_attendance_counts(attended):
    lead, cover = attended
    had_attended(cover.person)
    assert losses(attendances=attended) == {lead.person_id: [NOT_ON]}


def test_nothing_is_lost_by_those_without_an_access():
    account = an_approved_account()
    (attendance,) = attend(account.case.manager)
    assert losses(attendances=[attendance]) == {}


def test_the_register_asks_first_and_then_takes_it_away(attended, register):
    lead, cover = attended
    asked = register("absent")
    page = asked.content.decode()
    assert asked.status_code == 200
    assert page.index(lead.person.name) < page.index(NOT_ON)
    assert page.index(cover.person.name) < page.index(TO_SWITCH_OFF)
    assert states(attended) == ["ready", "on"]
    for name, value in marks(attended, "absent").items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page

    assert register("absent", confirm="1").status_code == 302
    assert states(attended) == ["needs_session", "to_remove"]


def test_whoever_changes_their_mind_finds_what_they_filled_in(attended, register):
    back = register("absent", change="1")
    assert back.status_code == 200
    for name, value in marks(attended, "absent").items():
        assert back.context["form"][name].value() == value
    assert states(attended) == ["ready", "on"]


def test_a_correction_that_takes_nothing_away_is_saved_at_once(attended, register):
    had_attended(*(row.person for row in attended))
    assert register("absent").status_code == 302
    assert states(attended) == ["ready", "on"]
