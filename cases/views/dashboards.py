"""The dashboards: a manager's, Communications' and the Head of IT's; for others, 404.

With ?as=, the table under a dashboard's chart is downloaded instead.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases import figures, queues
from cases.models import BusinessCase, State
from cases.periods import half_year_of
from cases.views.acting import acting_notice
from portal import clock
from portal.models import Appointment, Holiday, Post
from portal.models.appointments import COMMUNICATIONS
from portal.views.downloads import download


@dataclass(frozen=True)
class Figure:
    """A number at the top of a dashboard, and the list that it counts."""

    value: Any
    label: str
    url: str
    note: str = ""
    colour: str = ""


@require_GET
def show_team(request: HttpRequest) -> HttpResponse:
    """The accounts, reviews and cases of those who report to the reader."""
    if not request.user.leads_people:
        raise Http404
    today = clock.today()
    counts = figures.team_figures(request.user, request.posts, day=today)
    accounts = queues.team_accounts(request.user, request.posts, day=today)
    chart = {
        "headings": ["Account", "Planned", "Actual"],
        "rows": [(row.account.name, row.planned, row.actual) for row in accounts],
    }
    if "as" in request.GET:
        return download(request, "updates of a team's accounts", file="updates", **chart)
    return render(
        request,
        "cases/dashboards/team.html",
        {
            "title": "Your team",
            "figures": [
                Figure(counts["live"], "Live accounts", _accounts(team="mine", state="live")),
                Figure(
                    counts["due"],
                    "Accounts with a review due in 30 days",
                    _accounts(team="mine", review="due"),
                    colour="yellow" if counts["due"] else "",
                ),
                Figure(
                    counts["overdue"],
                    "Accounts with a review overdue",
                    _accounts(team="mine", review="overdue"),
                    colour="red" if counts["overdue"] else "",
                ),
                Figure(
                    counts["under_way"],
                    "Business cases under way",
                    _cases(team="mine", state="under_way"),
                ),
            ],
            "accounts": accounts,
            "all_accounts": _accounts(team="mine"),
            "chart": chart,
            "today": today,
        },
    )


@require_GET
def show_communications(request: HttpRequest) -> HttpResponse:
    """What waits for Communications' advice, sessions and reviews."""
    held = _held(request, *COMMUNICATIONS)
    today = clock.today()
    chart = {
        "headings": ["Half-year", "On time", "Late", "Not received"],
        "rows": figures.reviews_by_half_year(request.user, day=today),
    }
    if "as" in request.GET:
        return download(request, "reviews by half-year", file="reviews", held=held, **chart)
    counts = figures.communications_figures(request.user, day=today)
    queue = queues.advice_queue()
    all_waiting = _cases(state=State.ADVICE_REQUESTED, sort="since")
    return render(
        request,
        "cases/dashboards/communications.html",
        {
            "title": "Communications",
            "acting": acting_notice(held),
            "figures": [
                Figure(
                    counts["advice"],
                    "Business cases waiting for advice",
                    all_waiting,
                    note=figures.oldest(queue, day=today, holidays=_holidays(today)),
                    colour=_late(queue, today),
                ),
                Figure(
                    counts["needing_session"], "People awaiting a session", reverse("needs:list")
                ),
                Figure(
                    f"{counts['reviews_received']} of {counts['reviews_due']}",
                    "Reviews received of those due this half-year",
                    _accounts(review="half_year"),
                    note=str(half_year_of(today)),
                ),
                Figure(
                    counts["open_contacts"],
                    "Open media contacts",
                    f"{reverse('media_contacts:list')}?{urlencode({'state': 'open'})}",
                ),
            ],
            "queue": queue,
            "all_waiting": all_waiting,
            "sessions": queues.session_places(clock.now()),
            "chart": chart,
            "today": today,
        },
    )


@require_GET
def show_it(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, what was decided, and the access that waits."""
    held = _held(request, Post.HEAD_OF_IT)
    today = clock.today()
    holidays = _holidays(today)
    counts = figures.it_figures(request.user, day=today)
    chart = {
        "headings": ["Stage", "Business cases"],
        "rows": [(state.label, counts[state]) for state in figures.STAGES],
    }
    if "as" in request.GET:
        return download(request, "business cases by stage", file="stages", held=held, **chart)
    median = figures.median_days_to_decide(today, holidays=holidays)
    queue = queues.decision_queue(today)
    all_waiting = _cases(state=State.AWAITING_DECISION, sort="since")
    return render(
        request,
        "cases/dashboards/it.html",
        {
            "title": "Decisions and access",
            "acting": acting_notice(held),
            "figures": [
                Figure(
                    counts[State.AWAITING_DECISION],
                    "Business cases waiting for a decision",
                    all_waiting,
                    note=figures.oldest(queue, day=today, holidays=holidays),
                    colour=_late(queue, today),
                ),
                Figure(
                    "None yet" if median is None else median,
                    "Median working days to decide",
                    _cases(decided="year"),
                    note="Last 12 months",
                ),
                Figure(
                    counts["approved"],
                    "Approved",
                    _cases(decided="year", state=State.APPROVED),
                    note="Last 12 months",
                ),
                Figure(
                    counts["rejected"],
                    "Rejected",
                    _cases(decided="year", state=State.REJECTED),
                    note="Last 12 months",
                ),
                _people_held(counts),
            ],
            "queue": queue,
            "all_waiting": all_waiting,
            "accesses": queues.access_queue(),
            "all_ready": _accounts(access="ready"),
            "acting_periods": queues.acting_periods(today),
            "chart": chart,
            "today": today,
        },
    )


def _held(request: HttpRequest, *posts: Post) -> Appointment:
    """The appointment by which the reader holds one of these posts, for everything; else 404."""
    held = request.posts.holds(*posts)
    if held is None:
        raise Http404
    return held


def _people_held(counts: dict[str, Any]) -> Figure:
    """People whose access waits for a session; the list behind it is of their accounts."""
    accounts = counts["held_for"]
    note = f"For {accounts} account{'' if accounts == 1 else 's'}" if accounts else ""
    return Figure(
        counts["people_held"],
        "People held at the gate",
        _accounts(access="needs_session"),
        note=note,
    )


def _late(queue: list[BusinessCase], today: date) -> str:
    """The colour of a queue: red once its first case is overdue."""
    return "red" if queue and queue[0].due_on < today else ""


def _holidays(today: date) -> set[date]:
    return set(Holiday.objects.filter(day__lte=today).values_list("day", flat=True))


def _accounts(**filters: str) -> str:
    return f"{reverse('accounts:list')}?{urlencode(filters)}"


def _cases(**filters: str) -> str:
    return f"{reverse('cases:list')}?{urlencode(filters)}"
