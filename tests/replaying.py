"""Forms that people found on their pages, posted by everyone else, and by themselves twice."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse

from portal.models import Employee, TrailEvent
from tests.clients import SignedInClient
from tests.visitor import TOKEN
from tests.walking import Form, Markup, forms_of

# What says nothing of the portal: who is signed in, and how often somebody tried something.
NOT_OF_THE_PORTAL = re.compile(
    "cache|portal_(?:browsersession|knownbrowser|throttle|passwordlinkrequest)"
)
WRITES = re.compile(r'^(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)')


class Poster:
    """Someone signed in whose browser sends the token of its own cookie with every form."""

    def __init__(self, person: Employee):
        self.person = person
        self.client = SignedInClient(enforce_csrf_checks=True, raise_request_exception=False)
        self.client.force_login(person)
        self.client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN

    def post(self, form: Form, **how: Any) -> HttpResponse:
        return self.client.post(
            form.action, {**form.filled_in(), "csrfmiddlewaretoken": TOKEN}, **how
        )

    def finds(self, form: Form) -> bool:
        """Whether the page that a form stood on has one of its kind for them too."""
        answer = self.client.get(form.page, follow=True)
        forms = Markup(form.page, answer.text).forms
        return (form.kind, form.action) in [(own.kind, own.action) for own in forms]

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Take back what is posted meanwhile, and the cookies that came with it."""
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.client.cookies = cookies


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """The tables of the portal that are written meanwhile."""
    tables: set[str] = set()

    def note(execute, sql, params, many, context):
        if (found := WRITES.match(sql)) and not NOT_OF_THE_PORTAL.fullmatch(found[1]):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def digest(tables: Iterable[str]) -> str:
    """What stands in some tables."""
    held = sha256()
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            for row in cursor:
                held.update(repr(row).encode())
    return held.hexdigest()


def changes_anything(poster: Poster, form: Form) -> bool:
    """Whether a form changes what stands in the database; checks that it breaks nothing."""
    with poster.trying(), tables_written() as tables:
        answer = poster.post(form)
    assert answer.status_code < 500, f"{poster.person} posts {form.action}"
    if not tables:
        return False
    with poster.trying():
        before = digest(tables)
        poster.post(form)
        return digest(tables) != before


def moves(poster: Poster, form: Form) -> bool:
    """Whether a form moves something to another state; checks that it then does nothing again."""
    events = TrailEvent.objects.order_by("pk")
    with poster.trying():
        last = events.values_list("pk", flat=True).last()
        poster.post(form)
        done = list(events.filter(pk__gt=last))
        moved = any("state" in event.changes for event in done)
        answer = poster.post(form)
        again = f"{poster.person} posts {form.action} again"
        assert answer.status_code < 500, again
        assert not moved or events.filter(pk__gt=last).count() == len(done), again
    return moved


def replay(
    owners: Iterable[Employee], others: Iterable[Employee], *, one_of_each_kind: bool = False
) -> dict[str, int]:
    """Post every form that some people find, as others and twice as themselves.

    Checks that nobody changes anything by a form that they would not find on that page themselves.
    """
    others, seen = list(others), set()
    figures = {"forms": 0, "posts": 0, "moves": 0, "changes by others who may": 0}
    for owner in owners:
        own = Poster(owner)
        posters = [Poster(person) for person in others if person != owner]
        for form in forms_of(owner, own.client):
            if form.method != "post" or (one_of_each_kind and form.kind in seen):
                continue
            seen.add(form.kind)
            figures["forms"] += 1
            figures["posts"] += len(posters) + 2
            figures["moves"] += moves(own, form)
            for poster in posters:
                if changes_anything(poster, form):
                    told = f"{poster.person} changes something by {form.action} of {owner}"
                    assert poster.finds(form), told
                    figures["changes by others who may"] += 1
    return figures
