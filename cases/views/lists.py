"""The business cases that a person may see."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.figures import a_year_before
from cases.forms.listing import UNDER_WAY, CaseFilterForm
from cases.models import BusinessCase
from cases.standing import held_by
from portal import clock
from portal.models import Post
from portal.models.appointments import COMMUNICATIONS
from portal.paging import page_of
from portal.parameters import asked
from portal.views.downloads import download

ORDERS = {
    "reference": ("pk",),
    "-reference": ("-pk",),
    "account": ("account_name", "pk"),
    "-account": ("-account_name", "-pk"),
    "since": ("state_since", "pk"),
    "-since": ("-state_since", "-pk"),
}
NEWEST = "-reference"
# The posts by which someone sees more than what concerns them.
SEE_ALL = (*COMMUNICATIONS, Post.HEAD_OF_IT, Post.AUDITOR)


HEADINGS = ("Reference", "Account", "Applicant", "Service", "State", "With", "Since", "Due")


@require_GET
def list_cases(request: HttpRequest) -> HttpResponse:
    """The list: filtered, searched and sorted by what stands in its address."""
    form = CaseFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    sort = _sort(request)
    return render(
        request,
        "cases/list.html",
        {
            "title": "Business cases",
            "filter_form": form,
            "filtered": any(wanted.values()),
            "page": page_of(_cases(request, wanted), request.GET, order=ORDERS[sort]),
            "sort": sort,
        },
    )


@require_GET
def export_cases(request: HttpRequest) -> HttpResponse:
    """The whole list that the same address shows."""
    form = CaseFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    cases = _cases(request, wanted).order_by(*ORDERS[_sort(request)])
    return download(
        request,
        "business cases",
        file="business-cases",
        headings=HEADINGS,
        rows=(_row(case) for case in cases.iterator()),
        filters=wanted,
        held=request.posts.holds(*SEE_ALL),
    )


def _row(case: BusinessCase) -> list[Any]:
    service = case.applicant.service
    return [
        case.reference,
        case.title,
        case.applicant.name,
        service.name if service else "",
        case.get_state_display(),
        held_by(case),
        clock.date_of(case.state_since),
        case.due_on,
    ]


def _sort(request: HttpRequest) -> str:
    wanted = asked(request, "sort")
    return wanted if wanted in ORDERS else NEWEST


def _cases(request: HttpRequest, wanted: dict[str, Any]) -> QuerySet:
    cases = BusinessCase.objects.visible_to(request.user, clock.today(), request.posts)
    return _filtered(request, cases, **wanted).select_related("applicant__service")


def _filtered(
    request: HttpRequest,
    cases: QuerySet,
    q: str = "",
    state: str = "",
    service: str = "",
    waiting: list[str] = (),
    decided: list[str] = (),
    team: list[str] = (),
) -> QuerySet:
    if q:
        cases = cases.filter(
            Q(reference__icontains=q)
            | Q(account_name__icontains=q)
            | Q(applicant__name__icontains=q)
        )
    if state:
        cases = cases.under_way() if state == UNDER_WAY else cases.filter(state=state)
    if service:
        cases = cases.filter(applicant__service=service)
    if waiting:
        cases = cases.waiting_with(request.user, request.posts, clock.today())
    if decided:
        cases = cases.decided_since(a_year_before(clock.today()))
    if team:
        cases = cases.of_team(request.user, request.posts, clock.today())
    return cases
