"""What a request says outside a form: the values of its query and of its buttons, and how much.

Forms and `paging` read a whole query or post, each value of which they bound; any other value is
read by `asked` or `posted`.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

# Characters of a whole query, which no page of the portal needs.
LONGEST_QUERY = 4_000
# Characters of a value, unless it may have more.
LONGEST = 200
# Bytes of a body: as many as the four texts of a clause have in characters that take nine each.
LARGEST_BODY = 750_000

View = Callable[..., HttpResponse]


def takes_body_of(largest: int) -> Callable[[View], View]:
    """Let a view take a body of more than LARGEST_BODY bytes, as that of a file."""

    def marked(view: View) -> View:
        view.largest_body = largest
        return view

    return marked


def asked(request: HttpRequest, name: str, *, longest: int = LONGEST) -> str:
    """The text of ?name=; empty where there is none, or none that can be meant."""
    return _text(request.GET, name, longest)


def posted(request: HttpRequest, name: str, *, longest: int = LONGEST) -> str:
    """The text that was posted under a name; empty where there is none, or none that can be
    meant.
    """
    return _text(request.POST, name, longest)


def _text(values: QueryDict, name: str, longest: int) -> str:
    text = values.get(name, "")
    # PostgreSQL takes no NUL, and nothing that is meant has one.
    return "" if len(text) > longest or "\0" in text else text
