"""What every request goes through: probes answered at once, bounds, whether the database is a
restored copy, the posts of who asks, whether they are still signed in, refusals said in their own
words, and a page for the addresses that only buttons lead to.
"""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject

from portal import clock, kept, proof, session_limits
from portal.context import SERVICE_NAME
from portal.models import Posts
from portal.parameters import LARGEST_BODY, LONGEST_QUERY
from portal.refusals import Refused
from portal.services import restoring

PROBES = "/health/"
# Bytes.
AT_ONCE, MOST_THROWN_AWAY = 65_536, 30_000_000


class ProbesMiddleware:
    """Answers what a load balancer asks, by whatever host name, without HTTPS or a session.

    The first of all, as each of the others could refuse it or wait for the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = f"{request.path_info}/" if request.path_info == "/health" else request.path_info
        if not path.startswith(PROBES):
            return self.get_response(request)
        view, arguments, names = resolve(path)
        return view(request, *arguments, **names)


class BoundsMiddleware:
    """Refuses a request that no page could have led to, before anything else reads it: an address
    or a body that is far too long, or a NUL character, which PostgreSQL does not take.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY or len(request.path_info) > LONGEST_QUERY:
            return _refusal("414.html", HTTPStatus.REQUEST_URI_TOO_LONG)
        if "\0" in request.path_info or "\0" in unquote(query):
            return _refusal("404.html", HTTPStatus.NOT_FOUND)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: tuple, names: dict
    ) -> HttpResponse | None:
        largest = getattr(view, "largest_body", LARGEST_BODY)
        if int(request.META.get("CONTENT_LENGTH") or 0) <= largest:
            return None
        # A browser reads no answer before it has sent all; beyond this it is nobody's by mistake.
        for _ in range(MOST_THROWN_AWAY // AT_ONCE):
            if not request.read(AT_ONCE):
                break
        return _refusal("413.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _refusal(template: str, status: HTTPStatus) -> HttpResponse:
    """A page that is the same for everybody: who asks is not known yet."""
    names = {"council_name": settings.COUNCIL_NAME, "service_name": SERVICE_NAME}
    return HttpResponse(render_to_string(template, names), status=status)


class RestoredMiddleware:
    """Looks, before the process first answers a browser that brings something of before, whether
    the database is a restored copy.

    Whatever was signed in before is not, then, also where no worker runs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.has_looked = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: tuple, names: dict
    ) -> None:
        if request.COOKIES and not self.has_looked:
            restoring.check_database()
            self.has_looked = True


class PostsMiddleware:
    """Gives the request `posts`: those its employee holds today, asked of the database once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.posts = SimpleLazyObject(lambda: _posts_of(request))
        return self.get_response(request)


def _posts_of(request: HttpRequest) -> Posts:
    return Posts.of(request.user, clock.today()) if request.user.is_authenticated else Posts([])


class RefusalMiddleware:
    """Answers a refusal that leaves a view with its sentence, as a page of status 409.

    A view that knows where the person goes from there puts "back" and "back_text" into
    ``request.back_to``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        context = {"sentence": str(exception)} | getattr(request, "back_to", {})
        return render(request, "409.html", context, status=409)


class ButtonsOnlyMiddleware:
    """Answers whoever opens the address of a button, as from a bookmark, with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page


class SignedInMiddleware:
    """Ends a sign-in whose time is over, and asks holders of posts for their second factor.

    What was typed into a page that could not be sent meanwhile is in its forms once its person is
    back on it. No browser and no proxy keeps what is private: on a shared computer the next person
    finds nothing of it behind the Back button.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.is_private = _has_session(request) or _is_of_signing_in(request)
        with kept.nothing_typed():
            response = self.get_response(request)
        if request.is_private:
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: tuple, names: dict
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        request.is_private = True
        if not request.user.is_authenticated:
            # LoginRequiredMiddleware sends a page back to itself, which for a POST may be none.
            return _to_sign_in(request) if session_limits.keep_after_end(request) else None
        if session_limits.SIGNED_IN not in request.session:
            session_limits.begin(request)
        if why := session_limits.why_over(request):
            session_limits.end(request, why)
            return _to_sign_in(request)
        if getattr(view, "counts_as_activity", True):
            session_limits.note_activity(request)
        if proof.lacks_second_factor(request, view):
            return proof.lead_to_second_factor(request)
        if request.method == "GET" and (typed := kept.take(request)):
            kept.put_into_forms(typed)
            messages.info(request, STILL_TO_SEND)
        return None


def _has_session(request: HttpRequest) -> bool:
    """Whether every page is this person's own, its header at least; asks nothing of the database,
    which may be down.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _is_of_signing_in(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("account_login"))


STILL_TO_SEND = "Nothing has been sent yet. Check what you entered, then press the button again."


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(kept.page_of(request))
