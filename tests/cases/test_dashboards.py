"""The dashboards: what they count, that each figure leads to what it counts, and who sees them."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest

from cases.figures import median_days_to_decide, reviews_by_half_year
from cases.models import BusinessCase, Decision, Metric, Review, Role, Side, State
from cases.services.drafting import share_draft
from cases.services.reviews import excuse_review, return_review
from portal import clock
from portal.models import Employee, Holiday, Post
from tests import rows
from tests.builders import (
    LONG_AGO,
    NOW,
    a_case_in,
    a_complete_draft,
    a_draft,
    holder_of,
    move,
    the_holder,
)
from tests.cases.accounts import (
    a_live_account,
    a_sent_review,
    an_approved_account,
    attend,
    fill_in,
    sweep,
)
from tests.factories import (
    AppointmentFactory,
    BookingFactory,
    EmployeeFactory,
    MediaContactFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)
QUERIES = {"/team/": 9, "/communications/": 9, "/it/": 10}


def in_days(days: int) -> datetime:
    return NOW + timedelta(days=days)


def figures_of(page: str) -> dict[str, tuple[str, str]]:
    """Each figure by its label: its value, and the address of the list it counts."""
    found = re.findall(
        r'portal-figure__link" href="([^"]+)">'
        r'<span class="portal-figure__value">([^<]*)</span> '
        r'<span class="portal-figure__label">([^<]*)</span>',
        page,
    )
    return {label: (value, unescape(url)) for url, value, label in found}


def values_of(page: str) -> dict[str, str]:
    return {label: value for label, (value, url) in figures_of(page).items()}


def table_of(page: str, caption: str) -> list[list[str]]:
    """The cells of the body of a table, as a person reads them."""
    table = re.search(rf"{caption}</caption>(.*?)</table>", page, re.S).group(1)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table.split("<tbody", 1)[1], re.S)
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)
        ]
        for row in rows
    ]


@pytest.fixture
def see(client):
    """Open a page as somebody and return its text."""

    def see(person: Employee, url: str) -> str:
        client.force_login(person)
        response = client.get(url)
        assert response.status_code == 200
        return response.content.decode()

    return see


@pytest.fixture
def manager():
    return EmployeeFactory(name="Manager")


@pytest.fixture
def lead(manager):
    return EmployeeFactory(name="Lead", line_manager=manager)


# Who sees which


def an_acting_head(**given) -> Employee:
    head = EmployeeFactory(name="Acting head")
    AppointmentFactory(employee=head, post=Post.HEAD_OF_IT, acting=True, **given)
    return head


SEES = [
    (EmployeeFactory, set()),
    (lambda: holder_of(Post.COMMUNICATIONS_MANAGER), {"/communications/"}),
    (lambda: holder_of(Post.COMMUNICATIONS_ADVISER), {"/communications/"}),
    (lambda: holder_of(Post.HEAD_OF_IT), {"/it/"}),
    (lambda: an_acting_head(ends_on=TODAY), {"/it/"}),
    (lambda: an_acting_head(ends_on=TODAY - timedelta(days=1)), set()),
    (lambda: an_acting_head(for_case="SM-2026-0001"), set()),
    (lambda: holder_of(Post.ACCESS_OPERATOR), set()),
    (lambda: holder_of(Post.POLICY_ADMINISTRATOR), set()),
    (lambda: holder_of(Post.AUDITOR), set()),
    (lambda: EmployeeFactory(line_manager=EmployeeFactory()).line_manager, {"/team/"}),
    (lambda: EmployeeFactory(line_manager=EmployeeFactory()), set()),
]


@pytest.mark.parametrize(("person", "seen"), SEES)
def test_each_dashboard_is_there_for_its_readers_alone(client, person, seen):
    client.force_login(person())

    answers = {url: client.get(url).status_code for url in QUERIES}

    assert answers == {url: 200 if url in seen else 404 for url in QUERIES}


@pytest.mark.parametrize("url", QUERIES)
def test_nobody_sees_one_without_signing_in(client, url):
    assert client.get(url).status_code == 302


def test_the_navigation_has_what_a_person_can_open(see):
    own = r'govuk-service-navigation__link" href="(/team/|/communications/|/it/|/access/)"'
    boss = EmployeeFactory(line_manager=EmployeeFactory()).line_manager
    opens = {
        EmployeeFactory(): [],
        boss: ["/team/"],
        holder_of(Post.COMMUNICATIONS_ADVISER): ["/communications/"],
        holder_of(Post.HEAD_OF_IT): ["/it/"],
        holder_of(Post.ACCESS_OPERATOR): ["/access/"],
    }
    for person, links in opens.items():
        assert re.findall(own, see(person, "/help/")) == links


def test_someone_acting_reads_for_whom(see):
    page = see(an_acting_head(ends_on=date(2026, 11, 18)), "/it/")

    assert (
        "You are acting for the Head of IT &amp; Customer Services until 18 November 2026" in page
    )


# The manager's


def test_a_manager_reads_of_the_accounts_and_cases_of_those_who_report_to_them(see, lead, manager):
    cover = EmployeeFactory(name="Cover")
    # Went live on 4 November 2026: its first review is due on 4 May 2027.
    account = a_live_account(by=lead, covers=[(cover, Role.AUTHOR)], account_name="Library news")
    an_approved_account(by=lead, account_name="Mobile library")
    a_case_in(State.ADVICE_REQUESTED, by=lead)
    a_case_in(State.WITHDRAWN, by=lead)
    a_draft(by=lead)
    a_live_account(account_name="Of another team")
    with clock.at(in_days(181 - 30)):
        sweep()
        page = see(manager, "/team/")

    assert values_of(page) == {
        "Live accounts": "1",
        "Accounts with a review due in 30 days": "1",
        "Accounts with a review overdue": "0",
        "Business cases under way": "1",
    }
    assert table_of(page, "Accounts, the next review first") == [
        [
            "Library news",
            "Lead",
            "Cover",
            "None yet",
            "4 May 2027",
            "14 planned Actual not known yet",
        ],
        [
            "Mobile library Awaiting access",
            "Lead",
            "Cover",
            "None yet",
            "None planned",
            "14 planned Actual not known yet",
        ],
    ]
    assert account.get_absolute_url() in page
    assert "Of another team" not in page


def test_a_manager_reads_the_planned_and_the_actual_updates(see, lead, manager):
    account = a_live_account(by=lead)
    with clock.at(in_days(181)):
        sweep()
        # 362 posts in 181 days, as planned.
        a_sent_review(account.reviews.get(number=1))
        page = see(manager, "/team/")

    assert table_of(page, "Accounts, the next review first") == [
        [
            "Library news",
            "Lead",
            "Cover",
            "4 May 2027 : the last review of Library news",
            "4 November 2027",
            "14 planned 14 actual",
        ]
    ]
    assert 'data-chart="bar"' in page
    assert table_of(page, "Planned and actual updates a week") == [["Library news", "14", "14"]]


def test_a_review_that_is_late_is_the_first_a_manager_reads(see, lead, manager):
    a_live_account(by=lead, account_name="Z late")
    with clock.at(in_days(3)):
        a_live_account(by=lead, account_name="A not yet late")
    with clock.at(in_days(182)):
        sweep()
        page = see(manager, "/team/")

    assert values_of(page)["Accounts with a review overdue"] == "1"
    assert values_of(page)["Accounts with a review due in 30 days"] == "1"
    found = table_of(page, "Accounts, the next review first")
    assert [(row[0], row[4]) for row in found] == [
        ("Z late", "4 May 2027 Overdue"),
        ("A not yet late", "7 May 2027"),
    ]


def test_a_lead_who_has_left_and_a_missing_cover_stand_out(see, lead, manager):
    account = a_live_account(by=lead)
    account.accesses.exclude(person=lead).update(state="to_remove", reason="Left")
    Employee.objects.filter(pk=lead.pk).update(left_on=TODAY)

    row = table_of(see(manager, "/team/"), "Accounts, the next review first")[0]

    assert row[1:3] == ["Lead New lead needed", "Cover needed"]


def test_a_manager_without_accounts_reads_that(see, lead, manager):
    assert "Nobody in your team leads an account." in see(manager, "/team/")


def test_a_shared_draft_is_under_way_for_the_manager(see, lead, manager):
    case = a_complete_draft(by=lead)
    assert values_of(see(manager, "/team/"))["Business cases under way"] == "0"

    share_draft(
        case, by=lead, seen_version=case.version, manager=True, covers=False, communications=False
    )

    assert values_of(see(manager, "/team/"))["Business cases under way"] == "1"


def test_a_count_stops_at_a_thousand(see, lead, manager):
    BusinessCase.objects.bulk_create(
        BusinessCase(
            reference=f"SM-2026-{number}",
            applicant=lead,
            manager=manager,
            shared_with_manager=True,
            created_at=NOW,
            changed_at=NOW,
            state_since=NOW,
        )
        for number in range(10_000, 11_001)
    )

    assert values_of(see(manager, "/team/"))["Business cases under way"] == "1,000+"


# Communications'


def test_communications_reads_what_waits_for_advice_and_since_when(see):
    with clock.at(in_days(-15)):
        late = a_case_in(State.ADVICE_REQUESTED, account_name="Late")
    recent = a_case_in(State.ADVICE_REQUESTED, account_name="Recent")
    a_case_in(State.AWAITING_DECISION)
    Holiday.objects.create(day=date(2026, 10, 26), name="A holiday")

    page = see(the_holder(Post.COMMUNICATIONS_MANAGER), "/communications/")

    # From Tuesday 20 October to Wednesday 4 November, less a holiday.
    assert values_of(page)["Business cases waiting for advice"] == "2"
    assert "Oldest: 10 working days" in page
    assert [row[0] for row in table_of(page, "Waiting for advice, oldest first")] == [
        f"Late {late.reference}",
        f"Recent {recent.reference}",
    ]
    assert f'href="{late.get_absolute_url()}" role="button"' in page


def test_communications_reads_who_awaits_a_session_and_the_places(see):
    cover = EmployeeFactory(name="Cover")
    account = an_approved_account(covers=[(cover, Role.AUTHOR)])
    an_approved_account(covers=[(cover, Role.AUTHOR)])
    attend(account.lead)
    BookingFactory(session=SessionFactory(starts_at=in_days(7), places=1), person=cover)
    SessionFactory(starts_at=in_days(8), places=12, place="", link="https://meet.example/1")
    SessionFactory(starts_at=in_days(-8))

    page = see(the_holder(Post.COMMUNICATIONS_MANAGER), "/communications/")

    # The cover of both accounts, and the lead of the second.
    assert values_of(page)["People awaiting a session"] == "2"
    assert table_of(page, "Places at the next sessions") == [
        ["10:42am on 11 November 2026", "Meeting room 1", "1", "Full"],
        ["10:42am on 12 November 2026", "Online", "0", "12 of 12"],
    ]


def test_communications_reads_which_reviews_came_on_time(see):
    # Due on 4 May, 11 May, 18 May and 25 May 2027: April to September 2027.
    reviews = []
    for week in range(4):
        with clock.at(in_days(7 * week)):
            reviews.append(a_live_account().reviews.get())
    on_time, late, _, excused = reviews
    with clock.at(datetime(2027, 5, 4, 23, 59, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        a_sent_review(on_time)
    with clock.at(datetime(2027, 5, 12, 9, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        a_sent_review(late)
        excuse_review(
            excused,
            reason="It began late.",
            by=the_holder(Post.COMMUNICATIONS_MANAGER),
            seen_version=Review.objects.get(pk=excused.pk).version,
        )
    communications = the_holder(Post.COMMUNICATIONS_MANAGER)
    with clock.at(datetime(2027, 5, 18, 9, tzinfo=clock.COUNCIL_TIME)):
        not_due_yet = see(communications, "/communications/")
    with clock.at(datetime(2027, 5, 19, 9, tzinfo=clock.COUNCIL_TIME)):
        overdue = see(communications, "/communications/")

    assert values_of(overdue)["Reviews received of those due"] == "2 of 3"
    assert table_of(not_due_yet, "Reviews on time, by half-year") == [
        ["Oct 2025 to Mar 2026", "0", "0", "0"],
        ["Apr to Sep 2026", "0", "0", "0"],
        ["Oct 2026 to Mar 2027", "0", "0", "0"],
        ["Apr to Sep 2027", "1", "1", "0"],
    ]
    assert table_of(overdue, "Reviews on time, by half-year")[-1] == [
        "Apr to Sep 2027",
        "1",
        "1",
        "1",
    ]
    assert 'data-chart="stacked"' in overdue


def test_a_review_returned_and_sent_again_came_when_it_was_first_sent():
    review = a_live_account().reviews.get()
    communications = the_holder(Post.COMMUNICATIONS_MANAGER)
    with clock.at(datetime(2027, 5, 4, 9, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        a_sent_review(review)
        return_review(
            review,
            side=Side.COMMUNICATIONS,
            question="Which films?",
            by=communications,
            seen_version=Review.objects.get(pk=review.pk).version,
        )
    with clock.at(datetime(2027, 5, 20, 9, tzinfo=clock.COUNCIL_TIME)):
        a_sent_review(review)

    newest = reviews_by_half_year(communications, day=date(2027, 5, 20))[-1]
    assert newest == ("Apr to Sep 2027", 1, 0, 0)


def test_a_review_half_filled_in_is_not_received():
    review = a_live_account().reviews.get()
    with clock.at(datetime(2027, 5, 10, 9, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        fill_in(review)

    newest = reviews_by_half_year(EmployeeFactory(), day=date(2027, 5, 10))[-1]
    assert newest == ("Apr to Sep 2027", 0, 0, 1)


def test_communications_reads_that_nothing_waits(see):
    page = see(holder_of(Post.COMMUNICATIONS_ADVISER), "/communications/")

    assert "No business case waits for advice." in page
    assert "No session is planned." in page
    assert "Open the oldest case" not in page


# The Head of IT's


def test_the_head_of_it_reads_what_waits_with_who_has_attended(see):
    covers = [(EmployeeFactory(), Role.AUTHOR), (EmployeeFactory(), Role.ADMINISTRATOR)]
    with clock.at(in_days(-1)):
        case = a_case_in(State.AWAITING_DECISION, account_name="Older", covers=covers)
    a_case_in(State.AWAITING_DECISION, account_name="Newer")
    attend(case.applicant, covers[0][0])

    page = see(the_holder(Post.HEAD_OF_IT), "/it/")

    assert values_of(page)["Business cases waiting for a decision"] == "2"
    assert "Oldest: 1 working day<" in page
    found = table_of(page, "Waiting for a decision, oldest first")
    assert [(row[0].split()[0], row[4]) for row in found] == [
        ("Older", "2 of 3 people"),
        ("Newer", "0 of 2 people"),
    ]


def test_an_attendance_that_no_longer_counts_is_none(see, settings, start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    attend(case.applicant)
    settings.ATTENDANCE_VALID_MONTHS = 6
    head = the_holder(Post.HEAD_OF_IT)

    def shown(day: date) -> str:
        with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.COUNCIL_TIME)):
            return table_of(see(head, "/it/"), "Waiting for a decision, oldest first")[0][4]

    # The session was on 3 November 2026: it counts to 2 May 2027.
    assert shown(date(2027, 5, 2)) == "1 of 2 people"
    assert shown(date(2027, 5, 3)) == "0 of 2 people"


def test_the_head_of_it_reads_what_was_decided_in_the_last_12_months(see):
    with clock.at(datetime(2025, 11, 3, 23, 59, tzinfo=clock.COUNCIL_TIME)):
        a_case_in(State.REJECTED)
    with clock.at(datetime(2025, 11, 4, 0, 1, tzinfo=clock.COUNCIL_TIME)):
        a_case_in(State.APPROVED)
    a_case_in(State.APPROVED)
    a_case_in(State.REJECTED)
    a_case_in(State.CHANGES_REQUESTED)

    values = values_of(see(the_holder(Post.HEAD_OF_IT), "/it/"))

    assert (values["Approved"], values["Rejected"]) == ("2", "1")
    assert values["Median working days to decide"] == "0"
    # The covers and the applicants of two accounts.
    assert values["People held at the gate"] == "4"


def test_the_median_is_of_working_days_from_presenting_to_decision():
    head = the_holder(Post.HEAD_OF_IT)
    # Presented on Wednesday 4 November 2026; approved on the 5th, the 9th and the 30th.
    cases = [a_case_in(State.AWAITING_DECISION) for _ in range(4)]
    for case, day in zip(cases, (5, 9, 30), strict=False):
        with clock.at(datetime(2026, 11, day, 9, tzinfo=clock.COUNCIL_TIME)):
            move(case, "approve", head)
    with clock.at(datetime(2026, 11, 6, 9, tzinfo=clock.COUNCIL_TIME)):
        move(cases[3], "return", head, reasons="Say more.")
    friday = {date(2026, 11, 6)}

    assert median_days_to_decide(date(2026, 11, 30), holidays=set()) == 3
    assert median_days_to_decide(date(2026, 11, 30), holidays=friday) == 2
    assert median_days_to_decide(date(2027, 11, 29), holidays=set()) == 18
    assert median_days_to_decide(date(2028, 1, 1), holidays=set()) is None
    assert Decision.objects.count() == 4


def test_the_head_of_it_reads_the_access_to_switch_on_and_who_acts(see, start_from):
    account = start_from(an_approved_account)
    attend(account.lead)
    head = the_holder(Post.HEAD_OF_IT)
    an_acting_head(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 18))
    an_acting_head(starts_on=LONG_AGO, ends_on=date(2026, 11, 3))
    an_acting_head(starts_on=LONG_AGO, for_case=account.case.reference)

    page = see(head, "/it/")

    assert table_of(page, "Access to switch on, oldest first") == [
        ["Applicant", "Library news", "Lead", "4 November 2026"]
    ]
    post = Post.HEAD_OF_IT.label
    for_case = f"{post} For {account.case.reference} only"
    assert table_of(page, "Who is acting, or will be") == [
        ["Acting head", for_case, "1 January 2020", "No last day"],
        ["Acting head", post, "1 December 2026", "18 December 2026"],
    ]


def test_the_head_of_it_reads_the_cases_by_stage(see):
    for state, cases in {
        State.DRAFT: 1,
        State.ADVICE_REQUESTED: 2,
        State.READY_TO_PRESENT: 1,
        State.AWAITING_DECISION: 3,
        State.WITHDRAWN: 1,
    }.items():
        for _ in range(cases):
            a_case_in(state)

    page = see(the_holder(Post.HEAD_OF_IT), "/it/")

    assert table_of(page, "Business cases by stage") == [
        ["Advice requested", "2"],
        ["Changes requested", "0"],
        ["Ready to present", "1"],
        ["Awaiting decision", "3"],
    ]


def test_the_head_of_it_reads_that_nothing_waits(see):
    page = see(holder_of(Post.HEAD_OF_IT), "/it/")

    for sentence in (
        "No business case waits for a decision.",
        "No access waits to be switched on.",
        "Nobody is acting in a post.",
        "None yet",
    ):
        assert sentence in page


# Every figure leads to the list it counts


def rows_listed(page: str) -> int:
    listed = page.split('class="portal-list__results">', 1)[1]
    return len(re.findall(r"<tr", listed.split("<tbody", 1)[1])) if "<tbody" in listed else 0


def test_every_figure_leads_to_the_list_it_counts(see, lead, manager):
    a_live_account(by=lead)
    a_case_in(State.AWAITING_DECISION, by=lead)
    a_case_in(State.ADVICE_REQUESTED, by=lead)
    MediaContactFactory.create_batch(2)
    with clock.at(in_days(10)):
        a_live_account(by=lead)
        a_live_account()
        a_case_in(State.REJECTED)
    with clock.at(in_days(182)):
        sweep()
        a_case_in(State.AWAITING_DECISION)
        an_approved_account()
        readers = {
            "/team/": manager,
            "/communications/": the_holder(Post.COMMUNICATIONS_MANAGER),
            "/it/": the_holder(Post.HEAD_OF_IT),
        }
        listed = {
            label: (value, rows_listed(see(reader, list_url)))
            for url, reader in readers.items()
            for label, (value, list_url) in figures_of(see(reader, url)).items()
        }

    assert listed == {
        "Live accounts": ("2", 2),
        "Accounts with a review due in 30 days": ("1", 1),
        "Accounts with a review overdue": ("1", 1),
        "Business cases under way": ("2", 2),
        "Business cases waiting for advice": ("1", 1),
        # Two people of one account.
        "People awaiting a session": ("6", 6),
        "Reviews received of those due": ("0 of 3", 3),
        "Open media contacts": ("2", 2),
        "Business cases waiting for a decision": ("2", 2),
        "Median working days to decide": ("0", 5),
        "Approved": ("4", 4),
        "Rejected": ("1", 1),
        "People held at the gate": ("2", 1),
    }


def test_the_filters_tell_nothing_of_accounts_to_which_a_person_is_no_party(see, start_from):
    start_from(a_live_account)
    an_approved_account()
    stranger = EmployeeFactory()
    with clock.at(in_days(182)):
        sweep()
        for filters in ("review=overdue", "review=half_year", "access=needs_session", "team=mine"):
            assert rows_listed(see(stranger, f"/accounts/?{filters}")) == 0
        assert rows_listed(see(stranger, "/accounts/")) == 2


# What they cost


def fill(many: int, manager: Employee) -> None:
    """So many rows in each queue, written straight into the database."""
    for number in range(many):
        review = rows.a_review("sent")
        rows.a_figure(review, Metric.POSTS)
        rows.an_access(review.account, rows.a_person(), state="ready")
        rows.an_access(review.account, rows.a_person(), state="needs_session")
        rows.a_case(State.ADVICE_REQUESTED)
        rows.a_case(State.AWAITING_DECISION)
        SessionFactory(starts_at=in_days(number + 1))
        an_acting_head(ends_on=in_days(number + 1).date())
    BusinessCase.objects.filter(due_on=None).update(due_on=TODAY)
    Employee.objects.exclude(accounts_led=None).update(line_manager=manager)


@pytest.mark.once
def test_the_queues_are_bounded_and_cost_the_same_at_1_and_at_30_rows(
    client, django_assert_num_queries, manager
):
    readers = {
        "/team/": manager,
        "/communications/": holder_of(Post.COMMUNICATIONS_MANAGER),
        "/it/": holder_of(Post.HEAD_OF_IT),
    }
    pages = {}
    for many in (1, 29):
        fill(many, manager)
        for url, reader in readers.items():
            client.force_login(reader)
            with django_assert_num_queries(QUERIES[url]):
                pages[url] = client.get(url).content.decode()

    listed = {
        caption: len(table_of(pages[url], caption))
        for url, caption in [
            ("/team/", "Accounts, the next review first"),
            ("/communications/", "Waiting for advice, oldest first"),
            ("/communications/", "Places at the next sessions"),
            ("/it/", "Waiting for a decision, oldest first"),
            ("/it/", "Access to switch on, oldest first"),
            ("/it/", "Who is acting, or will be"),
        ]
    }
    assert listed.pop("Accounts, the next review first") == 20
    assert set(listed.values()) == {10}
