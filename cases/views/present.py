"""The applicant presents the case for a decision (6.1, 5.7)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.comparison import changes_since_advice
from cases.forms.present import PresentForm
from cases.gate import people_at_the_gate
from cases.questions import problems_of
from cases.services.moves import move_case
from cases.views.finding import find_case
from cases.workflow import goes_against_advice, permit
from portal import clock
from portal.views.forms import show_form


@require_http_methods(["GET", "POST"])
def present(request: HttpRequest, reference: str) -> HttpResponse:
    """The advice, what changed since, who has attended; then presenting, with what it needs."""
    case = find_case(request, reference)
    today = clock.today()
    permit(case, "present", by=request.user, posts=request.posts, day=today)
    advice = case.latest_advice()
    form = PresentForm(
        request.POST or None,
        against_advice=goes_against_advice(case),
        declares=case.declared_by_id != case.applicant_id,
        initial={"version": case.version},
    )
    if form.is_valid():
        answers = dict(form.cleaned_data)
        version = answers.pop("version")
        move_case(case, "present", by=request.user, seen_version=version, **answers)
        messages.success(
            request, "Your business case is presented. We have told those who decide on it."
        )
        return redirect(case)
    gate = people_at_the_gate(case, at=clock.now())
    return show_form(
        request,
        form,
        template="cases/present.html",
        title="Present your business case for a decision",
        section="Business case",
        caption=f"{case.reference} {case.title}",
        back=case.get_absolute_url(),
        case=case,
        advice=advice,
        changes=changes_since_advice(case),
        gate=gate,
        waiting=[one for one in gate if not one.can_start],
        problems=problems_of(case, day=today),
    )
