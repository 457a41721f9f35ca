"""Versions of the policy: all of them, each by itself, and the start and end of drafts (7.1)."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from policy import reading
from policy.forms.versions import ImportForm, TitleForm
from policy.models import PolicyVersion
from policy.services import versions
from policy.version_workflow import check_may_publish
from portal import clock
from portal.models import Post, TrailEvent
from portal.paging import page_of
from portal.parameters import takes_body_of
from portal.refusals import Refused
from portal.views.forms import show_form
from portal.views.posts import for_posts

SECTION = "Versions of the policy"
ADMINISTRATOR = Post.POLICY_ADMINISTRATOR
EVENTS_SHOWN = 50


def find_version(request: HttpRequest, pk: int) -> PolicyVersion:
    """A version, for the policy administrator; a refusal leads back to its page."""
    version = get_object_or_404(
        PolicyVersion.objects.select_related("published_by", "drafted_from"), pk=pk
    )
    back = reverse("policy:version", args=[pk])
    request.back_to = {"back": back, "back_text": "Go to the version"}
    return version


def page_of_version(version: PolicyVersion, title: str, **context: Any) -> dict[str, Any]:
    """What every page about one version shows."""
    page = {
        "title": title,
        "caption": version.title,
        "section": SECTION,
        "back": reverse("policy:version", args=[version.pk]),
        "version": version,
        "today": clock.today(),
    }
    return page | context


@require_GET
@for_posts(ADMINISTRATOR)
def list_versions(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first."""
    page = page_of(PolicyVersion.objects.with_consultation(), request.GET, order=("-pk",))
    titles = Counter(version.title for version in page)
    context = {
        "title": SECTION,
        "back": reverse("policy:policy"),
        "page": page,
        "repeated": {title for title, times in titles.items() if times > 1},
    }
    return render(request, "policy/versions/list.html", context)


@require_GET
@for_posts(ADMINISTRATOR)
def show_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a version stands, whom it was sent to, its text, and what happened to it."""
    version = find_version(request, pk)
    consultations = list(version.consultations.all())
    current = [c for c in consultations if c.round == version.consultation_round]
    events = TrailEvent.objects.filter(subject=version.subject).order_by("-pk")
    context = page_of_version(
        version,
        version.title,
        caption="Policy version",
        back=reverse("policy:versions"),
        current=[] if version.is_draft else current,
        earlier=[c for c in consultations if version.is_draft or c not in current],
        clauses=[reading.read(clause, []) for clause in version.clauses.all()],
        events=events[:EVENTS_SHOWN],
        not_yet=_why_not_publish(version),
        against=version.previous(reader=request.user),
        has_come=bool(version.in_force_from and version.in_force_from <= clock.today()),
    )
    return render(request, "policy/versions/version.html", context)


def _why_not_publish(version: PolicyVersion) -> str:
    """What a version in consultation waits for before it can be published."""
    try:
        check_may_publish(version, clock.today())
    except Refused as refused:
        return str(refused)
    return ""


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def start_draft(request: HttpRequest) -> HttpResponse:
    """Start a draft with the text of the version in force."""
    form = TitleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = versions.draft_from_text_in_force(title=form.cleaned_data["title"], by=request.user)
        messages.success(request, "The draft has the text of the policy in force. Now change it.")
        return redirect("policy:version", draft.pk)
    return show_form(
        request,
        form,
        "policy/versions/new.html",
        title="Start a draft",
        section=SECTION,
        back=reverse("policy:versions"),
        submit_label="Start the draft",
    )


@takes_body_of(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def import_draft(request: HttpRequest) -> HttpResponse:
    """Start a draft with a text that the council agreed outside the portal."""
    form = ImportForm(request.POST if request.method == "POST" else None, today=clock.today())
    if form.is_valid():
        draft = versions.import_version(
            form.outline,
            title=form.cleaned_data["title"],
            agreed_on=form.cleaned_data["agreed_on"],
            by=request.user,
        )
        messages.success(request, f"The draft has {form.outline.counts}.")
        left_out = [f"{part.lines} left out, {part.why}." for part in form.outline.left_out]
        if remarks := [*left_out, *map(str, form.outline.notes)]:
            messages.info(request, " ".join(remarks))
        return redirect("policy:version", draft.pk)
    return show_form(
        request,
        form,
        "policy/versions/import.html",
        title="Import a text",
        section=SECTION,
        back=reverse("policy:versions"),
    )


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def rename_version(request: HttpRequest, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    versions.check_is_draft(version)
    data = request.POST if request.method == "POST" else None
    form = TitleForm(data, initial={"title": version.title})
    if form.is_valid():
        versions.rename(version, title=form.cleaned_data["title"], by=request.user)
        return redirect("policy:version", pk)
    return show_form(request, form, **page_of_version(version, "Change the title"))


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def delete_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the draft is to be deleted, and delete it."""
    version = find_version(request, pk)
    versions.check_is_deletable(version)
    if request.method == "POST":
        versions.delete_draft(version, by=request.user)
        messages.success(request, f"The draft {version.title} is deleted.")
        return redirect("policy:versions")
    context = page_of_version(version, "Delete the draft")
    return render(request, "policy/versions/delete.html", context)
