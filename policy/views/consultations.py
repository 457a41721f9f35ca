"""Consulting trade unions on a version: whom it went to, and what they answered (7.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from policy.forms.versions import AnswerForm, BodyForm, RedraftForm
from policy.models import Consultation, PolicyVersion
from policy.services import versions
from policy.version_workflow import permit
from policy.views.versions import ADMINISTRATOR, find_version, page_of_version
from portal import clock
from portal.views.forms import show_form
from portal.views.posts import for_posts


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a trade union was sent the text; the first takes the draft into consultation."""
    version = find_version(request, pk)
    versions.check_may_consult(version)
    today = clock.today()
    form = BodyForm(
        request.POST if request.method == "POST" else None,
        today=today,
        asked=set() if version.is_draft else _asked(version),
        initial={"sent_on": today},
    )
    if form.is_valid():
        versions.consult(version, by=request.user, **form.cleaned_data)
        messages.success(request, f"It is recorded that {form.cleaned_data['body']} was asked.")
        return redirect("policy:version", pk)
    title = "Consult trade unions" if version.is_draft else "Add a trade union"
    context = page_of_version(version, title)
    return show_form(request, form, "policy/versions/consult.html", **context)


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def edit_body(request: HttpRequest, pk: int, consultation: int) -> HttpResponse:
    """Correct whom the text was sent to and when, or give them longer to answer."""
    asked = _find(request, pk, consultation)
    form = BodyForm(
        request.POST if request.method == "POST" else None,
        today=clock.today(),
        asked=_asked(asked.version) - {asked.body.casefold()},
        initial=BodyForm.initial_of(asked),
    )
    if form.is_valid():
        versions.change_body(asked, by=request.user, **form.cleaned_data)
        messages.success(request, "It is saved.")
        return redirect("policy:version", pk)
    context = page_of_version(asked.version, "Change what was sent")
    return show_form(request, form, **context)


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def record_answer(request: HttpRequest, pk: int, consultation: int) -> HttpResponse:
    """Record what a trade union answered, or correct it."""
    asked = _find(request, pk, consultation)
    today = clock.today()
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        today=today,
        consultation=asked,
        initial={"answered_on": asked.answered_on or today, "response": asked.response},
    )
    if form.is_valid():
        versions.record_answer(asked, by=request.user, **form.cleaned_data)
        messages.success(request, f"The answer of {asked.body} is saved.")
        return redirect("policy:version", pk)
    context = page_of_version(asked.version, f"The answer of {asked.body}", consultation=asked)
    return show_form(request, form, "policy/versions/answer.html", **context)


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def redraft(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a text in consultation back to a draft, with the reason."""
    version = find_version(request, pk)
    permit(version, "redraft", by=request.user, posts=request.posts)
    form = RedraftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        versions.redraft(version, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "It is a draft again. Consult the trade unions on the new text.")
        return redirect("policy:version", pk)
    context = page_of_version(version, "Change the text")
    return show_form(request, form, "policy/versions/redraft.html", **context)


def _find(request: HttpRequest, pk: int, consultation: int) -> Consultation:
    version = find_version(request, pk)
    asked = get_object_or_404(Consultation, pk=consultation, version=version)
    asked.version = version
    versions.check_open(asked)
    return asked


def _asked(version: PolicyVersion) -> set[str]:
    """The trade unions that were sent the text as it stands, for comparing."""
    bodies = version.consultations.current().values_list("body", flat=True)
    return {body.casefold() for body in bodies}
