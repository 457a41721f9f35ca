"""Pages that belong to posts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from portal.models import Post

View = Callable[..., HttpResponse]


def for_posts(*posts: Post) -> Callable[[View], View]:
    """The page exists for the holders of these posts alone."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.posts.holds(*posts):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
