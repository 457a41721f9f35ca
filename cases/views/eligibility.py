"""Do you need a business case? (5.1 schools)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.services.drafting import start_case
from policy.forms.eligibility import EligibilityForm, SchoolDeclarationForm
from policy.services.schools import declare_school_blog
from portal.views.forms import show_form


@require_http_methods(["GET", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Start a draft, or lead to the declaration of a school blog, which needs none."""
    form = EligibilityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not form.needs_business_case:
            return redirect("cases:school_blog")
        case = start_case(by=request.user)
        messages.success(request, f"Your business case {case} is started.")
        return redirect("cases:tasks", case.reference)
    return show_form(
        request,
        form,
        "cases/new.html",
        title="Do you need a business case?",
        back=reverse("cases:list"),
    )


@require_http_methods(["GET", "POST"])
def declare_blog(request: HttpRequest) -> HttpResponse:
    """Keep the declaration of a school blog."""
    form = SchoolDeclarationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        declare_school_blog(by=request.user, address=form.cleaned_data["address"])
        return redirect("cases:school_blog_kept")
    return show_form(
        request,
        form,
        "cases/school_blog.html",
        title="You do not need a business case",
        back=reverse("cases:new"),
    )
