"""Signing in and passwords: allauth's views, answering bad input as all our pages do."""

from dataclasses import dataclass
from typing import Any

from allauth.account import views as allauth
from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from portal import clock
from portal.models import Appointment, Employee
from portal.views.demonstration import demonstration_only


class BadInput:
    """Answers with status 422 where what was entered is not right."""

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@dataclass(frozen=True)
class DemonstrationPerson:
    """Someone made up, with whom to try the portal."""

    name: str
    post: str
    email: str


class SignIn(BadInput, allauth.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = demonstration_people() if settings.DEMONSTRATION else []
        return super().get_context_data(demonstration_people=people, **kwargs)


class ConfirmPassword(BadInput, allauth.ReauthenticateView):
    pass


class ChangePassword(BadInput, allauth.PasswordChangeView):
    success_url = reverse_lazy("home")


class ForgottenPassword(BadInput, allauth.PasswordResetView):
    pass


class NewPassword(BadInput, allauth.PasswordResetFromKeyView):
    pass


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
    """Sign in as one of the demonstration's people, without a password."""
    people = Employee.objects.current(clock.today()).filter(is_demonstration=True)
    person = get_object_or_404(people, email=request.POST.get("email", ""))
    return perform_login(request, person)
