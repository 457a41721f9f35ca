"""Importing HR's file: uploaded, checked and applied by the worker, its preview read in between."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.forms.imports import ImportForm
from portal.models import EmployeeImport, LineKind, Post
from portal.models.imports import UNDER_WAY
from portal.paging import page_of
from portal.parameters import asked, posted, takes_body_of
from portal.proof import fresh_proof
from portal.refusals import Refused
from portal.services.employee_imports import (
    COLUMNS,
    LARGEST_FILE,
    ask_to_apply,
    cancel_import,
    upload_import,
)
from portal.views.downloads import download
from portal.views.forms import show_form
from portal.views.posts import for_posts

ADMINISTRATOR = Post.POLICY_ADMINISTRATOR
# What a page shows of an import, the file itself least of all.
SHOWN = EmployeeImport.objects.select_related("uploaded_by", "applied_by").defer("file")


@takes_body_of(LARGEST_FILE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(ADMINISTRATOR)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the file; what is wrong with it is said once the worker has checked it."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            uploaded = upload_import(name=file.name, data=file.read(), by=request.user)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("employee_import", uploaded.pk)
    earlier = list(SHOWN.order_by("-pk")[:10])
    return show_form(
        request,
        form,
        template="portal/import_new.html",
        title="Import HR's file",
        section="People",
        back=reverse("people"),
        columns=[column.heading for column in COLUMNS],
        under_way=next((i for i in earlier if i.state in UNDER_WAY), None),
        earlier=earlier,
    )


@require_GET
@for_posts(ADMINISTRATOR)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """An import: how far it is, or line by line what it would do, does or cannot do."""
    employee_import = get_object_or_404(SHOWN, pk=pk)
    counts = employee_import.counts
    kinds = [kind for kind in LineKind if counts.get(kind)]
    wanted = asked(request, "show")
    kind = next((kind for kind in kinds if kind == wanted), kinds[0] if kinds else None)
    context = {
        "title": "Import HR's file",
        "section": "People",
        "import": employee_import,
        "kinds": [(kind, counts[kind]) for kind in kinds],
        "kind": kind,
        "page": page_of(
            employee_import.lines.filter(kind=kind or ""), request.GET, order=("line", "pk")
        ),
        "back": reverse("people"),
        "back_text": "People",
    }
    return render(request, "portal/import.html", context)


@require_GET
@for_posts(ADMINISTRATOR)
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """How far an import is, for the script of its page."""
    found = get_object_or_404(SHOWN, pk=pk)
    return JsonResponse(
        {"state": found.state, "rows": found.rows, "rows_checked": found.rows_checked}
    )


@require_GET
@for_posts(ADMINISTRATOR)
def faults(request: HttpRequest, pk: int) -> HttpResponse:
    """All faults of a file, for HR."""
    employee_import = get_object_or_404(SHOWN, pk=pk)
    found = employee_import.lines.filter(kind=LineKind.FAULT).order_by("line", "pk")
    return download(
        request,
        f"faults of {employee_import.subject}",
        file="faults",
        headings=("Line", "Fault"),
        rows=found.values_list("line", "text").iterator(),
        held=request.posts.holds(ADMINISTRATOR),
    )


@require_POST
@for_posts(ADMINISTRATOR)
@fresh_proof
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker apply what the page showed."""
    employee_import = _found(request, pk)
    ask_to_apply(employee_import, by=request.user, seen=posted(request, "seen"))
    return redirect("employee_import", pk)


@require_POST
@for_posts(ADMINISTRATOR)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an import up before it is applied."""
    cancel_import(_found(request, pk), by=request.user)
    messages.success(request, "The import is cancelled. Nothing was changed.")
    return redirect("employee_import_new")


def _found(request: HttpRequest, pk: int) -> EmployeeImport:
    request.back_to = {"back": reverse("employee_import", args=[pk]), "back_text": "The import"}
    return get_object_or_404(SHOWN, pk=pk)
