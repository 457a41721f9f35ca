"""Who there is in the demonstration. Everyone's surname is Demo: nobody here is real."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password

from portal.models import Employee, Post, Service
from portal.services.appointments import appoint

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


def sign_ins() -> list[dict[str, str]]:
    """Who can sign in to the demonstration, and as what."""
    return [
        {
            "post": person.described,
            "name": f"{first_name} Demo",
            "email": f"{first_name.lower()}@demonstration.example",
            "password": PASSWORD,
        }
        for first_name, person in PEOPLE.items()
        if first_name != LEAVER
    ]
