"""What only the demonstration has: a clock to move forward, and mail to read in the browser."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.forms.demonstration import ClockForm
from portal.months import add_months
from portal.views.forms import show_form
from portal.wording import longdate

MAILS_SHOWN = 20

View = Callable[..., HttpResponse]


def demonstration_only(view: View) -> View:
    """The view exists in the demonstration alone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@demonstration_only
@require_http_methods(["GET", "HEAD", "POST"])
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the clock forward; the sweeps then do what has fallen due."""
    form = ClockForm(request.POST or None)
    if form.is_valid():
        clock.move_forward(_period(form.cleaned_data["forward"]))
        messages.success(request, f"It is now {longdate(clock.today())}.")
        return redirect("demonstration_clock")
    return show_form(
        request,
        form,
        template="portal/demonstration_clock.html",
        title="Move the clock forward",
        today=clock.today(),
    )


def _period(forward: str) -> timedelta:
    if forward == ClockForm.SIX_MONTHS:
        return add_months(clock.today(), 6) - clock.today()
    return timedelta(days=int(forward))


@login_not_required
@demonstration_only
@require_GET
def read_mail(request: HttpRequest) -> HttpResponse:
    """The newest e-mails the portal sent, where it writes them to files."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    files = sorted(Path(folder).glob("*.txt"), reverse=True) if folder else []
    mails = [_parts(file.read_text(encoding="utf-8")) for file in files[:MAILS_SHOWN]]
    context = {"title": "Mail", "mails": mails, "in_files": folder is not None}
    return render(request, "portal/demonstration_mail.html", context)


def _parts(text: str) -> dict[str, str]:
    head, _, body = text.partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    return {"to": headers["To"], "subject": headers["Subject"], "at": headers["Date"], "body": body}
