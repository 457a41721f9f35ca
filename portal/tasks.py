"""What Celery beat wakes. Each selects what is due from the database, so that a repeat is harmless."""

from celery import shared_task

from portal import clock, hooks
from portal.services import notices, trail


@shared_task
def drain_outbox() -> int:
    return notices.drain_outbox()


@shared_task
def seal_trail() -> int:
    return trail.seal_trail()


@shared_task
def apply_rules() -> int:
    return sum(hooks.sweeps.call(today=clock.today()))
