"""The business case that a page is about."""

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.models import Advice, BusinessCase, NamedPerson
from portal import clock


def find_case(request: HttpRequest, reference: str) -> BusinessCase:
    """The case with what its moves are judged by; what a person may not see does not exist (404)."""
    cases = (
        BusinessCase.objects.visible_to(request.user, clock.today())
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
    return get_object_or_404(cases, reference=reference)
