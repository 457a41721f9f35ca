"""What a request says outside a form: the values of its query and of its buttons.

Forms and `paging` read a whole query or post, each value of which they bound; any other value is
read by these two functions.
"""

from django.http import HttpRequest, QueryDict

# Characters of a whole query, which no page of the portal needs.
LONGEST_QUERY = 4_000
# Characters of a value, unless it may have more.
LONGEST = 200


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
