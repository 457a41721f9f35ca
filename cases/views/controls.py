"""The controls and conditions of an account: the lead's evidence, and who accepts it (5.7)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from cases.account_workflow import lead
from cases.forms.accounts import EvidenceForm
from cases.forms.moves import SeenForm
from cases.models import Account, Condition, Control
from cases.services.accounts import check_not_met, give_evidence, meet_condition, tick_control
from cases.views.account_pages import answer_form, find_account
from portal import clock
from portal.refusals import Stale


@require_http_methods(["GET", "POST"])
def give_control_evidence(request: HttpRequest, pk: int, control: int) -> HttpResponse:
    """The lead says how a control is in place."""
    account = find_account(request, pk)
    return _give_evidence(request, account, _control_of(account, control), title="Control")


@require_http_methods(["GET", "POST"])
def give_condition_evidence(request: HttpRequest, pk: int, condition: int) -> HttpResponse:
    """The lead says how a condition is met."""
    account = find_account(request, pk)
    return _give_evidence(request, account, _condition_of(account, condition), title="Condition")


def _give_evidence(
    request: HttpRequest, account: Account, thing: Control | Condition, *, title: str
) -> HttpResponse:
    lead(account, request.user, request.posts, clock.today())
    check_not_met(thing)
    form = EvidenceForm(
        request.POST or None, initial={"version": account.version, "evidence": thing.evidence}
    )
    return answer_form(
        request,
        account,
        form,
        lambda data: give_evidence(
            account,
            thing,
            evidence=data["evidence"],
            by=request.user,
            seen_version=data["version"],
        ),
        done="Evidence saved. Communications checks it next.",
        go_to=account,
        template="cases/accounts/evidence.html",
        title=f"{title}: {thing.text}",
        thing=thing,
    )


@require_POST
def tick(request: HttpRequest, pk: int, control: int) -> HttpResponse:
    """Communications ticks a control on the lead's evidence."""
    account = find_account(request, pk)
    thing = _control_of(account, control)
    tick_control(account, thing, by=request.user, seen_version=_seen_version(request))
    messages.success(request, f"Ticked: {thing}")
    return redirect(account)


@require_POST
def meet(request: HttpRequest, pk: int, condition: int) -> HttpResponse:
    """Communications, or the Head of IT, marks a condition as met."""
    account = find_account(request, pk)
    thing = _condition_of(account, condition)
    meet_condition(account, thing, by=request.user, seen_version=_seen_version(request))
    messages.success(request, f"Marked as met: {thing}")
    return redirect(account)


def _control_of(account: Account, pk: int) -> Control:
    return get_object_or_404(Control, pk=pk, advice=account.decision.advice_id)


def _condition_of(account: Account, pk: int) -> Condition:
    return get_object_or_404(Condition, pk=pk, account=account)


def _seen_version(request: HttpRequest) -> int:
    """The version that the page of the button was drawn from."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Stale("This page is out of date. Open it again.")
    return form.cleaned_data["version"]
