"""Someone leaves who is signed in three times over, and holds a good deal (6.2 leaving)."""

import re
from datetime import timedelta

from cases.models import Access, State
from policy.models import Booking
from portal import clock
from portal.models import Post
from portal.wording import longdate
from tests.builders import a_case_in, holder_of, the_holder
from tests.cases.accounts import a_live_account
from tests.factories import BookingFactory, EmployeeFactory, SessionFactory
from tests.processes import web
from tests.visitor import Visitor


def test_a_leaver_is_refused_on_the_next_request_and_everything_is_handed_on(site):
    manager = EmployeeFactory(name="Mona Manager")
    leaver = EmployeeFactory(name="Lee Leaver", line_manager=manager)
    leaver.set_password("three words together")
    leaver.save()
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    news = a_live_account(by=leaver, account_name="Library news")
    a_live_account(by=leaver, account_name="Park life")
    case = a_case_in(State.ADVICE_REQUESTED, by=leaver, account_name="Book club")
    coming = SessionFactory(starts_at=clock.now() + timedelta(days=3))
    BookingFactory(session=coming, person=leaver)
    communications = the_holder(Post.COMMUNICATIONS_MANAGER)
    operator = the_holder(Post.ACCESS_OPERATOR)

    with web(site):
        browsers = [Visitor(site, leaver) for _ in range(3)]
        pages = ("/", news.get_absolute_url(), case.get_absolute_url())
        assert [b.get(p).status for b, p in zip(browsers, pages, strict=True)] == [200] * 3
        today = clock.today()
        day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
        leaving = f"/people/{leaver.pk}/leaving/"
        assert Visitor(site, administrator).post(leaving, **day, checked="yes").status == 302

        # The very next request of each, and whoever tries the password again.
        assert [b.get(p).status for b, p in zip(browsers, pages, strict=True)] == [302] * 3
        typed = {"login": leaver.email, "password": "three words together"}
        assert browsers[0].post("/sign-in/", **typed).status != 302

        home = Visitor(site, manager).get("/").text
        assert "Lee Leaver left: give Book club to someone else" in home
        assert longdate(today) in home
        for name in ("Library news", "Park life"):
            assert f"{name} needs a new lead: Lee Leaver left" in home
        assert "Lee Leaver New lead needed" in words(Visitor(site, manager).get("/team/").text)

        dashboard = words(Visitor(site, communications).get("/communications/").text)
        assert "Lee Leaver New applicant needed" in dashboard
        notices = Visitor(site, communications).get("/notifications/").text
        assert "New lead needed: Library news, Park life" in notices

        queue = words(Visitor(site, operator).get("/access/").text)
        assert queue.count("Lee Leaver") >= 2

        person = words(Visitor(site, administrator).get(f"/people/{leaver.pk}/").text)
        for held in ("Library news", "Park life", case.reference):
            assert held in person
        listed = words(Visitor(site, administrator).get("/people/?show=leavers").text)
        assert "Still holds 2 accounts, 1 business case, 2 accesses" in listed

    assert set(Access.objects.filter(person=leaver).values_list("state", flat=True)) == {
        "to_remove"
    }
    assert Booking.objects.get(person=leaver).cancelled_at


def words(page: str) -> str:
    """The text of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
