"""Who is concerned with a case on a day: the sentences of `domain.md` on who acts, as queries."""

from datetime import date

from django.db.models import Q

from cases.models import BusinessCase, NamedPerson
from cases.models.case import WAITS_FOR
from portal.models import Employee, Post
from portal.models.appointments import COMMUNICATIONS
from portal.services.people import holders, managers_on_duty


def answerers_of(case: BusinessCase, *, day: date) -> list[Employee]:
    """Who may answer a case that waits for advice or a decision; empty where nobody may act."""
    named = case.named_ids()
    waits_for = holders(*WAITS_FOR.get(case.state, ()), day=day, case=case.reference)
    return [person for person in waits_for if person.pk not in named]


def managers_of(case: BusinessCase, *, day: date) -> list[Employee]:
    """The manager named in the case, or who does their duties (6.1)."""
    return managers_on_duty(case.applicant, named=case.manager, day=day)


def communications_for(case: BusinessCase, *, day: date) -> list[Employee]:
    """Communications, less those named in the case."""
    named = case.named_ids()
    posts = holders(*COMMUNICATIONS, day=day, case=case.reference)
    return [person for person in posts if person.pk not in named]


def givers_of(case: BusinessCase, *, day: date) -> list[Employee]:
    """Who gives the case of an applicant who left to someone else: the manager, or without one the
    policy administrator (6.2).
    """
    return managers_of(case, day=day)


def parties_of(case: BusinessCase, *, day: date) -> list[Employee]:
    """Whom the thread is between: applicant, covers, manager, and whoever it waits for; of a draft,
    those of them with whom it is shared.
    """
    people = [case.applicant]
    if case.sent_at or case.shared_with_covers:
        people += [named.person for named in case.covers()]
    if case.sent_at or case.shared_with_manager:
        people += managers_of(case, day=day)
    if case.sent_at or case.shared_with_communications:
        people += communications_for(case, day=day)
    if case.state in WAITS_FOR:
        people += answerers_of(case, day=day)
    return list({p.pk: p for p in people if not p.has_left(day)}.values())


def policy_administrators(*, day: date) -> list[Employee]:
    return holders(Post.POLICY_ADMINISTRATOR, day=day)


def named_in_case(*, reference: str) -> set[int]:
    """Ids of those named in the case of a reference; empty where there is none."""
    case = BusinessCase.objects.prefetch_related("named_people").filter(reference=reference).first()
    return case.named_ids() if case else set()


def conflicts(*, employee: Employee, post: Post) -> list[str]:
    """References of undecided cases that name an employee and that a post answers (5.1, 5.7)."""
    if not any(post in posts for posts in WAITS_FOR.values()):
        return []
    named = NamedPerson.objects.filter(person=employee).order_by().values("case")
    cases = BusinessCase.objects.under_way().filter(
        Q(applicant=employee) | Q(pk__in=named), sent_at__isnull=False
    )
    return list(cases.order_by("pk").values_list("reference", flat=True))
