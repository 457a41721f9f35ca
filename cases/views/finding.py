"""The business case that a page is about."""

from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from cases.models import Advice, BusinessCase, NamedPerson, Revision
from cases.workflow import check_applicant
from portal import clock


def find_case(request: HttpRequest, reference: str) -> BusinessCase:
    """The case with what its moves are judged by; the unseen does not exist (404)."""
    presented = Revision.objects.filter(case=OuterRef("pk"), occasion=Revision.Occasion.PRESENTED)
    cases = (
        BusinessCase.objects.visible_to(request.user, clock.today(), request.posts)
        .annotate(
            reason_against_advice=Subquery(presented.order_by("-number").values("reason")[:1])
        )
        .select_related(
            "applicant__line_manager",
            "applicant__service",
            "manager__line_manager",
            "category",
            "policy_version",
            "account",
        )
        .prefetch_related(
            Prefetch("named_people", NamedPerson.objects.select_related("person")),
            Prefetch("advice", Advice.objects.select_related("by", "revision")),
        )
    )
    case = get_object_or_404(cases, reference=reference)
    request.back_to = {"back": case.get_absolute_url(), "back_text": "Go to the business case"}
    return case


def own_case(request: HttpRequest, reference: str) -> BusinessCase:
    """The applicant's own case: the pages on which it is written are nobody else's (404).

    Raises Refused where they left the council and it was not given back to them (6.2).
    """
    case = find_case(request, reference)
    if case.applicant_id != request.user.pk:
        raise Http404
    check_applicant(case, day=clock.today())
    return case
