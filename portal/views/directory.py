"""To the council's directory and back; what someone is told who comes back and is not let in."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock, proof
from portal.directory import Answer, Cancelled, Directory, NotAnswering, Outdated
from portal.id_tokens import Identity, NotBelieved
from portal.leading import leads_to, local_path
from portal.models import DirectoryLink, Employee, Post
from portal.proof import fresh_proof, without_second_factor
from portal.services import trail
from portal.services.directory import NotRecognised, forget_link, recognise
from portal.services.people import subject_of
from portal.services.second_factor import has_second_factor
from portal.views.posts import for_posts

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

NOT_ANSWERING = "The council's directory does not answer at the moment. Try again in a few minutes."
OUTDATED = "You waited for too long, or began in another window of your browser."
NOT_BELIEVED = "The portal could not make sure that the answer came from the council's directory."
SOMEONE_ELSE = "You signed in to the council's directory as someone else than here."
NOT_FRESH = (
    "The council's directory did not ask you again who you are, so it may be someone else who sits "
    "at your computer."
)


class NotProved(Exception):
    """Who came back has not proved anew who they are; the message tells them why."""


def directory_only(view: View) -> View:
    """The view exists where a directory is set."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.DIRECTORY is None:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (NotRecognised, NotProved) as error:
            return _not_signed_in(request, str(error), status=403)
        except Outdated:
            return _not_signed_in(request, OUTDATED, status=403)
        except NotBelieved as error:
            logger.warning("the directory's answer was not believed: %s", error)
            return _not_signed_in(request, NOT_BELIEVED, status=403)
        except NotAnswering as error:
            logger.warning("the directory does not answer: %s", error)
            return _not_signed_in(request, NOT_ANSWERING, status=503)

    return guarded


def _not_signed_in(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    return render(request, "portal/not_signed_in.html", {"sentence": sentence}, status=status)


@login_not_required
@require_GET
@directory_only
def sign_in(request: HttpRequest) -> HttpResponse:
    """To the directory, to sign in there."""
    next_url = leads_to(request, "")
    if request.user.is_authenticated:
        return redirect(next_url or "home")
    return Directory(request).ask(next_url=next_url)


@require_GET
@without_second_factor
@directory_only
def confirm(request: HttpRequest) -> HttpResponse:
    """To the directory, to prove there once more who they are."""
    return Directory(request).ask_anew(next_url=leads_to(request, ""))


@login_not_required
@require_GET
@directory_only
def answer(request: HttpRequest) -> HttpResponse:
    """Back from the directory, signed in or proved anew, to the page that was wanted."""
    try:
        answered = Directory(request).answer()
    except Cancelled:
        messages.info(request, "You did not sign in to the council's directory.")
        return redirect("home")
    person = recognise(answered.identity)
    if answered.person is not None:
        return _proved(request, answered, person)
    if request.user.is_authenticated:
        return redirect(local_path(answered.next_url, reverse("home")))
    _record_proof(request, answered.identity, person)
    return perform_login(request, person, redirect_url=local_path(answered.next_url, ""))


def _proved(request: HttpRequest, answered: Answer, person: Employee) -> HttpResponse:
    if not request.user.pk == person.pk == answered.person:
        raise NotProved(SOMEONE_ELSE)
    if not answered.is_fresh:
        raise NotProved(NOT_FRESH)
    _record_proof(request, answered.identity, person)
    trail.record(
        "sign-in.confirmed",
        by=person,
        subject=subject_of(person),
        summary="Confirmed again that it is them at the council's directory",
    )
    next_url = local_path(answered.next_url, reverse("home"))
    # The directory was asked for a second factor and told of none: there is the portal's own.
    if proof.misses_second_factor(request) and not has_second_factor(person):
        return redirect(reverse("second_factor", query={REDIRECT_FIELD_NAME: next_url}))
    return redirect(next_url)


def _record_proof(request: HttpRequest, identity: Identity, person: Employee) -> None:
    """Record when they signed in at the directory: too long ago to count, if it does not tell."""
    ago = identity.signed_in_ago
    seconds = proof.FRESH_FOR if ago is None else ago.total_seconds()
    method = proof.DIRECTORY_AND_MORE if identity.second_factor else proof.DIRECTORY
    proof.record_proof(request, method, clock.real_time() - seconds, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Post.POLICY_ADMINISTRATOR)
@fresh_proof
@directory_only
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget which account of the directory is someone's, after they were given a new one."""
    employee = get_object_or_404(Employee, pk=pk)
    back = reverse("person", args=[pk])
    if request.method == "POST":
        request.back_to = {"back": back, "back_text": f"Go back to {employee.name}"}
        forget_link(employee, by=request.user)
        messages.success(request, f"The directory account of {employee.name} is forgotten.")
        return redirect(back)
    links = DirectoryLink.objects.filter(employee=employee, issuer=settings.DIRECTORY.issuer)
    context = {
        "title": "Forget their directory account",
        "section": "People",
        "employee": employee,
        "link": get_object_or_404(links),
        "back": back,
        "back_text": employee.name,
    }
    return render(request, "portal/directory_forget.html", context)
