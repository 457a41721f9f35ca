from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.forms.notifications import PreferencesForm
from portal.leading import local_path
from portal.paging import page_of
from portal.parameters import posted
from portal.proof import without_second_factor
from portal.services import notices
from portal.views.forms import show_form

# The digits of the greatest number that every database can compare a key with.
LONGEST_NUMBER = 18


@require_GET
@without_second_factor
def notifications(request: HttpRequest) -> HttpResponse:
    """What the portal told you, newest first."""
    page = page_of(request.user.notices.in_portal(), request.GET, order=("-pk",))
    return render(request, "portal/notifications.html", {"title": "Notifications", "page": page})


@require_POST
@without_second_factor
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    notice = get_object_or_404(request.user.notices.in_portal(), pk=pk)
    notices.mark_read(notice, by=request.user)
    return redirect(local_path(notice.path))


@require_POST
@without_second_factor
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what the page showed, and nothing that came since."""
    until = posted(request, "until", longest=LONGEST_NUMBER)
    if until.isascii() and until.isdecimal():
        notices.mark_all_read(by=request.user, until=int(until))
    return redirect("notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@without_second_factor
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, initial={"mail": request.user.mail})
    if form.is_valid():
        notices.choose_mail(by=request.user, mail=form.cleaned_data["mail"])
        messages.success(request, "Your choice is saved.")
        return redirect("notifications")
    return show_form(
        request,
        form,
        title=form.fields["mail"].label,
        section="Notifications",
        back="/notifications/",
    )
