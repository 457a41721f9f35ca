"""Giving the case of an applicant who has left to someone else (6.2 leaving)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.forms.giving import GiveForm
from cases.services.giving import check_can_give, give_case
from cases.views.finding import find_case
from portal import clock
from portal.refusals import Refused, Stale
from portal.views.forms import show_form


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, reference: str) -> HttpResponse:
    """The manager, or without one the policy administrator, names the new applicant."""
    case = find_case(request, reference)
    check_can_give(case, by=request.user, day=clock.today())
    form = GiveForm(request.POST or None, initial={"version": case.version})
    if form.is_valid():
        answers = form.cleaned_data
        try:
            give_case(case, to=answers["to"], by=request.user, seen_version=answers["version"])
        except Stale:
            raise
        except Refused as refused:
            form.add_error("to", str(refused))
        else:
            messages.success(request, f"The business case is now {answers['to']}'s.")
            return redirect("cases:list")
    return show_form(
        request,
        form,
        template="cases/give.html",
        title="Give this business case to someone else",
        section="Business case",
        caption=f"{case.reference} {case.title}",
        back=reverse("cases:detail", args=[reference]),
        case=case,
    )
