"""The policy in force, in plain English (2.1)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from policy import reading
from policy.forms.policy import SearchForm
from policy.models import PolicyVersion
from portal import clock
from portal.proof import without_second_factor


@require_GET
@without_second_factor
def show_policy(request: HttpRequest) -> HttpResponse:
    """Every clause of the policy, or those that hold the words of ?q=, the words marked."""
    version = _version_in_force()
    form = SearchForm(request.GET)
    words = reading.words_of(form.data.get("q", ""))
    clauses = list(version.clauses.all())
    found = reading.find(clauses, words) if words else clauses
    return render(
        request,
        "policy/policy.html",
        {
            "title": f"Results for {' '.join(words)}" if words else version.title,
            "section": version.title if words else "",
            "version": version,
            "search": form,
            "words": words,
            "index": [clause for clause in clauses if clause.heading],
            "found": [reading.read(clause, words) for clause in found],
        },
    )


@require_GET
@without_second_factor
def show_personal_use(request: HttpRequest) -> HttpResponse:
    """The rules for using social media outside work, as dos and don'ts (4)."""
    version = _version_in_force()
    clauses = version.clauses.all()
    return render(
        request,
        "policy/personal_use.html",
        {
            "title": "Your own use of social media",
            "section": version.title,
            "back": reverse("policy:policy"),
            "dos": [(c, line) for c in clauses for line in c.dos.splitlines()],
            "donts": [(c, line) for c in clauses for line in c.donts.splitlines()],
        },
    )


def _version_in_force() -> PolicyVersion:
    version = PolicyVersion.objects.in_force(clock.today())
    if not version:
        raise Http404("No version of the policy is in force.")
    return version
