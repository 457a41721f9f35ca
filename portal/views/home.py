from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal import clock, hooks
from portal.duties import Duty
from portal.hooks import Hook
from portal.models import Post
from portal.services.vacancies import vacancies

SHOWN = 30


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What needs you now, oldest due first, then what you wait for from others."""
    today = clock.today()
    duties = _gathered(hooks.duties, request, today)
    waiting = _gathered(hooks.waiting, request, today)
    administers = request.posts.holds(Post.POLICY_ADMINISTRATOR)
    context = {
        "title": "What needs you now",
        "today": today,
        "duties": duties[:SHOWN],
        "duties_left": len(duties[SHOWN:]),
        "waiting": waiting[:SHOWN],
        "waiting_left": len(waiting[SHOWN:]),
        "vacancies": vacancies(today) if administers else [],
    }
    return render(request, "portal/home.html", context)


def _gathered(hook: Hook, request: HttpRequest, today: date) -> list[Duty]:
    lists = hook.call(employee=request.user, posts=request.posts, today=today)
    return sorted((duty for found in lists for duty in found), key=_due_first)


def _due_first(duty: Duty) -> tuple:
    return duty.due_on or date.max, duty.since
