from datetime import date, datetime
from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal import clock, hooks
from portal.duties import Duty, gather
from portal.models import Post
from portal.proof import without_second_factor
from portal.services.appointment_rules import APPOINTING
from portal.services.vacancies import Vacancy, vacancies

SHOWN = 30


@require_GET
@without_second_factor
def home(request: HttpRequest) -> HttpResponse:
    """What needs you now, oldest due first, then what you wait for from others."""
    today = clock.today()
    found = _found(request, today)
    duties = [duty for duty in found if not duty.holder]
    waiting = [duty for duty in found if duty.holder]
    appoints = request.posts.holds(*APPOINTING)
    context = {
        "title": "What needs you now",
        "today": today,
        "duties": duties[:SHOWN],
        "duties_left": len(duties[SHOWN:]),
        "waiting": waiting[:SHOWN],
        "waiting_left": len(waiting[SHOWN:]),
        "appoints": appoints,
        "vacancies": _vacancies(request, today) if appoints else [],
    }
    return render(request, "portal/home.html", context)


def _vacancies(request: HttpRequest, today: date) -> list[Vacancy]:
    """What heads the policy administrator's home; while there is none, the Head of IT's."""
    found = vacancies(today)
    unheld = {vacancy.post for vacancy in found if vacancy.has_begun(today)}
    if request.posts.holds(Post.POLICY_ADMINISTRATOR) or Post.POLICY_ADMINISTRATOR in unheld:
        return found
    return []


def _found(request: HttpRequest, today: date) -> list[Duty]:
    lists = hooks.duties.call(employee=request.user, posts=request.posts, today=today)
    return sorted(gather(chain.from_iterable(lists)), key=_due_first)


def _due_first(duty: Duty) -> tuple[date, datetime, str]:
    return duty.due_on or date.max, duty.since, duty.text
