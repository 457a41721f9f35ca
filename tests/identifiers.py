"""Every address that names an object, asked with each object by everyone who does not see it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.models import Access, Account, BusinessCase, Condition, Control
from cases.questions import GROUPS
from cases.services.accounts import controls_of
from policy.models import (
    Attendance,
    AttendanceFile,
    AwarenessSession,
    Clause,
    Consultation,
    MediaContact,
    PlatformCategory,
    PolicyVersion,
)
from portal import clock
from portal.models import Appointment, Employee, EmployeeImport, Notice, Post, Posts
from tests.replaying import Poster
from tests.visitor import TOKEN

# A way to ask that an address does not know is answered before anything is looked for.
UNSEEN = {404, 405}
# Who sees an object and may not do this with it is told so before its parts are looked for.
REFUSED = 409
ANSWERS = {200, 302, 404, 405, 409, 422}


@dataclass(frozen=True)
class Asker:
    """Who asks, and the posts that they hold."""

    person: Employee
    posts: Posts

    def holds(self, *posts: Post) -> bool:
        return self.posts.holds(*posts)


@dataclass(frozen=True)
class Kind:
    """The addresses, by how their names begin, that name an object of a kind first.

    ``sees`` says whether it is there for someone, and ``secret`` what nobody else may read.
    """

    begins: str
    model: type[Model]
    sees: Callable[[Asker, Any], bool]
    secret: Callable[[Any], str] = lambda found: ""


def administers(asker: Asker, found: Model) -> bool:
    return asker.holds(Post.POLICY_ADMINISTRATOR)


def appoints(asker: Asker, found: Model) -> bool:
    return asker.holds(Post.POLICY_ADMINISTRATOR, Post.HEAD_OF_IT)


def is_party(asker: Asker, account: Account) -> bool:
    parties = Account.objects.party_to(asker.person, clock.today(), asker.posts)
    return parties.filter(pk=account.pk).exists()


def operates(asker: Asker, access: Access) -> bool:
    by_post = asker.holds(Post.ACCESS_OPERATOR) or asker.posts.cases_for(Post.ACCESS_OPERATOR)
    return bool(by_post) and is_party(asker, access.account)


def sees_case(asker: Asker, case: BusinessCase) -> bool:
    seen = BusinessCase.objects.visible_to(asker.person, clock.today(), asker.posts)
    return seen.filter(pk=case.pk).exists()


def sees_contact(asker: Asker, contact: MediaContact) -> bool:
    seen = MediaContact.objects.visible_to(asker.person, asker.posts, clock.today())
    return seen.filter(pk=contact.pk).exists()


def sees_session(asker: Asker, session: AwarenessSession) -> bool:
    seen = AwarenessSession.objects.visible_to(asker.person, asker.posts, clock.now())
    return seen.filter(pk=session.pk).exists()


def reads_version(asker: Asker, version: PolicyVersion) -> bool:
    return PolicyVersion.objects.readable_by(asker.posts).filter(pk=version.pk).exists()


def keeps_records(asker: Asker, person: Employee) -> bool:
    return asker.holds(Post.COMMUNICATIONS_MANAGER, Post.COMMUNICATIONS_ADVISER, Post.AUDITOR)


def is_their_own(asker: Asker, found: Attendance) -> bool:
    return found.person == asker.person


def uploaded_it(asker: Asker, found: AttendanceFile) -> bool:
    return found.uploaded_by == asker.person


def is_told(asker: Asker, found: Notice) -> bool:
    return found.recipient == asker.person


# The first that fits.
KINDS = [
    Kind("cases:", BusinessCase, sees_case, lambda case: case.title),
    Kind("accounts:", Account, is_party),
    Kind("access:", Access, operates, lambda access: access.account.name),
    Kind("media_contacts:", MediaContact, sees_contact, lambda contact: contact.outlet),
    Kind("awareness:certificate", Attendance, is_their_own),
    Kind("awareness:import_check", AttendanceFile, uploaded_it),
    Kind("awareness:record_of", Employee, keeps_records, lambda person: person.email),
    Kind("awareness:", AwarenessSession, sees_session),
    Kind("policy:category", PlatformCategory, administers),
    Kind("policy:", PolicyVersion, reads_version),
    Kind("notification", Notice, is_told, lambda notice: notice.subject),
    Kind("appointment_", Appointment, appoints),
    Kind("person", Employee, administers, lambda person: person.email),
    Kind("employee_import", EmployeeImport, administers),
]
# For everyone who is signed in, whatever it names; the link of a new password is for nobody.
FOR_EVERYONE = {"accounts:detail", "policy:clause_text", "account_reset_password_from_key"}

# What an address names after its object: the object's own, and all there are.
PARTS: dict[str, tuple[Callable[[Any], Iterable[Any]], Callable[[], Iterable[Any]]]] = {
    "slug": (lambda case: GROUPS, list),
    "control": (lambda account: keys(controls_of(account)), lambda: keys(Control.objects.all())),
    "condition": (
        lambda account: keys(account.conditions.all()),
        lambda: keys(Condition.objects.all()),
    ),
    "access": (lambda account: keys(account.accesses.all()), lambda: keys(Access.objects.all())),
    "number": (lambda account: [one.number for one in account.reviews.all()], lambda: [99]),
    "clause": (lambda version: keys(version.clauses.all()), lambda: keys(Clause.objects.all())),
    "consultation": (
        lambda version: keys(version.consultations.all()),
        lambda: keys(Consultation.objects.all()),
    ),
    "address": (lambda version: ["5.1"], lambda: ["99.9"]),
}


def keys(rows: Iterable[Model]) -> list[int]:
    return [row.pk for row in rows]


@dataclass(frozen=True)
class Address:
    """An address, what it is about, and whether its parts belong together."""

    url: str
    kind: Kind
    found: Any
    belongs: bool


def with_parameters(
    patterns: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """The names of all addresses that have parameters, with those."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if inner != "admin:":
                yield from with_parameters(pattern.url_patterns, inner)
        elif parameters := list(pattern.pattern.converters):
            yield f"{namespace}{pattern.name}", parameters


