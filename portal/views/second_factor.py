"""A second factor: set up, replaced, turned off; and its recovery codes."""

from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import proof
from portal.forms.sign_in import SetUpForm
from portal.leading import leads_to
from portal.proof import fresh_proof, fresh_proof_to_see, without_second_factor
from portal.qr import qr_code
from portal.refusals import Refused
from portal.services import browser_sessions, second_factor
from portal.services.second_factor import has_second_factor, needs_second_factor
from portal.views.forms import show_form

SECRET = "second_factor_secret"  # noqa: S105 - where the session keeps it
SECTION = "Your account"


@require_http_methods(["GET", "HEAD", "POST"])
@without_second_factor
@fresh_proof_to_see
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: a square to scan, the same to type, and its first code."""
    if has_second_factor(request.user):
        return redirect(leads_to(request, reverse("your_account")))
    # Made where the page is shown, which takes proof, and so nowhere to be posted first.
    if request.method != "POST":
        request.session.setdefault(SECRET, generate_totp_secret())
    secret = request.session.get(SECRET)
    if not secret:
        return redirect(_with_next(request, "second_factor"))
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            second_factor.set_up(request.user, secret=secret, code=form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            del request.session[SECRET]
            proof.record_proof(request, proof.CODE)
            return redirect(_with_next(request, "recovery_codes"))
    address = get_adapter().build_totp_url(request.user, secret)
    return show_form(
        request,
        form,
        template="portal/second_factor.html",
        title="Set up a second factor",
        section=SECTION,
        needed=needs_second_factor(request.user, request.posts),
        qr=qr_code(address),
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        back=reverse("your_account"),
        back_text=SECTION,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@without_second_factor
@fresh_proof_to_see
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, shown until their person says that they are kept."""
    if request.method == "POST":
        second_factor.stop_showing_codes(request.user)
        messages.success(request, "Your second factor is set up.")
        return redirect(leads_to(request, reverse("your_account")))
    codes = second_factor.codes_to_show(request.user)
    if not codes:
        return redirect("your_account")
    context = {"title": "Keep your recovery codes", "section": SECTION, "codes": codes}
    return render(request, "portal/recovery_codes.html", context)


@require_GET
@without_second_factor
@fresh_proof_to_see
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes as a file, while they are shown."""
    codes = second_factor.codes_to_show(request.user)
    if not codes:
        raise Http404
    text = "\n".join(["Recovery codes for the social media portal", "", *codes, ""])
    disposition = 'attachment; filename="recovery-codes.txt"'
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Replace the recovery codes, which voids the old ones."""
    if request.method == "POST":
        second_factor.make_recovery_codes(request.user)
        return redirect("recovery_codes")
    return _ask(request, "portal/new_recovery_codes.html", "Make new recovery codes")


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def turn_off(request: HttpRequest) -> HttpResponse:
    """Turn the second factor off, where no post of theirs needs it."""
    if request.method == "POST":
        second_factor.turn_off(request.user)
        proof.forget_second_factor(request)
        browser_sessions.end_others(request.user, but=request.session.session_key)
        messages.success(request, "Your second factor is turned off.")
        return redirect("your_account")
    return _ask(request, "portal/second_factor_off.html", "Turn off your second factor")


def _ask(request: HttpRequest, template: str, title: str) -> HttpResponse:
    if not has_second_factor(request.user):
        return redirect("your_account")
    context = {
        "title": title,
        "section": SECTION,
        "needed": needs_second_factor(request.user, request.posts),
        "back": reverse("your_account"),
        "back_text": SECTION,
    }
    return render(request, template, context)


def _with_next(request: HttpRequest, page: str) -> str:
    onward = leads_to(request, "")
    query = f"?{urlencode({REDIRECT_FIELD_NAME: onward})}" if onward else ""
    return reverse(page) + query
