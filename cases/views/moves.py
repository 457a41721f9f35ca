"""Moves that take a button, or a button and a few words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.forms.moves import AskAgainForm, SeenForm
from cases.models import BusinessCase
from cases.services.drafting import check_can_copy, copy_case
from cases.services.moves import move_case
from cases.views.finding import find_case
from cases.workflow import permit
from portal import clock
from portal.views.forms import show_form


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """The applicant ends the case; it can be copied into a new draft."""
    case = find_case(request, reference)
    return _move(
        request,
        case,
        "withdraw",
        SeenForm,
        title="Withdraw this business case?",
        explanation="It ends here, and nobody decides on it. You can copy it into a new draft "
        "later.",
        submit_label="Withdraw",
        submit_kind="warning",
        done="You have withdrawn this business case.",
    )


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """The applicant takes the case back from whoever was to answer it, to change it."""
    case = find_case(request, reference)
    return _move(
        request,
        case,
        "take_back",
        SeenForm,
        title="Take this business case back to change it?",
        explanation="Nobody can answer it while you change it. We tell those who were to answer. "
        "Send or present it again when you are ready.",
        submit_label="Take it back",
        done="You have taken the business case back. Change your answers, then send or present it.",
    )


@require_http_methods(["GET", "POST"])
def ask_again(request: HttpRequest, reference: str) -> HttpResponse:
    """The applicant asks Communications again, on the answers as they now stand."""
    case = find_case(request, reference)
    return _move(
        request,
        case,
        "ask_again",
        AskAgainForm,
        title="Ask Communications again",
        explanation="Communications sees your answers as they stand, with what changed since its "
        "last advice.",
        done="You have asked Communications again.",
    )


def _move(
    request: HttpRequest,
    case: BusinessCase,
    move: str,
    form_class: type[SeenForm],
    *,
    done: str,
    **page,
) -> HttpResponse:
    if request.method == "GET":
        permit(case, move, by=request.user, posts=request.posts, day=clock.today())
        return _show(request, case, form_class(initial={"version": case.version}), **page)
    form = form_class(request.POST)
    if not form.is_valid():
        return _show(request, case, form, **page)
    answers = dict(form.cleaned_data)
    move_case(case, move, by=request.user, seen_version=answers.pop("version"), **answers)
    messages.success(request, done)
    return redirect(case)


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """Whoever is named in a case that has ended copies it into a new draft of their own."""
    case = find_case(request, reference)
    if request.method == "POST":
        return redirect("cases:tasks", copy_case(case, by=request.user).reference)
    check_can_copy(case, by=request.user)
    return _show(
        request,
        case,
        SeenForm(initial={"version": case.version}),
        title="Copy this into a new business case?",
        explanation="The new draft has these answers, and you become its applicant. You make the "
        "commitments again.",
        submit_label="Copy it",
    )


def _show(request: HttpRequest, case: BusinessCase, form: SeenForm, **page) -> HttpResponse:
    url = reverse("cases:detail", args=[case.reference])
    return show_form(
        request,
        form,
        template="cases/move.html",
        section="Business case",
        caption=f"{case.reference} {case.title}",
        back=url,
        cancel=url,
        case=case,
        **page,
    )
