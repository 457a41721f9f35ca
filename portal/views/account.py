"""Someone's own account: how they sign in, where they are signed in, and staying signed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import session_limits
from portal.leading import leads_to
from portal.parameters import posted
from portal.proof import without_second_factor
from portal.services import browser_sessions
from portal.services.second_factor import needs_second_factor, second_factor_of

SESSIONS_SHOWN = 50


@require_GET
@without_second_factor
def your_account(request: HttpRequest) -> HttpResponse:
    """How someone signs in, with a link to each thing they can change about it."""
    context = {
        "title": "Your account",
        "second_factor": second_factor_of(request.user),
        "needs_second_factor": needs_second_factor(request.user, request.posts),
    }
    return render(request, "portal/your_account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@without_second_factor
def sessions(request: HttpRequest) -> HttpResponse:
    """Where someone is signed in; each of the others, or all of them, can be ended."""
    here = request.session.session_key
    if request.method == "POST":
        if "others" in request.POST:
            browser_sessions.end_others(request.user, but=here)
            messages.success(request, "You are signed out everywhere else.")
        elif browser_sessions.end_session(request.user, posted(request, "session"), but=here):
            messages.success(request, "You are signed out there.")
        return redirect("sessions")
    standing = browser_sessions.sessions_of(request.user, idle=session_limits.idle_seconds(request))
    context = {
        "title": "Where you are signed in",
        "section": "Your account",
        "sessions": standing[:SESSIONS_SHOWN],
        "here": here,
        "back": reverse("your_account"),
    }
    return render(request, "portal/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@without_second_factor
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """How many seconds the sign-in lasts, for the page that warns; a POST makes it last longer."""
    if request.method == "POST":
        session_limits.stay(request)
        return redirect(leads_to(request))
    left = session_limits.time_left(request)
    return JsonResponse({"seconds": left.seconds, "extends": left.extends})


# Asking how long is left must not make it longer.
stay_signed_in.counts_as_activity = False
