"""The portal with its guards against deciding at once taken away: for the test that needs them."""

from django.conf import settings

from portal.wsgi import application

settings.DATABASES["default"]["OPTIONS"].pop("transaction_mode", None)

from cases.models import BusinessCase  # noqa: E402
from cases.services import moves  # noqa: E402

__all__ = ["application"]


def read_without_lock(pk: int) -> BusinessCase:
    return BusinessCase.objects.get(pk=pk)


def write_without_condition(case: BusinessCase, **values) -> None:
    BusinessCase.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case, name, value)


moves.lock_case = read_without_lock
moves.check_version = lambda case, *, seen_version: None
moves.write_case = write_without_condition
