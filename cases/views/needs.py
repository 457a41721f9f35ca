"""Who needs an awareness session, and asking them to book one (5.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.forms.needs import InviteForm
from cases.needs import needs_of, people_needing
from policy.models import AwarenessSession
from policy.services import awareness
from portal import clock
from portal.models.appointments import COMMUNICATIONS
from portal.paging import page_of
from portal.views.posts import for_posts
from portal.wording import moment

SESSIONS_OFFERED = 20


@require_http_methods(["GET", "POST"])
@for_posts(*COMMUNICATIONS)
def list_needs(request: HttpRequest) -> HttpResponse:
    """Who needs a session, since when and for what; those ticked are asked to book one."""
    now = clock.now()
    people = people_needing(clock.today()).select_related("service")
    page = page_of(people, request.GET, order=("since", "pk"))
    needs = needs_of(page, at=now)
    to_come = AwarenessSession.objects.open_for_booking(now).with_places()
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        sessions=to_come.order_by("starts_at", "pk")[:SESSIONS_OFFERED],
        people=page.rows,
        initial={"people": [str(need.person.pk) for need in needs if need.to_invite]},
    )
    if form.is_valid():
        asked = awareness.invite(form.chosen, people=form.asked, by=request.user)
        if asked:
            at = moment(form.chosen.starts_at)
            people_asked = "1 person is" if asked == 1 else f"{asked} people are"
            messages.success(request, f"{people_asked} asked to book the session at {at}.")
            return redirect("needs:list")
        form.add_error("people", "Everyone you selected was asked before, or has a place there")
    return render(
        request,
        "cases/needs.html",
        {
            "title": "Who needs an awareness session",
            "section": "Awareness sessions",
            "back": reverse("awareness:list"),
            "form": form,
            "page": page,
            "needs": needs,
            "ticked": form["people"].value() or [],
        },
        status=422 if form.errors else 200,
    )
