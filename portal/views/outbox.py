"""The page on which the policy administrator releases the e-mail of a restored copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from portal.forms.outbox import ReleaseForm
from portal.models import Post
from portal.proof import fresh_proof
from portal.services.restoring import held_outbox, release_outbox
from portal.views.forms import show_form
from portal.views.posts import for_posts


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Post.POLICY_ADMINISTRATOR)
@fresh_proof
def outbox(request: HttpRequest) -> HttpResponse:
    held = held_outbox()
    if held is None:
        messages.info(request, "No e-mail is held.")
        return redirect("home")
    request.back_to = {"back": "/", "back_text": "Home"}
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        release_outbox(by=request.user, send=form.cleaned_data["send"] == "yes")
        messages.success(request, "E-mail goes out again.")
        return redirect("home")
    return show_form(
        request,
        form,
        template="portal/outbox.html",
        title="Release held e-mail",
        held=held,
        back="/",
    )
