"""What happens when several people, or workers, do the same thing at once."""

from datetime import datetime
from functools import partial
from threading import Event

import pytest

from cases.models import Access, Account, Review, State
from cases.services.access import switch_access
from cases.services.accounts import launch_account
from cases.services.reminders import open_reviews, remind_of_reviews, schedule_reviews
from cases.services.reviews import send_review
from portal import clock, hooks
from portal.hooks import Hook
from portal.models import Notice, Post, TrailEvent
from portal.refusals import Refused
from portal.services.people import record_leaving
from tests.builders import NOW, a_case_in, move, the_holder
from tests.cases.accounts import (
    ADDRESS,
    a_live_account,
    access_of,
    an_account_to_launch,
    an_approved_account,
    attend,
    fill_in,
    sweep,
)
from tests.databases import at_once

SPRING = datetime(2027, 4, 10, 9, tzinfo=clock.COUNCIL_TIME)
YEAR_LATER = datetime(2027, 11, 10, 9, tzinfo=clock.COUNCIL_TIME)


def at(moment, act):
    """The act in a thread of its own, at a moment."""

    def call():
        with clock.at(moment):
            return act()

    return call


def refused(results):
    return [result for result in results if isinstance(result, Refused)]


def test_access_is_switched_on_once(committed_db):
    account = an_approved_account()
    attend(account.lead)
    access, operator = access_of(account, "lead"), the_holder(Post.ACCESS_OPERATOR)
    switch = at(NOW, lambda: switch_access(access, on=True, by=operator))
    results = at_once(*[switch] * 5)

    assert len(refused(results)) == 4, results
    assert TrailEvent.objects.filter(event="access.switch_on").count() == 1
    assert Access.objects.get(pk=access.pk).state == "on"


def test_an_account_goes_live_once(committed_db):
    account = an_account_to_launch()
    launch = at(
        NOW,
        lambda: launch_account(
            account, address=ADDRESS, by=account.lead, seen_version=account.version
        ),
    )
    results = at_once(*[launch] * 5)

    assert len(refused(results)) == 4, results
    assert Account.objects.get().state == "live"
    assert Review.objects.count() == 1


def test_one_of_two_accounts_goes_live_at_an_address(committed_db):
    accounts = [an_account_to_launch(), an_account_to_launch()]
    results = at_once(
        *(
            at(NOW, partial(launch_account, account, by=account.lead, **launch_of(account)))
            for account in accounts
        )
    )

    (refusal,) = refused(results)
    assert refusal.about == "address"
    assert Account.objects.filter(state="live").count() == 1


def launch_of(account):
    return {"address": ADDRESS, "seen_version": account.version}


def test_a_review_is_sent_once(committed_db):
    a_live_account()
    with clock.at(SPRING):
        sweep()
        review = fill_in(Review.objects.get())
    send = at(
        SPRING,
        lambda: send_review(review, by=review.account.lead, seen_version=review.version),
    )
    results = at_once(*[send] * 5)

    assert len(refused(results)) == 4, results
    assert TrailEvent.objects.filter(event="review.send").count() == 1
    assert list(Review.objects.values_list("number", flat=True)) == [1, 2]


def test_two_workers_schedule_open_and_remind_once(committed_db):
    for _ in range(3):
        a_live_account()
    Notice.objects.all().update(read_at=NOW)

    def sweeps():
        today = clock.today()
        return [rule(today=today) for rule in (schedule_reviews, open_reviews, remind_of_reviews)]

    results = at_once(*[at(YEAR_LATER, sweeps)] * 4)

    assert all(isinstance(result, list) for result in results), results
    assert Review.objects.count() == 9
    # Each account: the newest rule of review 1 to four people, of review 2 to two.
    assert Notice.objects.filter(read_at=None).count() == 18
    assert TrailEvent.objects.filter(event="review.open").count() == 6


@pytest.mark.postgresql
def test_an_approval_does_not_wait_for_the_applicant_who_leaves(committed_db, monkeypatch):
    with clock.at(NOW):
        case = a_case_in(State.AWAITING_DECISION)
        head = the_holder(Post.HEAD_OF_IT)
    leaving, approved = Event(), Event()

    def wait_for_the_approval(**arguments):
        leaving.set()
        assert approved.wait(timeout=20), "the approval waits for the leaver"

    def approve():
        leaving.wait(timeout=20)
        move(case, "approve", by=head)
        approved.set()

    on_leaving = Hook("on_leaving")
    on_leaving += [wait_for_the_approval, *hooks.on_leaving]
    monkeypatch.setattr(hooks, "on_leaving", on_leaving)
    leave = at(NOW, lambda: record_leaving(case.applicant, on=clock.today(), by=None))

    assert at_once(leave, at(NOW, approve)) == [None, None]
    assert Access.objects.get(person=case.applicant).state == "off"


@pytest.mark.postgresql
def test_switching_access_on_waits_for_the_person_who_leaves(committed_db, monkeypatch):
    account = an_approved_account()
    attend(account.lead)
    access, operator = access_of(account, "lead"), the_holder(Post.ACCESS_OPERATOR)
    leaving, switched = Event(), Event()

    def let_the_operator_try(**arguments):
        leaving.set()
        assert not switched.wait(timeout=0.5), "the operator does not wait for the leaver"

    def switch():
        leaving.wait(timeout=20)
        try:
            switch_access(access, on=True, by=operator)
        finally:
            switched.set()

    on_leaving = Hook("on_leaving")
    on_leaving += [let_the_operator_try, *hooks.on_leaving]
    monkeypatch.setattr(hooks, "on_leaving", on_leaving)
    leave = at(NOW, lambda: record_leaving(account.lead, on=clock.today(), by=None))
    results = at_once(leave, at(NOW, switch))

    assert [str(result) for result in refused(results)] == [
        "This cannot be done now. The state of the access is: Access removed."
    ]
    assert Access.objects.get(pk=access.pk).state == "off"
