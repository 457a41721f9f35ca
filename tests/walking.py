"""Where everyone's links lead, and the forms that they find there, asked for without a browser."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain
from urllib.parse import urljoin

from django.test import Client
from django.urls import resolve, reverse

from cases.models import Account, BusinessCase
from policy.models import AwarenessSession, MediaContact, PolicyVersion
from portal import clock
from portal.models import Employee, Post, Posts

# Nothing to look at: one moves the clock under the others, and the rest are files.
NOT_PAGES = {
    "demonstration_clock",
    "cases:export",
    "employee_import_faults",
    "media_contacts:export",
    "policy:coverage_export",
    "recovery_codes_file",
    "awareness:calendar",
    "awareness:register_export",
}


def own_pages(person: Employee) -> list[str]:
    """A case and an account of theirs in each state, a media contact that they may see in each,
    the first session they organised; for who administers people and policy, whoever has left and
    every version.
    """
    today = clock.today()
    posts = Posts.of(person, today)
    own = [
        *BusinessCase.objects.filter(applicant=person).order_by("pk"),
        *Account.objects.filter(lead=person).order_by("pk"),
        *MediaContact.objects.visible_to(person, posts, today),
    ]
    newest = {(type(one), one.state): one.get_absolute_url() for one in own}
    sessions = AwarenessSession.objects.filter(organiser=person).order_by("starts_at")[:1]
    administers = posts.holds(Post.POLICY_ADMINISTRATOR)
    left = Employee.objects.departed(today) if administers else []
    versions = PolicyVersion.objects.all() if administers else []
    return [
        *newest.values(),
        *(reverse("awareness:detail", args=[s.pk]) for s in sessions),
        *(reverse("person", args=[leaver.pk]) for leaver in left),
        *(reverse("policy:version", args=[v.pk]) for v in versions),
    ]


def name_of(path: str) -> str:
    return resolve(path.partition("?")[0]).view_name


# Forms

DAY = {"-day": "1", "-month": "12", "-year": "2051"}
WORDS = "As it should be."
# Of an input, what a person types into.
TYPED = {"text", "email", "search", "tel", "number", "password", "url"}


@dataclass
class Form:
    """A form on a page: what it holds as it is drawn, and which of its fields are typed into."""

    page: str
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    # The first answer to each question that has none, and the buttons.
    offered: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> tuple:
        """What it shares with the forms of its kind: where it goes, and what it asks."""
        return self.method, name_of(self.action), tuple(sorted({*self.fields, *self.offered}))

    def filled_in(self) -> dict[str, list[str]]:
        """Every question answered, by what stands there or else by something that may do."""
        filled = {name: [value] for name, value in self.offered.items()}
        return filled | {
            name: values if values and values[0] else [filler(name)]
            for name, values in self.fields.items()
        }


def filler(name: str) -> str:
    return next((value for end, value in DAY.items() if name.endswith(end)), WORDS)


class Markup(HTMLParser):
    """The links of a page, and its forms."""

    def __init__(self, page: str, text: str):
        super().__init__()
        self.page = page
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = self.area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"].partition("#")[0])
        elif tag == "form":
            action = urljoin(self.page, said.get("action") or self.page).partition("#")[0]
            self.form = Form(self.page, action, said.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form and tag in ("select", "textarea", "option", "button", "input"):
            getattr(self, f"_{tag}")(self.form, said.get("name", ""), said)

    def _select(self, form: Form, name: str, said: dict[str, str]) -> None:
        self.select = name

    def _option(self, form: Form, name: str, said: dict[str, str]) -> None:
        if "selected" in said:
            form.fields[self.select] = [said.get("value", "")]
        elif said.get("value"):
            form.offered.setdefault(self.select, said["value"])

    def _textarea(self, form: Form, name: str, said: dict[str, str]) -> None:
        self.area = name
        form.fields[name] = [""]
        form.typed.append(name)

    def _button(self, form: Form, name: str, said: dict[str, str]) -> None:
        if name:
            form.offered.setdefault(name, said.get("value", ""))

    def _input(self, form: Form, name: str, said: dict[str, str]) -> None:
        kind, value = said.get("type", "text"), said.get("value", "")
        if name in ("", "csrfmiddlewaretoken") or kind == "file":
            return
        if kind in ("radio", "checkbox"):
            if "checked" in said:
                form.fields.setdefault(name, []).append(value)
            else:
                form.offered.setdefault(name, value)
            return
        form.fields[name] = [value]
        if kind in TYPED:
            form.typed.append(name)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.form.fields[self.area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = ""


def pages_of(person: Employee, client: Client) -> Iterator[Markup]:
    """A person's own pages and, following links from them, one of each other URL pattern."""
    own = own_pages(person)
    known, paths = set(), deque(["/", *own])
    while paths:
        path = paths.popleft()
        if {path, name_of(path)} & (NOT_PAGES | known) and not (path in own and path not in known):
            continue
        known |= {path, name_of(path)}
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        markup = Markup(path, answer.text)
        paths.extend(dict.fromkeys(markup.links))
        yield markup


def forms_of(person: Employee, client: Client) -> list[Form]:
    """One form of each kind that a person finds on their pages, and each of their own pages."""
    found = chain.from_iterable(markup.forms for markup in pages_of(person, client))
    return list({(form.kind, form.action): form for form in found}.values())
