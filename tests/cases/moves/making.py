"""What was told of a move, and answers changed between two."""

from cases.services.drafting import save_answers
from portal.models import Notice


def told(template: str) -> set[str]:
    """Names of those who were told something."""
    rows = Notice.objects.filter(key__startswith=f"{template}|")
    return set(rows.values_list("recipient__name", flat=True))


def change(case, **answers):
    """Change answers as the applicant, with the version as it stands."""
    case.refresh_from_db()
    return save_answers(case, by=case.applicant, seen_version=case.version, answers=answers)
