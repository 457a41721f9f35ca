"""The pages of a review, and what the home page says of accounts (6.2)."""

from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from cases.home import duties
from cases.models import Access, Acknowledgement, Control, Metric, Review, ReviewFigure, Role
from cases.services.reviews import return_review
from portal import clock
from portal.models import Post
from portal.services.people import record_leaving
from tests.builders import NOW, holder_of, the_holder
from tests.cases.accounts import (
    a_live_account,
    a_sent_review,
    access_of,
    an_account_to_launch,
    an_approved_account,
    attend,
    sweep,
    switch_on,
    tick_all,
)
from tests.duties import duties_of
from tests.factories import BookingFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    """Sign in as someone and return the client."""

    def sign_in(employee):
        client.force_login(employee, backend="portal.backends.EmployeeBackend")
        return client

    return sign_in


IN_OCTOBER = datetime(2027, 10, 10, 9, tzinfo=clock.COUNCIL_TIME)


def a_second_review():
    """The second review is open, the first one was sent with 362 of everything."""
    with clock.at(NOW):
        a_live_account()
    with clock.at(datetime(2027, 4, 10, 9, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        a_sent_review(Review.objects.get())
    with clock.at(IN_OCTOBER):
        sweep()
    return Review.objects.get(number=2)


@pytest.fixture
def second(start_from):
    with clock.at(IN_OCTOBER):
        yield start_from(a_second_review)


def url(review, name="review"):
    return reverse(f"accounts:{name}", args=[review.account_id, review.number])


def text_of(response):
    return unescape(response.content.decode())


def answers(review, **others):
    return {
        "version": Review.objects.get(pk=review.pk).version,
        **{metric.value: "1,204" for metric in Metric},
        "content_checked_on-day": "1",
        "content_checked_on-month": "10",
        "content_checked_on-year": "2027",
        "what_worked": "Short films.",
        "how_aims_served": "More visits by families.",
        "outcome": "continue",
        **others,
    }


def sent(review, client):
    client.post(url(review), answers(review))
    version = Review.objects.get(pk=review.pk).version
    client.post(url(review, "review_check"), {"version": version})
    return Review.objects.get(pk=review.pk)


def test_every_question_says_what_is_missing(as_, second):
    page = as_(second.account.lead).post(url(second), {"version": second.version})
    assert page.status_code == 422
    for sentence in (
        "Enter followers, or select 'not available'",
        "Enter link clicks, or select 'not available'",
        "Enter the date the content was checked",
        "Enter what worked",
        "Enter how the account served its aims",
        "Select what you propose",
    ):
        assert sentence in text_of(page)


def test_a_figure_that_is_missing_is_marked_with_its_box(as_, second):
    answered = answers(second) | {"reach": ""}
    page = text_of(as_(second.account.lead).post(url(second), answered))
    assert page.count('"portal-pair govuk-form-group--error"') == 1
    assert page.count('"portal-pair"') == len(Metric) - 1
    label = '<span class="govuk-visually-hidden">Reach: </span>Not available on this platform'
    assert label in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"followers": "many"}, "Followers must be a whole number, 0 or more"),
        ({"followers": "-1"}, "Followers must be a whole number, 0 or more"),
        (
            {"reach_not_available": "on"},
            "Enter reach, or select 'not available', not both",
        ),
        (
            {"content_checked_on-month": "11"},
            "The date the content was checked must be today or in the past",
        ),
        (
            {"content_checked_on-year": "2026"},
            "The date the content was checked must be 4 May 2027 or later",
        ),
    ],
)
def test_what_is_wrong_is_said_and_kept(as_, second, typed, sentence):
    page = as_(second.account.lead).post(url(second), answers(second, **typed))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Short films." in text_of(page)
    assert Review.objects.get(pk=second.pk).version == second.version


def test_a_part_is_saved_for_later(as_, second):
    client = as_(second.account.lead)
    page = client.get(url(second))
    assert "Last period: 362" in text_of(page)
    partial = {"version": second.version, "followers": "0", "reach_not_available": "on"}
    client.post(url(second), {**partial, "later": "1"})
    figures = {f.metric: f.shown for f in ReviewFigure.objects.filter(review=second)}
    assert figures == {"followers": "0", "reach": "Not available on this platform"}

    check = client.get(url(second, "review_check"))
    assert "Some questions are not answered yet" in text_of(check)
    version = Review.objects.get(pk=second.pk).version
    assert client.post(url(second, "review_check"), {"version": version}).status_code == 409


