"""What the pages of an account share: finding it, and the page of a form about it."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from cases.forms.moves import SeenForm
from cases.models import Account, BusinessCase, LeadMove
from portal import clock
from portal.refusals import Refused, Stale
from portal.views.forms import show_form


def accounts_for(request: HttpRequest) -> QuerySet[Account]:
    """The register, each account with ``is_party`` and ``sees_case``, what the reader is to it, and
    ``lead_has_moved``, where the lead's manager is asked what becomes of it.
    """
    today = clock.today()
    parties = Account.objects.party_to(request.user, today, request.posts).order_by()
    cases = BusinessCase.objects.visible_to(request.user, today, request.posts).order_by()
    return Account.objects.select_related(
        "case", "category", "service", "decision__by", "lead__line_manager", "named_manager"
    ).annotate(
        is_party=Exists(parties.filter(pk=OuterRef("pk"))),
        sees_case=Exists(cases.filter(pk=OuterRef("case"))),
        lead_has_moved=Exists(LeadMove.objects.waiting(today).filter(account=OuterRef("pk"))),
    )


def find_account(request: HttpRequest, pk: int) -> Account:
    """An account to which the person is a party; for anyone else this page does not exist (404)."""
    accounts = accounts_for(request).filter(is_party=True).prefetch_related("accesses__person")
    return get_object_or_404(accounts, pk=pk)


def answer_form(
    request: HttpRequest,
    account: Account,
    form: SeenForm,
    act: Callable[[dict], object],
    *,
    done: str,
    go_to: str | Model,
    template: str = "form_page.html",
    **page,
) -> HttpResponse:
    """The page of a form; once it is sent and right, the act, and where it leads.

    What a rule refuses is said on the page, with all that was typed; a page drawn too early is
    refused as such.
    """
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data)
        except Stale:
            raise
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, done)
            return redirect(go_to)
    back = reverse("accounts:detail", args=[account.pk])
    words = {"section": "Account", "caption": account.name, "back": back, "cancel": back}
    return show_form(request, form, template=template, account=account, **(words | page))
