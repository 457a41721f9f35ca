"""What every request goes through: the posts of who asks, and refusals said in their own words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from portal import clock
from portal.models import Posts
from portal.refusals import Refused


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