def test_a_review_is_filled_in_checked_sent_and_acknowledged(as_, second):
    client = as_(second.account.lead)
    page = client.post(url(second), answers(second, posts="318"), follow=True)
    # 318 posts in the 159 days since 4 May 2027.
    assert page.redirect_chain == [(url(second, "review_check"), 302)]
    assert "Planned updates a day" in text_of(page)
    assert "1,204" in text_of(page)
    review = sent(second, client)
    assert review.state == "sent"
    assert "Acknowledge" not in text_of(client.get(url(second)))
    again = client.post(url(second), answers(second))
    assert again.status_code == 409

    for reader in (second.account.lead.line_manager, the_holder(Post.COMMUNICATIONS_MANAGER)):
        client = as_(reader)
        assert "Acknowledge" in text_of(client.get(url(second)))
        version = Review.objects.get(pk=second.pk).version
        client.post(url(second, "review_acknowledge"), {"version": version})
        assert (
            client.post(url(second, "review_acknowledge"), {"version": version}).status_code == 409
        )
    assert Review.objects.get(pk=second.pk).state == "acknowledged"


def test_the_actual_rate_is_shown_beside_the_planned_one(as_, second):
    client = as_(second.account.lead)
    client.post(url(second), answers(second, posts="318"))
    page = text_of(client.get(url(second)))
    assert "The business case plans 2 updates a day." in page
    assert "The posts you have entered make 2 a day." in page


def test_someone_who_could_read_it_for_both_sides_says_for_which(as_, second):
    manager = second.account.lead.line_manager
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=manager)
    review = sent(second, as_(second.account.lead))
    client = as_(manager)
    page = text_of(client.get(url(second)))
    assert "Acknowledge as manager" in page
    assert "Acknowledge for Communications" in page
    unsaid = client.post(url(second, "review_acknowledge"), {"version": review.version})
    assert unsaid.status_code == 422
    client.post(
        url(second, "review_acknowledge"), {"version": review.version, "side": "communications"}
    )
    assert list(Acknowledgement.objects.filter(review=second).values_list("side", "by")) == [
        ("communications", manager.pk)
    ]


def test_a_question_comes_back_to_the_lead(as_, second):
    review = sent(second, as_(second.account.lead))
    client = as_(second.account.lead.line_manager)
    page = url(second, "review_return")
    assert client.post(page, {"version": review.version}).status_code == 422
    client.post(page, {"version": review.version, "question": "Why so few posts?"})
    lead = as_(second.account.lead)
    assert "Why so few posts?" in text_of(lead.get(url(second)))
    assert "Short films." in text_of(lead.get(url(second)))
    assert sent(second, lead).state == "sent"


def test_communications_excuses_it(as_, second):
    client = as_(the_holder(Post.COMMUNICATIONS_MANAGER))
    page = url(second, "review_excuse")
    assert client.post(page, {"version": second.version, "reason": ""}).status_code == 422
    client.post(page, {"version": second.version, "reason": "The library was closed"})
    assert "The library was closed" in text_of(client.get(url(second)))
    assert as_(second.account.lead).get(page).status_code == 409


def test_a_review_does_not_exist_for_others(as_, second):
    for name in ("review", "review_check", "review_return", "review_excuse"):
        assert as_(EmployeeFactory()).get(url(second, name)).status_code == 404
    missing = reverse("accounts:review", args=[second.account_id, 9])
    assert as_(second.account.lead).get(missing).status_code == 404
    cover = as_(access_of(second.account, "administrator").person)
    assert "has not sent this review yet" in text_of(cover.get(url(second)))
    assert cover.post(url(second), answers(second)).status_code == 409


@pytest.mark.parametrize("rows", [1, 30])
def test_a_review_takes_8_queries(as_, second, rows, django_assert_num_queries):
    review = sent(second, as_(second.account.lead))
    for _ in range(rows):
        Acknowledgement.objects.create(
            review=review,
            side="manager",
            by=EmployeeFactory(),
            at=clock.now(),
            superseded_at=clock.now(),
        )
    for reader in (second.account.lead.line_manager, the_holder(Post.COMMUNICATIONS_MANAGER)):
        client = as_(reader)
        with django_assert_num_queries(8):
            assert client.get(url(second)).status_code == 200


# The home page


def found(employee):
    return duties_of(employee, duties)


def lines(employee):
    """What needs a person now."""
    return sorted(duty.text for duty in found(employee) if not duty.holder)


def waiting(employee):
    """What they wait for from others."""
    return sorted(duty.text for duty in found(employee) if duty.holder)