def addresses(*, of_each: int) -> Iterator[Address]:
    """Each address that has a parameter, with some objects of its kind, the newest ones first.

    With parts that are the object's own, and with one that is another's.
    """
    for name, (_, *parts) in with_parameters(get_resolver().url_patterns):
        if name in FOR_EVERYONE:
            continue
        kind = next(kind for kind in KINDS if name.startswith(kind.begins))
        for found in kind.model.objects.order_by("-pk")[:of_each]:
            key = found.reference if kind.model is BusinessCase else found.pk
            own = [list(PARTS[part][0](found)) for part in parts]
            if all(own):
                firsts = [values[0] for values in own]
                yield Address(reverse(name, args=[key, *firsts]), kind, found, belongs=True)
            for part, values in zip(parts, own, strict=True):
                for foreign in islice((v for v in PARTS[part][1]() if v not in values), 1):
                    url = reverse(name, args=[key, foreign])
                    yield Address(url, kind, found, belongs=False)


def ask_as(person: Employee, asked: Iterable[Address], figures: dict[str, int]) -> None:
    """Ask for addresses, in both ways, as one person, and check that what is not there for them
    does not exist.
    """
    asker = Asker(person, Posts.of(person, clock.today()))
    poster = Poster(person)
    for address in asked:
        sees = address.kind.sees(asker, address.found)
        expected = UNSEEN
        if sees:
            expected = ANSWERS if address.belongs else UNSEEN | {REFUSED}
        with poster.trying():
            answers = [
                poster.client.get(address.url),
                poster.client.post(address.url, {"csrfmiddlewaretoken": TOKEN}),
            ]
        for answer in answers:
            told = f"{person} is answered {answer.status_code} at {address.url}"
            assert answer.status_code in expected, told
            figures["answers"] += 1
            if not sees:
                figures["not there"] += 1
                secret = address.kind.secret(address.found)
                assert not secret or secret not in answer.text, f"{told} and reads {secret}"


def ask_for_others(people: Iterable[Employee], *, of_each: int) -> dict[str, int]:
    """Ask for the addresses of some objects of each kind as each of some people."""
    asked = list(addresses(of_each=of_each))
    figures = {"addresses": len(asked), "people": 0, "answers": 0, "not there": 0}
    for person in people:
        figures["people"] += 1
        ask_as(person, asked, figures)
    return figures
