"""The portal with its guards against deciding at once taken away: for the test that needs them."""

from threading import Event

from django.conf import settings

from tests.served import application

settings.DATABASES["default"]["OPTIONS"].pop("transaction_mode", None)

from cases.models import BusinessCase  # noqa: E402
from cases.services import moves  # noqa: E402

__all__ = ["application"]

reading: list[int] = []
two_have_read = Event()


def read_without_lock(pk: int) -> BusinessCase:
    """The case, once a second person has read it too, so that two decide on what both have read."""
    case = BusinessCase.objects.get(pk=pk)
    reading.append(pk)
    if len(reading) > 1:
        two_have_read.set()
    assert two_have_read.wait(timeout=30), "nobody decides at the same moment"
    return case


def write_without_condition(case: BusinessCase, **values) -> None:
    BusinessCase.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case, name, value)


moves.lock_case = read_without_lock
moves.check_version = lambda case, **seen: None
moves.write_case = write_without_condition
