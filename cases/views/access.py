"""Whose access to an account is to be switched, and who is added to one or taken off (5.1)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.account_workflow import lead
from cases.forms.access import AddPersonForm, RemovePersonForm
from cases.models import Access, Account
from cases.models.access import HELD
from cases.services.access import add_person, remove_person, switch_access
from cases.views.account_pages import answer_form, find_account
from portal import clock
from portal.models import Post
from portal.paging import page_of
from portal.parameters import posted
from portal.proof import fresh_proof


@require_GET
def show_queue(request: HttpRequest) -> HttpResponse:
    """For access operators: what is to be removed, then who is cleared and not on."""
    _check_is_operator(request)
    accesses = (
        Access.objects.for_operator(request.user, request.posts)
        .naming(request.user)
        .select_related("person", "account")
    )
    return render(
        request,
        "cases/accounts/access_queue.html",
        {
            "title": "Access to switch",
            "page": page_of(accesses, request.GET, order=("-state", "state_since", "pk")),
        },
    )


@require_POST
@fresh_proof
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """An access operator says that they have switched a person's access on or off."""
    _check_is_operator(request)
    theirs = Account.objects.party_to(request.user, clock.today(), request.posts)
    access = get_object_or_404(
        Access.objects.select_related("person", "account"),
        pk=pk,
        account__in=theirs.order_by().values("pk"),
    )
    on = posted(request, "move") == "switch_on"
    switch_access(access, on=on, by=request.user)
    messages.success(
        request, f"{access.person}'s access to {access.account} is {'on' if on else 'removed'}."
    )
    return redirect("access:queue")


def _check_is_operator(request: HttpRequest) -> None:
    posts = request.posts
    if not posts.holds(Post.ACCESS_OPERATOR) and not posts.cases_for(Post.ACCESS_OPERATOR):
        raise Http404


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead adds a person to the account."""
    account = find_account(request, pk)
    lead(account, request.user, request.posts, clock.today())
    form = AddPersonForm(request.POST or None, initial={"version": account.version})
    return answer_form(
        request,
        account,
        form,
        lambda data: add_person(
            account,
            person=data["person"],
            role=Access.Role(data["role"]),
            by=request.user,
            seen_version=data["version"],
        ),
        done="Person added. IT switches their access on once they have attended an awareness "
        "session.",
        go_to=account,
        title="Add a person",
    )


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int, access: int) -> HttpResponse:
    """The lead takes a person off the account."""
    account = find_account(request, pk)
    lead(account, request.user, request.posts, clock.today())
    given = get_object_or_404(
        Access.objects.select_related("person"),
        pk=access,
        account=account,
        state__in=HELD,
    )
    form = RemovePersonForm(request.POST or None, initial={"version": account.version})
    return answer_form(
        request,
        account,
        form,
        lambda data: remove_person(
            given, reason=data["reason"], by=request.user, seen_version=data["version"]
        ),
        done=f"{given.person} is taken off. They may not use the account from now on.",
        go_to=account,
        title=f"Take {given.person} off this account",
    )
