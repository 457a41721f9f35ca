"""What the home page says of business cases: what needs a person now, and whom they wait for."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from cases.models import BusinessCase, NamedPerson, State
from cases.models.case import COMMUNICATIONS, WAITS_FOR
from portal.duties import Duty
from portal.models import Employee, Post, Posts

# The home page lists the oldest of each kind; the lists behind it have them all.
LISTED = 20

APPLICANT_DOES = {
    State.DRAFT: "Finish your business case: {title}",
    State.CHANGES_REQUESTED: "Change your business case: {title}",
    State.READY_TO_PRESENT: "Present your business case: {title}",
}
WAITS_WITH = {
    State.ADVICE_REQUESTED: ("Advice on {title}", "Communications"),
    State.AWAITING_DECISION: ("Decision on {title}", Post.HEAD_OF_IT.label),
}


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Duty]:
    """What needs this person now: their own cases, and those that wait for a post of theirs."""
    own = BusinessCase.objects.filter(applicant=employee, state__in=APPLICANT_DOES)
    found = [
        _duty(case, APPLICANT_DOES[case.state], reverse(_next_page(case), args=[case.reference]))
        for case in own.order_by("state_since", "pk")[:LISTED]
    ]
    if posts.holds(*COMMUNICATIONS) or posts.cases_for(*COMMUNICATIONS):
        found += [
            _duty(case, "Advise on {title}", reverse("cases:advise", args=[case.reference]))
            for case in _to_answer(State.ADVICE_REQUESTED, employee, posts, today)
        ]
    if posts.holds(Post.HEAD_OF_IT) or posts.cases_for(Post.HEAD_OF_IT):
        found += [
            _duty(case, "Decide on {title}", reverse("cases:decide", args=[case.reference]))
            for case in _to_answer(State.AWAITING_DECISION, employee, posts, today)
        ]
    if posts.holds(Post.POLICY_ADMINISTRATOR):
        found += [
            _duty(case, "Appoint someone to act for {title}", appoint_url(case))
            for case in BusinessCase.objects.nobody_may_act(today).order_by("due_on", "pk")[:LISTED]
        ]
    to_give = BusinessCase.objects.to_give(employee, posts, today).select_related("applicant")
    return found + [
        _duty(
            case,
            f"{case.applicant} has left: give {{title}} to someone else",
            reverse("cases:give", args=[case.reference]),
        )
        for case in to_give.order_by("state_since", "pk")[:LISTED]
    ]


def waiting(*, employee: Employee, posts: Posts, today: date) -> list[Duty]:
    """The person's own cases that wait for others."""
    own = BusinessCase.objects.filter(applicant=employee, state__in=WAITS_WITH)
    return [
        Duty(
            text=WAITS_WITH[case.state][0].format(title=case.title),
            url=case.get_absolute_url(),
            since=case.state_since,
            due_on=case.due_on,
            holder=WAITS_WITH[case.state][1],
        )
        for case in own.order_by("state_since", "pk")[:LISTED]
    ]


def appoint_url(case: BusinessCase) -> str:
    """Where the policy administrator appoints someone to act for a case."""
    post = WAITS_FOR[case.state][0]
    query = urlencode({"post": post, "case": case.reference})
    return f"{reverse('appointment_new')}?{query}"


def _duty(case: BusinessCase, text: str, url: str) -> Duty:
    return Duty(
        text=text.format(title=case.title), url=url, since=case.state_since, due_on=case.due_on
    )


def _next_page(case: BusinessCase) -> str:
    return "cases:tasks" if case.state == State.DRAFT else "cases:detail"


def _to_answer(
    state: State, employee: Employee, posts: Posts, today: date
) -> Iterable[BusinessCase]:
    """The oldest due cases that wait for a post this person holds, and do not name them.

    Nobody can answer one whose applicant has left.
    """
    wanted = WAITS_FOR[state]
    cases = BusinessCase.objects.filter(state=state).exclude(applicant__left_on__lte=today)
    if not posts.holds(*wanted):
        cases = cases.filter(reference__in=posts.cases_for(*wanted))
    named = NamedPerson.objects.filter(person=employee).values("case")
    return cases.exclude(Q(applicant=employee) | Q(pk__in=named)).order_by("due_on", "pk")[:LISTED]
