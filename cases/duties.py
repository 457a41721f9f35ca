"""What the home page says of business cases: what needs a person now, and whom they wait for."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import reverse

from cases.models import BusinessCase, NamedPerson, State
from cases.models.case import UNTITLED, WAITS_FOR
from portal.duties import Kind, page
from portal.models import Employee, Post, Posts

NAMED = {
    "reference": F("reference"),
    "title": Coalesce(
        NullIf("account_name", Value("")),
        Concat(Value(f"{UNTITLED} ("), "reference", Value(")")),
    ),
    "detail": F("applicant__name"),
}
CASE = NAMED | {"since": F("state_since"), "due_on": F("due_on")}
# Somebody's to give since the day the applicant left, though they may have returned.
LEFT_ON = Coalesce("waits_for_applicant_since", "applicant__left_on")
# Without a date: a case's is for what nobody can do before.
TO_GIVE = NAMED | {"since": Cast(LEFT_ON, DateTimeField())}
# The applicant's own: words, page, and for whom they wait where it is not for themselves.
OWN = {
    State.DRAFT: ("Finish your business case: {title}", "cases:tasks", ""),
    State.CHANGES_REQUESTED: ("Change your business case: {title}", "cases:detail", ""),
    State.READY_TO_PRESENT: ("Present your business case: {title}", "cases:detail", ""),
    State.ADVICE_REQUESTED: ("Advice on {title}", "cases:detail", "Communications"),
    State.AWAITING_DECISION: ("Decision on {title}", "cases:detail", Post.HEAD_OF_IT.label),
}
TO_ANSWER = {
    State.ADVICE_REQUESTED: ("Advise on {title}", "cases:advise"),
    State.AWAITING_DECISION: ("Decide on {title}", "cases:decide"),
}


def case_kinds(employee: Employee, posts: Posts, today: date) -> list[Kind]:
    """What a person's own cases wait for, and the cases that wait for them."""
    return [*_own(employee), *_others(employee, posts, today)]


def appoint_url(*, post: Post, reference: str) -> str:
    """Where the policy administrator appoints someone to act for a case."""
    return f"{reverse('appointment_new')}?{urlencode({'post': post, 'case': reference})}"


def _own(employee: Employee) -> list[Kind]:
    own = BusinessCase.objects.filter(applicant=employee, waits_for_applicant_since=None)
    own = own.order_by("state_since", "pk")
    return [
        Kind(text, page(name, "reference"), CASE, [own.filter(state=state)], holder=holder)
        for state, (text, name, holder) in OWN.items()
    ]


def _others(employee: Employee, posts: Posts, today: date) -> list[Kind]:
    to_give = BusinessCase.objects.to_give(employee, posts, today)
    to_give = to_give.order_by(LEFT_ON, "pk")
    text = "{detail} left: give {title} to someone else"
    kinds = [Kind(text, page("cases:give", "reference"), TO_GIVE, [to_give])]
    waiting = BusinessCase.objects.order_by("due_on", "pk")
    for state, wanted in WAITS_FOR.items():
        of_state = waiting.filter(state=state)
        if posts.holds(*wanted) or posts.cases_for(*wanted):
            text, name = TO_ANSWER[state]
            rows = _to_answer(of_state, wanted, employee, posts, today)
            kinds.append(Kind(text, page(name, "reference"), CASE, [rows]))
        if posts.holds(Post.POLICY_ADMINISTRATOR):
            stuck = of_state.nobody_may_act(today)
            kinds.append(
                Kind("Appoint someone to act for {title}", appoint_page(wanted[0]), CASE, [stuck])
            )
    return kinds


def appoint_page(post: Post):
    """Where someone is appointed to a post for the case of a row."""
    return lambda row: appoint_url(post=post, reference=row.reference)


def _to_answer(
    waiting: QuerySet[BusinessCase],
    wanted: tuple[Post, ...],
    employee: Employee,
    posts: Posts,
    today: date,
) -> QuerySet[BusinessCase]:
    """Those that wait for a post this person holds, and do not name them.

    Without an applicant, nothing can be done before they are given to someone else (6.2).
    """
    if not posts.holds(*wanted):
        waiting = waiting.filter(reference__in=posts.cases_for(*wanted))
    named = NamedPerson.objects.filter(person=employee).order_by().values("case")
    without = BusinessCase.objects.order_by().without_applicant(today).values("pk")
    return waiting.exclude(Q(applicant=employee) | Q(pk__in=named) | Q(pk__in=without))
