"""The register of accounts, the page of one, its history, and going live."""

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.account_parties import managers_of
from cases.account_workflow import (
    ACCOUNT_MOVES,
    allows,
    communications,
    communications_or_head_of_it,
    lead,
    moves_open,
    permit,
)
from cases.forms.accounts import AccountFilterForm, LaunchForm
from cases.models import Access, Account, AccountState, Condition, Control, Review
from cases.periods import half_year_of
from cases.services.access import needs_cover
from cases.services.accounts import launch_account, missing_for_launch
from cases.views.account_pages import accounts_for, answer_form, find_account
from portal import clock
from portal.models import TrailEvent
from portal.paging import page_of

# What the register can be filtered by, of the reviews of a day.
REVIEWS = {
    "due": Review.objects.due_soon,
    "overdue": Review.objects.overdue,
    "half_year": lambda today: Review.objects.due_in(half_year_of(today)),
}


@require_GET
def list_accounts(request: HttpRequest) -> HttpResponse:
    """The register: what everyone signed in sees of every account."""
    form = AccountFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    accounts = _filtered(request, Account.objects.select_related("service", "lead"), **wanted)
    return render(
        request,
        "cases/accounts/list.html",
        {
            "title": "Accounts",
            "filter_form": form,
            "filtered": any(wanted.values()),
            "page": page_of(accounts, request.GET, order=("name", "pk")),
        },
    )


def _filtered(
    request: HttpRequest,
    accounts: QuerySet,
    q: str = "",
    state: str = "",
    service: str = "",
    review: str = "",
    access: str = "",
    team: list[str] = (),
) -> QuerySet:
    today = clock.today()
    if q:
        accounts = accounts.filter(
            Q(name__icontains=q)
            | Q(platform__icontains=q)
            | Q(address__icontains=q)
            | Q(lead__name__icontains=q)
        )
    if state:
        accounts = accounts.filter(state=state)
    if service:
        accounts = accounts.filter(service=service)
    if team:
        accounts = accounts.managed_by(request.user, today, request.posts)
    if review or access:
        # Only its parties know of an account's reviews and people.
        accounts = accounts.party_to(request.user, today, request.posts)
    if review:
        accounts = accounts.having(REVIEWS[review](today))
    if access:
        accounts = accounts.having(Access.objects.filter(state=access))
    return accounts


@require_GET
def show_account(request: HttpRequest, pk: int) -> HttpResponse:
    """What everyone sees of an account, and for its parties people, controls and reviews."""
    account = get_object_or_404(accounts_for(request), pk=pk)
    context = _for_parties(request, account) if account.is_party else {}
    context |= _of_account(account)
    return render(request, "cases/accounts/detail.html", context)


def _of_account(account: Account) -> dict:
    """What every page of an account shows."""
    today = clock.today()
    return {
        "account": account,
        "is_party": account.is_party,
        "title": account.name,
        "section": "Account",
        "caption": account.platform,
        "back": reverse("accounts:list"),
        "back_text": "All accounts",
        "needs_lead": account.has_no_lead(today),
        # An access operator sees the account, and not the case behind it.
        "sees_case": account.is_party and account.sees_case,
        "today": today,
    }


def _for_parties(request: HttpRequest, account: Account) -> dict:
    today = clock.today()
    asks = {"by": request.user, "posts": request.posts, "day": today}
    prefetch_related_objects(
        [account],
        Prefetch("accesses", Access.objects.select_related("person").with_operators(today)),
        Prefetch("decision__advice__controls", Control.objects.select_related("ticked_by")),
        Prefetch("conditions", Condition.objects.select_related("met_by")),
        "reviews",
    )
    reviews = list(account.reviews.all())
    accesses = list(account.accesses.all())
    awaiting = account.state == AccountState.AWAITING_ACCESS
    return {
        "accesses": accesses,
        "controls": account.decision.advice.controls.all(),
        "reviews": reversed(reviews),
        "next_review": next((r for r in reviews if r.waits_for_lead), None),
        "missing": missing_for_launch(account, day=today) if awaiting else [],
        "nobody_may_switch": any(a.is_to_switch and not a.has_operator for a in accesses),
        "needs_cover": needs_cover(account),
        "moves": moves_open(ACCOUNT_MOVES, account, **asks),
        "answers_for_mover": account.lead_has_moved
        and request.user in managers_of(account, day=today),
        "leads": allows(lead, account, **asks),
        "ticks": allows(communications, account, **asks),
        "meets": allows(communications_or_head_of_it, account, **asks),
    }


@require_GET
def show_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened to an account, newest first, for its parties."""
    account = find_account(request, pk)
    events = TrailEvent.objects.filter(subject=account.subject)
    context = _of_account(account)
    context["page"] = page_of(events, request.GET, order=("-pk",))
    return render(request, "cases/accounts/history.html", context)


@require_http_methods(["GET", "POST"])
def launch(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead confirms that the account goes live, with its address (5.1, 5.7)."""
    account = find_account(request, pk)
    today = clock.today()
    rules = ACCOUNT_MOVES["launch"]
    permit(rules, account, by=request.user, posts=request.posts, day=today)
    shown = {"version": account.version, "address": account.address}
    form = LaunchForm(request.POST or None, initial=shown)
    return answer_form(
        request,
        account,
        form,
        lambda data: launch_account(
            account, address=data["address"], by=request.user, seen_version=data["version"]
        ),
        done=f"{account} is live.",
        go_to=account,
        template="cases/accounts/launch.html",
        title="Go live",
        missing=missing_for_launch(account, day=today),
    )
