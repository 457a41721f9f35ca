"""What Celery beat wakes. Each takes what is due from the database, so a repeat is harmless."""

from celery import shared_task

from portal.services import employee_imports, outbox, password_links, rules, trail


@shared_task
def drain_outbox() -> int:
    return outbox.drain_outbox()


@shared_task
def mail_password_links() -> int:
    return password_links.mail_links()


@shared_task
def seal_trail() -> int:
    return trail.seal_trail()


@shared_task
def apply_rules() -> int:
    return rules.apply_rules()


@shared_task
def run_imports() -> int:
    return employee_imports.run_imports()
