"""The Head of IT & Customer Services, or whoever acts for them, decides (5.1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.comparison import changes_since_advice
from cases.forms.decide import ADD, DecideForm
from cases.gate import AtTheGate, effect_of_approval, people_at_the_gate
from cases.models import BusinessCase
from cases.questions import answers_by_group, answers_of
from cases.services.locking import check_version
from cases.services.moves import move_case
from cases.views.acting import acting_notice
from cases.views.detail import decisions_on, load_revisions
from cases.views.finding import find_case
from cases.workflow import MOVES, goes_against_advice, permit
from portal import clock
from portal.models import Post
from portal.proof import fresh_proof
from portal.views.forms import carried, show_form


@require_http_methods(["GET", "POST"])
@fresh_proof
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """The advice, what changed since, who has attended, the answers; then the decision.

    Nothing is decided here: a decision that is complete goes on to its own check page, which
    carries what was typed.
    """
    case, gate, form = _read(request, reference)
    if request.method == "POST" and (ADD in request.POST or "change" in request.POST):
        form = form.redrawn(more=ADD in request.POST)
    if not form.is_valid():
        return _show(request, case, gate, form)
    check_version(case, seen_version=form.cleaned_data["version"], before="you decide")
    return _show_check(request, case, form)


@require_http_methods(["GET", "POST"])
@fresh_proof
def check_decision(request: HttpRequest, reference: str) -> HttpResponse:
    """What the person is about to decide; confirming it decides."""
    if request.method == "GET":
        find_case(request, reference)
        return redirect("cases:decide", reference)
    if "confirm" not in request.POST:
        return decide(request, reference)
    case, gate, form = _read(request, reference)
    if not form.is_valid():
        return _show(request, case, gate, form)
    version = form.cleaned_data["version"]
    move_case(case, form.move, by=request.user, seen_version=version, **form.answers)
    messages.success(request, f"{MOVES[form.move].done}. We have told {case.applicant}.")
    return redirect(case)


def _read(request: HttpRequest, reference: str) -> tuple[BusinessCase, list[AtTheGate], DecideForm]:
    """The case that may be decided now, who has attended, and the form.

    Raises Refused where someone else decided it, or it is not this person's to decide.
    """
    case = find_case(request, reference)
    today = clock.today()
    permit(case, "return", by=request.user, posts=request.posts, day=today)
    gate = people_at_the_gate(case, at=clock.now())
    form = DecideForm(
        request.POST or None,
        today=today,
        effect=effect_of_approval(gate),
        against=goes_against_advice(case),
        initial={"version": case.version},
    )
    return case, gate, form


def _show(
    request: HttpRequest, case: BusinessCase, gate: list[AtTheGate], form: DecideForm
) -> HttpResponse:
    load_revisions(case)
    return show_form(
        request,
        form,
        template="cases/decide.html",
        **_page(request, case),
        title=f"Decide on {case.title}",
        back=case.get_absolute_url(),
        advice=case.latest_advice(),
        against=form.against,
        today=form.today,
        presented=case.latest_revision(),
        changes=changes_since_advice(case),
        decisions=decisions_on(case)[::-1],
        gate=gate,
        answers=answers_by_group(answers_of(case)),
    )


def _show_check(request: HttpRequest, case: BusinessCase, form: DecideForm) -> HttpResponse:
    context = _page(request, case) | {
        "title": "Check your decision",
        "move": form.move,
        "label": MOVES[form.move].label,
        "answers": form.answers,
        "effect": form.effect,
        "against": form.against,
        "advice": case.latest_advice(),
        "kept": carried(request, without=(ADD, "change")),
    }
    return render(request, "cases/decide_check.html", context)


def _page(request: HttpRequest, case: BusinessCase) -> dict[str, Any]:
    return {
        "case": case,
        "section": "Business case",
        "caption": case.reference,
        "acting": acting_notice(request.posts.holds(Post.HEAD_OF_IT, case=case.reference)),
    }
