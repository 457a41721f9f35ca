"""Signing in and passwords: allauth's views, answering bad input as all our pages do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account import views as allauth
from allauth.account.utils import perform_login
from allauth.mfa.base import views as mfa
from django import forms
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal import clock, known_browsers, proof, session_limits
from portal.leading import leads_to
from portal.models import Appointment, Employee
from portal.parameters import posted
from portal.services import browser_sessions, throttle, trail
from portal.services.people import subject_of
from portal.services.throttle import TooManyTries
from portal.views.demonstration import demonstration_only

View = Callable[..., HttpResponse]


class BadInput:
    """Answers with status 422 where what was entered is not right."""

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


def by_password(view: View) -> View:
    """The view exists where people may sign in by password."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PASSWORD_SIGN_IN:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@dataclass(frozen=True)
class DemonstrationPerson:
    """Someone made up, with whom to try the portal."""

    name: str
    post: str
    email: str


class SignIn(BadInput, allauth.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_url = leads_to(self.request, "")
        there = {REDIRECT_FIELD_NAME: next_url} if next_url else None
        return super().get_context_data(
            demonstration_people=demonstration_people() if settings.DEMONSTRATION else [],
            directory_url=reverse("directory_sign_in", query=there),
            signed_out=session_limits.why_ended(self.request),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PASSWORD_SIGN_IN:
            raise Http404
        try:
            return super().post(request, *args, **kwargs)
        except TooManyTries as too_many:
            return _wait(request, "account/locked_out.html", too_many)


def _wait(request: HttpRequest, template: str, too_many: TooManyTries) -> HttpResponse:
    """The page that says until when to wait, the same whoever asks and whatever they entered."""
    return render(request, template, {"until": too_many.until}, status=429)


class SignInCode(mfa.AuthenticateView):
    """The second step of signing in, for those who have set up a second factor."""

    template_name = "account/sign_in_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "someone_else" in request.POST:
            return self.stage.abort()
        return super().post(request, *args, **kwargs)

    def _build_forms(self) -> forms.BaseForm | None:
        return None if "someone_else" in self.request.POST else super()._build_forms()

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@require_http_methods(["GET", "HEAD", "POST"])
@proof.without_second_factor
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask someone who is signed in to show again that it is them, and lead on to ?next=."""
    offered = proof.ways(request.user)
    asked = next((way for way in offered if way.form), None)
    data = request.POST if request.method == "POST" else None
    form = asked.form(data, request=request) if asked else None
    if form and form.is_valid():
        with transaction.atomic():
            proof.record_proof(request, asked.method)
            request.session.cycle_key()
            _record(request.user, asked)
        return redirect(leads_to(request))
    context = {
        "form": form,
        "title": "Confirm that it is you",
        "asked": asked,
        "elsewhere": [way for way in offered if way.url],
        "next": leads_to(request),
    }
    status = 422 if form and form.errors else 200
    return render(request, "account/confirm.html", context, status=status)


def _record(person: Employee, way: proof.Way) -> None:
    how = {proof.CODE: "with a code", proof.PASSWORD: "with their password"}.get(way.method, "")
    trail.record(
        "sign-in.confirmed",
        by=person,
        subject=subject_of(person),
        summary=f"Confirmed again that it is them {how}".strip(),
    )


class ChangePassword(BadInput, allauth.PasswordChangeView):
    success_url = reverse_lazy("your_account")

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        response = super().form_valid(form)
        person = self.request.user
        browser_sessions.end_others(person, but=self.request.session.session_key)
        known_browsers.remember(self.request, response, employee=person)
        return response

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Someone who signs in through the directory has none to change.
        if not request.user.has_usable_password():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ForgottenPassword(BadInput, allauth.PasswordResetView):
    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except TooManyTries as too_many:
            return _wait(self.request, "account/links_asked.html", too_many)


class NewPassword(BadInput, allauth.PasswordResetFromKeyView):
    """Chooses a password by the link that was mailed, which lets its person in whoever guessed."""

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        response = super().form_valid(form)
        throttle.forgive(self.reset_user)
        known_browsers.remember(self.request, response, employee=self.reset_user)
        return response


def demonstration_people() -> list[DemonstrationPerson]:
    """Those with whom to try the portal, with the posts they hold today (2 queries)."""
    today = clock.today()
    held = Prefetch("appointments", Appointment.objects.in_force(today), to_attr="held")
    people = Employee.objects.current(today).filter(is_demonstration=True).order_by("pk")
    return [
        DemonstrationPerson(
            name=person.name,
            post=", ".join(appointment.as_text for appointment in person.held) or person.job_title,
            email=person.email,
        )
        for person in people.prefetch_related(held)
    ]


@login_not_required
@demonstration_only
@require_POST
def demonstration_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's people, without a password and with every proof."""
    people = Employee.objects.current(clock.today()).filter(is_demonstration=True)
    person = get_object_or_404(people, email=posted(request, "email"))
    logout(request)
    proof.record_proof(request, proof.PRESS, by=person)
    return perform_login(request, person)
