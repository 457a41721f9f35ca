"""The six-monthly review: filled in, checked and sent by the lead, read by two sides (6.2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.account_workflow import REVIEW_MOVES, moves_open, permit, sides_open
from cases.forms.moves import SeenForm
from cases.forms.reviews import AcknowledgeForm, ExcuseForm, ReturnForm, ReviewForm
from cases.models import Account, Metric, Review, ReviewState
from cases.periods import daily_rate
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
from portal.refusals import Refused, Stale
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
    context = _context(review, previous) | {"moves": moves}
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
