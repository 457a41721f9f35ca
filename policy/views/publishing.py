"""Publishing a version: the day, what follows from it, and taking it back before then (7.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from policy.comparison import changes, counts
from policy.forms.versions import DayForm, PublishForm
from policy.models import PolicyVersion
from policy.services import versions
from policy.version_workflow import check_may_publish, permit
from policy.views.versions import ADMINISTRATOR, find_version, page_of_version
from portal import clock
from portal.models import Employee
from portal.proof import fresh_proof
from portal.views.forms import carried, show_form
from portal.views.posts import for_posts
from portal.wording import longdate


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
@fresh_proof
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the day, show what follows from it, and publish once that is confirmed."""
    version = find_version(request, pk)
    permit(version, "publish", by=request.user, posts=request.posts)
    today = clock.today()
    unanswered = check_may_publish(version, today)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        today=today,
        taken=versions.days_taken(),
        version=version,
        unanswered=bool(unanswered),
        initial={"in_force_from": today},
    )
    if request.method == "POST" and "change" in request.POST:
        form = form.redrawn()
    if not form.is_valid():
        context = page_of_version(version, "Publish", unanswered=unanswered)
        return show_form(request, form, "policy/versions/publish.html", **context)
    if "confirm" not in request.POST:
        return _check(request, version, form, unanswered)
    published = versions.publish(version, by=request.user, **form.cleaned_data)
    messages.success(request, _said(published))
    return redirect("policy:version", pk)


def _check(
    request: HttpRequest, version: PolicyVersion, form: PublishForm, unanswered: list
) -> HttpResponse:
    day = form.cleaned_data["in_force_from"]
    former = PolicyVersion.objects.in_force(day)
    context = page_of_version(
        version,
        "Check before you publish",
        day=day,
        at_once=day <= clock.today(),
        former=former,
        differing=_differing(former, version),
        people=Employee.objects.current(day).count(),
        answers=form.cleaned_data,
        unanswered=unanswered,
        kept=carried(request, without=("change",)),
    )
    return render(request, "policy/versions/publish_check.html", context)


def _differing(former: PolicyVersion | None, version: PolicyVersion) -> list[tuple[str, int]]:
    """How many clauses differ from the version that it supersedes, in each way."""
    old = list(former.clauses.all()) if former else []
    found = changes(old, list(version.clauses.all()))
    return [(kind.value.lower(), count) for kind, count in counts(found)]


def _said(version: PolicyVersion) -> str:
    if version.in_force_from <= clock.today():
        return f"{version.title} is in force. We ask everyone within the hour to acknowledge it."
    return f"{version.title} comes into force on {longdate(version.in_force_from)}."


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def move_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a published version come into force on another day."""
    version = find_version(request, pk)
    today = clock.today()
    versions.check_day_to_come(version, today=today)
    taken = versions.days_taken()
    del taken[version.in_force_from]
    form = DayForm(
        request.POST if request.method == "POST" else None,
        today=today,
        taken=taken,
        initial={"in_force_from": version.in_force_from},
    )
    if form.is_valid():
        moved = versions.move_day(version, by=request.user, **form.cleaned_data)
        messages.success(request, _said(moved))
        return redirect("policy:version", pk)
    return show_form(request, form, **page_of_version(version, "Change the day"))


@require_http_methods(["GET", "POST"])
@for_posts(ADMINISTRATOR)
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a publishing is to be called off, and take it back."""
    version = find_version(request, pk)
    versions.check_day_to_come(version, today=clock.today())
    if request.method == "POST":
        versions.call_off(version, by=request.user)
        messages.success(request, f"{version.title} is called off. Those concerned are told.")
        return redirect("policy:version", pk)
    context = page_of_version(version, "Call it off")
    return render(request, "policy/versions/call_off.html", context)
