"""Whose account of the council's directory is whose."""

import logging

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from portal import clock
from portal.id_tokens import Identity
from portal.models import DirectoryLink, Employee, Post, Posts
from portal.refusals import Refused
from portal.services import notices, trail
from portal.services.people import holders, lock_employee, subject_of

logger = logging.getLogger(__name__)


class NotRecognised(Exception):
    """The directory's account is no employee's; the message is a sentence for who signs in."""


def has_account(employee: Employee) -> bool:
    """Whether someone has signed in with an account of the directory that is set."""
    if settings.DIRECTORY is None:
        return False
    return employee.directory_links.filter(issuer=settings.DIRECTORY.issuer).exists()


def asks_for_second_factor(employee: Employee) -> bool:
    """Whether the directory can say of someone that it asked them for a second factor."""
    return has_account(employee) and settings.DIRECTORY.second_factor is not None


def recognise(identity: Identity) -> Employee:
    """The employee whose account of the directory it is: linked already, or matched and linked now.

    They are matched by employee number, where the directory tells it, and else by an e-mail
    address that it has verified; nobody is ever added. Someone who has left is returned unlinked,
    for signing in to refuse. Raises NotRecognised.
    """
    recognised = _recognise(identity)
    if isinstance(recognised, str):
        # The subject alone: addresses of strangers are not ours to keep.
        logger.warning("directory account %s was not recognised", identity.subject)
        raise NotRecognised(recognised)
    return recognised


@transaction.atomic
def _recognise(identity: Identity) -> Employee | str:
    """The employee, or why there is none; what is recorded of a refusal is kept."""
    account = {"issuer": identity.issuer, "subject": identity.subject}
    link = DirectoryLink.objects.filter(**account).select_related("employee").first()
    if link:
        return link.employee
    matched = _matching(identity)
    if isinstance(matched, str):
        return matched
    employee = lock_employee(matched.pk)
    if employee.has_left(clock.today()):
        return employee
    link = DirectoryLink.objects.filter(employee=employee, issuer=identity.issuer).first()
    if link is None:
        DirectoryLink.objects.create(employee=employee, linked_at=clock.now(), **account)
        trail.record(
            "directory.linked",
            by=employee,
            subject=subject_of(employee),
            summary="Linked to their account in the council's directory",
            changes={"subject": [None, identity.subject]},
        )
    elif link.subject != identity.subject:
        _report_another(employee, link, identity)
        return (
            f"{employee.name} already signs in with another account of the council's directory. "
            "The policy administrator has been told."
        )
    return employee


def _matching(identity: Identity) -> Employee | str:
    """The employee whom the directory describes, or a sentence that says why there is none."""
    people = Employee.objects.all()
    if identity.number:
        return people.filter(employee_number=identity.number).first() or (
            f"Nobody with the employee number {identity.number} is listed in this portal. "
            "Ask HR to add you."
        )
    if not identity.email:
        return "The council's directory does not tell the portal your e-mail address. Ask IT."
    if not identity.email_verified:
        return (
            f"The council's directory does not say that the address {identity.email} is "
            "verified, so the portal cannot know you by it. Ask IT."
        )
    if settings.DIRECTORY.number_claim:
        # Only workers have no number: an employee is not to be matched by less.
        people = people.filter(employee_number=None)
    return people.filter(email=identity.email).first() or (
        f"Nobody with the address {identity.email} is listed in this portal. Ask HR to add you."
    )


def _report_another(employee: Employee, link: DirectoryLink, identity: Identity) -> None:
    today = clock.today()
    trail.record(
        "directory.refused",
        by=None,
        subject=subject_of(employee),
        summary=f"Refused another account of the directory that is matched to {employee.name}",
        changes={"subject": [link.subject, identity.subject]},
    )
    notices.tell(
        "directory_refused",
        recipients=holders(Post.POLICY_ADMINISTRATOR, day=today),
        about=f"{subject_of(employee)} on {today}",
        path=reverse("person", args=[employee.pk]),
        employee=employee,
    )


@transaction.atomic
def forget_link(employee: Employee, *, by: Employee) -> None:
    """Forget which account of the directory is someone's: the next that is matched to them is.

    Raises Refused where ``by`` is no policy administrator, or the person themselves.
    """
    held = Posts.of(by, clock.today()).holds(Post.POLICY_ADMINISTRATOR)
    if not held:
        raise Refused("Only the policy administrator forgets a directory account.")
    if by.pk == employee.pk:
        raise Refused("Someone else must forget your own directory account.")
    employee = lock_employee(employee.pk)
    links = DirectoryLink.objects.filter(employee=employee)
    subjects = list(links.values_list("subject", flat=True))
    if not subjects:
        raise Refused(f"No directory account of {employee.name} is kept.")
    links.delete()
    event = trail.record(
        "directory.forgotten",
        by=by,
        subject=subject_of(employee),
        summary=f"Forgot which directory account is that of {employee.name}",
        post=held.as_text,
        changes={"subject": [", ".join(subjects), None]},
    )
    notices.tell(
        "directory_forgotten",
        recipients=[employee],
        about=f"event {event.pk}",
        path=reverse("help"),
    )
