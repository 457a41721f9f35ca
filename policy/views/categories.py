"""The types of social media that a business case can name, for the policy administrator (3.2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from policy.forms.categories import CategoryForm
from policy.models import PlatformCategory
from policy.services.categories import add_category, change_category
from portal.models import Post
from portal.refusals import Refused
from portal.views.forms import show_form
from portal.views.posts import for_posts

SECTION = "Types of social media"
ADMINISTRATOR = Post.POLICY_ADMINISTRATOR


@require_GET
@for_posts(ADMINISTRATOR)
def list_categories(request: HttpRequest) -> HttpResponse:
    """Every type, as a business case lists them."""
    context = {
        "title": SECTION,
        "back": reverse("policy:versions"),
        "categories": PlatformCategory.objects.all(),
    }
    return render(request, "policy/categories.html", context)


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def new_category(request: HttpRequest) -> HttpResponse:
    """Add a type."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def edit_category(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a type, or offer it no longer."""
    return _edit(request, get_object_or_404(PlatformCategory, pk=pk))


def _edit(request: HttpRequest, category: PlatformCategory | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = CategoryForm(data, category=category)
    if form.is_valid():
        try:
            if category:
                category = change_category(category, by=request.user, **form.cleaned_data)
            else:
                category = add_category(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("in_use", str(refused))
        else:
            messages.success(request, f"{category} is saved.")
            return redirect("policy:categories")
    return show_form(
        request,
        form,
        title=f"Change {category}" if category else "Add a type",
        section=SECTION,
        back=reverse("policy:categories"),
    )
