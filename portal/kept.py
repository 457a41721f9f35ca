"""What was typed into a page that could not be sent just then, kept until its person is back.

It stays on the server, in the browser's session, for the person who typed it and the page it was
typed into. Nothing is ever sent again by itself: the page shows it, filled in, to be sent anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, QueryDict

from portal import clock
from portal.leading import local_path

SECONDS_KEPT = 15 * settings.MINUTE
MOST_CHARACTERS = 100_000
MOST_PAGES = 5
# Passwords and codes are typed there: nothing of them is written down.
NEVER_KEPT = ("/sign-in/", "/system-administration/")

KEPT = "kept"
_typed: ContextVar[QueryDict | None] = ContextVar("typed_into_this_page", default=None)


def keep(session: SessionBase, request: HttpRequest, *, employee_id: int) -> None:
    """Keep what was posted for its person; without effect where it is too long or secret."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    if not text or len(text) > MOST_CHARACTERS or request.path.startswith(NEVER_KEPT):
        return
    newest = [*_standing(session), [employee_id, page_of(request), clock.real_time(), text]]
    session[KEPT] = newest[-MOST_PAGES:]


def take(request: HttpRequest) -> QueryDict | None:
    """What its person had typed into the page that is asked for, given back once."""
    standing = list(_standing(request.session))
    mine = [row for row in standing if row[:2] == [request.user.pk, request.get_full_path()]]
    if not mine:
        return None
    request.session[KEPT] = [row for row in standing if row not in mine]
    return QueryDict(mine[-1][3])


def drop_others(session: SessionBase, *, employee_id: int) -> None:
    """Forget what someone else had typed at the same browser."""
    if KEPT in session:
        session[KEPT] = [row for row in _standing(session) if row[0] == employee_id]


def _standing(session: SessionBase) -> Iterator[list]:
    oldest = clock.real_time() - SECONDS_KEPT
    return (row for row in session.get(KEPT, []) if row[2] > oldest)


def page_of(request: HttpRequest) -> str:
    """The page that a form stood on, by its address within the portal."""
    here = request.get_full_path()
    _, _, came_from = request.headers.get("Referer", "").partition("://")
    host, _, path = came_from.partition("/")
    if request.method in ("GET", "HEAD") or host != request.get_host():
        return here
    return local_path(f"/{path}", here)


@contextmanager
def nothing_typed() -> Iterator[None]:
    """A request of its own: its forms are drawn as ever, unless `put_into_forms` says otherwise."""
    token = _typed.set(None)
    try:
        yield
    finally:
        _typed.reset(token)


def put_into_forms(typed: QueryDict) -> None:
    """Let the forms of this request be drawn with what had been typed into them."""
    _typed.set(typed)


def typed_for(names: list[str]) -> QueryDict | None:
    """What had been typed into a form with fields of these names, if that is the one."""
    typed = _typed.get()
    if typed and any(key == n or key.startswith(f"{n}-") for key in typed for n in names):
        return typed
    return None
