"""Questions and answers between the parties of a case, and the manager's word (6.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.thread import MessageForm
from cases.models import BusinessCase, Message
from cases.services.thread import acknowledge_case, check_can_write, post_message
from cases.views.detail import case_context
from cases.views.finding import find_case
from portal import clock
from portal.models import Post
from portal.paging import page_of
from portal.refusals import Refused
from portal.views.forms import show_form


@require_http_methods(["GET", "POST"])
def show_thread(request: HttpRequest, reference: str) -> HttpResponse:
    """Every question and answer, newest first, and a form for one more."""
    case = find_case(request, reference)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        post_message(case, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, "Sent. We have told the others concerned.")
        return redirect("cases:thread", reference)
    thread = Message.objects.filter(case=case).select_related("by")
    context = case_context(request, case) | {
        "page": page_of(thread, request.GET, order=("-pk",)),
        "reads_only": _reads_only(request, case),
    }
    return show_form(request, form, template="cases/thread.html", **context)


def _reads_only(request: HttpRequest, case: BusinessCase) -> bool:
    """Whether the reader sees the case to audit it, and has no other part in it."""
    if not request.posts.holds(Post.AUDITOR):
        return False
    try:
        check_can_write(case, by=request.user, posts=request.posts, day=clock.today())
    except Refused:
        return True
    return False


@require_POST
def acknowledge(request: HttpRequest, reference: str) -> HttpResponse:
    """The manager says that they know about the case; nothing waits for it."""
    case = find_case(request, reference)
    acknowledge_case(case, by=request.user)
    messages.success(request, "You have said that you know about this business case.")
    return redirect(case)
