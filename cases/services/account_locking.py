"""Locking an account, an access or a review, and knowing a page that was drawn too early."""

from django.db.models import F

from cases.models import Access, Account, Review
from portal import clock
from portal.models import TrailEvent
from portal.refusals import Refused, Stale
from portal.wording import moment


def lock_account(pk: int) -> Account:
    """The account with all it is judged by, locked until the transaction ends."""
    Account.objects.select_for_update().only("pk").get(pk=pk)
    return (
        Account.objects.select_related(
            "case", "decision__advice", "lead__line_manager", "named_manager"
        )
        .prefetch_related("accesses__person", "decision__advice__controls")
        .get(pk=pk)
    )


def lock_access(pk: int) -> Access:
    """An access, locked until the transaction ends."""
    Access.objects.select_for_update().only("pk").get(pk=pk)
    return Access.objects.select_related(
        "account__case", "account__lead__line_manager", "account__named_manager", "person"
    ).get(pk=pk)


def lock_review(pk: int) -> Review:
    """A review with all it is judged by, locked until the transaction ends."""
    Review.objects.select_for_update().only("pk").get(pk=pk)
    return (
        Review.objects.select_related(
            "account__case", "account__lead__line_manager", "account__named_manager", "sent_by"
        )
        .prefetch_related("figures", "acknowledgements")
        .get(pk=pk)
    )


def check_version(thing: Account | Review, *, seen_version: int) -> None:
    """Raises Stale when an account or a review changed after the person's page was drawn."""
    if thing.version == seen_version:
        return
    if isinstance(thing, Review):
        raise Stale("This review changed after you opened it. Check it again before you go on.")
    last = TrailEvent.objects.filter(subject=thing.subject).last()
    raise Stale(f"This account changed at {moment(last.at)}. Check it again before you go on.")


def write(thing: Account | Review, **values) -> None:
    """Write columns of a locked account or review and count the write.

    The update is conditional on the version that was read, so that it fails rather than overwrite
    where a lock was lost.
    """
    written = (
        type(thing)
        ._default_manager.filter(pk=thing.pk, version=thing.version)
        .update(version=F("version") + 1, **values)
    )
    if not written:
        raise Stale(f"This {thing._meta.verbose_name} changed while you were reading it.")
    thing.version += 1
    for name, value in values.items():
        setattr(thing, name, value)


def write_access(access: Access, state: str, **values) -> None:
    """Write a new state of a locked access, conditional on the state that was read.

    It holds from now on, unless ``state_since`` is among the values.
    """
    values = {"state": state, "state_since": clock.now(), **values}
    written = Access.objects.filter(pk=access.pk, state=access.state).update(**values)
    if not written:
        raise Refused("This access changed while you were reading it. Check it again.")
    for name, value in values.items():
        setattr(access, name, value)
