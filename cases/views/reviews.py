"""The six-monthly review: filled in, checked and sent by the lead, read by two sides (6.2)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.account_workflow import (
    REVIEW_MOVES,
    check_state,
    moves_open,
    permit,
    sides_open,
    sides_to_answer,
)
from cases.forms.moves import SeenForm
from cases.forms.reviews import AcknowledgeForm, ExcuseForm, ReturnForm, ReviewForm
from cases.models import Account, Acknowledgement, Metric, Review, ReviewState, Side
from cases.periods import actual_daily_rate
from cases.services.reviews import (
    acknowledge_review,
    excuse_review,
    return_review,
    save_review,
    send_review,
    unanswered,
)
from cases.views.account_pages import answer_form
from portal import clock
from portal.refusals import Stale
from portal.views.forms import show_form


@require_http_methods(["GET", "POST"])
def show_review(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The review as it was sent; for its lead, while it is open, the form."""
    review, previous = _find(request, pk, number)
    moves = _moves(request, review)
    if "send" not in moves:
        if request.method == "POST":
            permit(REVIEW_MOVES["send"], review, **_asks(request))
        return _show(request, "cases/accounts/review.html", review, previous, moves=moves)
    form = ReviewForm(request.POST or None, review=review, previous=previous, day=clock.today())
    if form.is_bound and form.is_valid():
        save_review(review, by=request.user, **form.answers())
        if form.partial:
            messages.success(request, "Review saved. You can come back to it later.")
            return redirect(review.account)
        return redirect("accounts:review_check", pk, number)
    context = _context(request, review, previous) | {"moves": moves}
    return show_form(request, form, template="cases/accounts/review_form.html", **context)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The lead checks every answer, and sends the review to manager and Communications."""
    review, previous = _find(request, pk, number)
    if request.method == "POST":
        send_review(review, by=request.user, seen_version=_seen_version(request))
        messages.success(
            request, "Review sent. Your manager and Communications have been told to read it."
        )
        return redirect(review)
    if "send" not in _moves(request, review):
        return redirect(review)
    missing = unanswered(review)
    return _show(request, "cases/accounts/review_check.html", review, previous, missing=missing)


@require_POST
def acknowledge(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The manager, or Communications, has read the review."""
    review, _ = _find(request, pk, number)
    form = AcknowledgeForm(request.POST, sides=_sides(request, review))
    return _answer(
        request,
        review,
        form,
        lambda data: acknowledge_review(
            review, side=form.side_chosen, by=request.user, seen_version=data["version"]
        ),
        title="Acknowledge this review",
        done="You have acknowledged this review.",
    )


@require_http_methods(["GET", "POST"])
def return_to_lead(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The manager, or Communications, sends the review back with a question."""
    review, _ = _find(request, pk, number)
    sides = _sides(request, review)
    form = ReturnForm(request.POST or None, sides=sides, initial={"version": review.version})
    return _answer(
        request,
        review,
        form,
        lambda data: return_review(
            review,
            side=form.side_chosen,
            question=data["question"],
            by=request.user,
            seen_version=data["version"],
        ),
        title="Return this review with a question",
        done=f"You have returned this review to {review.account.lead}.",
    )


@require_http_methods(["GET", "POST"])
def excuse(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Communications excuses the account from this review."""
    review, _ = _find(request, pk, number)
    permit(REVIEW_MOVES["excuse"], review, **_asks(request))
    form = ExcuseForm(request.POST or None, initial={"version": review.version})
    return _answer(
        request,
        review,
        form,
        lambda data: excuse_review(
            review, reason=data["reason"], by=request.user, seen_version=data["version"]
        ),
        title="Excuse this review",
        done="You have excused this review. The next one is scheduled.",
    )


def _find(request: HttpRequest, pk: int, number: int) -> tuple[Review, Review | None]:
    """A review and the one before it, for a party to the account; otherwise 404."""
    parties = Account.objects.party_to(request.user, clock.today(), request.posts)
    reviews = (
        Review.objects.filter(
            account=pk, account__in=parties.order_by().values("pk"), number__in=(number - 1, number)
        )
        .select_related(
            "account__case",
            "account__lead__line_manager",
            "account__named_manager",
            "sent_by__line_manager",
            "asked_by",
        )
        .prefetch_related(
            "account__accesses",
            "figures",
            Prefetch("acknowledgements", Acknowledgement.objects.select_related("by")),
        )
    )
    found = {review.number: review for review in reviews}
    if number not in found:
        raise Http404
    return found[number], found.get(number - 1)


def _asks(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "posts": request.posts, "day": clock.today()}


def _moves(request: HttpRequest, review: Review) -> list[str]:
    return moves_open(REVIEW_MOVES, review, **_asks(request))


def _sides(request: HttpRequest, review: Review) -> list[Side]:
    """The sides for which this person can answer the review now; raises Refused without any."""
    sides = sides_to_answer(review, **_asks(request))
    check_state(REVIEW_MOVES["acknowledge"], review)
    return sides


def _seen_version(request: HttpRequest) -> int:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Stale("This page is out of date. Open it again.")
    return form.cleaned_data["version"]


def _answer(
    request: HttpRequest, review: Review, form: SeenForm, act: Callable[[dict], object], **page
) -> HttpResponse:
    back = review.get_absolute_url()
    return answer_form(
        request, review.account, form, act, go_to=review, back=back, cancel=back, **page
    )


def _show(
    request: HttpRequest, template: str, review: Review, previous: Review | None, **more
) -> HttpResponse:
    return render(request, template, _context(request, review, previous) | more)


def _context(request: HttpRequest, review: Review, previous: Review | None) -> dict[str, Any]:
    today = clock.today()
    before = previous.figures.all() if previous else []
    now, last = ({f.metric: f.shown for f in figures} for figures in (review.figures.all(), before))
    sent = review.state in (ReviewState.SENT, ReviewState.ACKNOWLEDGED)
    return {
        "title": f"Review {review.number}",
        "section": "Account",
        "caption": review.account.name,
        "back": review.account.get_absolute_url(),
        "account": review.account,
        "review": review,
        "figures": [(metric.label, now.get(metric), last.get(metric)) for metric in Metric],
        "planned": review.account.planned_daily_rate,
        "actual": actual_daily_rate(review, day=today),
        "previous": previous,
        "is_sent": sent,
        "sides": sides_open(review, **_asks(request)) if review.state == ReviewState.SENT else [],
        "today": today,
    }
