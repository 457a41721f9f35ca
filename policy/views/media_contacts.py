"""Media contacts: the log, the report, and what is written about each (4.j, 5.8)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from policy.forms.media_contacts import (
    ALL,
    OPEN,
    MediaContactFilterForm,
    MediaContactForm,
    NoteForm,
)
from policy.media_parties import whom_to_call
from policy.media_workflow import open_moves, permit
from policy.models import MediaContact, MediaContactNote
from policy.services.media_contacts import move_media_contact, report_media_contact
from portal import clock, hooks
from portal.models.appointments import COMMUNICATIONS
from portal.paging import page_of
from portal.proof import without_second_factor
from portal.views.downloads import download
from portal.views.forms import show_form

SECTION = "Media contacts"
Kind = MediaContactNote.Kind
# How many rows an export reads at once, with what was written of each.
EXPORTED_AT_ONCE = 500
ORDER = ("reported_at", "pk")
HEADINGS = (
    *("Number", "Outlet", "Who", "Reported by", "Service", "Contacted", "Reported", "Deadline"),
    *("About work posts", "Account", "What they asked", "State", "Since", "Age in hours"),
    *("First advised at", "Advised by", "Closed at", "Outcome"),
)
# What is said after each move, and its page's question, hint, missing answer and button.
DONE = {
    "advise": "Your advice is sent.",
    "add": "Communications has been told. Do not reply before they advise.",
    "close": "The media contact is closed.",
}
ASKED = {
    "advise": {
        "label": "What do you advise?",
        "hint": "We tell the reporter at once. If they need no more advice, say so. What you write "
        "is kept as it is.",
        "missing": "Enter your advice",
    },
    "add": {
        "label": "What do you want to add?",
        "hint": "For example, that they have contacted you again. We tell Communications at once, "
        "and you wait for their advice before you reply.",
        "missing": "Enter what you want to add",
    },
    "close": {
        "label": "How did it end?",
        "hint": "For example, what was said to the outlet, by whom, and what was published.",
        "missing": "Enter how it ended",
    },
}
SUBMIT = {"advise": "Send advice", "add": "Tell Communications", "close": "Close media contact"}


@require_http_methods(["GET", "POST"])
@without_second_factor
def report_contact(request: HttpRequest) -> HttpResponse:
    """Report a media contact: the number of Communications first, then a few questions."""
    names = [name for found in hooks.accounts_of.call(employee=request.user) for name in found]
    data = request.POST if request.method == "POST" else None
    form = MediaContactForm(data, now=clock.now(), accounts=names)
    if form.is_valid():
        contact = report_media_contact(by=request.user, **form.details)
        messages.success(request, "Communications has been told. Do not reply before they advise.")
        return redirect(contact)
    return show_form(
        request,
        form,
        "policy/media_contact_new.html",
        title="Report a media contact",
        back=reverse("home"),
        **_phone(),
    )


@require_GET
def list_contacts(request: HttpRequest) -> HttpResponse:
    """The log, oldest first: all of them for Communications, else those that concern the reader."""
    form, wanted = _wanted(request)
    return render(
        request,
        "policy/media_contacts.html",
        {
            "title": SECTION,
            "filter_form": form,
            "filtered": wanted.get("q") or wanted.get("state") != ALL,
            "page": page_of(_contacts(request, **wanted), request.GET, order=ORDER),
            "now": clock.now(),
            "keeps_log": _keeps_log(request),
        },
    )


@require_GET
def export_contacts(request: HttpRequest) -> HttpResponse:
    """The log that the same address shows: for Communications alone (404 for others)."""
    held = request.posts.holds(*COMMUNICATIONS)
    if held is None:
        raise Http404
    now = clock.now()
    _, wanted = _wanted(request)
    contacts = _contacts(request, **wanted).order_by(*ORDER).prefetch_related("notes__by")
    return download(
        request,
        "media contacts",
        file="media-contacts",
        headings=HEADINGS,
        rows=(_row(contact, now) for contact in contacts.iterator(EXPORTED_AT_ONCE)),
        filters=wanted,
        held=held,
    )


@require_GET
def show_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reported, what was advised, and what can be done now."""
    contact = _find(request, pk)
    return render(
        request,
        "policy/media_contact.html",
        {
            "title": contact.outlet,
            "caption": "Media contact",
            "section": SECTION,
            "back": reverse("media_contacts:list"),
            "back_text": "Media contacts",
            "contact": contact,
            "holder": _holder(contact),
            "notes": contact.notes.select_related("by"),
            "moves": open_moves(contact, by=request.user, posts=request.posts),
            "now": clock.now(),
            **_phone(),
        },
    )


