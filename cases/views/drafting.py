"""The task list of a business case, and with whom its draft is shared (6.1, 6.2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms.sending import ShareForm
from cases.models import Advice, BusinessCase, Decision, State
from cases.models.case import ANSWERS_OPEN
from cases.questions import GROUPS, Status, statuses_of
from cases.services.drafting import share_draft
from cases.views.finding import own_case
from portal import clock
from portal.views.forms import show_form

# The task list's sections, each with its groups of questions.
SECTIONS = {
    "The account": ("manager", "account", "access"),
    "What it is for": ("purpose", "aims", "channels"),
    "How you will run it": ("updates", "cover", "records"),
    "Your commitments": ("leaving", "reviewing"),
}
COLOURS = {Status.NOT_STARTED: "blue", Status.IN_PROGRESS: "teal"}


@require_GET
def show_tasks(request: HttpRequest, reference: str) -> HttpResponse:
    """Every group of questions with how far it is, in any order."""
    case = own_case(request, reference)
    if case.state not in ANSWERS_OPEN:
        return redirect(case)
    statuses = statuses_of(case, day=clock.today())
    done = sum(status == Status.COMPLETED for status in statuses.values())
    return render(
        request,
        "cases/tasks.html",
        {
            "title": case.title,
            "section": "Business case",
            "caption": case.reference,
            "back": reverse("cases:list"),
            "case": case,
            "sections": _sections(case, statuses),
            "done": done,
            "groups": len(statuses),
            "complete": done == len(statuses),
            "answer": _latest_answer(case),
        },
    )


def _sections(case: BusinessCase, statuses: dict[str, Status]) -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "name": f"section-{number}",
            "tasks": [_task(case, slug, statuses[slug]) for slug in slugs],
        }
        for number, (title, slugs) in enumerate(SECTIONS.items(), start=1)
    ]


def _task(case: BusinessCase, slug: str, status: Status) -> dict[str, Any]:
    return {
        "title": GROUPS[slug].title,
        "url": reverse("cases:question", args=[case.reference, slug]),
        "status": status.label,
        "colour": COLOURS.get(status),
    }


def _latest_answer(case: BusinessCase) -> Advice | Decision | None:
    """The newest word of Communications or the Head of IT, on which the answers are changed."""
    answers = [case.latest_decision(), case.latest_advice()]
    return max(filter(None, answers), key=lambda answer: answer.at, default=None)


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Let others read the draft and help with it."""
    case = own_case(request, reference)
    if request.method == "GET" and case.state != State.DRAFT:
        return redirect(case)
    form = ShareForm(request.POST if request.method == "POST" else None, case=case)
    if form.is_valid():
        share_draft(
            case, by=request.user, seen_version=form.cleaned_data["version"], **form.to_save()
        )
        messages.success(request, "Who can read your draft is saved.")
        return redirect("cases:tasks", reference)
    return show_form(
        request,
        form,
        title=form.fields["shared_with"].label,
        section="Business case",
        caption=case.reference,
        back=reverse("cases:tasks", args=[reference]),
    )
