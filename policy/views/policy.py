"""The policy as everyone reads it, in force or superseded (2.1)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from policy import reading
from policy.forms.policy import SearchForm
from policy.models import PolicyVersion
from policy.views.acknowledging import acknowledging_context
from policy.views.finding import find_version, version_in_force
from portal import clock
from portal.proof import without_second_factor

PERSONAL_USE = "4"


@require_GET
@without_second_factor
def show_policy(request: HttpRequest) -> HttpResponse:
    """Every clause of the policy in force, or those that hold the words of ?q=."""
    version = version_in_force()
    context = acknowledging_context(request, version)
    context["coming"] = PolicyVersion.objects.next_after(clock.today())
    return _show(request, version, context, url=reverse("policy:policy"), in_force=True)


@require_GET
def show_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of any version that the reader may read."""
    version = find_version(request, pk)
    url = reverse("policy:version_text", args=[pk])
    return _show(request, version, {"back": reverse("policy:policy")}, url=url)


def _show(
    request: HttpRequest,
    version: PolicyVersion,
    context: dict[str, Any],
    *,
    url: str,
    in_force: bool = False,
) -> HttpResponse:
    form = SearchForm(request.GET)
    words = reading.words_of(form.data.get("q", ""))
    clauses = list(version.clauses.all())
    context |= {
        "title": f"Results for {' '.join(words)}" if words else version.title,
        "section": version.title if words else "",
        "version": version,
        "in_force": in_force,
        # A superseded version's clauses have addresses of their own.
        "link_version": None if in_force else version,
        "url": url,
        "search": form,
        "words": words,
        "today": clock.today(),
    }
    if words:
        found = [reading.read(clause, words) for clause in reading.find(clauses, words)]
        marks = sum(one.marks for one in found)
        return render(request, "policy/search.html", context | {"found": found, "marks": marks})
    context |= {
        "contents": reading.contents(clauses),
        "through": reading.read_through(clauses),
        "previous": version.previous(reader=request.user),
    }
    return render(request, "policy/policy.html", context)


@require_GET
@without_second_factor
def show_personal_use(request: HttpRequest) -> HttpResponse:
    """The rules for using social media outside work, as dos and don'ts (4)."""
    version = version_in_force()
    clauses = list(version.clauses.all())
    dos = [(clause, line) for clause in clauses for line in clause.dos.splitlines()]
    donts = [(clause, line) for clause in clauses for line in clause.donts.splitlines()]
    return render(
        request,
        "policy/personal_use.html",
        {
            "title": "Your own use of social media",
            "section": version.title,
            "back": reverse("policy:policy"),
            "dos": dos,
            "donts": donts,
            "rules": [] if dos or donts else reading.rules_of(clauses, PERSONAL_USE),
        },
    )
