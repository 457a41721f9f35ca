"""What becomes of the account of a lead who moved to another service (6.2 leaving)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.forms.movers import MoverForm
from cases.models import MoverAnswer
from cases.services.movers import answer_move, asked_of
from cases.views.account_pages import find_account
from portal import clock
from portal.views.forms import show_form


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager of the mover says: keep, hand over or close."""
    account = find_account(request, pk)
    asked = asked_of(account, by=request.user, day=clock.today())
    form = MoverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = MoverAnswer(form.cleaned_data["answer"])
        reason = form.cleaned_data["reason"]
        answer_move(account, answer=chosen, reason=reason, by=request.user)
        messages.success(request, f"Saved: {chosen.label.lower()} {account}.")
        return redirect(account)
    back = reverse("accounts:detail", args=[account.pk])
    return show_form(
        request,
        form,
        template="cases/accounts/lead_moved.html",
        title="Keep, hand over or close",
        section="Account",
        caption=account.name,
        back=back,
        cancel=back,
        account=account,
        asked=asked,
    )
