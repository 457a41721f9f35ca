"""The clauses of a draft: adding, changing and removing them (7.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from policy.forms.versions import ClauseForm, NewClauseForm
from policy.models import Clause
from policy.services import versions
from policy.views.versions import ADMINISTRATOR, find_version, page_of_version
from portal.views.forms import show_form
from portal.views.posts import for_posts


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def add_clause(request: HttpRequest, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    versions.check_is_draft(version)
    clauses = list(version.clauses.all())
    last = {"after": clauses[-1].pk if clauses else ""}
    data = request.POST if request.method == "POST" else None
    form = NewClauseForm(data, clauses=clauses, initial=last)
    if form.is_valid():
        clause = versions.add_clause(version, by=request.user, after=form.place, **form.texts)
        messages.success(request, f"Clause {clause.number} is added.")
        return _to_clause(clause)
    return show_form(request, form, **page_of_version(version, "Add a clause"))


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def edit_clause(request: HttpRequest, pk: int, clause: int) -> HttpResponse:
    version = find_version(request, pk)
    versions.check_is_draft(version)
    clauses = {row.pk: row for row in version.clauses.all()}
    edited = get_object_or_404(Clause, pk=clause, version=version)
    form = ClauseForm(
        request.POST if request.method == "POST" else None,
        numbers={row.number for key, row in clauses.items() if key != clause},
        initial=ClauseForm.initial_of(edited),
    )
    if form.is_valid():
        changed = versions.change_clause(edited, by=request.user, **form.texts)
        messages.success(request, f"Clause {changed.number} is saved.")
        return _to_clause(changed)
    title = f"Change clause {edited.number}"
    context = page_of_version(version, title, clause=edited)
    return show_form(request, form, "policy/versions/clause.html", **context)


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def remove_clause(request: HttpRequest, pk: int, clause: int) -> HttpResponse:
    """Ask whether the clause is to go, and remove it."""
    version = find_version(request, pk)
    versions.check_is_draft(version)
    removed = get_object_or_404(Clause, pk=clause, version=version)
    if request.method == "POST":
        versions.remove_clause(removed, by=request.user)
        messages.success(request, f"Clause {removed.number} is removed.")
        return redirect("policy:version", pk)
    title = f"Remove clause {removed.number}"
    back = reverse("policy:clause", args=[pk, clause])
    context = page_of_version(version, title, clause=removed, back=back)
    return render(request, "policy/versions/remove_clause.html", context)


def _to_clause(clause: Clause) -> HttpResponse:
    address = reverse("policy:version", args=[clause.version_id])
    return redirect(f"{address}#{clause.anchor}")
