"""Before an attendance is corrected to absent, whoever corrects it reads what that takes away."""

from datetime import timedelta

import pytest

from cases.home import duties
from cases.losses import losses
from cases.models import Access, Account
from cases.services.access import add_person, needs_cover, switch_access
from policy.services.awareness import record_attendance
from portal import clock
from portal.models import Notice, Post, Posts
from tests.builders import the_holder
from tests.cases.accounts import access_of, an_approved_account, attend, version
from tests.clients import signed_in
from tests.duties import duties_of
from tests.factories import BookingFactory, SessionFactory

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


def read_by(post, *attendances):
    posts = Posts.of(the_holder(post), clock.today())
    return losses(attendances=list(attendances), posts=posts)


def test_communications_reads_what_each_loses_of_which_account(attended, django_assert_num_queries):
    lead, cover = attended
    posts = Posts.of(the_holder(Post.COMMUNICATIONS_MANAGER), clock.today())
    with django_assert_num_queries(2):
        found = losses(attendances=attended, posts=posts)
    assert found == {lead.person_id: [NOT_ON], cover.person_id: [TO_SWITCH_OFF]}
    assert losses(attendances=[cover], posts=posts) == {cover.person_id: [TO_SWITCH_OFF]}


def test_others_read_of_how_many_accounts(attended):
    """Who has access to which account is its parties' to know (domain, rule 5)."""
    lead, cover = attended
    assert read_by(Post.AUDITOR, *attended) == {
        lead.person_id: [NOT_ON.replace("Library news", "1 account")],
        cover.person_id: [TO_SWITCH_OFF.replace("Library news", "1 account")],
    }
    another = an_approved_account(by=lead.person, account_name="Parks news")
    assert another.accesses.get(role="lead").state == "ready"
    assert read_by(Post.AUDITOR, lead) == {
        lead.person_id: [NOT_ON.replace("Library news", "2 accounts")]
    }


def test_nothing_is_lost_where_another_attendance_counts(attended):
    lead, cover = attended
    had_attended(cover.person)
    assert read_by(Post.COMMUNICATIONS_MANAGER, *attended) == {lead.person_id: [NOT_ON]}
    had_attended(lead.person)
    assert read_by(Post.COMMUNICATIONS_MANAGER, *attended) == {}


def test_nothing_is_lost_by_those_without_an_access():
    account = an_approved_account()
    (attendance,) = attend(account.case.manager)
    assert read_by(Post.COMMUNICATIONS_MANAGER, attendance) == {}


def test_the_register_asks_first_and_then_takes_it_away(attended, register):
    lead, cover = attended
    asked = register("absent")
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "record as absent 2 people whose access rests" in page
    assert page.index(lead.person.name) < page.index("before access to 1 account is switched on")
    assert page.index(cover.person.name) < page.index("to switch off access to 1 account")
    assert "Library news" not in page
    assert states(attended) == ["ready", "on"]
    for name, value in marks(attended, "absent").items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page

    assert register("absent", confirm="1").status_code == 302
    assert states(attended) == ["needs_session", "to_remove"]


def test_each_answer_of_several_is_carried_to_the_check(attended, register):
    session = attended[0].session
    waited = [BookingFactory(session=session, waiting=True).person for _ in range(2)]
    ticked = [str(person.pk) for person in waited]

    page = register("absent", waited=ticked).content.decode()

    assert [f'name="waited" value="{pk}"' in page for pk in ticked] == [True, True]


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


def test_only_who_is_corrected_is_asked_about(attended, register):
    cover = f"person-{attended[1].person_id}"
    page = register("absent", **{cover: "attended"}).content.decode()
    assert "record as absent somebody whose access rests" in page
    assert "to switch off access" not in page
    # Of whom the page says nothing, nothing changes.
    assert "to switch off access" not in register("absent", **{cover: ""}).content.decode()


def test_a_page_that_was_drawn_too_early_is_refused_before_it_asks(attended, register):
    answer = register("absent", seen=str(attended[0].pk))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Check it again before you save it." in page
    assert f'href="/awareness/{attended[0].session_id}/register/"' in page


def test_who_loses_access_is_told_and_so_is_the_lead(attended, register):
    register("absent", confirm="1")
    lead, cover = attended
    subjects = {
        f"Awareness session needed for Library news: {lead.person.name}": {lead.person.name},
        f"Awareness session needed for Library news: {cover.person.name}": {
            *(lead.person.name, cover.person.name)
        },
    }
    for subject, names in subjects.items():
        told = Notice.objects.filter(subject=subject).values_list("recipient__name", flat=True)
        assert set(told) == names
    text = Notice.objects.filter(subject__endswith=cover.person.name).first().body
    assert "The attendance was corrected to absent. From now on" in text


def test_a_lead_who_lost_access_is_the_lead_again(attended, register):
    """Not their own cover: somebody else stands in for a lead (6.2)."""
    lead, _ = attended
    operator = the_holder(Post.ACCESS_OPERATOR)
    access = lead.person.accesses.get()
    switch_access(access, on=True, by=operator)
    register("absent", confirm="1")
    switch_access(access, on=False, by=operator)
    asked = "Add yourself to Library news again: you lead it without access"
    assert asked in [duty.text for duty in duties_of(lead.person, duties)]

    had_attended(lead.person)
    account = access.account
    again = add_person(
        account,
        person=lead.person,
        role=Access.Role.AUTHOR,
        by=lead.person,
        seen_version=version(account),
    )

    assert (again.pk, again.role, again.state) == (access.pk, "lead", "ready")
    assert needs_cover(Account.objects.get(pk=account.pk))
    assert asked not in [duty.text for duty in duties_of(lead.person, duties)]
