"""Communications gives its advice (5.7, 6.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.comparison import changes_since_advice
from cases.forms.advise import AdviseForm
from cases.models import StandardControl
from cases.questions import answers_by_group, answers_of
from cases.services.moves import move_case
from cases.views.acting import acting_notice
from cases.views.finding import find_case
from cases.workflow import permit
from portal import clock
from portal.models.appointments import COMMUNICATIONS
from portal.views.forms import show_form


@require_http_methods(["GET", "POST"])
def advise(request: HttpRequest, reference: str) -> HttpResponse:
    """The answers, what was asked and what changed since the last advice; then the advice."""
    case = find_case(request, reference)
    permit(case, "advise", by=request.user, posts=request.posts, day=clock.today())
    last = case.latest_advice()
    form = AdviseForm(
        request.POST or None,
        standard=list(StandardControl.objects.values_list("text", flat=True)),
        last=last,
        initial={"version": case.version},
    )
    if form.is_valid():
        move_case(
            case,
            "advise",
            by=request.user,
            seen_version=form.cleaned_data["version"],
            verdict=form.cleaned_data["verdict"],
            text=form.cleaned_data["text"],
            controls=form.controls,
        )
        messages.success(request, f"Your advice is sent. We have told {case.applicant}.")
        return redirect(case)
    return show_form(
        request,
        form,
        template="cases/advise.html",
        title=f"Advise on {case.title}",
        section="Business case",
        caption=case.reference,
        back=case.get_absolute_url(),
        case=case,
        acting=acting_notice(request.posts.holds(*COMMUNICATIONS, case=reference)),
        last=last,
        changes=changes_since_advice(case),
        answers=answers_by_group(answers_of(case)),
    )
