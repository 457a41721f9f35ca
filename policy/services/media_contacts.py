"""Media contacts: reported, advised on and closed; Communications hears at once (4.j, 5.8).

The trail says who did what and when. What was asked and answered stays with those concerned.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from policy.media_parties import all_in_communications, first_to_know, managers_of
from policy.media_rules import RULES, Rule
from policy.media_workflow import MOVES, permit
from policy.models import MediaContact, MediaContactNote
from portal import clock
from portal.models import Employee, Holiday, Post, Posts
from portal.refusals import Refused, Stale
from portal.services import notices, trail
from portal.services.people import holders
from portal.wording import moment
from portal.working_days import add_working_days

logger = logging.getLogger(__name__)

ANSWER_WORKING_DAYS = 1


@transaction.atomic
def report_media_contact(
    *,
    by: Employee,
    who: str,
    outlet: str,
    contacted_at: datetime,
    way: str,
    asked: str,
    about_work_posts: bool,
    deadline_at: datetime | None = None,
    account: str = "",
) -> MediaContact:
    """Report that someone from the media got in touch, and tell Communications at once (4.j, 5.8).

    The manager hears too where it is about posts made for work. Raises Refused where the times
    cannot be.
    """
    now = clock.now()
    if contacted_at > now:
        raise Refused("When they contacted you must be now or earlier.")
    if deadline_at and deadline_at <= contacted_at:
        raise Refused("The deadline must be after they contacted you.")
    contact = MediaContact.objects.create(
        reporter=by,
        reported_at=now,
        who=who,
        outlet=outlet,
        contacted_at=contacted_at,
        way=way,
        asked=asked,
        deadline_at=deadline_at,
        about_work_posts=about_work_posts,
        account=account if about_work_posts else "",
        answer_due_at=_answer_due(now),
        state_since=now,
        changed_at=now,
    )
    trail.record(
        "media.report",
        by=by,
        subject=contact.subject,
        summary="Reported a media contact",
        changes={"state": [None, contact.state]},
    )
    _tell_of_report(contact, day=clock.date_of(now))
    return contact


@transaction.atomic
def move_media_contact(
    contact: MediaContact, move: str, *, by: Employee, text: str, seen_version: int
) -> MediaContactNote:
    """Make a move of the table: write its note, change the state and tell those concerned.

    Raises Refused where the person may not make it now, and Stale where the contact changed after
    their page was drawn.
    """
    contact = _lock(contact.pk)
    now = clock.now()
    today = clock.date_of(now)
    post = permit(contact, move, by=by, posts=Posts.of(by, today))
    if contact.version != seen_version:
        raise Stale(
            f"This media contact changed at {moment(contact.changed_at)}. Read it again before you "
            "go on."
        )
    rules = MOVES[move]
    if not text.strip():
        raise Refused("Enter what you want to say.")
    note = contact.notes.create(kind=rules.kind, text=text.strip(), by=by, by_post=post, at=now)
    before = contact.state
    contact.version += 1
    contact.changed_at = now
    if rules.target != before:
        contact.state, contact.state_since = rules.target, now
        if rules.target == MediaContact.State.REPORTED:
            contact.answer_due_at = _answer_due(now)
    contact.save(update_fields=["state", "state_since", "answer_due_at", "version", "changed_at"])
    trail.record(
        f"media.{move}",
        by=by,
        subject=contact.subject,
        summary=rules.done,
        post=post,
        changes={} if contact.state == before else {"state": [before, contact.state]},
    )
    _tell_of_move(contact, move, note, day=today)
    return note


def remind_of_media_contacts(*, today: date) -> int:
    """Remind Communications of contacts that nobody has answered; part of the hourly sweep.

    Each rule reaches each person once for each time that a contact waits: a repeat does nothing.
    """
    unanswered = MediaContact.objects.filter(state=MediaContact.State.REPORTED)
    treated, reminded = set(), 0
    for rule in RULES:
        due = unanswered.filter(rule.due(clock.now())).exclude(pk__in=treated)
        for pk in list(due.order_by("pk").values_list("pk", flat=True)):
            treated.add(pk)
            reminded += _remind(pk, rule, day=today)
    return reminded


def _remind(pk: int, rule: Rule, *, day: date) -> bool:
    try:
        with transaction.atomic():
            contact = _lock(pk)
            if contact.state != MediaContact.State.REPORTED:
                return False
            people = all_in_communications(contact, day=day)
            about = f"{contact.subject} since {contact.state_since.isoformat()}"
            _tell(rule.template, contact, people, about=about, urgent=True)
    except Exception:
        # One that fails holds up no other.
        logger.exception("media contact %s failed, and is tried again in the next sweep", pk)
        return False
    return True


def _lock(pk: int) -> MediaContact:
    """The contact as it stands, held until the transaction ends."""
    contacts = MediaContact.objects.select_for_update(of=("self",)).select_related("reporter")
    return contacts.get(pk=pk)


def _answer_due(since: datetime) -> datetime:
    """The same time of day, one working day later."""
    local = since.astimezone(clock.COUNCIL_TIME)
    holidays = set(Holiday.objects.filter(day__gt=local.date()).values_list("day", flat=True))
    day = add_working_days(local.date(), ANSWER_WORKING_DAYS, holidays=holidays)
    return datetime.combine(day, local.time(), clock.COUNCIL_TIME)


# Who is told


def _tell_of_report(contact: MediaContact, *, day: date) -> None:
    first = first_to_know(contact, day=day)
    _tell("media_contact_reported", contact, first, about=contact.subject, urgent=True)
    managers = [p for p in managers_of(contact, day=day) if p not in first]
    _tell("media_contact_manager_told", contact, managers, about=contact.subject, urgent=True)
    if not first:
        # They may not see it: they are told only that somebody must be appointed.
        notices.tell(
            "media_contact_unheld",
            recipients=holders(Post.POLICY_ADMINISTRATOR, day=day),
            about=contact.subject,
            path=reverse("appointments"),
            urgent=True,
        )


def _tell_of_move(contact: MediaContact, move: str, note: MediaContactNote, *, day: date) -> None:
    concerned = [contact.reporter, *managers_of(contact, day=day)]
    template, recipients, urgent = {
        "advise": ("media_contact_advised", concerned, True),
        "add": ("media_contact_added_to", all_in_communications(contact, day=day), True),
        "close": ("media_contact_closed", concerned, False),
    }[move]
    others = [person for person in recipients if person.pk != note.by_id]
    _tell(template, contact, others, about=f"{contact.subject} note {note.pk}", urgent=urgent)


def _tell(
    template: str, contact: MediaContact, people: Iterable[Employee], *, about: str, urgent: bool
) -> None:
    notices.tell(
        template,
        recipients=people,
        about=about,
        path=contact.get_absolute_url(),
        urgent=urgent,
        contact=contact,
    )
