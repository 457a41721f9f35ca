"""Starting, copying, answering and sharing a business case (6.1, 6.2)."""

from django.db import connection, transaction

from cases import questions
from cases.models import BusinessCase, NamedPerson, Role
from cases.models.case import ANSWERS_OPEN, COVER_ROLES, State
from cases.parties import communications_for
from cases.services.locking import check_version, lock_case, write_case
from cases.services.records import let_advice_go_stale
from cases.workflow import applicant, check_applicant
from policy.models import PolicyVersion
from portal import clock
from portal.models import Employee, Posts
from portal.refusals import Refused
from portal.services import notices, trail

# What a copy takes over: the answers, never a commitment, which is given anew.
COPIED = (
    "manager_id",
    "account_name",
    "category_id",
    "platform",
    "already_running",
    "address",
    "access_for",
    "workgroup_name",
    "purpose",
    "audience",
    "aims",
    "why_platform",
    "channels",
    "other_channel",
    "frequency",
    "times",
    "keeps_records",
    "records_how",
    "records_why_not",
)


def next_reference() -> str:
    """The next reference of the London year, such as SM-2026-0042: four digits or more."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_referencecounter (year, last) VALUES (%s, 1) ON CONFLICT (year) "
            "DO UPDATE SET last = cases_referencecounter.last + 1 RETURNING last",
            [year],
        )
        (number,) = cursor.fetchone()
    return f"SM-{year}-{number:04}"


@transaction.atomic
def start_case(*, by: Employee) -> BusinessCase:
    """Start a draft: anyone who works for the council can (3.1)."""
    return _new_case(by=by, summary="Started a business case")


def _new_case(*, by: Employee, summary: str, **values) -> BusinessCase:
    now = clock.now()
    case = BusinessCase.objects.create(
        reference=next_reference(),
        applicant=by,
        policy_version=PolicyVersion.objects.in_force(clock.date_of(now)),
        created_at=now,
        changed_at=now,
        state_since=now,
        **values,
    )
    trail.record("case.start", by=by, subject=case.subject, summary=summary)
    return case


@transaction.atomic
def copy_case(case: BusinessCase, *, by: Employee) -> BusinessCase:
    """Copy a case that has ended into a new draft of one's own.

    Whoever has left since, or has become the applicant, is not taken over.
    """
    check_can_copy(case, by=by)
    today = clock.today()
    values = {name: getattr(case, name) for name in COPIED}
    if values["manager_id"] == by.pk or by.pk != case.applicant_id:
        values["manager_id"] = None
    copy = _new_case(
        by=by, summary=f"Copied {case.reference} into a new draft", copied_from=case, **values
    )
    NamedPerson.objects.bulk_create(
        NamedPerson(case=copy, person=named.person, role=named.role)
        for named in case.named_people.select_related("person")
        if named.person_id != by.pk and not named.person.has_left(today)
    )
    return copy


def check_can_copy(case: BusinessCase, *, by: Employee) -> None:
    """Raises Refused unless this person may copy this case now."""
    if case.state not in (State.APPROVED, State.REJECTED, State.WITHDRAWN):
        raise Refused("Only an approved, rejected or withdrawn business case can be copied.")
    if by.pk not in case.named_ids():
        raise Refused("Only someone named in a business case can copy it.")


def check_answers_open(case: BusinessCase, *, by: Employee) -> None:
    """Raises Refused unless this person may change the answers now."""
    applicant(case, by, Posts(()))
    check_applicant(case, day=clock.today())
    if case.state not in ANSWERS_OPEN:
        raise Refused(
            f"The answers cannot be changed: the business case is "
            f"{case.get_state_display().lower()}."
        )


@transaction.atomic
def save_answers(
    case: BusinessCase,
    *,
    by: Employee,
    seen_version: int,
    answers: dict,
    covers: list[tuple[Employee, Role]] | None = None,
    members: list[Employee] | None = None,
) -> BusinessCase:
    """Save answers as they stand, complete or not; ``None`` leaves the covers or members alone.

    Advice goes stale when the platform, the category or the authors change (5.7). After sending,
    the trail keeps each answer before and after.
    """
    case = lock_case(case.pk)
    check_answers_open(case, by=by)
    check_version(case, seen_version=seen_version)
    before = questions.answers_of(case)
    advised_on = _what_advice_rests_on(case)
    write_case(case, **answers)
    if covers is not None:
        _replace_people(case, COVER_ROLES, covers, rows="covers")
    if members is not None:
        as_members = [(person, Role.MEMBER) for person in members]
        _replace_people(case, (Role.MEMBER,), as_members, rows="members")
    case = lock_case(case.pk)
    changes = questions.differences(before, questions.answers_of(case))
    if changes and case.sent_at:
        trail.record(
            "case.change",
            by=by,
            subject=case.subject,
            summary="Changed the answers",
            changes={change.question: [change.before, change.after] for change in changes},
        )
    if _what_advice_rests_on(case) != advised_on:
        let_advice_go_stale(case, by=by)
    return lock_case(case.pk)


def _what_advice_rests_on(case: BusinessCase) -> tuple:
    return (
        case.platform,
        case.category_id,
        sorted((named.person_id, named.role) for named in case.covers()),
    )


def _replace_people(
    case: BusinessCase,
    roles: tuple[Role, ...],
    people: list[tuple[Employee, Role]],
    *,
    rows: str,
) -> None:
    wanted = {(person.pk, role) for person, role in people}
    standing = {(n.person_id, n.role): n for n in case.named_people.all() if n.role in roles}
    if wanted == standing.keys():
        return
    NamedPerson.objects.filter(
        pk__in=[named.pk for key, named in standing.items() if key not in wanted]
    ).delete()
    for row, (person, role) in enumerate(people):
        about = f"{rows}-{row}"
        if (person.pk, role) not in standing:
            if case.advice.filter(by=person).exists():
                raise Refused(
                    f"{person} has advised on this business case, so they cannot be named in it.",
                    about=about,
                )
            if case.decisions.filter(by=person).exists():
                raise Refused(
                    f"{person} has answered this business case, so they cannot be named in it.",
                    about=about,
                )
            NamedPerson.objects.create(case=case, person=person, role=role)


@transaction.atomic
def share_draft(
    case: BusinessCase,
    *,
    by: Employee,
    seen_version: int,
    manager: bool,
    covers: bool,
    communications: bool,
) -> BusinessCase:
    """Share a case that is being prepared, so that others can help (6.1)."""
    case = lock_case(case.pk)
    applicant(case, by, Posts(()))
    check_version(case, seen_version=seen_version)
    if case.sent_at:
        raise Refused("This business case has been sent: everyone concerned sees it already.")
    if case.state != State.DRAFT:
        raise Refused("This business case was withdrawn: copy it to go on with it.")
    wanted = {"manager": manager, "covers": covers, "communications": communications}
    if manager and case.manager is None:
        raise Refused("Say who your manager is before you share the draft with them.")
    before = {audience: getattr(case, f"shared_with_{audience}") for audience in wanted}
    write_case(case, **{f"shared_with_{audience}": shared for audience, shared in wanted.items()})
    trail.record(
        "case.share",
        by=by,
        subject=case.subject,
        summary="Changed who the draft is shared with",
        changes={
            f"shared with {audience}": [before[audience], shared]
            for audience, shared in wanted.items()
            if shared != before[audience]
        },
    )
    new = {audience for audience, shared in wanted.items() if shared and not before[audience]}
    told = [case.manager] if "manager" in new else []
    told += [named.person for named in case.covers()] if "covers" in new else []
    if "communications" in new:
        told += communications_for(case, day=clock.today())
    notices.tell(
        "draft_shared",
        recipients=told,
        about=f"{case.subject} shared",
        path=case.get_absolute_url(),
        case=case,
    )
    return case
