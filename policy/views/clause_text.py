"""One clause at its own address, for links from wherever the portal applies it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from policy import reading
from policy.models import Clause, PolicyVersion
from policy.reading import parse_address
from policy.templatetags.policy import clause_url
from policy.views.finding import clause_numbered, find_version, version_in_force


@require_GET
def show_clause(request: HttpRequest, address: str) -> HttpResponse:
    """A clause of the version in force or, where it is gone, of the last version that had it."""
    version = version_in_force()
    clauses = list(version.clauses.all())
    number, _ = parse_address(address)
    if clause_numbered(clauses, number) is None:
        last = version.earlier().filter(clauses__number=number).first()
        if last is None and (rule := reading.rule_for_short(clauses, number)):
            return redirect("policy:clause_text", address.replace(number, rule.number, 1))
        if last is None:
            raise Http404(f"The policy has no clause {number}.")
        return redirect("policy:version_clause_text", last.pk, address)
    return _show(request, version, clauses, address, in_force=True)


@require_GET
def show_version_clause(request: HttpRequest, pk: int, address: str) -> HttpResponse:
    """A clause of any version that the reader may read."""
    version = find_version(request, pk)
    return _show(request, version, list(version.clauses.all()), address)


def _show(
    request: HttpRequest,
    version: PolicyVersion,
    clauses: list[Clause],
    address: str,
    *,
    in_force: bool = False,
) -> HttpResponse:
    number, bullet = parse_address(address)
    clause = clause_numbered(clauses, number)
    if clause is None:
        raise Http404(f"This version has no clause {number}.")
    here = [one for one in clauses if one.is_within(number)]
    through = reading.read_through(here)
    named = f"{clause.anchor}-bullet-{bullet}" if bullet else ""
    points = {line.anchor for one in through for block in one.blocks for line in block.lines}
    if bullet and named not in points:
        raise Http404(f"Clause {number} has no bullet {bullet}.")
    whole = reverse("policy:policy") if in_force else _text_url(version)
    beside = [one for one in clauses if one.depth == clause.depth]
    place = beside.index(clause)
    return render(
        request,
        "policy/clause.html",
        {
            "title": _title(clause.number, clause.heading, bullet),
            "section": version.title,
            "caption": version.as_text,
            "version": version,
            "in_force": in_force,
            "clause": clause,
            "parents": [one for one in clauses if clause.is_within(one.number) and one != clause],
            "through": through,
            "named": named,
            "link_version": None if in_force else version,
            "back": f"{whole}#{named or clause.anchor}",
            "previous": beside[place - 1] if place else None,
            "next": beside[place + 1] if place + 1 < len(beside) else None,
            "now_url": "" if in_force else clause_url(number),
        },
    )


def _title(number: str, heading: str, bullet: int) -> str:
    said = f"{'Clause' if '.' in number else 'Section'} {number}"
    if bullet:
        return f"{said} bullet {bullet}"
    return f"{said}: {heading}" if heading else said


def _text_url(version: PolicyVersion) -> str:
    return reverse("policy:version_text", args=[version.pk])
