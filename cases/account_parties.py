"""Who is concerned with an account on a day: who acts on it, and who hears of it."""

from datetime import date

from django.db.models import Q

from cases.models import Access, Account, AccountState, Review
from cases.models.account import NOT_OFF
from portal.models import Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.services.people import holders, managers_on_duty, post_for_manager


def managers_of(account: Account, *, day: date) -> list[Employee]:
    """The lead's manager of the day, else the one named in the case, or who does their duties."""
    return managers_on_duty(account.lead, named=_manager_of(account), day=day)


def post_of_manager(account: Account, posts: Posts, *, day: date) -> str:
    """By which of their posts someone does the duties of the lead's manager, in words."""
    return post_for_manager(posts, account.lead, named=_manager_of(account), day=day)


def post_in_place_of_lead(account: Account, posts: Posts, *, day: date) -> str:
    """By what someone does the duties of a lead who left, in words (6.2)."""
    post = post_of_manager(account, posts, day=day)
    return f"{post}, for the lead, who left" if post else "For the lead, who left"


def _manager_of(account: Account) -> Employee | None:
    return account.lead.line_manager or account.named_manager


def leads_of(account: Account, *, day: date) -> list[Employee]:
    """The lead; once they have left, whoever does their manager's duties (6.2)."""
    if account.has_no_lead(day):
        return managers_of(account, day=day)
    return [account.lead]


def readers_of(review: Review, *, day: date) -> list[Employee]:
    """Who reads a review as manager: the lead's, or that of whoever sent it in the lead's place."""
    sender, named = _sender_and_manager(review)
    return managers_on_duty(sender, named=named, day=day)


def post_of_reader(review: Review, posts: Posts, *, day: date) -> str:
    """By what someone reads a review as manager: the post, in words, of who does their duties."""
    sender, named = _sender_and_manager(review)
    return post_for_manager(posts, sender, named=named, day=day) or "Manager"


def _sender_and_manager(review: Review) -> tuple[Employee, Employee | None]:
    account = review.account
    if review.sent_by_id in (None, account.lead_id):
        return account.lead, _manager_of(account)
    return review.sent_by, None


def communications_for(account: Account, *, day: date) -> list[Employee]:
    """Communications, less those named in the account's case."""
    return _unnamed_holders(account, *COMMUNICATIONS, day=day)


def accounts_of(*, employee: Employee) -> list[str]:
    """Names of the running accounts that an employee leads or has access to, ten at most."""
    held = Access.objects.filter(person=employee, state__in=NOT_OFF).order_by()
    accounts = Account.objects.filter(
        Q(lead=employee, waits_for_lead_since=None) | Q(pk__in=held.values("account")),
        state__in=(AccountState.LIVE, AccountState.SUSPENDED),
    )
    return list(accounts.order_by("name").values_list("name", flat=True).distinct()[:10])


def operators_for(account: Account, *, day: date) -> list[Employee]:
    """Who may switch its accesses; empty where nobody may act."""
    return _unnamed_holders(account, Post.ACCESS_OPERATOR, day=day)


def _unnamed_holders(account: Account, *posts: Post, day: date) -> list[Employee]:
    named = account.named_ids()
    people = holders(*posts, day=day, case=account.case.reference)
    return [person for person in people if person.pk not in named]