def test_duties_on_the_way_to_going_live(start_from):
    account = start_from(an_approved_account)
    lead = account.lead
    cover = access_of(account, "administrator").person
    operator = the_holder(Post.ACCESS_OPERATOR)
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)
    evidence = [
        f"Give evidence of a control of Library news: {control.text}"
        for control in Control.objects.all()
    ]
    book = "Book an awareness session for Library news"
    assert lines(lead) == [book, *evidence]
    assert lines(cover) == [book]
    assert lines(operator) == lines(adviser) == []

    BookingFactory(person=cover, session=SessionFactory(starts_at=clock.now() + timedelta(days=3)))
    assert lines(cover) == []
    attend(lead, cover)
    assert lines(operator) == [
        "Switch on Applicant's access to Library news",
        "Switch on Cover's access to Library news",
    ]
    assert waiting(lead) == ["Your access to Library news to be switched on"]
    switch_on(account)
    Control.objects.update(evidence="In place", evidence_at=clock.now())
    assert lines(lead) == []
    assert lines(adviser) == [
        "Check the evidence of a control of Library news: The council owns the credentials",
        "Check the evidence of a control of Library news: Two administrators",
    ]
    assert waiting(lead) == [
        "Communications to check a control of Library news: The council owns the credentials",
        "Communications to check a control of Library news: Two administrators",
    ]
    tick_all(account)
    assert lines(lead) == ["Make Library news live"]
    assert lines(account.lead.line_manager) == []


def test_duties_of_a_review(second):
    lead, manager = second.account.lead, second.account.lead.line_manager
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)
    # The first review still waits to be read.
    assert lines(manager) == ["Read review 1 of Library news"]
    assert lines(lead) == ["Send review 2 of Library news"]
    assert waiting(lead) == ["Review 1 of Library news to be read"]
    first = Review.objects.get(number=1)
    return_review(first, side="manager", question="Why?", by=manager, seen_version=first.version)
    assert lines(manager) == lines(adviser) == []
    assert lines(lead) == [
        "Answer the question about review 1 of Library news",
        "Send review 2 of Library news",
    ]


def test_duties_once_the_lead_has_left(start_from):
    account = start_from(a_live_account)
    manager = account.lead.line_manager
    record_leaving(account.lead, on=clock.today(), by=None)
    assert lines(manager) == ["Library news needs a new lead: Applicant left"]
    assert lines(the_holder(Post.ACCESS_OPERATOR)) == ["Remove Applicant's access to Library news"]
    with clock.at(datetime(2027, 4, 10, 9, tzinfo=clock.COUNCIL_TIME)):
        sweep()
        assert lines(manager) == [
            "Library news needs a new lead: Applicant left",
            "Send review 1 of Library news",
        ]


def test_nobody_may_switch_is_the_policy_administrators():
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    operator = the_holder(Post.ACCESS_OPERATOR)
    account = an_approved_account(covers=[(operator, Role.AUTHOR)])
    attend(account.lead)
    (duty,) = found(administrator)
    assert duty.text == "Appoint someone to switch access for Library news"
    assert duty.url.endswith(f"?post=access_operator&case={account.case.reference}")
    assert lines(operator) == ["Book an awareness session for Library news"]


def test_cover_needed_is_the_leads(start_from):
    account = start_from(an_account_to_launch)
    record_leaving(access_of(account, "administrator").person, on=clock.today(), by=None)
    assert "Add another author or administrator to Library news" in lines(account.lead)


@pytest.mark.once
@pytest.mark.parametrize("rows", [1, 4])
def test_the_duties_take_the_same_queries_however_many_accounts(rows, django_assert_num_queries):
    lead = EmployeeFactory(name="Applicant")
    for _ in range(rows):
        a_live_account(by=lead)
    Access.objects.filter(role="lead").update(state="to_remove", reason="For the test")
    for employee in (
        lead,
        the_holder(Post.COMMUNICATIONS_MANAGER),
        the_holder(Post.ACCESS_OPERATOR),
        holder_of(Post.POLICY_ADMINISTRATOR),
    ):
        # Their posts, whether they lead anyone, whom they stand in for, and everything else.
        with django_assert_num_queries(4):
            duties_of(employee, duties)


def test_the_period_that_is_shown_is_the_reviews_own(as_, second):
    page = text_of(as_(second.account.lead).get(url(second)))
    assert "from 4 May 2027 to 4 November 2027" in page
    assert second.due_on == date(2027, 11, 4)
