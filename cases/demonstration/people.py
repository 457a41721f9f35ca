"""Who there is in the demonstration. Everyone's surname is Demo: nobody here is real."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import make_password

from portal.models import Employee, Post, Posts, Service
from portal.services.appointments import appoint
from portal.services.second_factor import code_of, set_up, stop_showing_codes

PASSWORD = "demonstration only"  # noqa: S105 - shown to whoever runs the demonstration


@dataclass(frozen=True)
class Person:
    """One demonstration employee; ``manager`` is another's first name."""

    job_title: str
    service: str
    manager: str
    described: str
    post: Post | None = None
    number: str = ""


PEOPLE: dict[str, Person] = {
    "Grant": Person("Director of Services", "Corporate", "", "Manager of managers"),
    "Callum": Person("Libraries Manager", "Libraries", "Grant", "Line manager"),
    "Ailsa": Person("Library Officer", "Libraries", "Callum", "Applicant and account lead"),
    "Isla": Person("Library Assistant", "Libraries", "Callum", "Cover"),
    "Struan": Person("Sport and Leisure Manager", "Sport and Leisure", "Grant", "Line manager"),
    "Sorcha": Person("Sport Development Officer", "Sport and Leisure", "Struan", "Applicant"),
    "Rory": Person(
        "Communications Manager",
        "Communications",
        "Grant",
        "Communications Manager",
        Post.COMMUNICATIONS_MANAGER,
    ),
    "Eilidh": Person(
        "Communications Officer",
        "Communications",
        "Rory",
        "Communications adviser and organiser",
        Post.COMMUNICATIONS_ADVISER,
    ),
    "Hamish": Person(
        "Head of IT & Customer Services",
        "IT and Customer Services",
        "Grant",
        "Head of IT & Customer Services",
        Post.HEAD_OF_IT,
    ),
    "Morag": Person(
        "IT Service Manager",
        "IT and Customer Services",
        "Hamish",
        "Acting Head of IT & Customer Services",
    ),
    "Fergus": Person(
        "Systems Officer",
        "IT and Customer Services",
        "Morag",
        "Access operator",
        Post.ACCESS_OPERATOR,
    ),
    "Kirsty": Person(
        "HR Adviser", "Human Resources", "Grant", "Policy administrator", Post.POLICY_ADMINISTRATOR
    ),
    "Angus": Person("Internal Auditor", "Corporate", "Grant", "Auditor", Post.AUDITOR),
    "Mhairi": Person("Primary Teacher", "Education", "Grant", "School employee"),
    "Lewis": Person("Museum Officer", "Libraries", "Callum", "Has left: cannot sign in"),
}
LEAVER = "Lewis"
# From the libraries to sport and leisure, with the accounts that she leads.
MOVER = "Isla"
MOVED_TO = "Struan"
# Workers who are not on the payroll have no employee number (3.1).
WITHOUT_NUMBER = "Isla"
ACTING_ARRANGED = timedelta(days=60)
ACTING_STARTED = timedelta(days=4)
ACTING_LASTS = timedelta(days=18)


def create_people() -> dict[str, Employee]:
    """Create everyone, with their services and managers; returns them by first name."""
    people: dict[str, Employee] = {}
    # Hashed once: hashing is slow by design, and here the password is everyone's.
    password = make_password(PASSWORD)
    for count, (first_name, person) in enumerate(PEOPLE.items(), start=1):
        people[first_name] = Employee.objects.create(
            email=f"{first_name.lower()}@demonstration.example",
            password=password,
            name=f"{first_name} Demo",
            job_title=person.job_title,
            service=Service.objects.get_or_create(name=person.service)[0],
            line_manager=people.get(person.manager),
            employee_number=None if first_name == WITHOUT_NUMBER else f"D{count:04}",
            is_demonstration=True,
        )
    return people


def appoint_people(people: dict[str, Employee], *, since: date) -> None:
    """Appoint the first holders of the posts."""
    for first_name, person in PEOPLE.items():
        if person.post:
            appoint(employee=people[first_name], post=person.post, starts_on=since, by=None)


def an_import(name: str) -> bytes:
    """A file of HR's: `joiners`, or the one with faults."""
    return (Path(__file__).parent / f"{name}.csv").read_bytes()


def set_up_second_factors(people: dict[str, Employee], *, today: date) -> None:
    """Whoever holds a post today has an authenticator app, and has kept their recovery codes."""
    for person in people.values():
        if Posts.of(person, today):
            secret = generate_totp_secret()
            set_up(person, secret=secret, code=code_of(secret))
            stop_showing_codes(person)


def sign_ins() -> list[dict[str, str]]:
    """Who can sign in to the demonstration, and as what; with the key of their authenticator app,
    where they need one to sign in with the password.
    """
    apps = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__is_demonstration=True)
    keys = {app.user.email: decrypt(app.data["secret"]) for app in apps.select_related("user")}
    found = []
    for first_name, person in PEOPLE.items():
        email = f"{first_name.lower()}@demonstration.example"
        sign_in = {
            "post": person.described,
            "name": f"{first_name} Demo",
            "email": email,
            "password": PASSWORD,
        }
        if email in keys:
            sign_in["totp_secret"] = keys[email]
        if first_name != LEAVER:
            found.append(sign_in)
    return found
