"""The types of social media that a business case can name (3.2), kept by policy administrators."""

from typing import Any

from django.db import transaction

from policy.models import PlatformCategory
from policy.services.versions.moves import post_of_administrator
from portal.models import Employee
from portal.refusals import Refused
from portal.services import trail


@transaction.atomic
def add_category(*, by: Employee, **details: Any) -> PlatformCategory:
    """Offer one more type, listed before the last, which is "other"."""
    post = post_of_administrator(by)
    last = PlatformCategory.objects.select_for_update().last()
    category = PlatformCategory.objects.create(order=last.order, **details)
    last.order += 1
    last.save(update_fields=["order"])
    changes = {name: [None, value] for name, value in details.items()}
    _record("category.add", category, by, post, f"Added the type {category}", changes)
    return category


@transaction.atomic
def change_category(
    category: PlatformCategory, *, by: Employee, **details: Any
) -> PlatformCategory:
    """Say something else of a type, or offer it no longer: cases that name it keep it."""
    post = post_of_administrator(by)
    # All of them, so that two people do not each withdraw one of the last two.
    every = {one.pk: one for one in PlatformCategory.objects.select_for_update()}
    category = every[category.pk]
    before = {name: getattr(category, name) for name in details}
    changes = {name: [was, details[name]] for name, was in before.items() if was != details[name]}
    for name, value in details.items():
        setattr(category, name, value)
    if not any(one.in_use for one in every.values()):
        raise Refused("At least 1 type must be offered in new business cases")
    if changes:
        category.save(update_fields=list(changes))
        _record("category.change", category, by, post, f"Changed the type {category}", changes)
    return category


def _record(
    event: str,
    category: PlatformCategory,
    by: Employee,
    post: str,
    summary: str,
    changes: dict[str, Any],
) -> None:
    trail.record(
        event,
        by=by,
        subject=f"platform category {category.pk}",
        summary=summary,
        post=post,
        changes=changes,
    )
