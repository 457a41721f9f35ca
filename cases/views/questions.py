"""The page of one group of questions (6.2)."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.forms.people import PeopleForm
from cases.forms.question import QuestionForm
from cases.forms.questions import FORMS
from cases.models import BusinessCase
from cases.models.case import ANSWERS_OPEN
from cases.questions import AnsweredGroup, Group, answers_by_group, answers_of
from cases.services.drafting import save_answers
from cases.views.finding import own_case
from portal import clock
from portal.parameters import asked
from portal.refusals import Refused

CHANGED = 409


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """Show a group's questions; save the answers, complete or, for later, as they stand."""
    case = own_case(request, reference)
    if request.method == "GET":
        if case.state not in ANSWERS_OPEN:
            return redirect(case)
        return _show(request, FORMS[slug](case=case, day=clock.today()))
    form = FORMS[slug](request.POST, case=case, day=clock.today())
    if isinstance(form, PeopleForm) and (redrawn := form.redrawn()):
        return _show(request, redrawn)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        save_answers(
            case, by=request.user, seen_version=form.cleaned_data["version"], **form.to_save()
        )
    except Refused as refused:
        # What was typed stays on the page, which from here on stands on the case as it now is.
        form.add_refusal(refused)
        form.data = form.data.copy()
        form.data["version"] = case.version
        return _show(request, form, status=CHANGED)
    if form.partial:
        messages.success(request, "Your answers are saved. You can come back to them later.")
    return redirect(_next(request, case))


def _next(request: HttpRequest, case: BusinessCase) -> str:
    """Back to the answers for whoever came to change one; otherwise to the task list."""
    page = "cases:check" if asked(request, "from") == "check" else "cases:tasks"
    return reverse(page, args=[case.reference])


def _answers_to(group: Group, answers: Iterable[dict[str, str]]) -> AnsweredGroup:
    return next(each for each in answers_by_group(answers) if each.slug == group.slug)


def _show(request: HttpRequest, form: QuestionForm, *, status: int = 200) -> HttpResponse:
    case, group = form.case, form.group
    sent = case.latest_revision()
    context = {
        "form": form,
        "title": form.fields[form.heading].label if form.heading else group.title,
        "section": "Business case",
        "caption": case.reference,
        "back": _next(request, case),
        # Not the address as it stands, which may end in the row that was added last.
        "action": request.get_full_path(),
        "group": group,
        "sent": sent,
        "sent_group": _answers_to(group, sent.answers) if sent else None,
        # Whoever is told that it changed reads what pressing the button again would replace.
        "saved_group": _answers_to(group, answers_of(case)) if status == CHANGED else None,
    }
    templates = [f"cases/questions/{group.slug}.html", "cases/question.html"]
    return render(request, templates, context, status=status)
