"""Accounts for tests, brought to a state by the services that people use."""

from datetime import timedelta

from cases.models import Access, Account, Metric, Review, State
from cases.services.access import switch_access
from cases.services.accounts import controls_of, give_evidence, launch_account, tick_control
from cases.services.reminders import open_reviews, schedule_reviews
from cases.services.reviews import save_review, send_review
from policy.services.awareness import record_attendance
from portal import clock
from portal.models import Employee, Notice, Post
from tests.builders import a_case_in, the_holder
from tests.factories import SessionFactory

ADDRESS = "https://social.example/library"
FIGURES = dict.fromkeys(Metric, 362)


def an_approved_account(**draft) -> Account:
    """An account whose people still need a session, and whose controls are not ticked."""
    the_holder(Post.ACCESS_OPERATOR)
    return Account.objects.get(case=a_case_in(State.APPROVED, **draft))


def attend(*people: Employee):
    """Everyone attended yesterday's session; returns their attendances."""
    session = SessionFactory(starts_at=clock.now() - timedelta(days=1))
    return [
        record_attendance(session, person=person, attended=True, by=session.organiser)
        for person in people
    ]


def access_of(account: Account, role: str) -> Access:
    return Access.objects.filter(account=account, role=role).last()


def switch_on(account: Account) -> None:
    """Switch on whoever is ready, as the access operator."""
    for access in Access.objects.filter(account=account, state="ready"):
        switch_access(access, on=True, by=the_holder(Post.ACCESS_OPERATOR))


def tick_all(account: Account) -> None:
    """Every control with evidence by the lead and Communications' tick."""
    for control in controls_of(account):
        give_evidence(
            account, control, evidence="In place.", by=account.lead, seen_version=version(account)
        )
        tick_control(
            account,
            control,
            by=the_holder(Post.COMMUNICATIONS_MANAGER),
            seen_version=version(account),
        )


def an_account_to_launch(**draft) -> Account:
    """An account that needs nothing more but its lead's word."""
    account = an_approved_account(**draft)
    attend(*[access.person for access in account.accesses.all()])
    switch_on(account)
    tick_all(account)
    return Account.objects.get(pk=account.pk)


def a_live_account(**draft) -> Account:
    """An account that went live today, the first of them at ADDRESS."""
    account = an_account_to_launch(**draft)
    taken = Account.objects.filter(address=ADDRESS).exists()
    address = f"{ADDRESS}/{account.pk}" if taken else ADDRESS
    launch_account(account, address=address, by=account.lead, seen_version=version(account))
    return Account.objects.get(pk=account.pk)


def version(account: Account) -> int:
    return Account.objects.values_list("version", flat=True).get(pk=account.pk)


def sweep() -> None:
    """What the hourly sweep does with reviews before it reminds."""
    schedule_reviews(today=clock.today())
    open_reviews(today=clock.today())


def fill_in(review: Review, **answers) -> Review:
    """A review with every question answered by its lead."""
    review = Review.objects.get(pk=review.pk)
    answered = {
        "figures": FIGURES,
        "content_checked_on": clock.today(),
        "what_worked": "Short films.",
        "how_aims_served": "More visits by families.",
        "outcome": "continue",
        **answers,
    }
    return save_review(review, by=review.account.lead, seen_version=review.version, **answered)


def a_sent_review(review: Review) -> Review:
    review = fill_in(review)
    send_review(review, by=review.account.lead, seen_version=review.version)
    return Review.objects.get(pk=review.pk)


def told(template: str) -> list[tuple[str, str]]:
    """Who was told something, with the subject line, in the order of their names."""
    rows = Notice.objects.filter(key__startswith=f"{template}|")
    return sorted(rows.values_list("recipient__name", "subject"))