@require_http_methods(["GET", "POST"])
def advise(request: HttpRequest, pk: int) -> HttpResponse:
    """Communications advises the reporter; more advice can follow."""
    return _move(request, pk, "advise")


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """The reporter adds what they learned since."""
    return _move(request, pk, "add")


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Communications closes what it has advised on, and says how it ended."""
    return _move(request, pk, "close")


def _move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    contact = _find(request, pk)
    permit(contact, move, by=request.user, posts=request.posts)
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, initial={"version": contact.version}, **ASKED[move])
    if form.is_valid():
        seen, text = form.cleaned_data["version"], form.cleaned_data["text"]
        move_media_contact(contact, move, by=request.user, text=text, seen_version=seen)
        messages.success(request, DONE[move])
        return redirect(contact)
    return show_form(
        request,
        form,
        "policy/media_contact_note.html",
        title=ASKED[move]["label"],
        section=SECTION,
        caption=f"Media contact: {contact.outlet}",
        back=contact.get_absolute_url(),
        cancel=contact.get_absolute_url(),
        submit_label=SUBMIT[move],
        contact=contact,
        shows_report=move == "advise",
        notes=contact.notes.select_related("by") if move == "advise" else (),
    )


def _find(request: HttpRequest, pk: int) -> MediaContact:
    """A media contact that the person may see; any other does not exist (404)."""
    visible = MediaContact.objects.visible_to(request.user, request.posts, clock.today())
    contact = get_object_or_404(visible.select_related("reporter__service"), pk=pk)
    url = contact.get_absolute_url()
    request.back_to = {"back": url, "back_text": "Go to the media contact"}
    return contact


def _phone() -> dict[str, Any]:
    """How Communications is reached at once."""
    phone = settings.COMMUNICATIONS_PHONE
    return {"phone": phone, "to_call": [] if phone else whom_to_call(day=clock.today())}


def _holder(contact: MediaContact) -> str:
    """Whom it waits for."""
    if contact.is_closed:
        return "Nobody: it is closed"
    advised = contact.state == MediaContact.State.ADVISED
    return "Communications, to close it" if advised else "Communications, for advice"


def _keeps_log(request: HttpRequest) -> bool:
    return bool(request.posts.holds(*COMMUNICATIONS))


def _wanted(request: HttpRequest) -> tuple[MediaContactFilterForm, dict[str, str]]:
    """The filters of the address; without any Communications sees what is open, others all."""
    unless_said = OPEN if _keeps_log(request) else ALL
    form = MediaContactFilterForm(request.GET, unless_said=unless_said)
    return form, form.cleaned_data if form.is_valid() else {"state": unless_said}


def _contacts(request: HttpRequest, q: str = "", state: str = ALL) -> QuerySet[MediaContact]:
    contacts = MediaContact.objects.visible_to(request.user, request.posts, clock.today())
    if q:
        contacts = contacts.filter(Q(outlet__icontains=q) | Q(reporter__name__icontains=q))
    if state == OPEN:
        contacts = contacts.open()
    elif state not in ("", ALL):
        contacts = contacts.filter(state=state)
    return contacts.select_related("reporter__service")


def _row(contact: MediaContact, now: datetime) -> list[Any]:
    service = contact.reporter.service
    notes = {note.kind: note for note in reversed(contact.notes.all())}
    advice, outcome = notes.get(Kind.ADVICE), notes.get(Kind.OUTCOME)
    return [
        contact.pk,
        contact.outlet,
        contact.who,
        contact.reporter.name,
        service.name if service else "",
        *(contact.contacted_at, contact.reported_at, contact.deadline_at),
        "Yes" if contact.about_work_posts else "No",
        contact.account,
        contact.asked,
        contact.get_state_display(),
        contact.state_since,
        contact.age(now) // timedelta(hours=1),
        advice.at if advice else "",
        advice.writer if advice else "",
        outcome.at if outcome else "",
        outcome.text if outcome else "",
    ]
