"""The versions of the policy that a reader may read, and their clauses."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from policy.models import Clause, PolicyVersion
from portal import clock


def version_in_force() -> PolicyVersion:
    version = PolicyVersion.objects.in_force(clock.today())
    if not version:
        raise Http404("No version of the policy is in force.")
    return version


def find_version(request: HttpRequest, pk: int) -> PolicyVersion:
    """A version that was published; the policy administrator also reads what is not yet (7.1)."""
    return get_object_or_404(PolicyVersion.objects.readable_by(request.posts), pk=pk)


def clause_numbered(clauses: list[Clause], number: str) -> Clause | None:
    return next((clause for clause in clauses if clause.number == number), None)
