"""How the pages show how old a media contact is."""

from datetime import datetime

from django import template

from policy.models import MediaContact
from portal.wording import lasting

register = template.Library()


@register.filter
def age(contact: MediaContact, now: datetime) -> str:
    """How long it has been open, or was, in words."""
    return lasting(contact.age(now))


@register.filter
def overdue(contact: MediaContact, now: datetime) -> bool:
    """Whether it still waits for advice that was due before now."""
    return contact.is_overdue(now)
