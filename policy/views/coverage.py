"""Who has acknowledged a version, by service, and who has not (2.1)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from policy.coverage import coverage_of
from policy.forms.coverage import CoverageFilter
from policy.models import PolicyAcknowledgement, PolicyVersion
from policy.models.versions import CAME_INTO_FORCE
from portal import clock
from portal.models import Post
from portal.paging import page_of
from portal.views.downloads import download

HEADINGS = ("Name", "E-mail address", "Service", "Asked on", "Acknowledged on")
ORDER = ("person__name", "pk")


@require_GET
def show_coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures, a chart by service, and who has not acknowledged."""
    version = _find(request, pk)
    today = clock.today()
    coverage = coverage_of(version, day=today)
    form, rows = _filtered(request, version)
    administers = request.posts.holds(Post.POLICY_ADMINISTRATOR)
    context = {
        "title": "Who has acknowledged the policy",
        "caption": version.as_text,
        "section": "Policy",
        "back": reverse("policy:version", args=[pk]) if administers else reverse("policy:policy"),
        "version": version,
        "today": today,
        "coverage": coverage,
        "headings": ["Service", "Given", "Not yet"],
        "services": [(s.service, s.acknowledged, s.waiting) for s in coverage.services],
        "filter_form": form,
        "page": page_of(rows.waiting(), request.GET, order=ORDER),
    }
    return render(request, "policy/versions/coverage.html", context)


@require_GET
def export_coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """Everyone who was asked, and when they acknowledged; the same filter."""
    version = _find(request, pk)
    form, rows = _filtered(request, version)
    wanted = form.cleaned_data if form.is_valid() else {}
    return download(
        request,
        f"acknowledgements of {version.subject}",
        file=f"policy-acknowledgements-{clock.today().isoformat()}",
        headings=HEADINGS,
        rows=(_row(row) for row in rows.order_by(*ORDER).iterator(chunk_size=2000)),
        filters=wanted,
        held=request.posts.holds(Post.POLICY_ADMINISTRATOR) or request.posts.holds(Post.AUDITOR),
    )


def _find(request: HttpRequest, pk: int) -> PolicyVersion:
    """A version that people were asked to acknowledge; for others, and of others, 404."""
    visible = PolicyVersion.objects.visible_to(request.posts).filter(state__in=CAME_INTO_FORCE)
    return get_object_or_404(visible, pk=pk)


def _filtered(request: HttpRequest, version: PolicyVersion) -> tuple[CoverageFilter, QuerySet]:
    form = CoverageFilter(request.GET)
    rows = version.acknowledgements.of_current(clock.today()).select_related("person__service")
    if form.is_valid() and form.cleaned_data["service"]:
        rows = rows.filter(person__service=form.cleaned_data["service"])
    return form, rows


def _row(row: PolicyAcknowledgement) -> list[Any]:
    person = row.person
    return [
        person.name,
        person.email,
        person.service.name if person.service else "",
        row.asked_on,
        clock.date_of(row.acknowledged_at) if row.acknowledged_at else "",
    ]
