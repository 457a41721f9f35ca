"""Check your answers, declare and send; and the confirmation (6.1, 6.2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms.sending import SendForm
from cases.gate import people_at_the_gate
from cases.models import BusinessCase, State
from cases.models.case import ANSWERS_OPEN
from cases.parties import answerers_of
from cases.questions import GROUPS, answers_by_group, answers_of, problems_of
from cases.services.moves import move_case
from cases.views.finding import own_case
from cases.workflow import moves_open
from portal import clock

TITLES = {
    State.ADVICE_REQUESTED: "Business case sent",
    State.AWAITING_DECISION: "Business case presented",
}


@require_http_methods(["GET", "POST"])
def check_answers(request: HttpRequest, reference: str) -> HttpResponse:
    """Every answer, what is missing, and the declaration with which the case is sent."""
    case = own_case(request, reference)
    request.back_to = {"back": request.path, "back_text": "Go back to your answers"}
    problems = problems_of(case, day=clock.today())
    if request.method == "GET":
        if case.state not in ANSWERS_OPEN:
            return redirect(case)
        return _show(request, case, SendForm(initial={"version": case.version}), problems)
    form = SendForm(request.POST)
    if problems or not form.is_valid():
        return _show(request, case, form, problems, status=422)
    move_case(
        case,
        "send",
        by=request.user,
        seen_version=form.cleaned_data["version"],
        declared=form.cleaned_data["declared"],
    )
    return redirect("cases:sent", reference)


def _show(request, case: BusinessCase, form: SendForm, problems, *, status=200) -> HttpResponse:
    sent = case.latest_revision()
    advice = case.latest_advice()
    moves = moves_open(case, by=request.user, posts=request.posts, day=clock.today())
    stands = advice is not None and not advice.is_stale
    context = {
        "title": "Check your answers",
        "section": "Business case",
        "caption": f"{case.reference} {case.title}",
        "back": reverse("cases:tasks", args=[case.reference]),
        "case": case,
        "form": form,
        "has_errors": status != 200,
        "answers": answers_by_group(answers_of(case), before=sent.answers if sent else None),
        "sent": sent,
        "before": f"When you {sent.occasion} this" if sent else "",
        "problems": [_problem(case, problem) for problem in problems],
        "advice": advice,
        "can_send": "send" in moves and not stands,
        "can_present": "present" in moves,
        "can_ask_again": "ask_again" in moves,
    }
    return render(request, "cases/check.html", context, status=status)


def _problem(case: BusinessCase, problem) -> dict[str, str]:
    """What is missing, with the input that puts it right."""
    page = reverse("cases:question", args=[case.reference, problem.group_slug])
    return {
        "text": problem.message,
        "url": f"{page}?from=check#id_{problem.field}",
        "group": GROUPS[problem.group_slug].title,
    }


@require_GET
def show_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened, who holds the case now, and by when they answer."""
    case = own_case(request, reference)
    if case.state not in TITLES:
        return redirect(case)
    return render(
        request,
        "cases/sent.html",
        {
            "title": TITLES[case.state],
            "section": "Business case",
            "case": case,
            "nobody_may_act": not answerers_of(case, day=clock.today()),
            "to_book": [
                one.person
                for one in people_at_the_gate(case, at=clock.now())
                if not (one.attended_at or one.booked_for or one.has_left)
            ],
        },
    )
