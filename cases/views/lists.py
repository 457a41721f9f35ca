"""The business cases that a person may see."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.forms.listing import CaseFilterForm
from cases.models import BusinessCase
from portal import clock
from portal.paging import page_of

ORDERS = {
    "reference": ("pk",),
    "-reference": ("-pk",),
    "account": ("account_name", "pk"),
    "-account": ("-account_name", "-pk"),
    "since": ("state_since", "pk"),
    "-since": ("-state_since", "-pk"),
}
NEWEST = "-reference"


@require_GET
def list_cases(request: HttpRequest) -> HttpResponse:
    """The list: filtered, searched and sorted by what stands in its address."""
    form = CaseFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    cases = BusinessCase.objects.visible_to(request.user, clock.today())
    cases = _filtered(request, cases, **wanted).select_related("applicant__service")
    sort = request.GET.get("sort") if request.GET.get("sort") in ORDERS else NEWEST
    return render(
        request,
        "cases/list.html",
        {
            "title": "Business cases",
            "filter_form": form,
            "filtered": any(wanted.values()),
            "page": page_of(cases, request.GET, order=ORDERS[sort]),
            "sort": sort,
        },
    )


def _filtered(
    request: HttpRequest,
    cases: QuerySet,
    q: str = "",
    state: str = "",
    service: str = "",
    waiting: list[str] = (),
) -> QuerySet:
    if q:
        cases = cases.filter(
            Q(reference__icontains=q)
            | Q(account_name__icontains=q)
            | Q(applicant__name__icontains=q)
        )
    if state:
        cases = cases.filter(state=state)
    if service:
        cases = cases.filter(applicant__service=service)
    if waiting:
        cases = cases.waiting_with(request.user, request.posts)
    return cases
