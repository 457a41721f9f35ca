"""Pages for everyone, signed in or not."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from portal.services.guarding import problems


@require_GET
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    periods = {
        "advice_days": settings.ADVICE_WORKING_DAYS,
        "decision_days": settings.DECISION_WORKING_DAYS,
        "signed_in_hours": settings.SIGNED_IN_HOURS,
        "idle_minutes": settings.IDLE_MINUTES,
    }
    return render(request, "portal/help.html", periods)


@require_GET
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@require_GET
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    limits = {"session_hours": settings.SIGNED_IN_HOURS, "idle_minutes": settings.IDLE_MINUTES}
    return render(request, "portal/privacy.html", limits)


@require_safe
@login_not_required
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all: ProbesMiddleware calls it before all else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether people can be sent here: the database answers, is migrated, and has its guards."""
    found = problems()
    return HttpResponse(
        "\n".join(found) or "ok",
        status=HTTPStatus.SERVICE_UNAVAILABLE if found else HTTPStatus.OK,
        content_type="text/plain",
    )
