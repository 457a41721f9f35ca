"""The six-monthly reviews of an account (6.2): scheduled, opened, sent, read."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from cases.account_parties import communications_for, leads_of, managers_of, readers_of
from cases.account_workflow import READS_AS, REVIEW_MOVES, check_state, permit, sides_open
from cases.models import Account, Acknowledgement, Metric, Review, ReviewFigure, ReviewState, Side
from cases.periods import review_due_on
from cases.services.account_locking import check_version, lock_review, write
from portal import clock
from portal.models import Employee, Posts
from portal.refusals import Refused
from portal.services import notices, trail

TEXTS = ("what_worked", "how_aims_served", "outcome")


def schedule_review(account: Account, *, number: int) -> Review:
    """Schedule one review of an account, inside the caller's transaction; a repeat does nothing."""
    due_on = review_due_on(account.live_on, number)
    review, is_new = Review.objects.get_or_create(
        account=account,
        number=number,
        defaults={"period_from": review_due_on(account.live_on, number - 1), "due_on": due_on},
    )
    if is_new:
        trail.record(
            "review.schedule",
            by=None,
            subject=account.subject,
            summary=f"Scheduled review {number}",
            changes={"due_on": [None, due_on.isoformat()]},
        )
    return review


@transaction.atomic
def open_review(review: Review) -> None:
    """Open a scheduled review, so that its lead can fill it in: 30 days before it is due."""
    review = lock_review(review.pk)
    if review.state == ReviewState.SCHEDULED:
        _move(review, "open", by=None)


@transaction.atomic
def save_review(
    review: Review,
    *,
    by: Employee,
    seen_version: int,
    figures: Mapping[Metric, int | None],
    content_checked_on: date | None,
    what_worked: str,
    how_aims_served: str,
    outcome: str,
) -> Review:
    """Save a review as it stands, complete or not.

    ``figures`` holds what was answered: a number, or None where the platform does not give one.
    """
    review = lock_review(review.pk)
    today = clock.today()
    permit(REVIEW_MOVES["send"], review, by=by, posts=Posts.of(by, today), day=today)
    check_version(review, seen_version=seen_version)
    write(
        review,
        content_checked_on=content_checked_on,
        what_worked=what_worked,
        how_aims_served=how_aims_served,
        outcome=outcome,
    )
    review.figures.all().delete()
    ReviewFigure.objects.bulk_create(
        ReviewFigure(review=review, metric=metric, value=value, not_available=value is None)
        for metric, value in figures.items()
    )
    return lock_review(review.pk)


def unanswered(review: Review) -> list[str]:
    """The names of what is not answered yet: figures, then the fields of the review."""
    answered = {figure.metric for figure in review.figures.all()}
    figures = [metric.value for metric in Metric if metric not in answered]
    return figures + [name for name in ("content_checked_on", *TEXTS) if not getattr(review, name)]


@transaction.atomic
def send_review(review: Review, *, by: Employee, seen_version: int) -> None:
    """Send a complete review to manager and Communications; the next one is scheduled (6.2)."""
    review = lock_review(review.pk)
    today = clock.today()
    rules = REVIEW_MOVES["send"]
    post = permit(rules, review, by=by, posts=Posts.of(by, today), day=today)
    check_version(review, seen_version=seen_version)
    if unanswered(review):
        raise Refused("Some questions are not answered yet. Check your answers.")
    figures = {f.metric: [None, f.shown] for f in review.figures.all()}
    now = clock.now()
    _move(
        review,
        "send",
        by=by,
        post=post,
        changes=figures,
        first_sent_at=review.first_sent_at or now,
        sent_at=now,
        sent_by=by,
    )
    schedule_review(review.account, number=review.number + 1)
    _tell(
        "review_received",
        review,
        readers_of(review, day=today) + communications_for(review.account, day=today),
    )


@transaction.atomic
def acknowledge_review(review: Review, *, side: Side, by: Employee, seen_version: int) -> None:
    """Say for the manager, or for Communications, that a review was read; never both (6.2)."""
    review = lock_review(review.pk)
    today = clock.today()
    post = _read_by(review, "acknowledge", side, by=by, day=today)
    check_version(review, seen_version=seen_version)
    Acknowledgement.objects.create(review=review, side=side, by=by, by_post=post, at=clock.now())
    sides = review.acknowledgements.filter(superseded_at=None).count()
    if sides < len(Side):
        write(review)
        _record(review, "acknowledge", by=by, post=post)
        return
    _move(review, "acknowledge", by=by, post=post)
    _tell("review_acknowledged", review, leads_of(review.account, day=today))


@transaction.atomic
def return_review(
    review: Review, *, side: Side, question: str, by: Employee, seen_version: int
) -> None:
    """Return a review with a question; sent again, it is read again by both (6.2)."""
    review = lock_review(review.pk)
    today = clock.today()
    post = _read_by(review, "return", side, by=by, day=today)
    check_version(review, seen_version=seen_version)
    review.acknowledgements.filter(superseded_at=None).update(superseded_at=clock.now())
    _move(review, "return", by=by, post=post, note=question, question=question, asked_by=by)
    _tell("review_returned", review, leads_of(review.account, day=today))


@transaction.atomic
def excuse_review(review: Review, *, reason: str, by: Employee, seen_version: int) -> None:
    """Excuse an account from one review, by Communications; the next one is scheduled (6.2)."""
    review = lock_review(review.pk)
    today = clock.today()
    post = permit(REVIEW_MOVES["excuse"], review, by=by, posts=Posts.of(by, today), day=today)
    check_version(review, seen_version=seen_version)
    _move(review, "excuse", by=by, post=post, note=reason, excused_reason=reason)
    schedule_review(review.account, number=review.number + 1)
    account = review.account
    _tell("review_excused", review, leads_of(account, day=today) + managers_of(account, day=today))


def _read_by(review: Review, move: str, side: Side, *, by: Employee, day: date) -> str:
    """The post by which someone answers a sent review for a side; raises Refused."""
    posts = Posts.of(by, day)
    permit(REVIEW_MOVES[move], review, by=by, posts=posts, day=day)
    if side not in sides_open(review, by=by, posts=posts, day=day):
        raise Refused("This review was read for that side already, or is not yours to read for it.")
    return READS_AS[side](review, by, posts, day)


def _move(
    review: Review,
    move: str,
    *,
    by: Employee | None,
    post: str = "",
    note: str = "",
    changes: dict | None = None,
    **values,
) -> None:
    rules = REVIEW_MOVES[move]
    check_state(rules, review)
    before = review.state
    write(review, state=rules.target, **values)
    changes = {"state": [before, review.state]} | (changes or {})
    _record(review, move, by=by, post=post, note=note, changes=changes)


def _record(review: Review, move: str, *, by: Employee | None, **more) -> None:
    trail.record(
        f"review.{move}",
        by=by,
        subject=review.account.subject,
        summary=REVIEW_MOVES[move].done.format(number=review.number),
        **more,
    )


def _tell(template: str, review: Review, recipients: list[Employee]) -> None:
    notices.tell(
        template,
        recipients=recipients,
        about=f"review {review.pk} version {review.version}",
        path=review.get_absolute_url(),
        account=review.account,
        review=review,
    )
