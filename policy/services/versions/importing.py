"""A text that the council agreed outside the portal, kept as a draft (7.1)."""

from datetime import date

from django.db import transaction

from policy.importing import Outline
from policy.models import Clause, PolicyVersion
from policy.services.versions.moves import post_of_administrator
from portal import clock
from portal.models import Employee
from portal.refusals import Refused
from portal.services import trail


@transaction.atomic
def import_version(
    outline: Outline, *, title: str, agreed_on: date, by: Employee | None
) -> PolicyVersion:
    """Make a draft of a text as it was read; it comes into force only by being published.

    Without ``by`` the portal itself does it, for whoever runs its commands. Raises Refused where
    the reading has faults, or the text is said to be agreed on a day to come.
    """
    post = post_of_administrator(by) if by else ""
    if outline.faults:
        raise Refused(f"The text cannot be imported. {outline.faults[0]}")
    if agreed_on > clock.today():
        raise Refused("The day on which the text was agreed must be today or in the past.")
    draft = PolicyVersion.objects.create(title=title, agreed_on=agreed_on)
    Clause.objects.bulk_create(
        Clause(
            version=draft,
            order=order,
            number=clause.number,
            heading=clause.heading,
            text=clause.text,
            closing=clause.closing,
        )
        for order, clause in enumerate(outline.clauses, start=1)
    )
    trail.record(
        "policy.import",
        by=by,
        subject=draft.subject,
        summary=f"Imported a text agreed outside the portal: {title}"[:250],
        post=post,
        changes={
            "agreed_on": [None, agreed_on.isoformat()],
            "clauses": [None, len(outline.clauses)],
        },
    )
    return draft
